"""Many rows at once by COPY: past row-level security, so only for a whole place built from nothing.

COPY asks no policy and PostgreSQL refuses it to a role under policies. The connection must therefore have
been opened as the superuser, work as the application role, and step out of it for the copies only.
Source: ADR-0022.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager

from django.db import connection, models

from lianxin.kit.database import APP_ROLE

Row = Sequence[object]


def is_superuser_behind() -> bool:
    """Whether this connection was opened by a superuser, whatever role it works as now. One query."""
    with connection.cursor() as cursor:
        cursor.execute("select rolsuper from pg_roles where rolname = session_user")
        found = cursor.fetchone()
    return bool(found and found[0])


def work_as_app() -> None:
    """From here to the end of the transaction, policies hold as for any page."""
    _work_as(APP_ROLE)


@contextmanager
def past_row_security() -> Iterator[None]:
    """Run the block as the superuser who opened the connection; the application role comes back after it."""
    _work_as("none")
    try:
        yield
    finally:
        if not connection.needs_rollback:
            work_as_app()


def _work_as(role: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"set local role {role}")  # constants of this project only


def reserve_ids(model: type[models.Model], count: int) -> list[int]:
    """So many new ids of a table, growing. One query."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select nextval(pg_get_serial_sequence(%s, 'id')) from generate_series(1, %s)",
            [model._meta.db_table, count],
        )
        return sorted(row[0] for row in cursor.fetchall())


def columns_of(model: type[models.Model]) -> list[str]:
    """Column names of a table, in the order of its fields."""
    return [field.column or field.attname for field in model._meta.concrete_fields]


def copy_rows(model: type[models.Model], columns: Sequence[str], rows: Iterable[Row]) -> int:
    """Write rows by COPY and return how many. CHECK, UNIQUE and foreign keys hold as always."""
    table, count = model._meta.db_table, 0
    names = ", ".join(f'"{name}"' for name in columns)
    with connection.cursor() as cursor, cursor.copy(f'copy "{table}" ({names}) from stdin') as copy:
        for row in rows:
            copy.write_row(row)
            count += 1
    return count


def analyze(*tables: type[models.Model]) -> None:
    """Tell the planner what is in the tables now."""
    with connection.cursor() as cursor:
        for model in tables:
            cursor.execute(f'analyze "{model._meta.db_table}"')
