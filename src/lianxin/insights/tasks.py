"""Jobs of this room: the nightly look at how venues are used."""

from __future__ import annotations

from django.utils import timezone
from procrastinate.contrib.django import app

from lianxin.divisions import reads as divisions
from lianxin.insights.actions import look_at_venues
from lianxin.insights.health import LOOKING
from lianxin.kernel.actor import Actor, Role
from lianxin.kit.jobs import recorded
from lianxin.kit.scope import scope


@app.periodic(cron="40 22 * * *")  # UTC: 06:40 in China
@app.task(name=LOOKING, queue="events", queueing_lock=LOOKING)
def look_at_all_venues(timestamp: int) -> None:
    """Every morning: when each venue was last used, and a notice to who keeps an idle one.

    County by county, each in a transaction of its own: a matter is read from its county. Source: ADR-0030 §3.
    """
    at = timezone.now()
    with recorded(LOOKING, at=at) as run:
        for county in divisions.codes_at(3):
            actor = Actor(
                role=Role.DEPUTY_AFFAIRS, place=county, user_id=0, grant_id=0, name="系统", source="job"
            )
            with scope(actor):
                run.add(look_at_venues(actor=actor, on=timezone.localdate(at), at=at))
