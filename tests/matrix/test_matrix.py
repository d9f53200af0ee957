"""URL × role × place, with canaries, three times: both guards, application filters off, row-level security off.

A URL that no row of `expected.json` names fails; write it with `pytest tests/matrix --update-matrix` and review the diff.
"""

from __future__ import annotations

import json
import logging
import os
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from http.cookies import SimpleCookie
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse
from matrix.world import PLACES, Secret, World, actor_from, build, reads_case

from lianxin.accounts.testing import sign_in
from lianxin.kernel.actor import Actor, Role
from lianxin.kit import rls
from lianxin.project.generated_docs import routes

pytestmark = [pytest.mark.django_db, pytest.mark.matrix, pytest.mark.timeout(900)]
EXPECTED = Path(__file__).parent / "expected.json"

Fill = Callable[[World], list[dict[str, Any]]]


def per_case(world: World) -> list[dict[str, Any]]:
    return [{"case_id": s.case_id} for s in world.secrets]


def per_spot(key: str, attribute: str) -> Fill:
    return lambda world: [{key: getattr(spot, attribute)} for spot in world.spots.values()]


# How to fill the parameters of a URL, by parameter name (and by URL name where the same word means another thing).
FILL: dict[str, Fill] = {
    "case_id": per_case,
    "venue_id": per_spot("venue_id", "venue_id"),
    "slug": per_spot("slug", "slug"),
    "code": per_spot("code", "plate"),
    "unit_id": per_spot("unit_id", "unit_id"),
    "secret": lambda _w: [{"secret": "forged-secret"}],
    "token": lambda _w: [{"token": "forged-token"}],
    "ticket": lambda _w: [{"ticket": "00000000-0000-4000-8000-000000000000"}],
    "file_id": lambda _w: [{"file_id": "00000000-0000-4000-8000-000000000000"}],
    "login": lambda _w: [{"login": "nobody"}],
    "reference": lambda _w: [{"reference": "0123456789abcdef"}],
    "verb": lambda _w: [{"verb": "claim"}],
    "move": lambda _w: [{"move": "save"}],
    "year": lambda _w: [{"year": 2026}],
    "name": lambda _w: [{"name": "citizen"}],
    "kind": lambda _w: [{"kind": "deputies"}],
    "row_id": lambda _w: [{"row_id": 1}],
    "link_kind": lambda _w: [{"link_kind": "deputy_voters"}],
}


def targets(name: str, path: str, world: World) -> list[dict[str, Any]]:
    """The parameters to call a URL with: every case, every spot, or the one thing of its kind."""
    words = [part.split(":")[-1].rstrip(">") for part in path.split("<")[1:]]
    words = [word.split(">")[0] for word in words]
    filled: list[dict[str, Any]] = [{}]
    for word in words:
        if word == "code" and name.startswith("divisions:"):
            options = [{"code": place} for place in PLACES.values()]
        elif word == "code" and name.startswith("localrules:"):
            options = [{"code": "voices"}]
        elif word == "kind" and name.startswith("suggestions:"):
            options = [{"kind": "pdf"}]
        elif word in FILL:
            options = FILL[word](world)
        else:
            options = [{word: world.things[word]}]
        filled = [a | b for a in filled for b in options]
    return filled


def our_routes() -> Iterator[tuple[str, str, frozenset[Role]]]:
    """(name, path, roles let in) of every URL of ours. No roles: the view itself decides."""
    for path, name, view in routes():
        if view.__module__.startswith("lianxin.") or hasattr(view, "allowed_roles"):
            yield name, path, getattr(view, "allowed_roles", frozenset())


def is_shut_out(actor: Actor, roles: frozenset[Role]) -> bool:
    """Whether this person is turned away by role, before the view looks what was asked for (kit.http.signed_in)."""
    return bool(roles) and not (actor.is_signed_in and actor.role in roles)


def who(world: World) -> dict[str, Actor]:
    actors = {name: actor_from(user, grant) for name, (user, grant) in world.actors.items()}
    return actors | {"anonymous": Actor()}


