"""Figures of a period, grouped in SQL. Reads `voices_case_stat` only; row-level security stands behind it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from urllib.parse import urlencode

from django.db import connection
from django.utils import timezone

from lianxin.divisions import reads as divisions
from lianxin.insights.formulas import COUNTS, FORMULAS
from lianxin.kernel.actor import PLACE_ROLES, UNIT_ROLES, VENUE_ROLES, Actor
from lianxin.people import reads as people
from lianxin.venues import reads as venues
from lianxin.voices import reads as voices
from lianxin.voices.words import TOPICS

# Rows of one table: the largest first; the page says when there are more.
SHOWN = 50
# A matter that came this often to one venue, on one topic, within this many days, is a repeated one.
REPEATED, REPEATED_DAYS = 3, 90
_COLUMN = {4: "prefecture_code", 6: "county_code", 9: "township_code", 12: "division_code"}
_GROUPS = {
    "topic": "topic",
    "township": "township_code",
    "venue": "venue_id",
    "unit": "unit_id",
    "deputy": "claimed_by",
}


@dataclass(frozen=True, slots=True)
class Period:
    """Local days, both included."""

    since: date
    until: date


@dataclass(frozen=True, slots=True)
class Count:
    """A number and the address of the list it counts."""

    number: int
    url: str


@dataclass(frozen=True, slots=True)
class Rate:
    """A numerator over a denominator; without a denominator it is neither 0 nor 100 %."""

    code: str
    numerator: Count
    denominator: Count

    @property
    def text(self) -> str:
        """Such as "66.7%", half up; "—" without a denominator."""
        if not self.denominator.number:
            return "—"
        tenths = (self.numerator.number * 2000 + self.denominator.number) // (2 * self.denominator.number)
        return f"{tenths // 10}.{tenths % 10}%"


@dataclass(frozen=True, slots=True)
class Figures:
    """One row of a table: who or what, its counts by code, and its rates in the order of FORMULAS."""

    key: str
    name: str
    counts: dict[str, Count]
    rates: tuple[Rate, ...]


@dataclass(frozen=True, slots=True)
class Repeated:
    """One topic that keeps coming to one venue."""

    venue: str
    topic: str
    count: Count


def _scope(actor: Actor) -> tuple[str, dict[str, Any]]:
    """The condition of what this actor's figures cover: the same as `voices.access.cases_visible_to`."""
    if actor.role in PLACE_ROLES and actor.place:
        column = _COLUMN.get(len(actor.place))
        inside = (
            f"{column} = %(place)s" if column else "division_code >= %(place)s and division_code < %(end)s"
        )
        place = {"place": actor.place, "end": actor.place + ":", "level": len(actor.place)}
        return f"%(level)s between reach and depth and {inside}", place
    if actor.role in UNIT_ROLES and actor.unit_id is not None:
        return "unit_id = %(unit)s", {"unit": actor.unit_id}
    if actor.role in VENUE_ROLES and actor.venue_id is not None:
        return "%(venue)s in (venue_id, origin_venue_id, via_venue_id)", {"venue": actor.venue_id}
    return "false", {}


def _start(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time()))


def _rows(actor: Actor, period: Period, today: date, select: str, tail: str) -> list[tuple[Any, ...]]:
    inside, facts = _scope(actor)
    # Ids grow with the moment of receipt (ADR-0010), and every index of cases ends in the id.
    facts |= {
        "first": voices.first_id_at(_start(period.since)),
        "end_id": voices.first_id_at(_start(period.until + timedelta(days=1))),
        "today": today,
    }
    with connection.cursor() as cursor:
        # Only constants of this file and of `formulas` are put into the text; values travel beside it.
        cursor.execute(
            f"select {select} from voices_case_stat "
            f"where {inside} and id >= %(first)s and id < %(end_id)s {tail}",
            facts,
        )
        rows: list[tuple[Any, ...]] = cursor.fetchall()
    return rows


_COUNTED = ", ".join(f"count(*) filter (where {condition})" for condition in COUNTS.values())


def list_url(period: Period, counted: str, **filters: str) -> str:
    """The list of cases that a count holds."""
    chosen = {"view": "", "from": period.since.isoformat(), "to": period.until.isoformat()}
    if counted != "all":
        chosen["counted"] = counted
    return "/voices?" + urlencode(chosen | filters)


def _figures(period: Period, key: str, name: str, numbers: tuple[int, ...], **filters: str) -> Figures:
    counts = {
        code: Count(number, list_url(period, code, **filters))
        for code, number in zip(COUNTS, numbers, strict=True)
    }
    rates = tuple(Rate(f.code, counts[f.numerator], counts[f.denominator]) for f in FORMULAS)
    return Figures(key, name, counts, rates)


def overall(actor: Actor, period: Period, *, today: date) -> Figures:
    """The figures of all cases received in the period. One query."""
    return _figures(period, "", "", _rows(actor, period, today, _COUNTED, "")[0])


def _names(by: str, keys: list[Any]) -> Callable[[Any], str]:
    if by == "topic":
        return lambda key: str(TOPICS[key])
    if by == "township":
        divisions.remember(keys)
        return divisions.name_of
    lookup = {"venue": venues.venue_names, "unit": people.unit_names, "deputy": people.names_of}[by]
    names = lookup(keys)
    return lambda key: names.get(key, "—")


def table(actor: Actor, period: Period, by: str, *, today: date, limit: int = SHOWN) -> list[Figures]:
    """Figures per topic, township, venue, unit or deputy, most cases first. At most two queries.

    Cases without a unit or deputy stand in no row of those tables. Raises KeyError for another `by`.
    """
    column = _GROUPS[by]
    tail = f"and {column} is not null group by {column} order by 2 desc, 1 limit {int(limit)}"
    rows = _rows(actor, period, today, f"{column}, {_COUNTED}", tail)
    name = _names(by, [row[0] for row in rows])
    parameter = "place" if by == "township" else by
    return [_figures(period, str(row[0]), name(row[0]), row[1:], **{parameter: str(row[0])}) for row in rows]


def repeated(actor: Actor, *, today: date, limit: int = 20) -> list[Repeated]:
    """Venue and topic with at least REPEATED cases in the last REPEATED_DAYS days. Two queries."""
    period = Period(today - timedelta(days=REPEATED_DAYS - 1), today)
    tail = (
        f"group by venue_id, topic having count(*) >= {REPEATED} "
        f"order by 3 desc, venue_id, topic limit {int(limit)}"
    )
    rows = _rows(actor, period, today, "venue_id, topic, count(*)", tail)
    names = venues.venue_names([row[0] for row in rows])
    return [
        Repeated(
            names.get(venue, "—"),
            str(TOPICS[topic]),
            Count(number, list_url(period, "all", venue=str(venue), topic=topic)),
        )
        for venue, topic, number in rows
    ]
