"""What this room tells the others. Ids and codes only: no words of a citizen leave in an event."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from lianxin.kit.events import Event


@dataclass(frozen=True, slots=True)
class CaseMoved(Event):
    """A case moved: `verb` says how, `at` (ISO) when, the ids say who should hear of it."""

    name: ClassVar[str] = "voices.case_moved"
    case_id: int
    number: str
    verb: str
    state: str
    division_code: str
    venue_id: int
    unit_id: int | None
    claimed_by: int | None
    wanted_person_id: int | None
    actor_user_id: int | None
    at: str


@dataclass(frozen=True, slots=True)
class CaseSettled(Event):
    """An open case has its answer, or will never have one: the voices merged into it are to hear of it."""

    name: ClassVar[str] = "voices.case_settled"
    case_id: int
    division_code: str
    at: str


@dataclass(frozen=True, slots=True)
class BulkStarted(Event):
    """Somebody asked for one step with many cases; it is taken under the post it was asked in."""

    name: ClassVar[str] = "voices.bulk_started"
    run_id: int
    user_id: int
    grant_id: int


@dataclass(frozen=True, slots=True)
class DraftMoved(Event):
    """An answer was sent for the leader's signature, or came back from it. Heard inside the unit only."""

    name: ClassVar[str] = "voices.draft_moved"
    case_id: int
    number: str
    verb: str
    unit_id: int
    written_by: int | None
    actor_user_id: int | None
    at: str
