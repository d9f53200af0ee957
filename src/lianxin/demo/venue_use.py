"""The morning look of the demo's day: when venues were last used, and who is told of an idle one."""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone

from lianxin.demo.world import World
from lianxin.insights.actions import look_at_venues
from lianxin.insights.health import LOOKING
from lianxin.kit.jobs import recorded
from lianxin.kit.scope import scope


def look(world: World, at: datetime) -> None:
    """What the job does every morning, for the counties of the demo."""
    with recorded(LOOKING, at=at) as run:
        for _county, office in sorted(world.offices.items()):
            with scope(office):
                run.add(look_at_venues(actor=office, on=timezone.localdate(at), at=at))
