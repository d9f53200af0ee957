"""Reading the journal: a record's history for its page, and the auditor's list."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import cache

from lianxin.journal import access
from lianxin.journal.models import Entry
from lianxin.journal.words import sentence
from lianxin.kernel.actor import Actor
from lianxin.kit.paging import Cursor, Page
from lianxin.kit.written import Ask, Written


@dataclass(frozen=True, slots=True)
class Line:
    """One line of history as a person reads it."""

    id: int
    at: datetime
    event: str
    sentence: str
    role: str
    place: str
    before: str
    after: str
    reason: str
    subject_kind: str
    subject_id: int


def _line(entry: Entry) -> Line:
    return Line(
        id=entry.id,
        at=entry.at,
        event=entry.event,
        sentence=sentence(entry.event),
        role=entry.actor_role,
        place=entry.actor_place,
        before=entry.before,
        after=entry.after,
        reason=entry.reason,
        subject_kind=entry.subject_kind,
        subject_id=entry.subject_id,
    )


@cache
def _of_record(limit: int) -> Written[Entry, Entry]:
    return Written(
        lambda: Entry.objects.filter(subject_kind=Ask("kind"), subject_id=Ask("record")).order_by("id")[
            :limit
        ]
    )


def history_of(subject_kind: str, subject_id: int, *, limit: int = 100) -> list[Line]:
    """Lines of one record, oldest first; the caller has shown that the actor sees it. One query."""
    return [_line(entry) for entry in _of_record(limit)(kind=subject_kind, record=subject_id)]


def newest_lines(actor: Actor, cursor: Cursor) -> Page[Line]:
    """The auditor's list, newest first, within the auditor's place. One query."""
    entries = access.entries_visible_to(actor)
    return cursor.page([_line(entry) for entry in cursor.window(entries)])
