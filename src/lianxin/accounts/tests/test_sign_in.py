"""Signing in by name or phone: who gets in, who is told what, and what the session is worth."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone

from lianxin.accounts.models import Session, User
from lianxin.accounts.sessions import SessionStore
from lianxin.accounts.testing import make_user, sign_in
from lianxin.accounts.tests.conftest import PASSWORD, Cast
from lianxin.journal.models import Entry
from lianxin.kernel.actor import Actor, Role
from lianxin.kit.scope import scope

SIGN_IN = "/accounts/sign-in"


def enter(client: Client, name: str, password: str = PASSWORD, **more: str):
    address = more.pop("address", "10.0.0.1")
    return client.post(SIGN_IN, {"name": name, "password": password, **more}, REMOTE_ADDR=address)


def events(user: User | None, event: str) -> list[Entry]:
    auditor = Actor(user_id=999, role=Role.AUDITOR, place="53")
    with scope(auditor):
        return list(
            Entry.objects.filter(subject_kind="accounts.user", subject_id=user.pk if user else 0, event=event)
        )


@pytest.mark.parametrize("name", ["li", " LI ", "13800000001", "+86 138-0000-0001", "138 0000 0001"])
def test_a_person_signs_in_by_name_or_phone_and_starts_at_home(
    cast: Cast, browser: Client, name: str
) -> None:
    answer = enter(browser, name)
    assert answer.status_code == 302, answer.content.decode()[:2000]
    assert answer.headers["Location"] == "/my"
    session = Session.objects.get(pk=answer.cookies["lianxin_session"].value)
    assert (session.user_id, session.grant_id, session.device) == (
        cast.li.pk,
        cast.li_deputy.pk,
        "Chrome · Windows",
    )
    assert [line.actor_user_id for line in events(cast.li, "accounts.user.signed_in")] == [cast.li.pk]
    cast.li.refresh_from_db()
    assert cast.li.last_login is not None


def test_signing_in_makes_a_new_session_key_and_a_new_form_token(cast: Cast, browser: Client) -> None:
    planted = SessionStore()
    planted["planted"] = 1
    planted.save()
    browser.cookies["lianxin_session"] = planted.session_key
    enter(browser, "li")
    key = browser.cookies["lianxin_session"].value
    assert key != planted.session_key
    assert not Session.objects.filter(pk=planted.session_key).exists()
    assert "planted" not in SessionStore(key).load()


def test_the_cookie_is_for_this_site_and_not_for_scripts(cast: Cast, browser: Client, settings) -> None:
    settings.SESSION_COOKIE_SECURE = True
    cookie = enter(browser, "li").cookies["lianxin_session"]
    assert cookie["httponly"]
    assert cookie["secure"]
    assert cookie["samesite"] == "Lax"
    assert cookie["path"] == "/"
    assert not cookie["domain"]
    assert not cookie["max-age"]


def test_unknown_inactive_and_wrong_get_the_same_answer(cast: Cast) -> None:
    make_user("gone", password=PASSWORD, is_active=False)
    make_user("nopassword")
    tries = [
        ("li", "wrong"),
        ("nobody", "wrong"),
        ("gone", PASSWORD),
        ("nopassword", "!"),
        ("13999999999", "wrong"),
    ]
    pages = {}
    for name, password in tries:
        answer = enter(Client(), name, password)
        pages[name] = (
            answer.status_code,
            "csrf" in answer.cookies,
            _without_varying(answer.content.decode(), name),
        )
    assert len(set(pages.values())) == 1
    assert pages["li"][0] == 200
    assert "登录名或密码不对" in pages["li"][2]


def _without_varying(text: str, name: str) -> str:
    text = re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"', "", text)
    return text.replace(f'value="{name}"', "")


def test_unknown_names_cost_one_hash_like_known_ones(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    from django.contrib.auth.hashers import MD5PasswordHasher

    hashed: list[str] = []
    plain = MD5PasswordHasher.encode

    def counting(self, password, salt):
        hashed.append(password)
        return plain(self, password, salt)

    monkeypatch.setattr(MD5PasswordHasher, "encode", counting)
    counts = []
    for name in ("li", "nobody"):
        hashed.clear()
        enter(Client(), name, "wrong")
        counts.append(len(hashed))
    assert counts == [1, 1]


def test_unknown_names_cost_as_many_queries_as_known_ones(cast: Cast) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    counts = []
    for name in ("li", "nobody"):
        with CaptureQueriesContext(connection) as queries:
            enter(Client(), name, "wrong")
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_a_refusal_is_journalled_by_account_and_never_by_what_was_typed(cast: Cast, browser: Client) -> None:
    enter(browser, "13800000001", "wrong")
    enter(browser, "13912345678", "wrong")
    known = events(cast.li, "accounts.user.refused")
    assert [(line.actor_user_id, line.after, line.division_code) for line in known] == [
        (None, "password", "532301")
    ]
    with scope(Actor(role=Role.AUDITOR, place="53")):
        assert "139" not in "".join(
            f"{e.reason}{e.before}{e.after}{e.subject_id}" for e in Entry.objects.all()
        )


@pytest.mark.parametrize("name", ["li", "nobody"])
def test_five_wrong_passwords_lock_the_name_here_but_not_elsewhere(cast: Cast, name: str) -> None:
    for _n in range(5):
        assert enter(Client(), name, "wrong").status_code == 200
    locked = enter(Client(), name, PASSWORD)
    assert locked.status_code == 429
    assert "请过 15 分钟再试" in locked.content.decode()
    assert "lianxin_session" not in locked.cookies
    assert enter(Client(), "guanli").status_code == 302, "a colleague at the same address still gets in"
    assert enter(Client(), name, address="10.0.0.2").status_code == (302 if name == "li" else 200)


def test_one_address_gets_thirty_wrong_tries(cast: Cast) -> None:
    for n in range(30):
        assert enter(Client(), f"guess{n}", "wrong").status_code == 200
    assert enter(Client(), "li").status_code == 429
    assert enter(Client(), "li", address="10.0.0.2").status_code == 302


@pytest.mark.parametrize("name", ["li", "nobody"])
def test_twenty_wrong_passwords_from_everywhere_lock_the_name(cast: Cast, name: str) -> None:
    for n in range(20):
        enter(Client(), name, "wrong", address=f"10.1.0.{n}")
    assert enter(Client(), name, PASSWORD, address="10.2.0.1").status_code == 429
    assert enter(Client(), name, "wrong", address="10.2.0.2").status_code == 429


@pytest.mark.parametrize(
    ("wanted", "goes"),
    [
        ("/voices/1?x=2", "/voices/1?x=2"),
        ("//evil.example", "/my"),
        ("https://evil.example/", "/my"),
        ("/\\evil.example", "/my"),
        ("javascript:alert(1)", "/my"),
        ("", "/my"),
    ],
)
def test_after_sign_in_only_pages_of_this_site(cast: Cast, browser: Client, wanted: str, goes: str) -> None:
    assert enter(browser, "li", next=wanted).headers["Location"] == goes


def test_a_tab_in_next_does_not_lead_away(cast: Cast, browser: Client) -> None:
    assert not enter(browser, "li", next="/\t/evil.example").headers["Location"].startswith(("//", "/\t"))


def test_homes_follow_roles(cast: Cast) -> None:
    assert enter(Client(), "guanli").headers["Location"] == "/desk"
    cast.li_deputy.revoked_at, cast.li_deputy.revoke_reason = timezone.now(), "换届"
    cast.li_deputy.save()
    assert enter(Client(), "li").headers["Location"] == "/unit"


def test_a_person_without_a_post_is_told_what_to_do(cast: Cast, browser: Client) -> None:
    make_user("xin", "新人", password=PASSWORD)
    answer = enter(browser, "xin", next="/desk")
    assert answer.headers["Location"] == "/accounts/posts"
    page = browser.get("/accounts/posts")
    assert page.status_code == 200
    assert "请联系本地人大的管理员授岗" in page.content.decode()
    assert browser.get("/accounts/me").status_code == 200
    assert browser.get("/accounts/sign-in").headers["Location"] == "/accounts/posts"


def test_a_revoked_post_dies_at_the_next_request(cast: Cast, browser: Client) -> None:
    from lianxin.accounts.actions import revoke_grant

    sign_in(browser, cast.admin, cast.admin_grant)
    assert browser.get("/accounts/grants").status_code == 200
    revoke_grant(grant_id=cast.admin_grant.pk, reason="离岗", actor=Actor(source="setup"), at=timezone.now())
    answer = browser.get("/accounts/grants")
    assert answer.status_code == 302
    assert answer.headers["Location"].startswith(SIGN_IN)


def test_an_expired_post_dies_at_the_next_request(cast: Cast, browser: Client) -> None:
    sign_in(browser, cast.admin, cast.admin_grant)
    cast.admin_grant.valid_to = timezone.now() - timedelta(seconds=1)
    cast.admin_grant.save()
    assert browser.get("/accounts/grants").status_code == 302


def test_a_disabled_account_dies_at_the_next_request(cast: Cast, browser: Client) -> None:
    sign_in(browser, cast.li, cast.li_deputy)
    User.objects.filter(pk=cast.li.pk).update(is_active=False)
    assert browser.get("/accounts/me").status_code == 302


def test_a_session_left_alone_for_two_hours_is_over(cast: Cast, browser: Client) -> None:
    key = sign_in(browser, cast.li, cast.li_deputy)
    Session.objects.filter(pk=key).update(seen_at=timezone.now() - timedelta(minutes=121))
    assert browser.get("/accounts/me").status_code == 302
    assert not Session.objects.filter(pk=key).exists()


def test_a_session_in_use_notes_when(cast: Cast, browser: Client) -> None:
    key = sign_in(browser, cast.li, cast.li_deputy)
    Session.objects.filter(pk=key).update(seen_at=timezone.now() - timedelta(minutes=119))
    assert browser.get("/accounts/me").status_code == 200
    assert timezone.now() - Session.objects.get(pk=key).seen_at < timedelta(minutes=1)


def test_signing_out_ends_the_session_on_the_server(cast: Cast, browser: Client) -> None:
    key = sign_in(browser, cast.li, cast.li_deputy)
    assert browser.get("/accounts/sign-out").status_code == 405
    answer = browser.post("/accounts/sign-out")
    assert answer.headers["Location"] == SIGN_IN
    assert not Session.objects.filter(pk=key).exists()
    browser.cookies[settings.SESSION_COOKIE_NAME] = key
    assert browser.get("/accounts/me").status_code == 302
    assert len(events(cast.li, "accounts.user.signed_out")) == 1


def test_sign_in_needs_its_form_token(cast: Cast) -> None:
    assert enter(Client(enforce_csrf_checks=True), "li").status_code == 403


def test_switching_posts_changes_the_key_and_the_powers(cast: Cast, browser: Client) -> None:
    key = sign_in(browser, cast.li, cast.li_deputy)
    page = browser.get("/accounts/posts").content.decode()
    assert "楚雄市人大代表" in page
    assert "市水务局经办人" in page
    answer = browser.post("/accounts/posts", {"post": cast.li_unit.pk})
    assert answer.headers["Location"] == "/unit"
    fresh = browser.cookies["lianxin_session"].value
    assert fresh != key
    assert not Session.objects.filter(pk=key).exists()
    row = Session.objects.get(pk=fresh)
    assert (row.grant_id, row.user_id, row.device) == (cast.li_unit.pk, cast.li.pk, "测试")
    line = events(cast.li, "accounts.user.switched_post")[0]
    assert (line.before, line.after) == ("deputy", "unit_handler")


@pytest.mark.parametrize("wanted", ["other", "revoked", "letters"])
def test_only_ones_own_valid_posts_can_be_switched_to(cast: Cast, browser: Client, wanted: str) -> None:
    key = sign_in(browser, cast.li, cast.li_deputy)
    cast.li_unit.revoked_at, cast.li_unit.revoke_reason = timezone.now(), "调走"
    cast.li_unit.save()
    post = {"other": cast.admin_grant.pk, "revoked": cast.li_unit.pk, "letters": "x"}[wanted]
    assert browser.post("/accounts/posts", {"post": post}).status_code == 404
    assert Session.objects.get(pk=key).grant_id == cast.li_deputy.pk


def test_a_session_ended_elsewhere_stays_ended_when_a_running_request_saves_it(
    cast: Cast, browser: Client
) -> None:
    key = sign_in(browser, cast.li, cast.li_deputy)
    store = SessionStore(key)
    store.load_row()
    Session.objects.filter(pk=key).delete()
    from django.http import HttpResponse

    from lianxin.accounts.middleware import ActorMiddleware

    store["x"] = 1
    answer = HttpResponse()
    ActorMiddleware(lambda _request: answer)._save(store, answer)
    assert not Session.objects.filter(pk=key).exists()
    assert answer.cookies["lianxin_session"].value == ""
