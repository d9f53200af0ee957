"""Every page of venues keeps its number of queries with many venues: 2,000 in each run, 20,000 at full size.

At full size it prints how long each page takes (ADR-0030, "Measured"): run it with LIANXIN_NIGHTLY=100 and -s.
"""

from __future__ import annotations

import time
from datetime import date, datetime, timedelta
from statistics import median

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from support.scale import NIGHTLY, note, scaled

from lianxin.accounts.testing import make_grant, make_user, sign_in
from lianxin.divisions.models import Division
from lianxin.divisions.testing import make_places
from lianxin.kernel.actor import Actor, Role
from lianxin.kit.scope import scope
from lianxin.rulebook import actions as rulebook
from lianxin.rulebook.models import Adoption
from lianxin.rulebook.samples import SAMPLES
from lianxin.rulebook.words import CORE
from lianxin.venues.models import ContactPoint, Plate, Pulse, Venue

pytestmark = [pytest.mark.django_db, pytest.mark.timeout(900)]
MANY = scaled(2000, 20_000)
PREFECTURE = "5323"
# What a page may ask, savepoint and scope of the test's own transaction included (3).
BUDGETS = {
    "/venues": 7,
    "/venues?division=532301&tier=room": 8,
    "/venues/{venue}": 12,
    "/points?division=5323": 8,
    "/manage/venues": 8,
    "/manage/venues?q=九百": 8,
    "/manage/venues/{venue}": 13,
    "/manage/points": 8,
    "/manage/points?kind=school&q=联系点": 8,
    "/manage/points/{point}": 9,
    "/manage/upkeep": 19,
    "/manage/upkeep?place=532301": 19,
    "/manage/upkeep/gaps": 12,
    "/manage/upkeep/health": 15,
    "/manage/upkeep/health?lack=idle": 15,
    "/manage/upkeep/health?lack=plate&tier=room": 15,
    "/manage/upkeep/assessments": 9,
    "/manage/upkeep/venues/{venue}": 11,
    "/manage/rules": 11,
    "/manage/rules/{rule}/missing": 13,
    "/manage/venues/{venue}/wall": 10,
}


@pytest.fixture
def crowd(noon: datetime, monkeypatch: pytest.MonkeyPatch) -> dict[str, int]:
    """A prefecture full of venues: plates, points, use and rules for most, nothing for the others."""
    monkeypatch.setattr("django.utils.timezone.now", lambda: noon)
    with scope(Actor(source="setup", name="装机")):
        make_places()
        codes = list(Division.objects.filter(code__startswith=PREFECTURE, level=5).values_list("code", flat=True))  # fmt: skip
    tiers = ("room", "room", "room", "station", "point")
    venues = Venue.objects.bulk_create(
        (
            Venue(
                tier=tiers[n % 5], name=f"第{n}号联络室（九百）" if n % 900 == 0 else f"第{n}号联络室",
                division_code=codes[n % len(codes)], address="一楼", phone="" if n % 7 == 0 else "0878-3000000",
                opening_hours="周一至周五", opened_on=date(2024, 1, 1),
            )
            for n in range(MANY)
        ),
        batch_size=2000,
    )  # fmt: skip
    Plate.objects.bulk_create(
        (
            Plate(code=f"{n:06d}", kind="venue", venue=venue, issued_at=noon)
            for n, venue in enumerate(venues)
            if n % 9
        ),
        batch_size=2000,
    )
    Pulse.objects.bulk_create(
        (
            Pulse(venue=venue, used_on=noon.date() - timedelta(days=n % 200), use="raised")
            for n, venue in enumerate(venues)
            if n % 11
        ),
        batch_size=2000,
    )
    points = ContactPoint.objects.bulk_create(
        (
            ContactPoint(
                kind=("group", "company", "school")[n % 3], name=f"第{n}号联系点", venue=venue,
                division_code=venue.division_code, address="二楼", responsible_name="王组长",
                opened_on=date(2024, 1, 1),
            )
            for n, venue in enumerate(venues)
            if n % 3 == 0
        ),
        batch_size=2000,
    )  # fmt: skip
    office = Actor(role=Role.DEPUTY_AFFAIRS, place=PREFECTURE, user_id=1, grant_id=1, name="州代工委")
    with scope(office):
        rules = [
            rulebook.set_rule(
                slot=slot, title=SAMPLES[slot].title, body=SAMPLES[slot].body, source="文件",
                valid_from=date(2025, 1, 1), actor=office, at=noon,
            )
            for slot in CORE
        ]  # fmt: skip
    Adoption.objects.bulk_create(
        (
            Adoption(venue=venue, division_code=venue.division_code, rule=rule, hung_on=date(2025, 2, 1))
            for n, venue in enumerate(venues)
            for rule in rules
            if n % 4
        ),
        batch_size=2000,
    )
    return {"venue": venues[901].pk, "point": points[5].pk, "rule": rules[0].pk}


def test_no_page_of_venues_goes_over_its_budget(crowd: dict[str, int]) -> None:
    user, browser = make_user("office"), Client()
    sign_in(browser, user, make_grant(user, Role.DEPUTY_AFFAIRS, PREFECTURE))
    over, times = [], []
    for path, most in BUDGETS.items():
        address = path.format(**crowd)
        assert browser.get(address).status_code == 200, address
        with CaptureQueriesContext(connection) as queries:
            browser.get(address)
        if len(queries) > most:
            over.append((path, len(queries), [q["sql"][:110] for q in queries]))
        if NIGHTLY:
            times.append((path, _milliseconds(browser, address)))
    assert not over, over
    if NIGHTLY:
        told = "; ".join(f"{path} {ms:.0f} ms" for path, ms in times)
        note("venues", f"{MANY} venues: {told}")
        print(f"\n{MANY} venues: {told}")  # noqa: T201 (a measurement, read by who runs it)
        slow = [(path, ms) for path, ms in times if ms > 400]
        assert not slow, slow


def _milliseconds(browser: Client, address: str) -> float:
    """The middle of seven."""
    taken = []
    for _ in range(7):
        began = time.perf_counter()
        browser.get(address)
        taken.append(1000 * (time.perf_counter() - began))
    return median(taken)
