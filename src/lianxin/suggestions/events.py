"""What this room tells the others. Ids and codes only."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from lianxin.kit.events import Event


@dataclass(frozen=True, slots=True)
class SuggestionMoved(Event):
    """Something happened to a suggestion: `verb` says what, the ids say who should hear of it."""

    name: ClassVar[str] = "suggestions.suggestion_moved"
    suggestion_id: int
    number: str
    verb: str
    state: str
    division_code: str
    organ: str
    lead_person_id: int
    signer_ids: list[int]
    # The units that it concerns now: those that were given it, or the one that acted.
    unit_ids: list[int]
    actor_user_id: int | None
    at: str


@dataclass(frozen=True, slots=True)
class HandoverStarted(Event):
    """A batch hand-over begins; it is done under the post of whoever started it."""

    name: ClassVar[str] = "suggestions.handover_started"
    handover_id: int
    user_id: int
    grant_id: int


@dataclass(frozen=True, slots=True)
class MotionMoved(Event):
    """Something happened to a motion: `verb` says what, the ids say who should hear of it."""

    name: ClassVar[str] = "suggestions.motion_moved"
    motion_id: int
    number: str
    verb: str
    division_code: str
    # None: raised by an organ.
    lead_person_id: int | None
    signer_ids: list[int]
    actor_user_id: int | None
    at: str
