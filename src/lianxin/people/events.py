"""What this room tells the others. Ids and codes only: never why a deputy does not act."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from lianxin.kit.events import Event


@dataclass(frozen=True, slots=True)
class MandateMoved(Event):
    """A seat was suspended, resumed or ended: `verb` says which."""

    name: ClassVar[str] = "people.mandate_moved"
    mandate_id: int
    person_id: int
    verb: str
    home_code: str
    # Whether the person holds any other seat in office.
    sits_elsewhere: bool
    actor_user_id: int | None
    at: str


@dataclass(frozen=True, slots=True)
class TermClosed(Event):
    """A term is over and frozen: its organs have ended, its open matters have new hands."""

    name: ClassVar[str] = "people.term_closed"
    term_id: int
    division_code: str
    organ_ids: list[int]
    successor_ids: list[int]
    at: str
