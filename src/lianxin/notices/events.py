"""What this room tells itself: that something waits to go out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from lianxin.kit.events import Event


@dataclass(frozen=True, slots=True)
class DeliveriesWritten(Event):
    """Notices were written that also go out by SMS or mail."""

    name: ClassVar[str] = "notices.deliveries.written"

    count: int
