"""One's own account: sign-ins listed and ended, password changed."""

from __future__ import annotations

import pytest
from django.test import Client

from lianxin.accounts.devices import device_words
from lianxin.accounts.models import Session
from lianxin.accounts.sessions import reference_of
from lianxin.accounts.testing import sign_in
from lianxin.accounts.tests.conftest import PASSWORD, Cast
from lianxin.accounts.tests.test_sign_in import enter, events

NEW = "another good 77"


def test_a_person_sees_and_ends_one_of_their_sign_ins(cast: Cast, browser: Client) -> None:
    here, elsewhere = sign_in(browser, cast.li, cast.li_deputy), Client()
    other = sign_in(elsewhere, cast.li, cast.li_unit)
    page = browser.get("/accounts/me").content.decode()
    assert reference_of(other) in page
    assert other not in page
    assert here not in page
    assert "结束其他全部登录" in page
    assert browser.post(f"/accounts/me/sessions/{reference_of(other)}/end").status_code == 302
    assert elsewhere.get("/accounts/me").status_code == 302
    assert browser.get("/accounts/me").status_code == 200
    assert len(events(cast.li, "accounts.session.ended")) == 1


def test_nobody_ends_the_sign_in_of_somebody_else(cast: Cast, browser: Client) -> None:
    sign_in(browser, cast.li, cast.li_deputy)
    foreign = sign_in(Client(), cast.admin, cast.admin_grant)
    assert browser.post(f"/accounts/me/sessions/{reference_of(foreign)}/end").status_code == 404
    assert Session.objects.filter(pk=foreign).exists()


def test_all_other_sign_ins_end_at_once(cast: Cast, browser: Client) -> None:
    here = sign_in(browser, cast.li, cast.li_deputy)
    for _n in range(2):
        sign_in(Client(), cast.li, cast.li_deputy)
    assert browser.post("/accounts/me/sessions/end-others").status_code == 302
    assert list(Session.objects.filter(user=cast.li).values_list("pk", flat=True)) == [here]


def test_a_new_password_ends_other_sign_ins_and_changes_the_key(cast: Cast, browser: Client) -> None:
    key, elsewhere = sign_in(browser, cast.li, cast.li_deputy), Client()
    sign_in(elsewhere, cast.li, cast.li_deputy)
    answer = browser.post("/accounts/me/password", {"old": PASSWORD, "new": NEW, "again": NEW})
    assert answer.status_code == 302, answer.content.decode()
    assert browser.get("/accounts/me").status_code == 200
    assert elsewhere.get("/accounts/me").status_code == 302
    assert not Session.objects.filter(pk=key).exists()
    assert enter(Client(), "li").status_code == 200
    assert enter(Client(), "li", NEW).status_code == 302
    assert len(events(cast.li, "accounts.user.password_changed")) == 1


@pytest.mark.parametrize(
    ("old", "new", "again", "sentence"),
    [
        ("wrong", NEW, NEW, "现在的密码不对"),
        (PASSWORD, NEW, NEW + "x", "两次填的新密码不一样"),
        (PASSWORD, "123", "123", "密码"),
        (PASSWORD, "12345678901", "12345678901", "密码"),
    ],
)
def test_a_bad_change_of_password_changes_nothing(
    cast: Cast, browser: Client, old, new, again, sentence
) -> None:
    sign_in(browser, cast.li, cast.li_deputy)
    answer = browser.post("/accounts/me/password", {"old": old, "new": new, "again": again})
    assert answer.status_code == 200
    assert sentence in answer.content.decode()
    assert enter(Client(), "li").status_code == 302


def test_five_wrong_old_passwords_end_the_guessing(cast: Cast, browser: Client) -> None:
    sign_in(browser, cast.li, cast.li_deputy)
    for _n in range(5):
        assert (
            browser.post("/accounts/me/password", {"old": "x", "new": NEW, "again": NEW}).status_code == 200
        )
    assert (
        browser.post("/accounts/me/password", {"old": PASSWORD, "new": NEW, "again": NEW}).status_code == 429
    )


@pytest.mark.parametrize(
    "path", ["me", "posts", "me/password", "me/factor", "me/factor/remove", "grants", "users/new"]
)
def test_visitors_are_sent_to_sign_in(db: None, browser: Client, path: str) -> None:
    answer = browser.get(f"/accounts/{path}")
    assert answer.headers["Location"] == f"/accounts/sign-in?next=/accounts/{path}"


@pytest.mark.parametrize(
    ("agent", "words"),
    [
        ("Mozilla/5.0 (Windows NT 10.0; Win64) Chrome/130 Safari/537.36 Edg/130", "Edge · Windows"),
        (
            "Mozilla/5.0 (Linux; Android 14) Chrome/120 Mobile Safari/537.36 MicroMessenger/8.0",
            "微信 · Android",
        ),
        (
            "Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) Version/17.0 Safari/604.1",
            "Safari · iPhone",
        ),
        ("curl/8", ""),
        ("", ""),
    ],
)
def test_a_browser_is_named_in_words(agent: str, words: str) -> None:
    assert device_words(agent) == words


def test_pages_of_ones_own_account_stay_within_their_query_budget(
    cast: Cast, browser: Client, django_assert_max_num_queries
) -> None:
    sign_in(browser, cast.li, cast.li_deputy)
    browser.get("/accounts/me")
    with django_assert_max_num_queries(12):
        browser.get("/accounts/me")
