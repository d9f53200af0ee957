"""Posts are given by administrators of the place, for a period, with a reason; three powers stay apart."""

from __future__ import annotations

import itertools
import re

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from lianxin.accounts.access import GRANTABLE, SEPARATED
from lianxin.accounts.actions import create_user, give_grant, revoke_grant
from lianxin.accounts.models import Grant, User
from lianxin.accounts.reads import actor_from
from lianxin.accounts.testing import actor_for, make_grant, make_user, sign_in
from lianxin.accounts.tests.conftest import Cast
from lianxin.accounts.tests.test_sign_in import enter
from lianxin.journal.models import Entry
from lianxin.kernel.actor import Actor, Role
from lianxin.kernel.errors import DomainError, NotAllowed, NotFound
from lianxin.kit.scope import scope

SETUP = Actor(source="setup")


def give(user: User, role: Role, code: str = "532301", *, actor: Actor = SETUP, **more) -> Grant:
    facts = {"unit_id": 1, "venue_id": 2, "person_id": 3, "label": "岗", "reason": "测试授岗"} | more
    return give_grant(user_id=user.pk, role=role, division_code=code, actor=actor, at=timezone.now(), **facts)


@pytest.mark.parametrize(("first", "second"), list(itertools.permutations(sorted(SEPARATED), 2)))
def test_no_account_holds_two_administrations(cast: Cast, first: Role, second: Role) -> None:
    user = make_user("three")
    held = give(user, first)
    with pytest.raises(DomainError, match="不能由一个账号兼任"):
        give(user, second)
    revoke_grant(grant_id=held.pk, reason="换岗", actor=SETUP, at=timezone.now())
    assert give(user, second).role == second


def test_an_administrator_may_hold_one_administration_in_two_places(cast: Cast) -> None:
    user = make_user("two")
    assert give(user, Role.TENANT_ADMIN).pk
    assert give(user, Role.TENANT_ADMIN, "532302").pk


def test_giving_a_post_is_journalled_with_its_reason(cast: Cast) -> None:
    admin = actor_from(cast.admin, cast.admin_grant)
    grant = give(make_user("xin"), Role.LIAISON, "532301101", actor=admin)
    with scope(Actor(role=Role.AUDITOR, place="5323")):
        line = Entry.objects.get(subject_kind="accounts.grant", subject_id=grant.pk)
    assert (line.event, line.actor_user_id, line.after) == ("accounts.grant.given", cast.admin.pk, "liaison")
    assert (line.reason, line.division_code) == ("测试授岗", "532301101")


def test_a_post_is_given_only_inside_ones_place(cast: Cast) -> None:
    admin = actor_from(cast.admin, cast.admin_grant)
    user = make_user("xin")
    assert give(user, Role.PRESIDIUM, "532301101", actor=admin).pk
    for code in ("532302", "5323", "53", "532302101"):
        with pytest.raises(NotAllowed):
            give(user, Role.PRESIDIUM, code, actor=admin)


@pytest.mark.parametrize("role", [role for role in Role if role != Role.TENANT_ADMIN])
def test_only_business_administrators_administer(cast: Cast, role: Role) -> None:
    somebody = actor_for(role, "532301", unit_id=1, venue_id=2, person_id=3)
    with pytest.raises(NotAllowed):
        give(make_user("xin"), Role.PRESIDIUM, actor=somebody)
    with pytest.raises(NotAllowed):
        revoke_grant(grant_id=cast.li_unit.pk, reason="不行", actor=somebody, at=timezone.now())
    with pytest.raises(NotAllowed):
        create_user(login="abc", name="某", phone="", password=None, actor=somebody, at=timezone.now())


def test_nobody_gives_themselves_a_post(cast: Cast) -> None:
    with pytest.raises(NotAllowed, match="不能给自己授岗"):
        give(cast.admin, Role.PRESIDIUM, actor=actor_from(cast.admin, cast.admin_grant))


@pytest.mark.parametrize("role", GRANTABLE)
def test_every_post_can_be_given_with_its_subject_and_not_without(cast: Cast, role: Role) -> None:
    user = make_user("xin")
    assert give(user, role).pk
    needs = {Role.UNIT_HANDLER, Role.UNIT_LEADER, Role.LIAISON, Role.VENUE_HEAD, Role.DEPUTY}
    if role in needs:
        with pytest.raises(DomainError):
            give(make_user("other"), role, unit_id=None, venue_id=None, person_id=None)


