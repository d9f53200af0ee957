"""The one job that carries an event to a subscriber."""

from __future__ import annotations

from typing import Any

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from lianxin.kit import events


@app.task(name="kit.deliver", queue="events", retry=RetryStrategy(max_attempts=10, exponential_wait=3))
def deliver(handler: str, event_id: str, payload: dict[str, Any]) -> None:
    """Call one subscriber; it is retried with growing pauses and must be idempotent."""
    events.call(handler, event_id, payload)