@contextmanager
def unlogged() -> Iterator[None]:
    """Tens of thousands of refusals are expected: the runner would keep each one's request in memory."""
    log = logging.getLogger("django.request")
    log.disabled = True
    try:
        yield
    finally:
        log.disabled = False


@contextmanager
def undone(client: Client) -> Iterator[None]:
    """Whatever a request writes is taken back, in the database and in the browser: signing out too."""
    cookies = {name: morsel.value for name, morsel in client.cookies.items()}
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
    client.cookies = SimpleCookie(cookies)


def clients(world: World) -> dict[str, Client]:
    made = {"anonymous": Client()}
    for name, (user, grant) in world.actors.items():
        made[name] = Client()
        sign_in(made[name], user, grant)
    return made


def allowed(name: str, actor: Actor, world: World) -> list[Secret]:
    barred = name.endswith(("@expired", "@suspended"))
    return [] if barred else [s for s in world.secrets if reads_case(actor, s)]


@dataclass
class Swept:
    """Statuses per URL and actor, foreign canaries found, and who saw a canary of their own."""

    outcomes: dict[str, dict[str, str]] = field(default_factory=dict)
    leaks: list[str] = field(default_factory=list)
    sighted: set[str] = field(default_factory=set)
    # URLs on which somebody saw a canary of their own.
    showing: set[str] = field(default_factory=set)


def unlike(people: dict[str, Actor]) -> dict[str, Actor]:
    """Of actors with the same role and the same sight (one unit, one venue, one deputy, one place), one.

    On a second make of the database one of each role: it is the policies' dialect that may differ there.
    """
    seen: dict[tuple[Any, ...], str] = {}
    for name, actor in people.items():
        own = (actor.unit_id, actor.venue_id, actor.person_id)
        sight = () if os.environ.get("LIANXIN_POSTGRES_BIN") else (own if any(own) else (actor.place,))
        seen.setdefault((actor.role, *sight), name)
    return {name: people[name] for name in seen.values()}


def sweep(world: World, method: str, *, one_guard: bool = False, may_break: bool = False) -> Swept:
    """Ask for everything as everybody. `may_break`: a page may fail, but still show nothing.

    With one guard off, only one of several actors in the same scope asks: the other guard is tested, not the
    person; and only where a case is named, or where with both guards on somebody saw a canary: what shows
    none to those who may see it has none to give away. Who is turned away by role asks for one thing only.
    """
    swept = Swept()
    people, made = who(world), clients(world)
    if one_guard:
        people = unlike(people)
    for client in made.values():
        client.raise_request_exception = not may_break
    showing = set(json.loads(EXPECTED.read_text())["SEEN"]) if one_guard else set()
    for url_name, path, roles in our_routes():
        if one_guard and url_name not in showing and "case_id" not in path:
            continue
        seen: dict[str, str] = {}
        for actor_name, actor in people.items():
            own = {s.canary for s in allowed(actor_name, actor, world)}
            statuses = set()
            asked = targets(url_name, path, world)
            for target in asked[:1] if is_shut_out(actor, roles) else asked:
                address = reverse(url_name, kwargs=target)
                client = made[actor_name]
                with unlogged(), undone(client):
                    response = getattr(client, method)(address)
                    body = b"".join(response) if response.streaming else response.content
                statuses.add(response.status_code)
                text = body.decode("utf-8", "ignore") + str(response.headers)
                if any(canary in text for canary in own):
                    swept.sighted.add(actor_name)
                    swept.showing.add(url_name)
                swept.leaks += [
                    f"{actor_name} {method.upper()} {address}: {s.canary}"
                    for s in world.secrets
                    if s.canary in text and s.canary not in own
                ]
                assert may_break or response.status_code < 500, (
                    f"{actor_name} {method} {address}: {response.status_code}"
                )
            seen[actor_name] = "/".join(str(s) for s in sorted(statuses))
        swept.outcomes[url_name] = seen
    return swept


