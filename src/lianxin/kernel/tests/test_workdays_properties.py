"""The working-day clock against the second implementation, and laws that hold for every period."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st
from support.scale import note, scaled

from lianxin.kernel.tests import second_workdays as second
from lianxin.kernel.workdays import Calendar, Pause, Period, Unit, due_on, workdays_between

SHIPPED = Calendar.shipped()
DAY = timedelta(days=1)
FEW = settings(max_examples=scaled(150, 5000), deadline=None, derandomize=True)

# Ten years. Source: T14.
LAST = 2033
days = st.dates(date(2024, 1, 1), date(LAST, 12, 31))
places = st.sampled_from(["", "53", "5301", "5323", "532301", "532503", "532801001", "5329", "533103001001"])
periods = st.one_of(
    st.builds(Period, st.integers(1, 70), st.just(Unit.WORKDAYS)),
    st.builds(Period, st.integers(1, 200), st.just(Unit.DAYS)),
    st.builds(Period, st.integers(1, 9), st.just(Unit.MONTHS)),
)


@st.composite
def cases(draw):
    """A start, a period, a place, and pauses around the start."""
    start, period = draw(days), draw(periods)
    pauses = []
    for _ in range(draw(st.integers(0, 4))):
        begin = start + timedelta(days=draw(st.integers(-20, 120)))
        pauses.append(Pause(begin, begin + timedelta(days=draw(st.integers(0, 40))), "等待补充材料"))
    return start, period, draw(places), tuple(pauses), draw(st.booleans())


def count(case, start=None, period=None, pauses=None):
    old_start, old_period, place, old_pauses, roll = case
    return due_on(
        start or old_start, period or old_period, calendar=SHIPPED, place=place,
        pauses=old_pauses if pauses is None else pauses, roll_forward=roll,
    )  # fmt: skip


def test_both_implementations_agree_on_every_day_of_ten_years():
    compared = 0
    for place in ("", "5323", "5325", "5328", "5329", "5331"):
        day = date(2024, 1, 1)
        while day.year <= LAST:
            assert SHIPPED.is_workday(day, place) == second.is_workday(day, place), (day, place)
            day += DAY
            compared += 1
    note("T14", f"{compared:,} days of ten years in six places: all equal")


@FEW
@given(cases())
def test_both_implementations_agree_on_the_due_day_and_on_provisional(case):
    start, period, place, pauses, roll = case
    due = count(case)
    stops = [(p.from_day, p.to_day) for p in pauses]
    # Working days never need rolling: their last day is a working day already.
    expected = second.due(start, period.amount, period.unit.value, place, stops, roll=roll)
    assert (due.on, due.provisional) == expected


@FEW
@given(cases())
def test_the_derivation_ends_on_the_due_day_and_counts_without_gaps(case):
    due = count(case)
    rows = due.steps
    assert rows[-1].day == due.on
    assert [row.day for row in rows] == [due.start + n * DAY for n in range((due.on - due.start).days + 1)]
    numbers = [row.counted for row in rows if row.counted is not None]
    assert numbers == list(range(1, len(numbers) + 1))
    assert next(row.day for row in reversed(rows) if row.counted is not None) == due.nominal_on
    if due.period.unit is not Unit.MONTHS:
        assert len(numbers) == due.period.amount
    assert due.provisional == any(row.provisional for row in rows[1:])
    assert all(row.why for row in rows)


@FEW
@given(cases())
def test_a_later_start_a_longer_period_or_a_pause_never_brings_the_due_day_forward(case):
    start, period, _place, pauses, _roll = case
    due = count(case)
    if period.unit is not Unit.MONTHS or not pauses:
        assert count(case, start=start + DAY).on >= due.on
    assert count(case, period=Period(period.amount + 1, period.unit)).on >= due.on
    assert count(case, pauses=()).on <= due.on


@FEW
@given(cases())
def test_the_due_day_is_an_open_working_day_after_the_start(case):
    start, period, place, pauses, roll = case
    due = count(case)
    assert due.on >= due.nominal_on > start
    if roll or period.unit is Unit.WORKDAYS:
        assert SHIPPED.is_workday(due.on, place)
        assert not any(p.from_day <= due.on <= p.to_day for p in pauses)


@FEW
@given(days, st.integers(1, 300), places)
def test_counting_undoes_adding(start, amount, place):
    due = due_on(start, Period(amount, Unit.WORKDAYS), calendar=SHIPPED, place=place)
    assert workdays_between(start, due.on, calendar=SHIPPED, place=place) == amount


@FEW
@given(days, days, days, places)
def test_counts_add_up(a, b, c, place):
    def between(x, y):
        return workdays_between(x, y, calendar=SHIPPED, place=place)

    assert between(a, b) + between(b, c) == between(a, c)
