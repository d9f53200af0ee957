"""Topics by place and by month: where what is brought, and whether it grows. Source: domain.md §3.4, §8."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from typing import Any

from lianxin.divisions import reads as divisions
from lianxin.insights.formulas import COUNTS
from lianxin.insights.reads import Groups, Period, groups, list_url, place_key
from lianxin.kernel.actor import Actor
from lianxin.kernel.figures import Count
from lianxin.voices.words import TOPICS

# Places of one matrix: those with most cases; the page says when there are more.
PLACES_SHOWN = 60
_ALL, _CLOSED = list(COUNTS).index("all"), list(COUNTS).index("closed")


@dataclass(frozen=True, slots=True)
class Row:
    """A place or a topic: one cell per column, and their sum. `heat` is 0 to 4, by the largest cell."""

    name: str
    cells: tuple[Count, ...]
    heat: tuple[int, ...]
    total: Count


@dataclass(frozen=True, slots=True)
class Grid:
    """A table of counts with sums at the right and below."""

    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    totals: tuple[Count, ...]
    total: Count
    is_cut: bool


@dataclass(frozen=True, slots=True)
class Month:
    """What came in a month, and what of it is closed now."""

    name: str
    received: Count
    closed: Count


@dataclass(frozen=True, slots=True)
class Topics:
    """Topics of a period: by place, by month, and the months themselves."""

    by_place: Grid
    by_month: Grid
    months: tuple[Month, ...]


def month_period(month: str, within: Period) -> Period:
    """The days of a month such as 2026-03 that lie in the period."""
    year, number = int(month[:4]), int(month[5:7])
    first, last = date(year, number, 1), date(year, number, monthrange(year, number)[1])
    return Period(max(first, within.since), min(last, within.until))


def months_of(period: Period, most: int = 24) -> list[str]:
    """The last months of a period, oldest first, those without cases too."""
    first, last = (day.year * 12 + day.month - 1 for day in (period.since, period.until))
    return [
        f"{number // 12}-{number % 12 + 1:02d}" for number in range(max(first, last - most + 1), last + 1)
    ]


def topics_of(actor: Actor, period: Period, *, today: date) -> Topics:
    """The topics of a period. Two queries at any size, one of them over cases."""
    place = place_key(actor)
    sets = [(), (place,), ("topic",), (place, "topic"), ("month",), ("topic", "month")]
    found = groups(actor, period, sets, today=today)
    return Topics(_by_place(period, place, found), _by_month(period, found), _months(period, found))


def _numbers(found: Groups, keys: tuple[str, ...], at: int = _ALL) -> dict[Any, int]:
    return {values if len(values) > 1 else values[0]: numbers[at] for values, numbers in found[keys]}


def _total(period: Period, found: Groups) -> Count:
    return Count(found[()][0][1][_ALL], list_url(period, "all"))


def _heat(number: int, most: int) -> int:
    return 0 if not number else min(4, 1 + number * 4 // (most + 1))


def _by_place(period: Period, place: str, found: Groups) -> Grid:
    cells, sums = _numbers(found, (place, "topic")), _numbers(found, ("topic",))
    topics = [topic for topic in TOPICS if topic in sums]
    places = [values[0] for values, _ in found[place,]][:PLACES_SHOWN]
    totals = _numbers(found, (place,))
    divisions.remember(places)
    most = max(cells.values(), default=0)
    rows = []
    for code in places:
        numbers = [cells.get((code, topic), 0) for topic in topics]
        row = tuple(
            Count(number, list_url(period, "all", place=code, topic=topic))
            for number, topic in zip(numbers, topics, strict=True)
        )
        heat = tuple(_heat(number, most) for number in numbers)
        rows.append(
            Row(divisions.name_of(code), row, heat, Count(totals[code], list_url(period, "all", place=code)))
        )
    below = tuple(Count(sums[topic], list_url(period, "all", topic=topic)) for topic in topics)
    names = tuple(str(TOPICS[topic]) for topic in topics)
    return Grid(names, tuple(rows), below, _total(period, found), is_cut=len(totals) > PLACES_SHOWN)


def _by_month(period: Period, found: Groups) -> Grid:
    cells, sums, by_month = (_numbers(found, keys) for keys in (("topic", "month"), ("topic",), ("month",)))
    months, most = months_of(period), max(cells.values(), default=0)
    periods = [month_period(month, period) for month in months]
    whole = Period(periods[0].since, period.until)
    rows = []
    for topic in (topic for topic in TOPICS if topic in sums):
        numbers = [cells.get((topic, month), 0) for month in months]
        row = tuple(
            Count(number, list_url(days, "all", topic=topic))
            for number, days in zip(numbers, periods, strict=True)
        )
        heat = tuple(_heat(number, most) for number in numbers)
        total = Count(sum(numbers), list_url(whole, "all", topic=topic))
        rows.append(Row(str(TOPICS[topic]), row, heat, total))
    below = tuple(
        Count(by_month.get(month, 0), list_url(days, "all"))
        for month, days in zip(months, periods, strict=True)
    )
    all_of_it = Count(sum(count.number for count in below), list_url(whole, "all"))
    return Grid(tuple(months), tuple(rows), below, all_of_it, is_cut=whole.since > period.since)


def _months(period: Period, found: Groups) -> tuple[Month, ...]:
    received, closed = _numbers(found, ("month",)), _numbers(found, ("month",), _CLOSED)
    return tuple(
        Month(
            month,
            Count(received.get(month, 0), list_url(month_period(month, period), "all")),
            Count(closed.get(month, 0), list_url(month_period(month, period), "closed")),
        )
        for month in months_of(period)
    )
