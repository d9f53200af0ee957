"""What this room does by itself."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils import timezone
from procrastinate.contrib.django import app

from lianxin.divisions import reads as divisions
from lianxin.kernel.actor import Actor, Role
from lianxin.kit.jobs import recorded
from lianxin.kit.scope import scope
from lianxin.links.actions import end_links_of_organs, remind_due


def end_links_of_term(event_id: str, payload: dict[str, Any]) -> None:
    """Committees of a closed term keep no links; told twice, nothing more happens. Source: ADR-0029 §5."""
    place, at = payload["division_code"], datetime.fromisoformat(payload["at"])
    actor = Actor(role=Role.DEPUTY_AFFAIRS, place=place, user_id=0, grant_id=0, name="系统", source="job")
    with scope(actor):
        end_links_of_organs(organ_ids=payload["organ_ids"], actor=actor, at=at)


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
