"""Where one may be sent on to, who gets in, and how a page is drawn."""

from __future__ import annotations

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from lianxin.kernel.actor import ANONYMOUS, Actor, Role
from lianxin.kit.http import client_key, layout_for, render, safe_next, signed_in

MESSAGE = {"title": "收到了", "text": "请记住查询码。", "tone": "done", "code": "1234 5678", "actions": []}
OFFICE = Actor(user_id=1, grant_id=1, role=Role.DEPUTY_AFFAIRS, place="532301", name="杨晓梅")


def request(path: str = "/x", actor: Actor = ANONYMOUS, *, method: str = "get", **more: str) -> HttpRequest:
    made = getattr(RequestFactory(), method)(path, **more)
    made.actor = actor
    return made


@pytest.mark.parametrize("path", ["/", "/voices/5", "/voices?q=路灯&page=2", "/cases#top"])
def test_a_local_path_is_followed(path: str) -> None:
    assert safe_next(path, "/my") == path


@pytest.mark.parametrize(
    "path",
    [
        "",
        "voices",
        "https://evil.example/",
        "//evil.example/",
        "/\\evil.example/",
        "\\\\evil.example",
        "/\t/evil.example/",
        "/\r/evil.example/",
        "/x\r\nSet-Cookie: a=b",
        "javascript:alert(1)",
        " //evil.example/",
        "/\u200b/evil.example/",
    ],
)
def test_another_site_is_not(path: str) -> None:
    assert safe_next(path, "/my") == "/my"


@signed_in(Role.DEPUTY_AFFAIRS)
def _page(request: HttpRequest) -> HttpResponse:
    return HttpResponse("in")


@signed_in()
def _page_of_all(request: HttpRequest) -> HttpResponse:
    return HttpResponse("in")


def test_a_visitor_signs_in_and_comes_back() -> None:
    answer = _page(request("/voices?q=%E8%B7%AF"))
    assert answer.headers["Location"] == "/accounts/sign-in?next=/voices%3Fq%3D%25E8%25B7%25AF"
    assert _page(request("/voices", method="post")).headers["Location"] == "/accounts/sign-in?next=/"


def test_the_right_role_gets_in() -> None:
    assert _page(request(actor=OFFICE)).content == b"in"


def test_another_role_is_not_told_that_the_page_exists(db: None) -> None:
    liaison = Actor(user_id=2, grant_id=2, role=Role.LIAISON, place="532301", venue_id=1)
    assert _page(request(actor=liaison)).status_code == 404
    assert _page_of_all(request(actor=liaison)).content == b"in"


def test_an_account_without_a_valid_post_is_a_visitor() -> None:
    assert _page_of_all(request(actor=Actor(user_id=2))).status_code == 302


def test_the_access_matrix_reads_the_roles_from_the_view() -> None:
    assert _page.allowed_roles == {Role.DEPUTY_AFFAIRS}
    assert _page_of_all.allowed_roles == set(Role)


@pytest.mark.parametrize(
    ("address", "key"),
    [
        ("192.0.2.77", "192.0.2.77"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("::ffff:192.0.2.77", "192.0.2.77"),
        ("", ""),
    ],
)
def test_tries_count_per_address_or_per_network_of_ipv6(address: str, key: str) -> None:
    assert client_key(request(REMOTE_ADDR=address)) == key


def test_only_behind_the_proxy_a_forwarded_address_counts_and_only_its_last(settings) -> None:
    forged = {"REMOTE_ADDR": "127.0.0.1", "HTTP_X_FORWARDED_FOR": "1.1.1.1, 192.0.2.9"}
    assert client_key(request(**forged)) == "127.0.0.1"
    settings.LIANXIN_BEHIND_PROXY = True
    assert client_key(request(**forged)) == "192.0.2.9"


@pytest.mark.parametrize(
    ("actor", "shell"),
    [
        (Actor(), "kit/phone.html"),
        (Actor(user_id=1, grant_id=1, role=Role.DEPUTY), "kit/deputy.html"),
        (OFFICE, "kit/desk.html"),
    ],
)
def test_each_role_has_its_shell(actor: Actor, shell: str) -> None:
    assert layout_for(actor) == shell


def test_a_page_is_drawn_whole_or_as_one_block(db: None) -> None:
    context = {"message": MESSAGE | {"title": "<b>收到了"}}
    whole = render(request(), "kit/message.html", context)
    part = render(request(), "kit/message.html", context, block="content", status=409)
    assert (whole.status_code, part.status_code) == (200, 409)
    assert whole.content.startswith(b"<!doctype html>")
    assert b"<!doctype" not in part.content
    for answer in (whole, part):
        assert "&lt;b&gt;收到了" in answer.content.decode()
