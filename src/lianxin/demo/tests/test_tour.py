from __future__ import annotations

import pytest
from django.test import Client, RequestFactory
from django.urls import reverse

from lianxin.accounts.models import Session
from lianxin.demo.cast import CAST
from lianxin.demo.tests.conftest import Demo
from lianxin.demo.views import front
from lianxin.kernel.actor import ANONYMOUS


@pytest.fixture
def visitor(demo: Demo, settings: object) -> Client:
    settings.LIANXIN_PUBLIC_URL = "http://testserver"
    return Client()


def test_the_tour_shows_every_role_and_the_plate(visitor: Client) -> None:
    page = visitor.get("/demo/").content.decode()
    for member in CAST:
        assert member.name in page
        assert reverse("demo:sign_in", args=[member.login]) in page
    assert "王奶奶扫了" in page
    assert 'href="/q/' in page
    assert page.count("<h1") == 1
    assert " style=" not in page


@pytest.mark.parametrize(
    ("login", "home"), [("ligf", "/my"), ("duangq", "/unit"), ("yangxm", "/desk"), ("daoyw", "/desk")]
)
def test_one_click_signs_in_and_leads_home(visitor: Client, login: str, home: str) -> None:
    answer = visitor.post(f"/demo/sign-in/{login}", REMOTE_ADDR="127.0.0.1")
    assert (answer.status_code, answer.headers["Location"]) == (302, home)
    key = visitor.cookies["lianxin_session"].value
    assert Session.objects.get(session_key=key).user.login == login


def test_one_click_works_only_in_demo_mode(visitor: Client, settings: object) -> None:
    settings.LIANXIN_DEMO = False
    for answer in (
        visitor.get("/demo/"),
        visitor.post("/demo/sign-in/ligf"),
        visitor.get("/demo/components"),
    ):
        assert answer.status_code == 404
    assert "lianxin_session" not in visitor.cookies


@pytest.mark.parametrize("address", ["10.0.0.7", "203.0.113.9", "2001:db8::1", ""])
def test_one_click_works_only_from_this_machine(visitor: Client, address: str) -> None:
    assert visitor.post("/demo/sign-in/ligf", REMOTE_ADDR=address).status_code == 403
    assert "lianxin_session" not in visitor.cookies


def test_one_click_is_refused_behind_a_proxy(visitor: Client, settings: object) -> None:
    settings.LIANXIN_BEHIND_PROXY = True
    assert visitor.post("/demo/sign-in/ligf").status_code == 403


def test_one_click_knows_only_the_people_of_the_tour(visitor: Client) -> None:
    assert visitor.post("/demo/sign-in/demo0001").status_code == 404


def test_one_click_needs_a_form_of_our_own(demo: Demo) -> None:
    assert Client(enforce_csrf_checks=True).post("/demo/sign-in/ligf").status_code == 403


def test_get_signs_nobody_in(visitor: Client) -> None:
    assert visitor.get("/demo/sign-in/ligf").status_code == 405


@pytest.mark.parametrize("shell", ["phone", "deputy", "desk", "nonsense"])
@pytest.mark.parametrize("errors", ["", "&errors=1"])
def test_the_gallery_shows_the_components_in_every_shell(visitor: Client, shell: str, errors: str) -> None:
    page = visitor.get(f"/demo/components?shell={shell}{errors}")
    assert page.status_code == 200
    assert "组件总览" in page.content.decode()


def test_one_click_works_in_the_browser_after_signing_in_as_another(visitor: Client) -> None:
    visitor.post("/demo/sign-in/ligf")
    answer = visitor.post("/demo/sign-in/duangq")
    assert answer.headers["Location"] == "/unit"


def test_the_first_look_is_the_tour_and_the_second_the_site(visitor: Client, rf: RequestFactory) -> None:
    first = front(rf.get("/"))
    assert (first.status_code, first.headers["Location"]) == (302, "/demo/")
    assert first.cookies["toured"].value == "1"
    assert 'href="/demo/"' in visitor.get("/").content.decode()
    rf.cookies["toured"] = "1"
    request = rf.get("/")
    request.actor, request._messages = ANONYMOUS, []
    assert "有事找代表" in front(request).content.decode()
