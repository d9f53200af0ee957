"""Writing the journal: called by every action of every room as its sixth step."""

from __future__ import annotations

from collections.abc import Iterable
from contextvars import ContextVar
from datetime import datetime

from lianxin.journal.models import Entry
from lianxin.kernel.actor import Actor

# Set by middleware so that actions need not carry it.
request_id: ContextVar[str] = ContextVar("journal_request_id", default="")


def write(
    subject_kind: str,
    subject_id: int,
    event: str,
    *,
    actor: Actor,
    at: datetime,
    division_code: str = "",
    before: str = "",
    after: str = "",
    reason: str = "",
) -> None:
    """Add one line. `reason` is the office's reason, never a citizen's words or number.

    Raises ValueError for an event that is not named `room.noun.verb` in the past tense.
    """
    entry = _entry(
        subject_kind, subject_id, event, actor=actor, at=at, division_code=division_code,
        before=before, after=after, reason=reason,
    )  # fmt: skip
    # bulk_create asks for no RETURNING beyond the id, which the insert policy lets through for the writer.
    Entry.objects.bulk_create([entry], ignore_conflicts=True)


def write_many(
    subject_kind: str,
    subjects: Iterable[tuple[int, str]],
    event: str,
    *,
    actor: Actor,
    at: datetime,
    reason: str = "",
) -> None:
    """Add one line for each (id, division code): the same event of many subjects. A query per 1,000."""
    entries = [
        _entry(subject_kind, pk, event, actor=actor, at=at, division_code=code, reason=reason)
        for pk, code in subjects
    ]
    Entry.objects.bulk_create(entries, ignore_conflicts=True, batch_size=1000)


def _entry(
    subject_kind: str,
    subject_id: int,
    event: str,
    *,
    actor: Actor,
    at: datetime,
    division_code: str = "",
    before: str = "",
    after: str = "",
    reason: str = "",
) -> Entry:
    if event.count(".") != 2:
        raise ValueError(f"journal events are room.noun.verbed, not {event!r}")
    return Entry(
        at=at,
        event=event,
        subject_kind=subject_kind,
        subject_id=subject_id,
        division_code=division_code,
        actor_user_id=actor.user_id,
        actor_role=actor.role,
        actor_place=actor.place,
        actor_unit_id=actor.unit_id,
        source=actor.source,
        before=before,
        after=after,
        reason=reason,
        request_id=request_id.get(),
    )
