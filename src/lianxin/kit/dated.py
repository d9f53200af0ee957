"""Dated rows of places: a standard, a quota, a local rule. Of all that fit, one is in force."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Protocol, TypeVar

from django.db.models import Model, QuerySet

from lianxin.kernel.codes import ancestors_of


class Dated(Protocol):
    """A row of a place ("" for all places) that holds from a day on."""

    @property
    def division_code(self) -> str:
        """The place it was entered for."""

    @property
    def valid_from(self) -> date:
        """The first day on which it holds."""


D = TypeVar("D", bound=Dated)
M = TypeVar("M", bound=Model)


def nearest(rows: Iterable[D]) -> D | None:
    """The row of the nearest place, and of one place the newest; of equals the first. Source: ADR-0034."""
    return max(rows, key=rank, default=None)


def rank(row: Dated) -> tuple[int, date]:
    """How near and how new: the greatest is in force."""
    return len(row.division_code), row.valid_from


def holding(rows: QuerySet[M], place: str, on: date) -> QuerySet[M]:
    """Those that hold at a place on a day: its own, those of the places above, and those for all places."""
    return rows.filter(division_code__in=["", *ancestors_of(place)], valid_from__lte=on)
