"""Local rules as data: what a room registers, so that one screen shows and enters them. Source: ADR-0034."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, time
from typing import Any

from django.utils.functional import Promise

from lianxin.kernel.errors import NotFound

Value = int | bool | time | str
Values = Mapping[str, Value]


@dataclass(frozen=True, slots=True)
class RuleField:
    """One value. `kind` is int, bool, time, or codes and labels of a choice; numbers have bounds."""

    name: str
    label: str | Promise
    unit: str | Promise = ""
    kind: type | tuple[tuple[str, str | Promise], ...] = int
    least: int = 1
    most: int = 365
    hint: str | Promise = ""
    # The article that sets a bound no place may go beyond.
    law: str | Promise = ""


@dataclass(frozen=True, slots=True)
class Rulebook:
    """The local rules of one room.

    `model` has the columns division_code, valid_from and source, and name and version where other records
    name the rules they were counted by; `values_on(place, day)` are the values in force; `from_row` reads
    the values of a row; `to_row(values, before)` gives its columns, where `before` is the place's row in
    force until then, or None. Where each value is a column of its name, the last two are not given.
    """

    code: str
    label: str | Promise
    about: str | Promise
    fields: tuple[RuleField, ...]
    model: type[Any]
    values_on: Callable[[str, date], Values]
    from_row: Callable[[Any], Values] | None = None
    to_row: Callable[[Values, Any], dict[str, Any]] | None = None

    def values_of(self, row: Any) -> Values:
        """The values of a row."""
        return self.from_row(row) if self.from_row else {f.name: getattr(row, f.name) for f in self.fields}

    def columns_of(self, values: Values, before: Any) -> dict[str, Any]:
        """The columns of a new row, after the one that was in force until then."""
        return self.to_row(values, before) if self.to_row else dict(values)

    def is_named(self) -> bool:
        """Whether other records name the rules they were counted by."""
        return any(column.name == "version" for column in self.model._meta.concrete_fields)


_BOOKS: dict[str, Rulebook] = {}


def register(book: Rulebook) -> None:
    """Called once by each room's app."""
    _BOOKS[book.code] = book


def books() -> list[Rulebook]:
    """Every room's rules, in the order in which the rooms were loaded."""
    return list(_BOOKS.values())


def book(code: str) -> Rulebook:
    """One room's rules. Raises NotFound."""
    if code not in _BOOKS:
        raise NotFound(code)
    return _BOOKS[code]
