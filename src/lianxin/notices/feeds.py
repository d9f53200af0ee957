"""An account's own dates as an iCalendar file, for the calendar on the phone. Source: RFC 5545; ADR-0031 §4.

What is a date is told by sources that rooms register here (`project/wiring.py`), as with audiences. Written
by hand: one component of six properties needs no library.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Protocol

from lianxin.kernel.actor import Actor

_FOLD_AT = 75


@dataclass(frozen=True, slots=True)
class Dated:
    """One entry: a whole day, or some hours from a moment. `uid` stays as long as it is the same thing."""

    uid: str
    title: str
    on: date | None = None
    starts_at: datetime | None = None
    lasts: timedelta = timedelta(hours=2)
    place: str = ""
    url: str = ""


class Source(Protocol):
    """What one room knows of an account's dates."""

    def __call__(self, actor: Actor, *, since: date) -> Iterable[Dated]:
        """Dates from `since` on, of the actor's own. A fixed number of queries."""


def hash_of(secret: str) -> str:
    """What is kept of an address's secret: random and long, so a plain hash cannot be guessed back."""
    return hashlib.sha256(secret.encode()).hexdigest()


_sources: list[Source] = []


def register(source: Source) -> None:
    """Add a source to every account's calendar; told twice, it is there once."""
    if source not in _sources:
        _sources.append(source)


def dates_of(actor: Actor, *, since: date) -> list[Dated]:
    """Everything the sources tell of this account."""
    return [dated for source in _sources for dated in source(actor, since=since)]


def calendar_file(name: str, dates: Iterable[Dated], *, at: datetime) -> bytes:
    """The file (RFC 5545): lines end in CR LF and none is longer than 75 bytes."""
    lines = [
        "BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Lianxin//Lianxin//ZH",
        "CALSCALE:GREGORIAN", "METHOD:PUBLISH",
        f"X-WR-CALNAME:{_text(name)}", "REFRESH-INTERVAL;VALUE=DURATION:PT4H",
    ]  # fmt: skip
    for dated in dates:
        lines += _entry(dated, at)
    lines.append("END:VCALENDAR")
    return b"".join(_folded(line) for line in lines)


def _entry(dated: Dated, at: datetime) -> list[str]:
    lines = ["BEGIN:VEVENT", f"UID:{dated.uid}", f"DTSTAMP:{_moment(at)}"]
    if dated.starts_at is not None:
        lines += [f"DTSTART:{_moment(dated.starts_at)}", f"DTEND:{_moment(dated.starts_at + dated.lasts)}"]
    elif dated.on is not None:
        # The end of a whole day is the day after (§3.6.1).
        lines += [
            f"DTSTART;VALUE=DATE:{dated.on:%Y%m%d}",
            f"DTEND;VALUE=DATE:{dated.on + timedelta(days=1):%Y%m%d}",
        ]
        lines.append("TRANSP:TRANSPARENT")
    lines.append(f"SUMMARY:{_text(dated.title)}")
    lines += [f"LOCATION:{_text(dated.place)}"] if dated.place else []
    lines += [f"URL:{dated.url}"] if dated.url else []
    return [*lines, "END:VEVENT"]


def _moment(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")


def _text(value: str) -> str:
    """Backslash, comma, semicolon and line ends are escaped (§3.3.11); other controls have no place."""
    value = value.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    value = value.replace("\r\n", "\n").replace("\r", "\n").replace("\n", "\\n")
    return "".join(sign for sign in value if sign.isprintable())


def _folded(line: str) -> bytes:
    """At most 75 bytes a line, a blank before each continuation, and no character cut in two (§3.1)."""
    parts, part = [], b""
    for sign in line:
        piece = sign.encode()
        if len(part) + len(piece) > _FOLD_AT:
            parts.append(part)
            part = b" "
        part += piece
    return b"\r\n".join([*parts, part]) + b"\r\n"
