"""Figures of a year, grouped in SQL over `suggestions_stat` and `suggestions_unit_stat`.

Row-level security stands behind both. Rates carry their numerator and denominator, each with the address of
the list it counts. Source: domain.md §8; ADR-0033.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from urllib.parse import urlencode

from django.db import connection
from django.utils import timezone

from lianxin.kernel.actor import PLACE_ROLES, UNIT_ROLES, Actor
from lianxin.kernel.codes import range_of
from lianxin.kernel.figures import Count, Rate
from lianxin.people import reads as people
from lianxin.suggestions.formulas import COUNTS, FORMULAS, UNIT_COUNTS, Counting, counting
from lianxin.suggestions.models.year import PlaceFigure
from lianxin.suggestions.profiles import rules_for
from lianxin.suggestions.words import CATEGORIES
from lianxin.suggestions.year_rules import YearRules, resolved_windows, year_rules_for

READERS = PLACE_ROLES | UNIT_ROLES
# The table of years: this one and two before. Every year costs as much again.
YEARS = 3
# Years one may choose.
CHOICES = 6


@dataclass(frozen=True, slots=True)
class Figures:
    """One row of a table: who or what, its counts by code, its rates in the order of FORMULAS."""

    key: str
    name: str
    counts: Mapping[str, Count]
    rates: tuple[Rate, ...]

    def rate(self, code: str) -> Rate:
        """The rate of a formula."""
        return next(rate for rate in self.rates if rate.code == code)


def last_day(year: int, today: date) -> date:
    """The day whose rules hold for a year's figures: its last one, or today."""
    return min(date(year, 12, 31), today)


def rules_of(actor: Actor, year: int, today: date) -> YearRules:
    """The rules by which a year is counted for the actor. One query, then cached."""
    return year_rules_for(actor.place, last_day(year, today))


def counting_for(counts: dict[str, str], actor: Actor, year: int, today: date) -> Counting:
    """The counts under the rules and classes of the actor's place. Two queries, then cached."""
    return counting(counts, rules_of(actor, year, today), resolved_windows(actor.place))


def _start(year: int) -> datetime:
    return timezone.make_aware(datetime.combine(date(year, 1, 1), time()))


def scope_of(
    actor: Actor, since: int, until: int, today: date, rules: YearRules
) -> tuple[str, dict[str, Any]]:
    """The condition of what this actor's figures cover: as `access.suggestions_visible_to`."""
    facts: dict[str, Any] = {
        "from": _start(since),
        "to": _start(until + 1),
        "today": today,
        "long_ago": today - timedelta(days=rules.red_late_days),
    }
    handed = "handed_at >= %(from)s and handed_at < %(to)s"
    if actor.role in PLACE_ROLES and actor.place:
        return f"division_code = %(place)s and {handed}", facts | {"place": actor.place}
    return "false", facts


def unit_scope_of(
    actor: Actor, since: int, until: int, today: date, rules: YearRules
) -> tuple[str, dict[str, Any]]:
    """The same over units' parts: of a unit, its own."""
    inside, facts = scope_of(actor, since, until, today, rules)
    if actor.role in UNIT_ROLES and actor.unit_id is not None:
        handed = "handed_at >= %(from)s and handed_at < %(to)s"
        return f"unit_id = %(unit)s and {handed}", facts | {"unit": actor.unit_id}
    return inside, facts


def ask(query: str, facts: Mapping[str, Any]) -> list[tuple[Any, ...]]:
    """Rows of a statement made of constants of this room; values travel beside it."""
    with connection.cursor() as cursor:
        cursor.execute(query, facts)
        rows: list[tuple[Any, ...]] = cursor.fetchall()
    return rows


def list_url(year: int, counted: str, **filters: str) -> str:
    """The list of suggestions that a count holds."""
    return "/suggestions/figures/list?" + urlencode({"year": year, "counted": counted} | filters)


def _figures(
    year: int, key: str, name: str, codes: Sequence[str], numbers: Sequence[int], **filters: str
) -> Figures:
    counts = {
        code: Count(number, list_url(year, code, **filters))
        for code, number in zip(codes, numbers, strict=True)
    }
    rates = tuple(Rate(f.code, counts[f.numerator], counts[f.denominator]) for f in FORMULAS)
    return Figures(key, name, counts, rates)


