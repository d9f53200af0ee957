"""What the screen of local rules shows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time

from django.utils.translation import gettext as _

from lianxin.kernel.codes import ancestors_of
from lianxin.kit.dated import nearest
from lianxin.localrules.books import Rulebook, RuleField, Value, Values, book, books


@dataclass(frozen=True, slots=True)
class Line:
    """One value in words; `was` is what it replaces, "" where nothing changes."""

    label: str
    value: str
    law: str = ""
    was: str = ""


@dataclass(frozen=True, slots=True)
class Entered:
    """Rules that a place has entered: `is_in_force` now, `is_ahead` later, neither: replaced."""

    id: int
    valid_from: date
    source: str
    reference: str
    is_in_force: bool
    is_ahead: bool
    changes: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Shown:
    """One rulebook at a place on a day. `place` is whose rules hold, "" for the product's default."""

    code: str
    label: str
    about: str
    place: str
    source: str
    valid_from: date | None
    lines: tuple[Line, ...]
    entered: tuple[Entered, ...]


def rules_at(place: str, on: date) -> list[Shown]:
    """Every room's rules at a place on a day. Three queries a room at most."""
    return [_shown(rules, place, on) for rules in books()]


def rules_of(code: str, place: str, on: date) -> Shown:
    """One room's rules at a place. Raises NotFound."""
    return _shown(book(code), place, on)


def values_on(code: str, place: str, on: date) -> Values:
    """The values to start a form with. Raises NotFound."""
    return book(code).values_on(place, on)


def _shown(rules: Rulebook, place: str, on: date) -> Shown:
    values = rules.values_on(place, on)
    rows = list(rules.model.objects.filter(division_code__in=["", *ancestors_of(place)]))
    held = [row for row in rows if row.valid_from <= on]
    best = nearest(held)
    own = sorted((row for row in rows if row.division_code == place), key=lambda row: row.valid_from)
    entered = []
    before: Values | None = None
    for row in own:
        now = rules.values_of(row)
        entered.append(
            Entered(
                row.pk, row.valid_from, row.source, f"{row.name}@{row.version}" if rules.is_named() else "",
                row is best, row.valid_from > on, _changes(rules, before, now),
            )
        )  # fmt: skip
        before = now
    return Shown(
        rules.code, str(rules.label), str(rules.about), best.division_code if best else "",
        best.source if best else "", best.valid_from if best else None,
        tuple(_line(field, values[field.name]) for field in rules.fields), tuple(reversed(entered)),
    )  # fmt: skip


def _changes(rules: Rulebook, before: Values | None, now: Values) -> tuple[Line, ...]:
    if before is None:
        return ()
    return tuple(
        Line(str(field.label), _said(field, now[field.name]), was=_said(field, before[field.name]))
        for field in rules.fields
        if now[field.name] != before[field.name]
    )


def _line(field: RuleField, value: Value) -> Line:
    return Line(str(field.label), _said(field, value), str(field.law))


def _said(field: RuleField, value: Value) -> str:
    if field.kind is bool:
        return _("是") if value else _("否")
    if isinstance(value, time):
        return value.strftime("%H:%M")
    if isinstance(field.kind, tuple):
        return str(dict(field.kind).get(str(value), value))
    return f"{value} {field.unit}".strip()
