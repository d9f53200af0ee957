"""What this room does by itself."""

from __future__ import annotations

from django.utils import timezone
from procrastinate.contrib.django import app

from lianxin.divisions import reads as divisions
from lianxin.kernel.actor import Actor, Role
from lianxin.kit.jobs import recorded
from lianxin.kit.scope import scope
from lianxin.links.actions import remind_due

REMINDING = "links.remind_due"


@app.periodic(cron="40 23 * * *")  # UTC: 07:40 in China
@app.task(name=REMINDING, queue="events", queueing_lock=REMINDING)
def remind_due_everywhere(timestamp: int) -> None:
    """Every morning: whoever has a visit due is told, once for each due day. Source: ADR-0029 §6."""
    with recorded(REMINDING, at=timezone.now()) as run:
        for province in divisions.codes_at(1):
            actor = Actor(
                role=Role.DEPUTY_AFFAIRS, place=province, user_id=0, grant_id=0, name="系统", source="job"
            )
            with scope(actor):
                run.add(remind_due(actor=actor, at=timezone.now()))
