"""Tries sent at the same moment count like tries sent one after the other. Source: T30 (parallel bursts)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connections
from django.test import Client
from support.databases import own_database
from support.scale import note

from lianxin.accounts.testing import make_user
from lianxin.project.postgres import Server
from lianxin.voices.testing import World, make_world

pytestmark = pytest.mark.postgres
MANY = 16


@pytest.fixture(scope="module")
def world(server: Server, template: str, django_db_setup: None, django_db_blocker: object) -> Iterator[World]:
    """A database of its own, because other sessions see only what was committed."""
    with own_database(server, template, django_db_blocker, "bursts"):
        yield make_world()


def burst(address: str, path: str, bodies: list[dict[str, str]]) -> Counter[int]:
    """All at once, each in a session of its own; how often each status came back."""
    start = Barrier(len(bodies))

    def send(body: dict[str, str]) -> int:
        try:
            start.wait(20)
            return Client().post(path, body, REMOTE_ADDR=address).status_code
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(bodies)) as pool:
        return Counter(pool.map(send, bodies))


def test_query_codes_tried_at_once_are_five_tries(world: World) -> None:
    statuses = burst("192.0.2.30", "/voices/follow", [{"code": f"{n:016d}"} for n in range(MANY)])
    assert statuses == {200: 5, 429: MANY - 5}
    note("T30", f"{MANY} query codes at once: {statuses[200]} judged, {statuses[429]} refused")


def test_passwords_for_one_name_tried_at_once_are_five_tries(world: World) -> None:
    make_user("burst", password="a long and right one")
    bodies = [{"name": "burst", "password": f"wrong {n}"} for n in range(MANY)]
    statuses = burst("192.0.2.31", "/accounts/sign-in", bodies)
    assert statuses == {200: 5, 429: MANY - 5}
    note("T30", f"{MANY} passwords of one name at once: {statuses[200]} judged, {statuses[429]} refused")


def test_names_tried_at_once_from_one_address_are_thirty_tries(world: World) -> None:
    bodies = [{"name": f"nobody{n}", "password": "wrong"} for n in range(40)]
    statuses = burst("192.0.2.32", "/accounts/sign-in", bodies)
    assert statuses[200] <= 30, statuses
    note("T30", f"40 names from one address at once: {statuses[200]} judged, {statuses[429]} refused")
