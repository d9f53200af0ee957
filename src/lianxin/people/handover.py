"""What a leaving deputy still holds in rooms above this one: each such room is asked through a port.

The top floor registers the ports (`project/wiring.py`): this room knows none of them. Source: ADR-0029 §4.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from django.utils.functional import Promise

from lianxin.kernel.actor import Actor


class HandOver(Protocol):
    """Hands everything open from one person to another; returns how many it was."""

    def __call__(self, *, person_id: int, successor_id: int, actor: Actor, at: datetime) -> int:
        """Act in the caller's transaction."""


@dataclass(frozen=True, slots=True)
class Port:
    """One room's open matters: how they are called, how many each person holds, and their hand-over."""

    label: str | Promise
    held_by: Callable[[Actor, Iterable[int]], Mapping[int, int]]
    hand_over: HandOver


_PORTS: dict[str, Port] = {}


def register_port(name: str, port: Port) -> None:
    """Ask this room too when somebody leaves; registering a name again replaces it."""
    _PORTS[name] = port


def ports() -> tuple[Port, ...]:
    """Every registered port, in order of registration."""
    return tuple(_PORTS.values())
