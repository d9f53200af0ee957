"""Writing the journal: called by every action of every room as its sixth step."""

from __future__ import annotations

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
    if event.count(".") != 2:
        raise ValueError(f"journal events are room.noun.verbed, not {event!r}")
    # bulk_create asks for no RETURNING beyond the id, which the insert policy lets through for the writer.
    Entry.objects.bulk_create(
        [
            Entry(
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
        ],
        ignore_conflicts=True,
    )
