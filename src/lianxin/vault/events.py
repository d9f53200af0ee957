"""What the vault tells other rooms."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from lianxin.kit.events import Event


@dataclass(frozen=True, slots=True)
class RevealsUnusual(Event):
    """One person asked for more than the usual number of reveals within 24 hours."""

    name: ClassVar[str] = "vault.reveals.unusual"

    reveal_id: str
    user_id: int
    place: str
    count_24h: int
