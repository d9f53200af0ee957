"""Every address that changes something refuses a form that did not come from our own page. Source: T28."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from matrix.test_matrix import our_routes, targets, undone
from matrix.world import World, build
from support.scale import note

from lianxin.accounts.testing import sign_in

pytestmark = [pytest.mark.django_db, pytest.mark.once, pytest.mark.timeout(600)]
WRITING = ("post", "put", "patch", "delete")


@pytest.fixture
def world(noon: datetime, settings: Any, monkeypatch: pytest.MonkeyPatch) -> World:
    from pyrage import x25519

    settings.LIANXIN_VAULT_PUBLIC_KEY = str(x25519.Identity.generate().to_public())
    monkeypatch.setattr("django.utils.timezone.now", lambda: noon)
    return build(noon)


def addresses(world: World) -> list[str]:
    return [reverse(name, kwargs=targets(name, path, world)[0]) for name, path, _roles in our_routes()]


@pytest.mark.parametrize("who", ["anonymous", "deputy_affairs@own", "deputy@own", "unit_handler@own"])
def test_a_form_without_our_token_changes_nothing(world: World, who: str) -> None:
    client = Client(enforce_csrf_checks=True)
    if who != "anonymous":
        sign_in(client, *world.actors[who])
    for address in addresses(world):
        for method in WRITING:
            with undone(client):
                status = getattr(client, method)(address).status_code
            assert status in {403, 405}, f"{method} {address}: {status}"
    note(
        "T28",
        f"{who}: {len(WRITING)} methods on {len(addresses(world))} addresses without our token: all refused",
    )


@pytest.mark.parametrize("origin", ["https://evil.example", "null", "http://testserver.evil.example"])
def test_a_form_from_another_site_is_refused_even_with_a_token(world: World, origin: str) -> None:
    client = Client(enforce_csrf_checks=True)
    client.get("/accounts/sign-in")
    token = client.cookies["csrf"].value
    for address in addresses(world):
        with undone(client):
            answer = client.post(address, {"csrfmiddlewaretoken": token}, HTTP_ORIGIN=origin)
        assert answer.status_code in {403, 405}, f"{address}: {answer.status_code}"


def test_no_page_may_be_framed_or_read_by_another_site(world: World) -> None:
    client = Client()
    sign_in(client, *world.actors["deputy_affairs@own"])
    for address in addresses(world):
        with undone(client):
            answer = client.get(address, HTTP_ORIGIN="https://evil.example")
        assert "frame-ancestors 'none'" in answer.headers["Content-Security-Policy"], address
        assert answer.headers["X-Frame-Options"] == "DENY", address
        assert not [name for name in answer.headers if name.lower().startswith("access-control-")], address
