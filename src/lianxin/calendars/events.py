"""What this room tells the others."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from lianxin.kit.events import Event


@dataclass(frozen=True, slots=True)
class NoticeEntered(Event):
    """The official notice of a year is in force; what was provisional can be settled."""

    name: ClassVar[str] = "calendars.notice_entered"
    year: int
    entered_at: str