def test_a_post_needs_a_reason_and_a_future(cast: Cast) -> None:
    user = make_user("xin")
    with pytest.raises(DomainError, match="依据"):
        give(user, Role.PRESIDIUM, reason=" ")
    with pytest.raises(DomainError, match="截止日期"):
        give(user, Role.PRESIDIUM, valid_to=timezone.now())
    with pytest.raises(DomainError, match="原因"):
        revoke_grant(grant_id=cast.li_unit.pk, reason="", actor=SETUP, at=timezone.now())


def test_outside_ones_place_a_post_does_not_exist(cast: Cast) -> None:
    outsider = actor_from(cast.outsider, cast.outsider_grant)
    for grant_id in (cast.li_unit.pk, 10**9):
        with pytest.raises(NotFound):
            revoke_grant(grant_id=grant_id, reason="试试", actor=outsider, at=timezone.now())


def test_revoking_twice_changes_nothing_more(cast: Cast) -> None:
    first = revoke_grant(grant_id=cast.li_unit.pk, reason="调走", actor=SETUP, at=timezone.now())
    again = revoke_grant(grant_id=cast.li_unit.pk, reason="又一次", actor=SETUP, at=timezone.now())
    assert (again.revoked_at, again.revoke_reason) == (first.revoked_at, "调走")


@pytest.mark.parametrize(
    "wrong",
    [
        {"role": Role.UNIT_HANDLER},
        {"role": Role.DEPUTY},
        {"role": Role.LIAISON},
        {"role": Role.PRESIDIUM, "revoked_at": timezone.now(), "revoke_reason": ""},
    ],
)
def test_the_database_refuses_posts_without_their_facts(cast: Cast, wrong: dict) -> None:
    now = timezone.now()
    with pytest.raises(IntegrityError), transaction.atomic():
        Grant.objects.create(
            **{"user": cast.li, "division_code": "532301", "valid_from": now, "given_at": now, "reason": "x"}
            | wrong
        )


@pytest.mark.parametrize(
    ("login", "phone"),
    [("13900000000", ""), ("a b", ""), ("x", ""), ("li", ""), ("new", "13800000001"), ("new", "12")],
)
def test_a_login_is_short_unique_and_nobody_elses_phone(cast: Cast, login: str, phone: str) -> None:
    with pytest.raises(DomainError):
        create_user(login=login, name="某", phone=phone, password=None, actor=SETUP, at=timezone.now())


def test_an_administrator_opens_an_account_and_gives_a_post(cast: Cast, browser: Client) -> None:
    sign_in(browser, cast.admin, cast.admin_grant)
    assert browser.get("/accounts/users/new").status_code == 200
    made = browser.post("/accounts/users/new", {"login": "zhao", "name": "赵主任", "phone": "138 0000 0009"})
    password = re.search(r"[0-9A-Z]{4}(-[0-9A-Z]{4}){3}", made.content.decode()).group()
    assert password not in browser.get("/accounts/users/new").content.decode()
    form = browser.get("/accounts/grants/new?division=532301101&who=zhao").content.decode()
    assert 'value="532301101"' in form
    assert 'value="zhao"' in form
    facts = {
        "who": "13800000009",
        "role": "presidium",
        "division_code": "532301101",
        "reason": "2026 年换届",
        "until": "2099-12-31",
    }
    answer = browser.post("/accounts/grants/new", facts)
    assert answer.headers["Location"] == "/accounts/grants", answer.content.decode()
    page = browser.get("/accounts/grants?q=赵").content.decode()
    assert "赵主任" in page
    assert "李代表" not in page
    zhao = Client()
    assert enter(zhao, "zhao", password).headers["Location"] == "/desk"
    grant = Grant.objects.get(user__login="zhao")
    assert f"{timezone.localtime(grant.valid_to):%Y-%m-%d %H:%M}" == "2100-01-01 00:00"
    assert browser.post(f"/accounts/grants/{grant.pk}/revoke", {"reason": ""}).status_code == 409
    assert browser.post(f"/accounts/grants/{grant.pk}/revoke", {"reason": "填错了"}).status_code == 302
    assert zhao.get("/accounts/posts").content.decode().count("请联系本地人大的管理员授岗") == 1


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"who": "nobody"}, "没有这个登录名或手机号的账号"),
        ({"division_code": "999999"}, "没有找到这个地方"),
        ({"division_code": "532302"}, "这个地方不归您管"),
        ({"role": "deputy"}, "请填人员编号"),
        ({"role": "system_admin", "who": "guanli"}, "不能给自己授岗"),
    ],
)
def test_a_refused_post_keeps_what_was_typed_or_says_why(
    cast: Cast, browser: Client, change: dict, sentence: str
) -> None:
    sign_in(browser, cast.admin, cast.admin_grant)
    facts = {"who": "li", "role": "presidium", "division_code": "532301", "reason": "依据一句"} | change
    answer = browser.post("/accounts/grants/new", facts)
    assert sentence in answer.content.decode()
    assert answer.status_code in {200, 403}
    assert Grant.objects.count() == 4


