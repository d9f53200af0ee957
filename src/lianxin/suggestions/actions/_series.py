"""Numbers without gaps."""

from __future__ import annotations

from django.db import connection

from lianxin.suggestions.models import Series


def next_number(*, congress_id: int, term_number: int, kind: str, session_number: int) -> int:
    """The next number of a series (session 0: between sessions); its row stays locked. ADR-0025 §8."""
    table = Series._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(
            f"insert into {table} (congress_id, term_number, phase, session_number, last) "
            "values (%s, %s, %s, %s, 1) "
            "on conflict (congress_id, term_number, phase, session_number) "
            f"do update set last = {table}.last + 1 returning last",
            [congress_id, term_number, kind, session_number],
        )
        (number,) = cursor.fetchone()
    return int(number)
