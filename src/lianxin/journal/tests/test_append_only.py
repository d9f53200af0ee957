from __future__ import annotations

from datetime import datetime

import psycopg
import pytest
from django.db import ProgrammingError, connection, transaction

from lianxin.journal import actions, reads
from lianxin.journal.models import Entry
from lianxin.kernel.actor import Actor, Role
from lianxin.kit.paging import Cursor
from lianxin.kit.scope import scope

pytestmark = pytest.mark.django_db
AUDITOR = Actor(user_id=9, grant_id=9, role=Role.AUDITOR, place="532301")


def write(at: datetime, place: str = "532301101001") -> None:
    actions.write("test.thing", 5, "test.thing.made", actor=Actor(user_id=1), at=at, division_code=place)


@pytest.mark.parametrize(
    "statement",
    ["update journal_entry set reason = 'x'", "delete from journal_entry", "truncate journal_entry"],
)
def test_the_application_role_cannot_change_or_remove_a_line(statement: str, noon: datetime) -> None:
    write(noon)
    with (
        pytest.raises(ProgrammingError, match="permission denied"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)


@pytest.mark.parametrize("statement", ["update journal_entry set reason = 'x'", "delete from journal_entry"])
def test_not_even_the_owner_changes_a_line_without_removing_the_trigger(
    statement: str, as_owner: psycopg.Connection
) -> None:
    as_owner.execute("alter table journal_entry disable row level security")
    as_owner.execute(
        "insert into journal_entry (at, event, subject_kind, subject_id, division_code, actor_role, actor_place, source,"
        " before, after, reason, request_id) values (now(), 'a.b.c', 'x', 1, '53', 'auditor', '', 'web', '', '', '', '')"
    )
    with pytest.raises(psycopg.errors.RaiseException, match="append-only"):
        as_owner.execute(statement)


def test_an_auditor_reads_the_lines_of_the_place_and_no_other(noon: datetime) -> None:
    write(noon)
    write(noon, place="532901001001")
    with scope(AUDITOR):
        page = reads.newest_lines(AUDITOR, Cursor())
    assert [line.subject_id for line in page.rows] == [5]
    with scope(Actor()):
        assert Entry.objects.count() == 0


def test_an_event_has_three_parts(noon: datetime) -> None:
    with pytest.raises(ValueError, match="room.noun.verbed"):
        actions.write("x", 1, "made", actor=Actor(), at=noon)
