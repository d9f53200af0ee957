"""No text of a suggestion reaches anybody it is not for, on any address: drafts, confidential ones, opinions, reasons.

As the sweep of cases (`test_matrix.py`), with canaries of suggestions: both guards, each of the two alone.
"""

# ruff: noqa: F811 the fixtures of the sweep of cases are taken over by their names
from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
from typing import Any

import pytest
from django.urls import reverse
from matrix.suggestion_secrets import Secrets, plant
from matrix.test_matrix import (  # noqa: F401  # the fixtures of the sweep
    clients,
    is_shut_out,
    our_routes,
    targets,
    undone,
    unlogged,
    who,
    without_row_security,
    world,
)
from matrix.world import World

from lianxin.kernel.actor import Actor, Role
from lianxin.suggestions.models import Suggestion

pytestmark = [pytest.mark.django_db, pytest.mark.matrix, pytest.mark.timeout(900)]
CANARY = re.compile(r"ZXS[a-z]+")
# What a list shows depends on what it is asked for.
ASKED: dict[str, tuple[str, ...]] = {
    "suggestions:mine": ("view=", "view=asked", "view=drafts", "view=open", "view=done", "view=rate"),
    "suggestions:list": ("view=", "view=done", "view=handling", "view=late", "view=publish", "q=ZXS"),
    "suggestions:unit": ("view=new", "view=working", "view=answered", "view=done", "view=", "q=ZXS"),
    "suggestions:counted": tuple(
        f"year=2026&counted={code}"
        for code in ("handed", "replied", "rated", "satisfied", "face", "resolved")
    ),
    "suggestions:year_paper": tuple(f"year=2026&paper={p}&kind=docx" for p in ("circular", "report")),
    "suggestions:lookback": ("counted=promised", "counted=due"),
    "portal:suggestions": ("q=ZXS", "q=修路"),
}


def _reach(name: str) -> bool:
    """Whether the address tells of suggestions by its own name."""
    return "suggestion" in name


def _asks(name: str, path: str, world: World, secrets: Secrets) -> Iterator[str]:
    """Every address that this URL makes: all planted suggestions and replies, one of everything else."""
    one = World(world.spots, world.secrets[:1], world.actors, world.things)
    words = dict.fromkeys(re.findall(r"<(?:\w+:)?(\w+)>", path))
    many: list[dict[str, int]] = [{}]
    if "suggestion_id" in words:
        many = [{"suggestion_id": pk} for pk in secrets.suggestion_ids]
    if "reply_id" in words:
        many = [{"suggestion_id": pk, "reply_id": reply} for pk, reply in secrets.replies]
    for target in targets(name, path, one):
        kinds = (
            [{"kind": kind} for kind in ("deputies", "suggestions")] if name.startswith("exchange:") else [{}]
        )
        for kind in kinds:
            known = target | kind if "kind" in words else target
            for fact in many:
                address = reverse(name, kwargs=known | fact)
                yield address
                yield from (f"{address}?{query}" for query in ASKED.get(name, ()))


def _few(people: dict[str, Actor], world: World) -> dict[str, Actor]:
    """Everybody of the own county, and of elsewhere those who might look over the fence."""
    beyond = {Role.DEPUTY, Role.DEPUTY_AFFAIRS, Role.UNIT_HANDLER, Role.LIAISON, Role.PRESIDIUM}
    return {
        name: actor
        for name, actor in people.items()
        if name.endswith(("@own", "@beside", "anonymous", "@expired"))
        or (actor.role in beyond and not name.endswith("@suspended"))
    }


def _seen(response: Any) -> set[str]:
    body = b"".join(response) if response.streaming else response.content
    if response.get("Content-Type", "").startswith("application/vnd") or body[:4] in {b"PK\x03\x04", b"%PDF"}:
        return set(CANARY.findall(_words_in(body)))
    return set(CANARY.findall(body.decode("utf-8", "ignore") + str(response.headers)))


def _words_in(body: bytes) -> str:
    """The words of a Word, Excel or PDF file."""
    import io
    import zipfile

    if body[:4] == b"%PDF":
        from pypdf import PdfReader

        return "".join(page.extract_text() for page in PdfReader(io.BytesIO(body)).pages)
    with zipfile.ZipFile(io.BytesIO(body)) as packed:
        parts = (
            packed.read(name).decode("utf-8", "ignore") for name in packed.namelist() if name.endswith(".xml")
        )
        return re.sub(r"<[^>]+>", "", "".join(parts))


def sweep(
    world: World,
    secrets: Secrets,
    method: str,
    *,
    only_suggestions: bool = False,
    may_break: bool = False,
) -> tuple[list[str], dict[str, set[str]]]:
    """What leaked where; and canary → who saw it."""
    leaks: list[str] = []
    sighted: dict[str, set[str]] = {canary: set() for canary in secrets.sees}
    people, made = _few(who(world), world), clients(world)
    for client in made.values():
        client.raise_request_exception = not may_break
    for url_name, path, roles in our_routes():
        if only_suggestions and not _reach(url_name):
            continue
        asked = list(_asks(url_name, path, world, secrets))
        for name, actor in people.items():
            for address in asked[:1] if is_shut_out(actor, roles) else asked:
                with unlogged(), undone(made[name]):
                    response = getattr(made[name], method)(address)
                    seen = _seen(response)
                for canary in seen & sighted.keys():
                    if secrets.sees[canary](actor) and not name.endswith("@expired"):
                        sighted[canary].add(name)
                    else:
                        leaks.append(f"{name} {method.upper()} {address}: {canary}")
    return leaks, sighted


@pytest.fixture
def secrets(world: World, noon: datetime) -> Secrets:
    return plant(world, noon)


@pytest.mark.once
def test_no_address_shows_a_suggestions_secret_to_anybody_it_is_not_for(
    world: World,
    secrets: Secrets,
) -> None:
    leaks, sighted = sweep(world, secrets, "get")
    assert not leaks, sorted({leak.split(" ", 1)[1] for leak in leaks})
    people = _few(who(world), world)
    may = {
        canary: {n for n, actor in people.items() if sees(actor) and not n.endswith("@expired")}
        for canary, sees in secrets.sees.items()
    }
    assert sighted == may  # the canaries are there to be seen by those they are for: the sweep is not blind


@pytest.mark.once
def test_refused_steps_show_none_either(world: World, secrets: Secrets) -> None:
    leaks, _sighted = sweep(world, secrets, "post", only_suggestions=True)
    assert not leaks, leaks[:20]


# What the application alone decides within a place or a suggestion: who of the place reads a confidential one,
# and when deputies read an opinion. Row-level security knows places, units and persons, no roles.
OF_THE_APPLICATION = {"ZXSsecret", "ZXSsecretanswer", "ZXSopinion", "ZXSreview"}


@pytest.mark.once
def test_row_level_security_hides_them_without_application_filters(
    world: World,
    secrets: Secrets,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(
        "lianxin.suggestions.access.suggestions_visible_to", lambda _actor: Suggestion.objects.all()
    )
    leaks, _sighted = sweep(world, secrets, "get", only_suggestions=True, may_break=True)
    leaks = [leak for leak in leaks if leak.rsplit(": ", 1)[1] not in OF_THE_APPLICATION]
    assert not leaks, leaks[:20]


@pytest.mark.once
def test_application_filters_hide_them_without_row_level_security(
    without_row_security: None,
    world: World,
    secrets: Secrets,
) -> None:
    leaks, _sighted = sweep(world, secrets, "get", only_suggestions=True)
    assert not leaks, leaks[:20]
