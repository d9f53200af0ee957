"""Jobs of this room: what waits to go out goes out, right after it was written and again every minute."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.utils import timezone
from procrastinate.contrib.django import app

from lianxin.divisions import reads as divisions
from lianxin.kernel.actor import Actor, Role
from lianxin.kit.jobs import recorded
from lianxin.kit.scope import scope
from lianxin.notices import actions

DELIVERING = "notices.deliver"
# A job that takes longer leaves the rest to the next minute's.
_AT_MOST = 2000


def deliver_written(event_id: str, payload: dict[str, Any]) -> None:
    """Something was written: send what is due. Twice is as good as once."""
    deliver_due()


@app.periodic(cron="* * * * *")
@app.task(name="notices.deliver", queue="events", queueing_lock="notices.deliver")
def deliver_every_minute(timestamp: int) -> None:
    """Every minute: what waited for the morning, for a digest, or for its next try."""
    with recorded(DELIVERING, at=timezone.now()) as run:
        run.add(deliver_due())


def deliver_due() -> int:
    """Decide about and hand over all that is due, each in its own transaction; returns the steps taken."""
    steps = 0
    for province in divisions.codes_at(1):
        worker = Actor(role=Role.SYSTEM_ADMIN, place=province, name="系统", source="job")
        for act in (actions.prepare_next, actions.hand_over_next):
            while steps < _AT_MOST and _step(act, worker):
                steps += 1
    return steps


def _step(act: Callable[..., bool], worker: Actor) -> bool:
    with scope(worker):
        return act(actor=worker, at=timezone.now())
