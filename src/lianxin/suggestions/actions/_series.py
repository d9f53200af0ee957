"""Numbers without gaps, and the session that something belongs to."""

from __future__ import annotations

from datetime import datetime

from django.db import connection

from lianxin.suggestions.clocks import local_day
from lianxin.suggestions.models import Series, Session


def next_number(*, congress_id: int, term_number: int, kind: str, session: Session | None) -> int:
    """The next number of a series; its row is locked until the transaction ends. Source: ADR-0025 §8."""
    table = Series._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(
            f"insert into {table} (congress_id, term_number, phase, session_number, last) "
            "values (%s, %s, %s, %s, 1) "
            "on conflict (congress_id, term_number, phase, session_number) "
            f"do update set last = {table}.last + 1 returning last",
            [congress_id, term_number, kind, session.number if session is not None else 0],
        )
        (number,) = cursor.fetchone()
    return int(number)


def session_on(congress_id: int, term_number: int, at: datetime) -> Session | None:
    """The session that sits, or the last one before. One query."""
    sessions = Session.objects.filter(
        congress_id=congress_id, term_number=term_number, starts_on__lte=local_day(at)
    )
    return sessions.order_by("-starts_on").first()


def sits(session: Session, at: datetime) -> bool:
    """Whether the session sits on that day."""
    return session.starts_on <= local_day(at) <= session.ends_on
