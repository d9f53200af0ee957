"""Journal lines of many records at once, for a place built from nothing. Source: ADR-0022."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from lianxin.journal.models import Entry
from lianxin.kernel.actor import Actor
from lianxin.kit.bulk import copy_rows

_COLUMNS = (
    "at", "event", "subject_kind", "subject_id", "division_code", "actor_user_id", "actor_role",
    "actor_place", "actor_unit_id", "source", "before", "after", "reason", "request_id",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Line:
    """What `actions.write` takes, as data."""

    subject_kind: str
    subject_id: int
    event: str
    actor: Actor
    at: datetime
    division_code: str = ""
    before: str = ""
    after: str = ""
    reason: str = ""


def write_lines(lines: Iterable[Line]) -> int:
    """Write the lines in the order given; returns how many."""
    return copy_rows(
        Entry,
        _COLUMNS,
        (
            (
                line.at, line.event, line.subject_kind, line.subject_id, line.division_code,
                line.actor.user_id, str(line.actor.role), line.actor.place, line.actor.unit_id,
                line.actor.source, line.before, line.after, line.reason, "",
            )
            for line in lines
        ),
    )  # fmt: skip
