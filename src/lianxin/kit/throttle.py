"""Counting tries: sign-in, query codes and public forms share one table and one rule.

A key is an HMAC of what is counted (an address prefix, a sign-in name) under a key that changes daily,
so the table holds no personal data and yesterday's rows cannot be linked to today's.
Source: shared security paper §3 (collection), ADR-0005.
"""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import connection
from django.utils.functional import Promise

from lianxin.kernel.errors import TooMany


@dataclass(frozen=True, slots=True)
class Limit:
    """At most `times` counted tries per `window`; `sentence` tells the person what to do."""

    name: str
    times: int
    window: timedelta
    sentence: str | Promise


def _key(limit: Limit, subject: str, at: datetime) -> str:
    day = at.strftime("%Y%m%d")
    text = f"{limit.name}|{subject}|{day}".encode()
    return hmac.new(settings.SECRET_KEY.encode(), text, hashlib.sha256).hexdigest()[:32]


def _bucket(limit: Limit, at: datetime) -> datetime:
    seconds = int(limit.window.total_seconds())
    return datetime.fromtimestamp(int(at.timestamp()) // seconds * seconds, tz=at.tzinfo)


def count(limit: Limit, subject: str, *, at: datetime) -> int:
    """Count one try and return how many there are now in this window. One statement."""
    with connection.cursor() as cursor:
        cursor.execute(
            "insert into kit_throttle (key, window_start, tries) values (%s, %s, 1) "
            "on conflict (key, window_start) do update set tries = kit_throttle.tries + 1 returning tries",
            [_key(limit, subject, at), _bucket(limit, at)],
        )
        row = cursor.fetchone()
    return int(row[0])


def tries(limit: Limit, subject: str, *, at: datetime) -> int:
    """How many tries this window holds already."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select tries from kit_throttle where key = %s and window_start = %s",
            [_key(limit, subject, at), _bucket(limit, at)],
        )
        row = cursor.fetchone()
    return int(row[0]) if row else 0


def require_below(limit: Limit, subject: str, *, at: datetime) -> None:
    """Raise TooMany when the window is used up; counts nothing."""
    if tries(limit, subject, at=at) >= limit.times:
        raise TooMany(str(limit.sentence))


def spend(limit: Limit, subject: str, *, at: datetime) -> None:
    """Count one try; raise TooMany when it is one too many."""
    if count(limit, subject, at=at) > limit.times:
        raise TooMany(str(limit.sentence))


def give_back(limit: Limit, subject: str, *, at: datetime) -> None:
    """Take back the try just spent, because it turned out right.

    Spending first and giving back makes parallel tries wait for each other at the counter's row; asking
    first and counting afterwards would let all of a burst through (T30).
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "update kit_throttle set tries = tries - 1 where key = %s and window_start = %s and tries > 0",
            [_key(limit, subject, at), _bucket(limit, at)],
        )
