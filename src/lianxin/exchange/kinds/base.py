"""What every kind offers the engine: columns, a matcher, an apply through the owning room's actions."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TypeVar

from lianxin.exchange.places import PlaceIndex
from lianxin.exchange.sheets.columns import Column, Row, Weight
from lianxin.kernel.actor import Actor, Role

C = TypeVar("C", bound=str)
# (sheet, line) -> the id of the person it is about, or 0 for somebody new.
Decisions = dict[tuple[str, int], int]


@dataclass(slots=True)
class Context:
    """For whom, where and when; `term` is the number of the congress's term, when somebody said it."""

    place: str
    actor: Actor
    at: datetime
    places: PlaceIndex
    term: int | None = None
    decisions: Decisions = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Made:
    """One record an import made or changed, as the owning room names it; kept for the undo."""

    kind: str
    id: int
    after: dict[str, str]
    before: dict[str, str] | None = None


Match = Callable[[Sequence[Row], Context], None]
# Sets the status of every valid row; returns what was made.
Apply = Callable[[Sequence[Row], Context], list[Made]]
# Raises DomainError when something depends on it.
Undo = Callable[[Sequence[Made], Context, str], None]
Export = Callable[[Context], list[dict[str, str]]]


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of file."""

    name: str
    columns: tuple[Column, ...]
    match: Match
    apply: Apply
    undo: Undo
    export: Export
    example: tuple[dict[str, str], ...] = ()
    # In whose role the command line acts: results of assessments are seen only by offices of the place.
    acts_as: Role = Role.TENANT_ADMIN
    # The words of each closed set by column: the preview shows what an office writes, never a code.
    told: Mapping[str, Mapping[str, str]] = field(default_factory=dict)


def first_words(words: Mapping[C, Sequence[str]]) -> dict[str, str]:
    """The first word of each code: what templates and exports write."""
    return {str(code): listed[0] for code, listed in words.items()}


def resolve_place(row: Row, context: Context) -> None:
    """Set `township_code`, `village_code`, `home_code` from what the row says; note what is not found."""
    places = context.places
    within, village = _township(row, context)
    if within:
        row.values["township_code"] = within
    if village:
        _village(row, places, within or context.place, village)
    code = row.get("village_code") or row.get("township_code") or within or _county(row, context)
    row.values["home_code"] = code


def _county(row: Row, context: Context) -> str:
    """The county a row names where it names no township: a county's own home is not the prefecture's."""
    county = row.get("county")
    return (context.places.find(county, 3).one if county else "") or context.place


def _township(row: Row, context: Context) -> tuple[str, str]:
    """Code of the township ("" when the row names none), and the village's name."""
    places, village = context.places, row.get("village")
    scope = context.place
    if county := row.get("county"):
        found = places.find(county, 3)
        if found.one:
            scope = found.one
        elif not county.startswith(places.names.get(context.place, "\0")):
            row.add("county", "unknown_county", repair=found.near)
    if said := row.get("township"):
        found = places.find(said, 4, scope)
        if found.one:
            return found.one, village
        code, rest = places.split(said)
        if code:
            return code, village or rest
        _place_problem(row, "township", len(found.codes), found.near)
        return "", ""
    if len(context.place) >= 9:
        return context.place[:9], village
    code, rest = places.split(village) if village else ("", "")
    if code:
        return code, rest
    for hint in (row.get("section"), row.get("delegation"), row.sheet, row.get("district")):
        if hint and (hinted := places.find(hint, 4, scope).one or places.split(hint)[0]):
            return hinted, village
    return "", village


def _village(row: Row, places: PlaceIndex, within: str, village: str) -> None:
    found = places.find(village, 5, within)
    if not found.codes:
        code, rest = places.split(village)
        if rest and code.startswith(within):
            found = places.find(rest, 5, code)
    field_name = "village" if row.get("village") else "township"
    if found.one:
        row.values["village_code"] = found.one
        row.values["township_code"] = found.one[:9]
    else:
        _place_problem(row, field_name, len(found.codes), found.near)


def _place_problem(row: Row, name: str, found: int, near: str) -> None:
    noun = "village" if name == "village" else "township"
    row.add(name, f"ambiguous_{noun}" if found > 1 else f"unknown_{noun}", repair=near)


def warn_missing(row: Row, *names: str) -> None:
    """The fact is expected, but the row is recorded without it."""
    for name in names:
        if not row.get(name) and not any(p.field == name for p in row.problems):
            row.add(name, "missing_but_accepted", weight=Weight.WARNING)
