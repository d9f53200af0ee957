"""What happened, told to other rooms: each subscriber gets one job, queued inside the same transaction.

A job runs at least once, so every subscriber must be idempotent (the `event_id` is there for that).
Nothing is told when the transaction rolls back, and nothing is lost when the process dies after commit.
"""

from __future__ import annotations

import dataclasses
import uuid
from collections.abc import Callable
from importlib import import_module
from typing import Any, ClassVar

from django.conf import settings


@dataclasses.dataclass(frozen=True, slots=True)
class Event:
    """Base of all events. Subclasses are frozen dataclasses of plain values and set `name`."""

    name: ClassVar[str]


_subscribers: dict[str, list[str]] = {}


def subscribe(event: type[Event], handler: str) -> None:
    """Have `handler` ("package.module.function") called with (event_id, payload) for each such event."""
    handlers = _subscribers.setdefault(event.name, [])
    if handler not in handlers:
        handlers.append(handler)


def subscribers_of(event: type[Event]) -> tuple[str, ...]:
    """Handlers that hear of `event`."""
    return tuple(_subscribers.get(event.name, ()))


def publish(event: Event) -> None:
    """Queue one job per subscriber in the current transaction."""
    payload = dataclasses.asdict(event)
    event_id = str(uuid.uuid4())
    for handler in _subscribers.get(event.name, ()):
        if settings.LIANXIN_JOBS == "inline":
            call(handler, event_id, payload)
        else:
            from lianxin.kit.tasks import deliver  # procrastinate needs the app registry ready

            deliver.defer(handler=handler, event_id=event_id, payload=payload)


def call(handler: str, event_id: str, payload: dict[str, Any]) -> None:
    """Run one subscriber."""
    module, _, name = handler.rpartition(".")
    function: Callable[[str, dict[str, Any]], None] = getattr(import_module(module), name)
    function(event_id, payload)
