"""The morning look of the demo's day: when venues were last used, and who is told of an idle one."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils import timezone

from lianxin.demo.days import moment
from lianxin.demo.world import World
from lianxin.insights.actions import look_at_venues
from lianxin.insights.health import LOOKING
from lianxin.kit.jobs import recorded
from lianxin.kit.scope import scope
from lianxin.localrules.actions import enter


def look(world: World, at: datetime) -> None:
    """What the job does every morning, for the counties of the demo; the main one has a rule of its own."""
    main = world.offices[world.main_county]
    since = world.today - timedelta(days=60)
    with scope(main):
        enter(
            code="venues", values={"days": 15}, valid_from=since, source="楚市人办〔2026〕8 号", actor=main,
            at=moment(since - timedelta(days=1), 600),
        )  # fmt: skip
    with recorded(LOOKING, at=at) as run:
        for _county, office in sorted(world.offices.items()):
            with scope(office):
                run.add(look_at_venues(actor=office, on=timezone.localdate(at), at=at))
