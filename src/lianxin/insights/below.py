"""Figures of the places below a prefecture or a province: counts without any case behind them.

Who sits there reads no case that was never lifted to them: no number opens a list, and small ones are hidden
as in every table that leaves the circle of those who see the cases. Source: ADR-0015, ADR-0022.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db import connection
from django.utils.translation import gettext as _

from lianxin.divisions import reads as divisions
from lianxin.insights.formulas import COUNTS, FORMULAS
from lianxin.insights.leaving import shown_counts, shown_rate, whole_counts
from lianxin.insights.reads import Figures, Period, start_of
from lianxin.kernel.actor import PLACE_ROLES, Actor
from lianxin.kernel.codes import inside
from lianxin.kernel.errors import NotFound
from lianxin.kernel.figures import Count, Rate
from lianxin.voices import reads as voices
from lianxin.voices.words import TOPICS

PROVINCE, PREFECTURE = 2, 4
_COUNTED = ", ".join(
    f"coalesce(sum(cases) filter (where {condition}), 0)::bigint" for condition in COUNTS.values()
)
# Only constants of this file and of `formulas` are put into the text; values travel beside it.
_CELLS = (
    f"select grouping(place, topic), place, topic, {_COUNTED} "
    "from voices_cells_below(%(place)s, %(first)s, %(end_id)s, %(today)s) "
    "group by grouping sets ((), (place), (topic)) order by 4 desc, 2, 3"
)
_WHOLE, _PLACES, _TOPICS = 3, 1, 2


@dataclass(frozen=True, slots=True)
class Row:
    """One place or topic: counts by code and rates in the order of FORMULAS, both as they may be shown."""

    key: str
    name: str
    counts: dict[str, str]
    rates: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Below:
    """A place, what lies in it, and each place below it, those without a matter too."""

    place: str
    name: str
    whole: Row
    places: tuple[Row, ...]
    topics: tuple[Row, ...]


def place_asked(actor: Actor, place: str) -> str:
    """The place to look at: the actor's own, or a prefecture inside it.

    Raises NotFound for an actor who sits no higher than a county, and for a place that is not theirs.
    """
    if actor.role not in PLACE_ROLES or len(actor.place) not in {PROVINCE, PREFECTURE}:
        raise NotFound(_("这一页给州（市）和省看下级的数。本级的数请看“各项指标”。"))
    if not place:
        return actor.place
    if (
        len(place) not in {PROVINCE, PREFECTURE}
        or not inside(place, actor.place)
        or not divisions.is_code(place)
    ):
        raise NotFound(_("没有找到这个地方，或者它不归您这一级管。"))
    return place


def below(actor: Actor, place: str, period: Period, *, today: date) -> Below:
    """The figures of what was received in the period, per place and per topic. Three queries.

    It reads one group of rows per kind of matter, and PostgreSQL the matters of the period in that place.
    Raises NotFound as `place_asked`.
    """
    place = place_asked(actor, place)
    found: dict[int, list[tuple[str, tuple[int, ...]]]] = {_WHOLE: [], _PLACES: [], _TOPICS: []}
    for kind, of_place, topic, *numbers in _ask(place, period, today):
        found[kind].append((of_place or topic or "", tuple(numbers)))
    known = dict(found[_PLACES])
    nothing = (0,) * len(COUNTS)
    places = [(code, name, known.get(code, nothing)) for code, name in divisions.names_below(place)]
    topics = [(topic, str(TOPICS[topic]), numbers) for topic, numbers in found[_TOPICS]]
    whole = _figures("", "", found[_WHOLE][0][1])
    return Below(
        place,
        divisions.name_of(place),
        _row(whole, whole_counts(whole)),
        _rows([_figures(*row) for row in places]),
        _rows([_figures(*row) for row in topics]),
    )


def _ask(place: str, period: Period, today: date) -> list[tuple[Any, ...]]:
    facts: dict[str, Any] = {
        "place": place,
        "first": voices.first_id_at(start_of(period.since)),
        "end_id": voices.first_id_at(start_of(period.until + timedelta(days=1))),
        "today": today,
    }
    with connection.cursor() as cursor:
        cursor.execute(_CELLS, facts)
        rows: list[tuple[Any, ...]] = cursor.fetchall()
    return rows


def _figures(key: str, name: str, numbers: Sequence[int]) -> Figures:
    counts = {code: Count(number, "") for code, number in zip(COUNTS, numbers, strict=True)}
    rates = tuple(Rate(f.code, counts[f.numerator], counts[f.denominator]) for f in FORMULAS)
    return Figures(key, name, counts, rates)


def _row(figures: Figures, counts: dict[str, str]) -> Row:
    rates = (shown_rate(rate, f, counts) for rate, f in zip(figures.rates, FORMULAS, strict=True))
    return Row(figures.key, figures.name, counts, tuple(rates))


def _rows(figures: list[Figures]) -> tuple[Row, ...]:
    return tuple(map(_row, figures, shown_counts(figures)))