@dataclass(frozen=True, slots=True)
class Overview:
    """All figures of a place in a year."""

    year: int
    whole: Figures
    categories: list[Figures]
    units: list[Figures]
    years: list[Figures]


def overview(actor: Actor, year: int, *, today: date) -> Overview:
    """A year of the actor's place: in all, per category, per unit, and beside the years before.

    Three queries at any size; the rules are cached. The years are asked for once, by year and by category:
    every row costs the policies of its clocks and talks.
    """
    since = year - YEARS + 1
    made = counting_for(COUNTS, actor, year, today)
    where, facts = scope_of(actor, since, year, today, rules_of(actor, year, today))
    rows = ask(
        f"select year, category, grouping(category), {made.columns()} from suggestions_stat where {where} "
        "group by grouping sets ((year), (year, category)) order by year desc, 4 desc, category",
        facts | made.facts,
    )
    local = rules_for(actor.place, last_day(year, today)).categories
    by_year = {row[0]: row[3:] for row in rows if row[2]}
    codes = tuple(COUNTS)
    return Overview(
        year,
        _figures(year, "", "", codes, by_year.get(year, (0,) * len(codes))),
        [
            _figures(
                year, row[1], str(CATEGORIES.get(row[1], local.get(row[1], row[1]))), codes, row[3:],
                category=row[1],
            )
            for row in rows if row[0] == year and not row[2]
        ],
        unit_figures(actor, year, today=today),
        [_figures(each, str(each), str(each), codes, numbers) for each, numbers in by_year.items()],
    )  # fmt: skip


def whole(actor: Actor, year: int, *, today: date) -> Figures:
    """All suggestions of the actor's place that were handed over in the year. One query."""
    made = counting_for(COUNTS, actor, year, today)
    where, facts = scope_of(actor, year, year, today, rules_of(actor, year, today))
    rows = ask(f"select {made.columns()} from suggestions_stat where {where}", facts | made.facts)
    return _figures(year, "", "", tuple(COUNTS), rows[0])


def unit_figures(actor: Actor, year: int, *, today: date) -> list[Figures]:
    """Every unit with a part in the year's suggestions, most of its own first. Two queries."""
    made = counting_for(UNIT_COUNTS, actor, year, today)
    where, facts = unit_scope_of(actor, year, year, today, rules_of(actor, year, today))
    rows = ask(
        f"select unit_id, {made.columns()} from suggestions_unit_stat where {where} "
        "group by unit_id order by 2 desc, 1",
        facts | made.facts,
    )
    names = people.unit_names([row[0] for row in rows])
    codes = tuple(UNIT_COUNTS)
    return [
        _figures(year, str(row[0]), names.get(row[0], "—"), codes, row[1:], unit=str(row[0])) for row in rows
    ]


@dataclass(frozen=True, slots=True)
class PlaceRow:
    """One congress in a table of places: its counts of last night, and its rates."""

    code: str
    figures: Figures
    counted_at: datetime
    rules: str


def place_figures(actor: Actor, year: int) -> list[PlaceRow]:
    """Every congress at or below the actor's place with figures of the year. One query.

    Counts only: the lists behind another congress's numbers stay closed. Source: ADR-0025 §1.
    """
    if actor.role not in PLACE_ROLES or not actor.place:
        return []
    low, high = range_of(actor.place)
    rows = PlaceFigure.objects.filter(division_code__gte=low, division_code__lt=high, year=year)
    return [_place_row(row) for row in rows.order_by("division_code")[:400]]


def _place_row(row: PlaceFigure) -> PlaceRow:
    counts = {code: Count(int(row.counts.get(code, 0)), "") for code in COUNTS}
    rates = tuple(Rate(f.code, counts[f.numerator], counts[f.denominator]) for f in FORMULAS)
    figures = Figures(row.division_code, "", counts, rates)
    return PlaceRow(row.division_code, figures, row.counted_at.astimezone(UTC), row.rules)


def unit_name(unit_id: int | None) -> str:
    """The name of a unit for the head of a list; "" for none. At most one query."""
    return people.unit_names([unit_id]).get(unit_id, "") if unit_id is not None else ""
