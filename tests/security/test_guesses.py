"""Guessing costs and tells nothing: codes and tokens at the engine and over HTTP. Source: T29, T31."""

from __future__ import annotations

import random
import re
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from statistics import mean, variance
from typing import Any

import pytest
from django.test import Client
from support.scale import NIGHTLY, note, scaled

from lianxin.accounts.hashing import Argon2
from lianxin.accounts.testing import make_user
from lianxin.voices import ids, reads
from lianxin.voices.models import QueryCode
from lianxin.voices.testing import World, make_world, receive

pytestmark = [pytest.mark.django_db, pytest.mark.once, pytest.mark.timeout(3600 if NIGHTLY else 300)]


@pytest.fixture
def world(noon: datetime, monkeypatch: pytest.MonkeyPatch) -> World:
    monkeypatch.setattr("django.utils.timezone.now", lambda: noon + timedelta(minutes=5))
    return make_world(noon)


def test_no_guessed_query_code_is_one(world: World) -> None:
    """Random codes, and those next to genuine ones: their tags are looked for among all that exist."""
    guess = random.Random(29)
    genuine = [receive(world).query_code for _ in range(20)]
    known = set(QueryCode.objects.values_list("tag", flat=True))
    assert {ids.tag_of(code) for code in genuine} == known
    many = scaled(20_000, 1_000_000)
    near = (f"{(int(code) + step) % 10**16:016d}" for code in genuine for step in range(-500, 501) if step)
    tried = [*near, *(f"{guess.randrange(10**16):016d}" for _ in range(many - 20_000))]
    hits = sum(ids.tag_of(code) in known for code in tried if code not in genuine)
    assert hits == 0
    note("T29", f"{len(tried):,} query codes at the engine: 0 hits")


def test_no_guessed_query_code_opens_a_case_over_http(world: World) -> None:
    """Every guess from an address of its own, so that each is judged; then from one, where five are."""
    receive(world)
    guess, many = random.Random(30), scaled(100, 10_000)
    client = Client()
    pages = set()
    for number in range(many):
        code = f"{guess.randrange(10**16):016d}"
        address = f"10.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}"
        answer = client.post("/voices/follow", {"code": code}, REMOTE_ADDR=address)
        assert answer.status_code == 200
        pages.add(_without_what_was_typed(answer.content.decode(), code))
    assert len(pages) == 1, "every miss reads the same"
    same = [client.post("/voices/follow", {"code": f"{n:016d}"}).status_code for n in range(20)]
    assert same == [200] * 5 + [429] * 15
    note("T29", f"{many:,} query codes over HTTP: 0 opened, one and the same page; from one address 5 judged")


@pytest.mark.parametrize("opens", ["/q/{}", "/voices/mine/{}", "/voices/received/{}", "/calendar/{}.ics"])
def test_no_guessed_address_opens_anything_over_http(world: World, opens: str) -> None:
    """Codes of plates, tokens of cases and receipts, calendars: every miss is the same page."""
    guess, many, pages = random.Random(opens), scaled(25, 2_500), set()
    client = Client()
    for _ in range(many):
        word = "".join(guess.choices("ABCDEFGHJKLMNPQRSTUVWXYZ23456789", k=10 if opens == "/q/{}" else 43))
        answer = client.get(opens.format(word))
        assert answer.status_code == 404
        pages.add(re.sub(r"[0-9a-f-]{12,36}", "", answer.content.decode()).replace(word, ""))
    assert len(pages) == 1, "every miss reads the same"
    note("T29", f"{many:,} guesses at {opens.format('…')} over HTTP: 0 opened, one and the same page")


def _without_what_was_typed(page: str, code: str) -> str:
    head, _, rest = page.partition('name="csrfmiddlewaretoken" value="')
    return (head + rest.partition('"')[2]).replace(code, "")


def test_a_right_and_a_wrong_query_code_take_the_same_time(world: World) -> None:
    right = receive(world).query_code
    t = compared(
        lambda: reads.case_of_code(right), lambda: reads.case_of_code("0000000000000000"), scaled(60, 2000)
    )
    assert abs(t) < 4.5
    note("T29", f"query code right against wrong: |t| = {abs(t):.1f}")


def test_a_known_and_an_unknown_name_take_the_same_time(world: World, settings: Any) -> None:
    """With the product's own hashing, each try from an address and at a name of its own."""
    settings.PASSWORD_HASHERS = ["lianxin.accounts.hashing.Argon2"]
    hashed = Argon2().encode("a long and right one", "salt-for-this-test")
    many = scaled(30, 500)
    for number in range(many):
        user = make_user(f"known{number}")
        user.password = hashed
        user.save(update_fields=["password"])
    client, counter = Client(), iter(range(10 * many))

    def enter(kind: str) -> Callable[[], object]:
        names = iter(range(many))

        def tried() -> None:
            address = f"10.1.{(number := next(counter)) >> 8}.{number & 255}"
            body = {"name": f"{kind}{next(names)}", "password": "wrong"}
            assert client.post("/accounts/sign-in", body, REMOTE_ADDR=address).status_code == 200

        return tried

    t = compared(enter("known"), enter("other"), many)
    assert abs(t) < 4.5
    note("T31", f"known against unknown name, {many} each: |t| = {abs(t):.1f}")


def compared(one: Callable[[], object], other: Callable[[], object], times: int) -> float:
    """Welch's t of the CPU time of both, taken in turns in random order; the slowest tenth is left out."""
    draw, taken = random.Random(4), {one: [], other: []}
    for _ in range(times):
        for act in draw.sample([one, other], 2):
            began = time.thread_time_ns()
            act()
            taken[act].append(time.thread_time_ns() - began)
    limit = sorted([*taken[one], *taken[other]])[int(1.8 * times)]
    a, b = ([value for value in taken[act] if value <= limit] for act in (one, other))
    return (mean(a) - mean(b)) / (variance(a) / len(a) + variance(b) / len(b)) ** 0.5
