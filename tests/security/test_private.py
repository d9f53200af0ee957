"""What breaks tells nothing: canaries of personal data are in no log, no error page, no cookie. Source: T60."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from datetime import date, datetime
from io import StringIO
from typing import Any

import pytest
from django.apps import apps
from django.db import connection
from django.test import Client
from django.urls import get_resolver, reverse
from matrix.test_matrix import our_routes, targets, undone
from matrix.world import World, build
from support.scale import note

from lianxin.accounts.testing import sign_in
from lianxin.kit import events
from lianxin.kit.scope import scope
from lianxin.vault.models import Errand
from lianxin.voices.models import TellingRule
from lianxin.voices.reads.telling import telling_for
from lianxin.voices.testing import make_case, make_world

pytestmark = [pytest.mark.django_db, pytest.mark.once, pytest.mark.timeout(600)]
PHONE, NAME, WORDS = "13987654321", "龚欧阳", "我家门前的沟堵了"
FORM = {
    "what": WORDS, "text": WORDS, "note": WORDS, "reason": WORDS, "name": NAME, "contact_name": NAME,
    "phone": PHONE, "place": WORDS, "q": NAME, "code": "1234567890123456", "password": f"{NAME}{PHONE}",
    "purpose": WORDS, "title": WORDS, "answer": WORDS, "tell_me": "on",
}  # fmt: skip


@pytest.fixture
def world(noon: datetime, settings: Any, monkeypatch: pytest.MonkeyPatch) -> World:
    from pyrage import x25519

    settings.LIANXIN_VAULT_PUBLIC_KEY = str(x25519.Identity.generate().to_public())
    settings.LIANXIN_SMS_GATEWAY = "ledger"
    monkeypatch.setattr("django.utils.timezone.now", lambda: noon)
    monkeypatch.setattr("lianxin.kit.throttle.spend", lambda *_a, **_k: None)
    return build(noon)


@pytest.fixture
def log() -> Iterator[StringIO]:
    """Everything any logger writes, down to the smallest level, with tracebacks."""
    stream = StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s %(message)s"))
    root = logging.getLogger()
    level = root.level
    root.addHandler(handler)
    root.setLevel(logging.INFO)
    yield stream
    root.removeHandler(handler)
    root.setLevel(level)


def canaries(world: World) -> set[str]:
    return {PHONE, NAME, WORDS, "13800000001"} | {secret.canary for secret in world.secrets}


@pytest.mark.parametrize("who", ["anonymous", "deputy_affairs@own", "deputy@own", "unit_handler@own"])
def test_a_page_that_breaks_says_and_logs_nothing_personal(
    world: World, who: str, log: StringIO, monkeypatch: pytest.MonkeyPatch
) -> None:
    _break_every_view(monkeypatch)
    client = Client(raise_request_exception=False)
    if who != "anonymous":
        sign_in(client, *world.actors[who])
    broken = 0
    for name, path, _roles in our_routes():
        address = reverse(name, kwargs=targets(name, path, world)[0])
        for answer in (client.get(address, {"q": NAME, "phone": PHONE}), client.post(address, FORM)):
            broken += answer.status_code == 500
            told = answer.content.decode() + str(answer.headers) + str(answer.cookies)
            assert not [canary for canary in canaries(world) if canary in told], f"{address} tells"
            assert "Traceback" not in told
    assert broken > 100
    written = log.getvalue()
    assert "Traceback" in written
    assert not [canary for canary in canaries(world) if canary in written]
    note("T60", f"{who}: {broken} forced failures of every view: 0 canaries in pages, cookies and logs")


def _break_every_view(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each view runs as usual and then fails, with its locals full of what it knows."""

    def breaking(view: Any) -> Any:
        def broken(request: Any, *args: Any, **kwargs: Any) -> Any:
            answer = view(request, *args, **kwargs)
            kept = getattr(answer, "content", b"")
            raise RuntimeError(f"planned failure after {len(kept)} bytes")

        broken.__dict__.update(view.__dict__)
        broken.__module__ = view.__module__
        return broken

    def walk(patterns: Any) -> None:
        for pattern in patterns:
            if hasattr(pattern, "url_patterns"):
                walk(pattern.url_patterns)
            elif pattern.callback.__module__.startswith("lianxin."):
                monkeypatch.setattr(pattern, "callback", breaking(pattern.callback))

    walk(get_resolver().url_patterns)


@pytest.mark.parametrize("who", ["anonymous", "deputy_affairs@own", "deputy@own", "unit_handler@own"])
def test_ordinary_use_logs_and_keeps_nothing_personal(world: World, who: str, log: StringIO) -> None:
    client = Client()
    if who != "anonymous":
        sign_in(client, *world.actors[who])
    for name, path, _roles in our_routes():
        address = reverse(name, kwargs=targets(name, path, world)[0])
        for method, data in (("get", {"q": NAME}), ("post", FORM)):
            with undone(client):
                answer = getattr(client, method)(address, data)
            kept = str(answer.cookies) + str(answer.headers.get("Location", ""))
            assert not [c for c in canaries(world) - {NAME} if c in kept], f"{method} {address}: {kept}"
    written = log.getvalue()
    assert not [canary for canary in canaries(world) if canary in written], written[:2000]


def test_a_number_that_may_be_told_is_in_no_event_job_table_or_log(
    world: World, log: StringIO, monkeypatch: pytest.MonkeyPatch
) -> None:
    """From the citizen's yes to the errand: the vault's own part is held by `vault/tests/test_errands.py`."""
    payloads: list[str] = []
    call = events.call

    def heard(*job: Any) -> None:
        payloads.append(str(job))
        call(*job)

    monkeypatch.setattr(events, "call", heard)
    voices_world = make_world()
    TellingRule.objects.create(
        division_code="532301", valid_from=date(2026, 1, 1), source="试点", on_accepted=True, on_answered=True
    )
    telling_for.cache_clear()
    case_id = make_case(
        voices_world, "answered", phone=PHONE, contact_name=NAME, wants_messages=True, text=WORDS
    )
    errands = Errand.objects.filter(consent__item__subject_id=case_id)
    assert errands.count() == 1, "the second moment finds a message that still waits"
    kept = "".join(_everything_readable(voices_world.office))
    told = "".join(payloads) + log.getvalue() + kept
    assert "tell_citizen" in told
    assert PHONE not in told
    assert NAME not in told


def _everything_readable(office: Any) -> Iterator[str]:
    """Each row that the application can read in the county's office, but for the sealed bytes."""
    with scope(office), connection.cursor() as cursor:
        for model in apps.get_models():
            columns = ", ".join(
                f'"{field.column}"'
                for field in model._meta.concrete_fields
                if field.column not in {"sealed", "pk"}
            )
            cursor.execute(f'select {columns} from "{model._meta.db_table}" limit 5000')
            yield str(cursor.fetchall())
