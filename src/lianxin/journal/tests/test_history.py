"""What a line holds, and how a record's history reads."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from lianxin.journal import actions, reads
from lianxin.journal.models import Entry
from lianxin.journal.words import register, registered, sentence
from lianxin.kernel.actor import Actor, Role
from lianxin.kit.paging import Cursor
from lianxin.kit.scope import scope

pytestmark = pytest.mark.django_db
OFFICER = Actor(user_id=4, grant_id=4, role=Role.UNIT_HANDLER, place="532301", unit_id=3, source="web")
AUDITOR = Actor(user_id=9, grant_id=9, role=Role.AUDITOR, place="532301")


def write(
    at: datetime, subject_id: int = 5, *, actor: Actor = OFFICER, place: str = "532301", **more: str
) -> None:
    actions.write(
        "test.thing", subject_id, "test.thing.moved", actor=actor, at=at, division_code=place, **more
    )


def test_a_line_says_who_in_which_role_place_and_unit_when_and_why(noon: datetime) -> None:
    token = actions.request_id.set("abcdef0123456789")
    write(noon, before="assigned", after="handling", reason="按职责领单")
    actions.request_id.reset(token)
    with scope(AUDITOR):
        line = Entry.objects.get()
    assert (line.actor_user_id, line.actor_role, line.actor_place, line.actor_unit_id) == (
        4,
        "unit_handler",
        "532301",
        3,
    )
    assert (line.at, line.before, line.after, line.reason) == (noon, "assigned", "handling", "按职责领单")
    assert (line.source, line.request_id) == ("web", "abcdef0123456789")


def test_the_history_of_a_record_is_its_own_oldest_first(noon: datetime) -> None:
    write(noon, after="a")
    write(noon, 6, after="other")
    write(noon + timedelta(hours=1), before="a", after="b")
    with scope(AUDITOR):
        lines = reads.history_of("test.thing", 5)
        assert [(line.before, line.after) for line in lines] == [("", "a"), ("a", "b")]
        assert len(reads.history_of("test.thing", 5, limit=1)) == 1


def test_an_event_reads_as_a_sentence_or_as_its_name_when_nobody_wrote_one() -> None:
    register({"test.thing.painted": "刷漆"})
    assert sentence("test.thing.painted") == "刷漆"
    assert sentence("test.thing.unknown") == "test.thing.unknown"
    assert "voices.case.claimed" in registered()


def test_everybody_reads_their_own_lines_and_nobody_elses(noon: datetime) -> None:
    write(noon)
    write(noon, actor=Actor(user_id=8))
    with scope(OFFICER):
        assert [line.subject_id for line in reads.newest_lines(OFFICER, Cursor()).rows] == [5]
        assert Entry.objects.count() == 1


def test_the_auditors_list_turns_pages_both_ways(noon: datetime) -> None:
    for number in range(5):
        write(noon, number)
    with scope(AUDITOR):
        first = reads.newest_lines(AUDITOR, Cursor(size=2))
        second = reads.newest_lines(AUDITOR, Cursor(before=first.older_than, size=2))
        back = reads.newest_lines(AUDITOR, Cursor(after=second.newer_than, size=2))
    assert [line.subject_id for line in first.rows + second.rows] == [4, 3, 2, 1]
    assert back.rows == first.rows
