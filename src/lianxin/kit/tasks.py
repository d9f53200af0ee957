"""The job that carries an event to a subscriber, and the daily sweep of the technical tables."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.utils import timezone
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from lianxin.kit import events
from lianxin.kit.jobs import recorded
from lianxin.kit.models import Once, Throttle

# Longer than any form or throttle window lives.
_KEPT = timedelta(days=2)


@app.task(name="kit.deliver", queue="events", retry=RetryStrategy(max_attempts=10, exponential_wait=3))
def deliver(handler: str, event_id: str, payload: dict[str, Any]) -> None:
    """Call one subscriber; it is retried with growing pauses and must be idempotent."""
    events.call(handler, event_id, payload)


@app.periodic(cron="50 19 * * *")  # UTC: 03:50 in China
@app.task(name="kit.sweep", queue="events", queueing_lock="kit.sweep")
def sweep(timestamp: int) -> None:
    """Every night: forget tries and form keys that are too old to matter."""
    now = timezone.now()
    with recorded("kit.sweep", at=now) as run:
        run.add(Throttle.objects.filter(window_start__lt=now - _KEPT).delete()[0])
        run.add(Once.objects.filter(at__lt=now - _KEPT).delete()[0])