def test_the_list_ends_at_ones_place(cast: Cast, browser: Client) -> None:
    sign_in(browser, cast.outsider, cast.outsider_grant)
    page = browser.get("/accounts/grants").content.decode()
    assert "外县人" in page
    assert "李代表" not in page
    assert browser.post(f"/accounts/grants/{cast.li_unit.pk}/revoke", {"reason": "试试"}).status_code == 404


@pytest.mark.parametrize("path", ["grants", "grants/new", "users/new"])
def test_administration_does_not_exist_for_others(cast: Cast, browser: Client, path: str) -> None:
    sign_in(browser, cast.li, cast.li_deputy)
    assert browser.get(f"/accounts/{path}").status_code == 404


def test_the_list_stays_within_its_query_budget(
    cast: Cast, browser: Client, django_assert_max_num_queries
) -> None:
    sign_in(browser, cast.admin, cast.admin_grant)
    for n in range(20):
        make_grant(make_user(f"many{n}"), Role.PRESIDIUM, "532301101")
    browser.get("/accounts/grants")
    with django_assert_max_num_queries(7):  # session, scope (three in a test), rows, unread notices, places
        browser.get("/accounts/grants")


def test_an_administrator_resets_a_forgotten_password(cast: Cast, browser: Client) -> None:
    sign_in(browser, cast.admin, cast.admin_grant)
    elsewhere, url = Client(), f"/accounts/users/{cast.li.pk}/password"
    sign_in(elsewhere, cast.li, cast.li_deputy)
    assert "所有地方的登录都会结束" in browser.get(url).content.decode()
    assert elsewhere.get("/accounts/me").status_code == 200
    page = browser.post(url).content.decode()
    password = re.search(r"[0-9A-Z]{4}(-[0-9A-Z]{4}){3}", page).group()
    assert elsewhere.get("/accounts/me").status_code == 302
    assert enter(Client(), "li", password).headers["Location"] == "/my"
    with scope(Actor(role=Role.AUDITOR, place="5323")):
        line = Entry.objects.get(event="accounts.user.password_reset")
    assert (line.subject_id, line.actor_user_id) == (cast.li.pk, cast.admin.pk)


@pytest.mark.parametrize(
    ("role", "code", "status"),
    [(Role.AUDITOR, "532301", 403), (Role.TENANT_ADMIN, "532301", 403), (Role.PRESIDIUM, "5323", 403)],
)
def test_a_reset_never_leads_to_other_powers(
    cast: Cast, browser: Client, role: Role, code: str, status: int
) -> None:
    sign_in(browser, cast.admin, cast.admin_grant)
    make_grant(cast.li, role, code)
    assert browser.post(f"/accounts/users/{cast.li.pk}/password").status_code == status


def test_a_reset_ends_at_ones_place_and_at_oneself(cast: Cast, browser: Client) -> None:
    sign_in(browser, cast.admin, cast.admin_grant)
    for method in (browser.get, browser.post):
        assert method(f"/accounts/users/{cast.outsider.pk}/password").status_code == 404
    assert browser.post(f"/accounts/users/{cast.admin.pk}/password").status_code == 403


def test_a_password_is_reset_on_the_server(cast: Cast, capsys: pytest.CaptureFixture[str]) -> None:
    from django.core.management import CommandError, call_command

    call_command("reset_password", login="guanli")
    password = re.search(r"[0-9A-Z]{4}(-[0-9A-Z]{4}){3}", capsys.readouterr().out).group()
    assert enter(Client(), "guanli", password).status_code == 302
    with pytest.raises(CommandError):
        call_command("reset_password", login="nobody")
