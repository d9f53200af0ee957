"""Markup in every parameter and every field of every page comes back as text, and breaks nothing. Source: T36."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from matrix.test_matrix import our_routes, targets, undone
from matrix.world import World, build
from support.scale import NIGHTLY, note

from lianxin.accounts.testing import sign_in

pytestmark = [pytest.mark.django_db, pytest.mark.once, pytest.mark.timeout(7200 if NIGHTLY else 300)]
PAYLOADS = [
    "<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "'-alert(1)-'", "{{ 7331*7919 }}", "{% debug %}", "${7331*7919}",
    "javascript:alert(1)", "//evil.example/%2f..", "../../../../etc/passwd", "</textarea><svg/onload=alert(1)>", "\x00\x1b\ufffe",
    "http://169.254.169.254/latest/meta-data", "%0d%0aSet-Cookie:x=1", "<!--<script>", "file:///etc/passwd", "1e309", "-1", "９９９",
]  # fmt: skip
FIELDS = (
    "q", "next", "view", "after", "before", "division", "tier", "code", "venue", "month", "year", "on", "kind", "page", "topic", "counted",
    "what", "text", "title", "note", "reason", "name", "phone", "place", "purpose", "answer", "once", "version", "state", "unit", "at",
)  # fmt: skip
LIVE = re.compile(r"<(script|img|svg)[^>]*alert\(1\)|<script>alert|on(error|load)=alert\(1\)>|58054189")
# Two of the ways to put them into the fields; LIANXIN_NIGHTLY=100 tries each payload in each field.
TURNS = range(len(PAYLOADS)) if NIGHTLY else (0, 7)


@pytest.fixture
def world(noon: datetime, settings: Any, monkeypatch: pytest.MonkeyPatch) -> World:
    from pyrage import x25519

    settings.LIANXIN_VAULT_PUBLIC_KEY = str(x25519.Identity.generate().to_public())
    monkeypatch.setattr("django.utils.timezone.now", lambda: noon)
    monkeypatch.setattr("lianxin.kit.throttle.spend", lambda *_a, **_k: None)
    return build(noon)


@pytest.mark.parametrize("who", ["anonymous", "deputy_affairs@own", "deputy@own"])
def test_markup_in_any_parameter_or_field_is_text_and_leads_nowhere(world: World, who: str) -> None:
    client = Client()
    if who != "anonymous":
        sign_in(client, *world.actors[who])
    asked = 0
    for turn in TURNS:
        sent = {name: PAYLOADS[(at + turn) % len(PAYLOADS)] for at, name in enumerate(FIELDS)}
        for name, path, _roles in our_routes():
            address = reverse(name, kwargs=targets(name, path, world)[0])
            for method in ("get", "post"):
                with undone(client):
                    answer = getattr(client, method)(address, sent)
                asked += 1
                assert answer.status_code < 500, (method, address, turn)
                kind = answer.headers.get("Content-Type", "")
                if kind.startswith("text/html"):
                    page = b"".join(answer).decode()
                    assert not LIVE.search(page), (method, address, turn)
                    assert "root:x:0" not in page
                to = answer.headers.get("Location", "/")
                assert to.startswith("/"), (method, address, to)
                assert not to.startswith(("//", "/\\")), (method, address, to)
                assert "Set-Cookie:x" not in str(answer.headers)
    note(
        "T36",
        f"{who}: {asked:,} requests with {len(PAYLOADS)} payloads in {len(FIELDS)} fields: 0 live, 0 led away, 0 broken",
    )
