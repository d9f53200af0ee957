"""The clocks of a case: which runs when, how long under which local rules, over which holidays."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import pytest

from lianxin.calendars import reads as calendars
from lianxin.kernel.actor import Actor, Role
from lianxin.kernel.workdays import Period, Unit, due_on
from lianxin.kit.scope import scope
from lianxin.voices.models import Case, Profile
from lianxin.voices.profiles import rules_for
from lianxin.voices.testing import (
    COUNTY,
    NOON,
    OTHER_VILLAGE,
    PATHS,
    PREFECTURE,
    VILLAGE,
    make_case,
    perform,
    receive,
)

# Clock, working days and last day of each open state, for a case received on Tuesday 2026-03-03.
CLOCKS = {
    "received": ("claim", 1, "2026-03-04"),
    "claimed": ("triage", 2, "2026-03-05"),
    "assigned": ("accept", 2, "2026-03-05"),
    "handling": ("handle", 15, "2026-03-24"),
    "answered": ("confirm", 2, "2026-03-05"),
    "confirmed": ("rate", 15, "2026-03-24"),
    "rated": ("rate", 15, "2026-03-24"),
    "arbitration": ("arbitrate", 2, "2026-03-05"),
    "referred": ("result", 30, "2026-04-02"),
    "merged": ("result", 30, "2026-04-02"),
}


@pytest.fixture(autouse=True)
def _fresh_rules() -> Iterator[None]:
    rules_for.cache_clear()
    calendars.forget()
    yield
    rules_for.cache_clear()
    calendars.forget()


def profile(place: str, since: date, **days: int) -> Profile:
    default = {"claim": 1, "triage": 2, "accept": 2, "handle": 15, "confirm": 2, "rate": 15} | days
    return Profile.objects.create(
        division_code=place,
        valid_from=since,
        name=f"规则{place or '全国'}",
        version=Profile.objects.count() + 1,
        source="测试",
        **{f"{kind}_days": amount for kind, amount in default.items()},
    )


def beijing(text: str) -> datetime:
    return datetime.fromisoformat(f"{text}+08:00").astimezone(UTC)


@pytest.mark.parametrize("state", CLOCKS)
def test_each_open_state_has_its_one_clock(world, see, state) -> None:
    seen = see(make_case(world, state))
    (running,) = [clock for clock in seen.clocks if clock.ended_at is None and clock.kind != "tier"]
    assert (running.kind, running.amount, running.due_on.isoformat()) == CLOCKS[state]
    unit = "days" if running.kind == "result" else "workdays"
    assert (running.unit, running.rule, running.is_provisional) == (unit, "yunnan-default@2", False)
    assert (seen.case.due_kind, seen.case.due_on) == (running.kind, running.due_on)


@pytest.mark.parametrize("state", ["closed", "declined", "withdrawn"])
def test_an_ended_case_has_no_clock(world, see, state) -> None:
    seen = see(make_case(world, state))
    assert (seen.running, seen.case.due_kind, seen.case.due_on) == ([], "", None)


def test_every_clock_ends_the_moment_the_next_one_starts(world, see) -> None:
    clocks = [clock for clock in see(make_case(world, "closed")).clocks if clock.kind != "tier"]
    assert [clock.kind for clock in clocks] == [
        "claim",
        "triage",
        "accept",
        "handle",
        "confirm",
        "rate",
        "rate",
    ]
    minutes = [NOON + timedelta(minutes=n) for n in range(1, 8)]
    assert [clock.ended_at for clock in clocks] == minutes
    assert len(minutes) == len(PATHS["closed"])


@pytest.mark.parametrize(
    ("received", "due"),
    [
        pytest.param("2026-03-06 12:00", "2026-03-09", id="a Friday: Monday"),
        pytest.param("2026-03-07 12:00", "2026-03-09", id="a Saturday: Monday"),
        pytest.param("2026-03-03 23:59", "2026-03-04", id="the last minute of the day in Beijing"),
        pytest.param("2026-03-04 00:01", "2026-03-05", id="the first minute of the next"),
        pytest.param("2026-02-13 12:00", "2026-02-14", id="the Saturday before 春节 is a make-up day"),
        pytest.param("2026-02-14 12:00", "2026-02-24", id="over nine days of 春节"),
        pytest.param("2026-04-30 12:00", "2026-05-06", id="over 劳动节"),
        pytest.param("2026-05-08 12:00", "2026-05-09", id="the Saturday after 劳动节 is a make-up day"),
        pytest.param("2026-09-30 12:00", "2026-10-08", id="over 国庆节"),
    ],
)
def test_the_time_to_claim_counts_working_days_of_2026(world, see, received, due) -> None:
    assert see(receive(world, at=beijing(received)).case_id).running == [("claim", due)]


def test_the_torch_festival_is_a_rest_day_in_chuxiong_and_not_in_dali(world) -> None:
    eve = beijing("2026-08-05 12:00")
    here = receive(world, at=eve).case_id
    there = receive(world, at=eve, division_code="532901001001").case_id
    for county, case_id, due in ((COUNTY, here, "2026-08-10"), ("532901", there, "2026-08-06")):
        with scope(Actor(user_id=1, grant_id=1, role=Role.DEPUTY_AFFAIRS, place=county)):
            assert Case.objects.get(pk=case_id).due_on.isoformat() == due


def test_handling_takes_fifteen_working_days_over_qingming(world, see) -> None:
    case_id = make_case(world, "assigned", at=beijing("2026-03-30 09:00"))
    perform("accept", world, case_id, at=beijing("2026-03-31 09:00"))
    assert see(case_id).running == [("handle", "2026-04-22")]


def test_the_nearest_place_with_rules_wins_and_its_newest_valid_ones(world, see) -> None:
    profile("", date(2026, 1, 1), claim=9)
    profile(PREFECTURE, date(2026, 1, 1), claim=5)
    profile(COUNTY, date(2026, 1, 1), claim=3)
    newest = profile(COUNTY, date(2026, 3, 1), claim=4)
    profile(COUNTY, date(2026, 3, 4), claim=7)
    profile(OTHER_VILLAGE[:6], date(2026, 1, 1), claim=8)
    seen = see(receive(world).case_id)
    assert seen.running == [("claim", "2026-03-09")]
    assert seen.clocks[0].rule == f"{newest.name}@{newest.version}"
    assert rules_for(VILLAGE, date(2026, 3, 4)).days["claim"] == 7
    assert rules_for(VILLAGE, date(2025, 12, 31)).name == "yunnan-default"
    assert rules_for("532901001001", date(2026, 3, 3)).days["claim"] == 9


def test_every_step_takes_the_days_of_the_local_rules(world, see) -> None:
    profile(COUNTY, date(2026, 1, 1), claim=2, triage=3, accept=1, handle=5, confirm=4, rate=7)
    amounts = {clock.kind: clock.amount for clock in see(make_case(world, "closed")).clocks}
    assert amounts == {
        "claim": 2, "triage": 3, "accept": 1, "handle": 5, "confirm": 4, "rate": 7, "tier": 5
    }  # fmt: skip


def test_a_running_clock_keeps_the_rules_it_started_under(world, see) -> None:
    profile(COUNTY, date(2026, 3, 4), claim=9, triage=5)
    case_id = receive(world).case_id
    perform("claim", world, case_id, at=NOON + timedelta(days=1))
    clocks = {clock.kind: (clock.amount, clock.rule) for clock in see(case_id).clocks}
    old = "yunnan-default@2"
    assert clocks == {"claim": (1, old), "tier": (5, old), "triage": (5, f"规则{COUNTY}@1")}


@pytest.mark.parametrize(
    ("received", "due", "provisional"),
    [("2026-12-30 12:00", "2026-12-31", False), ("2026-12-31 12:00", "2027-01-04", True)],
)
def test_a_clock_into_a_year_without_notice_says_that_it_is_provisional(
    world, see, received, due, provisional
) -> None:
    seen = see(receive(world, at=beijing(received)).case_id)
    assert seen.running == [("claim", due)]
    (claim,) = [clock for clock in seen.clocks if clock.kind == "claim"]
    assert claim.is_provisional is provisional


@pytest.mark.parametrize("state", CLOCKS)
def test_a_stored_clock_can_be_derived_again(world, see, state) -> None:
    for clock in see(make_case(world, state, at=beijing("2026-04-29 09:00"))).clocks:
        period = Period(clock.amount, Unit(clock.unit))
        due = due_on(clock.started_on, period, calendar=calendars.current(), place=clock.place)
        assert (due.on, due.calendar_version) == (clock.due_on, clock.calendar_version)
