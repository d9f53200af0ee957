"""Keyset paging: a page is found by the id it starts after, so page 10,000 costs what page 1 costs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Generic, Protocol, TypeVar
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.http import HttpRequest


class HasId(Protocol):
    """A row that can be paged."""

    @property
    def id(self) -> int:
        """Its key; lists are newest first."""


Row = TypeVar("Row", bound=HasId)
Found = TypeVar("Found", bound=QuerySet[Any, Any])


_HIGHEST = 2**63 - 1


def id_in(text: str) -> int | None:
    """An id as the database holds it, of up to nineteen digits; None for anything else."""
    if not (text.isascii() and text.isdecimal() and len(text) <= 19):
        return None
    return int(text) if int(text) <= _HIGHEST else None


@dataclass(frozen=True, slots=True)
class Page(Generic[Row]):
    """Rows of one page and the ids at which its neighbours start (None: there is none)."""

    rows: tuple[Row, ...]
    older_than: int | None
    newer_than: int | None


@dataclass(frozen=True, slots=True)
class Cursor:
    """Where a page starts: rows older than, or newer than, an id; neither means the newest."""

    before: int | None = None
    after: int | None = None
    size: int = 50

    @classmethod
    def of(cls, request: HttpRequest, size: int = 50) -> Cursor:
        """Read `?before=` / `?after=`; anything but digits is ignored."""

        def digits(name: str) -> int | None:
            return id_in(request.GET.get(name, ""))

        return cls(before=digits("before"), after=digits("after"), size=size)

    def window(self, found: Found) -> Found:
        """What `page` is given: one row more than `size` from the cursor on, oldest first when `after`."""
        if self.after is not None:
            return found.filter(pk__gt=self.after).order_by("pk")[: self.size + 1]
        if self.before is not None:
            found = found.filter(pk__lt=self.before)
        return found.order_by("-pk")[: self.size + 1]

    def page(self, rows: Sequence[Row]) -> Page[Row]:
        """Cut the rows of a `window` to a page, newest first."""
        more = len(rows) > self.size
        kept = list(rows[: self.size])
        if self.after is not None:
            kept.reverse()
        if not kept:
            return Page((), None, None)
        has_older = more if self.after is None else True
        has_newer = more if self.after is not None else self.before is not None
        return Page(tuple(kept), kept[-1].id if has_older else None, kept[0].id if has_newer else None)


def without(request: HttpRequest, *names: str) -> str:
    """The page's address from its first row on, without these filters."""
    dropped = {"before", "after", *names}
    query = urlencode([(k, v) for k, v in request.GET.items() if k not in dropped and v])
    return f"{request.path}?{query}" if query else request.path


def with_cursor(request: HttpRequest, **cursor: int | None) -> str | None:
    """The page's address with another cursor, filters kept; None when there is no such page."""
    if all(value is None for value in cursor.values()):
        return None
    query = [(k, v) for k, v in request.GET.items() if k not in {"before", "after"} and v]
    return "?" + urlencode([*query, *((k, str(v)) for k, v in cursor.items() if v is not None)])