def grouped(outcomes: dict[str, dict[str, str]]) -> dict[str, dict[str, list[str]]]:
    result: dict[str, dict[str, list[str]]] = {}
    for url_name, seen in sorted(outcomes.items()):
        by_status: dict[str, list[str]] = defaultdict(list)
        for actor_name, status in seen.items():
            by_status[status].append(actor_name)
        result[url_name] = {status: sorted(names) for status, names in sorted(by_status.items())}
    return result


@pytest.fixture
def world(noon: datetime, settings: Any, monkeypatch: pytest.MonkeyPatch) -> World:
    settings.LIANXIN_VAULT_PUBLIC_KEY = settings.LIANXIN_VAULT_PUBLIC_KEY or _public_key()
    monkeypatch.setattr("django.utils.timezone.now", lambda: noon)
    monkeypatch.setattr("lianxin.kit.throttle.spend", lambda *_a, **_k: None)
    return build(noon)


def _public_key() -> str:
    from pyrage import x25519

    return str(x25519.Identity.generate().to_public())


def write(known: dict[str, Any]) -> None:
    EXPECTED.write_text(json.dumps(known, ensure_ascii=False, indent=1, sort_keys=True) + "\n")


def compare(kind: str, outcomes: dict[str, dict[str, str]], update: bool) -> None:
    known = json.loads(EXPECTED.read_text()) if EXPECTED.exists() else {}
    found = grouped(outcomes)
    if update:
        known[kind] = found
        write(known)
        return
    expected = known.get(kind, {})
    new = sorted(found.keys() - expected.keys())
    assert not new, (
        f"URLs without an expectation: {new}; run pytest tests/matrix --update-matrix and review the diff"
    )
    changed = {name: found[name] for name in found if found[name] != expected[name]}
    assert not changed, f"access changed: {json.dumps(changed, ensure_ascii=False)[:3000]}"


@pytest.mark.once
def test_both_guards_on(world: World, request: pytest.FixtureRequest) -> None:
    swept = sweep(world, "get")
    assert not swept.leaks, swept.leaks[:20]
    readers = {name for name, actor in who(world).items() if allowed(name, actor, world)}
    assert swept.sighted == readers  # the canaries are there to be seen: the sweep is not blind
    update = request.config.getoption("--update-matrix")
    compare("GET", swept.outcomes, update)
    known = json.loads(EXPECTED.read_text())
    if update:
        known["SEEN"] = sorted(swept.showing)
        write(known)
    assert sorted(swept.showing) == known["SEEN"], "pages that show matters changed: update the matrix"


@pytest.mark.once
def test_writing_reveals_nothing_either(world: World, request: pytest.FixtureRequest) -> None:
    swept = sweep(world, "post")
    assert not swept.leaks, swept.leaks[:20]
    compare("POST", swept.outcomes, request.config.getoption("--update-matrix"))


def test_row_level_security_holds_without_application_filters(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    from lianxin.journal.models import Entry
    from lianxin.voices.models import Case

    monkeypatch.setattr("lianxin.voices.access.cases_visible_to", lambda _actor: Case.objects.all())
    monkeypatch.setattr("lianxin.journal.access.entries_visible_to", lambda _actor: Entry.objects.all())
    leaks = sweep(world, "get", one_guard=True, may_break=True).leaks
    assert not leaks, leaks[:20]


@pytest.fixture
def without_row_security(server: Any, database_name: str, db: None) -> Iterator[None]:
    """Switch every policy of this worker's database off, and on again. Must come before `world`."""
    tables = [label.replace(".", "_") for label in sorted(rls.SCOPED)]

    def switch(word: str) -> None:
        with psycopg.connect(server.dsn("lianxin_owner", database_name), autocommit=True) as owner:
            for table in tables:
                owner.execute(f'alter table "{table}" {word} row level security')

    switch("disable")
    yield
    connection.connection.rollback()  # give the test's locks back before the tables are altered again
    switch("enable")


@pytest.mark.once
def test_application_filters_hold_without_row_level_security(
    without_row_security: None, world: World
) -> None:
    leaks = sweep(world, "get", one_guard=True).leaks
    assert not leaks, leaks[:20]
