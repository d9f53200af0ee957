"""The scoreboard of units: rates, colours 绿/黄/红 line by line, and promises kept, late and broken."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from lianxin.kernel.actor import PLACE_ROLES, UNIT_ROLES, Actor
from lianxin.kernel.figures import Count, Rate
from lianxin.suggestions.formulas import PROMISE_COUNTS
from lianxin.suggestions.reads import figures
from lianxin.suggestions.reads.figures import Figures
from lianxin.suggestions.year_rules import YearRules
from lianxin.suggestions.year_words import Colour

# What a unit is judged by. Source: ADR-0033 §3.
LINES = ("face", "on_time", "satisfy", "opinion", "promise")


@dataclass(frozen=True, slots=True)
class Line:
    """One rate of a unit and the colour it earns."""

    code: str
    rate: Rate
    colour: Colour


@dataclass(frozen=True, slots=True)
class BoardRow:
    """A unit on the board: its colour is that of its worst line, or red when something is far too late."""

    unit_id: int
    figures: Figures
    promises: Mapping[str, Count]
    lines: tuple[Line, ...]
    colour: Colour
    long_late: Count

    def line(self, code: str) -> Line:
        """The line of a code."""
        return next(line for line in self.lines if line.code == code)


def colour_of(rate: Rate, rules: YearRules) -> Colour:
    """Green, yellow or red by the place's thresholds; none without a denominator."""
    if rate.percent is None:
        return Colour.NONE
    if rate.percent >= rules.green_from:
        return Colour.GREEN
    return Colour.YELLOW if rate.percent >= rules.yellow_from else Colour.RED


_WORST = (Colour.RED, Colour.YELLOW, Colour.GREEN)


def worst(lines: tuple[Line, ...], *, late: int, long_late: int) -> Colour:
    """Red when something is far too late, at best yellow when something is late, else the worst line's."""
    colours = {line.colour for line in lines}
    if long_late:
        return Colour.RED
    if late:
        colours.add(Colour.YELLOW)
    return next((colour for colour in _WORST if colour in colours), Colour.NONE)


def lookback_url(year: int, counted: str, unit: int | None = None) -> str:
    """The list of promises behind a number."""
    chosen: dict[str, Any] = {"year": year, "counted": counted}
    return "/suggestions/lookback?" + urlencode(chosen | ({"unit": unit} if unit else {}))


def promises_by_unit(actor: Actor, year: int, *, today: date) -> dict[int, dict[str, Count]]:
    """Promises whose day falls into the year, per unit and code. One query."""
    if actor.role in PLACE_ROLES and actor.place:
        inside = "division_code = %(place)s"
    elif actor.role in UNIT_ROLES and actor.unit_id is not None:
        inside = "unit_id = %(unit)s"
    else:
        return {}
    columns = ", ".join(f"count(*) filter (where {condition})" for condition in PROMISE_COUNTS.values())
    rows = figures.ask(
        f"select unit_id, {columns} from suggestions_promised "
        f"where {inside} and due_on >= %(from)s and due_on <= %(to)s group by unit_id",
        {
            "place": actor.place, "unit": actor.unit_id, "today": today, "from": date(year, 1, 1),
            "to": date(year, 12, 31),
        },
    )  # fmt: skip
    return {
        row[0]: {
            code: Count(number, lookback_url(year, code, row[0]))
            for code, number in zip(PROMISE_COUNTS, row[1:], strict=True)
        }
        for row in rows
    }


def promises_whole(by_unit: Mapping[int, Mapping[str, Count]], year: int) -> dict[str, Count]:
    """The sums over all units."""
    return {
        code: Count(sum(counts[code].number for counts in by_unit.values()), lookback_url(year, code))
        for code in PROMISE_COUNTS
    }


def _none(year: int, unit: int) -> dict[str, Count]:
    return {code: Count(0, lookback_url(year, code, unit)) for code in PROMISE_COUNTS}


def _row(made: Figures, promises: Mapping[str, Count], rules: YearRules) -> BoardRow:
    counts = made.counts
    rates = {
        # Of what is answered: what was given last week is no fault yet.
        "face": Rate("face", counts["met_replied"], counts["replied"]),
        "on_time": made.rate("on_time"),
        "satisfy": made.rate("satisfy"),
        "opinion": Rate("opinion", counts["opinion_on_time"], counts["opinion_due"]),
        "promise": Rate("promise", promises["kept"], promises["judged"]),
    }
    lines = tuple(Line(code, rates[code], colour_of(rates[code], rules)) for code in LINES)
    late, long_late = counts["late"].number, counts["long_late"].number
    colour = worst(lines, late=late, long_late=long_late)
    return BoardRow(int(made.key), made, promises, lines, colour, counts["long_late"])


@dataclass(frozen=True, slots=True)
class Board:
    """All units of a year with their promises in sum."""

    year: int
    rules: YearRules
    rows: list[BoardRow]
    promises: Mapping[str, Count]

    def number_of(self, colour: str) -> int:
        """How many units have this colour."""
        return sum(row.colour == colour for row in self.rows)


def board(actor: Actor, year: int, *, today: date) -> Board:
    """Units with a part in the year's suggestions, most of their own first. Three queries."""
    rules = figures.rules_of(actor, year, today)
    units = figures.unit_figures(actor, year, today=today)
    by_unit = promises_by_unit(actor, year, today=today)
    rows = [_row(unit, by_unit.get(int(unit.key), _none(year, int(unit.key))), rules) for unit in units]
    return Board(year, rules, rows, promises_whole(by_unit, year))
