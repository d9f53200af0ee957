"""One deputy of the demo may not act for a while: their post has stopped, their matters wait."""

from __future__ import annotations

from datetime import timedelta

from lianxin.demo.days import moment
from lianxin.demo.world import World
from lianxin.kernel.actor import Actor
from lianxin.kit.scope import scope
from lianxin.people.actions import suspend_mandate
from lianxin.people.models import Mandate
from lianxin.people.words import MandateState, SuspensionGround
from lianxin.voices.reads.held import held_by


def suspend_one(world: World) -> int:
    """Suspend every seat of the deputy with most open matters outside the tour's venue; how many seats."""
    office = world.offices[world.main_county]
    day = world.today - timedelta(days=1)
    with scope(office):
        chosen = _chosen(world, office)
        seats = Mandate.objects.filter(person_id=chosen, state=MandateState.ACTIVE).order_by("pk")
        for seat in list(seats):
            suspend_mandate(
                mandate_id=seat.pk, ground=SuspensionGround.DETAINED, decided_by="县公安局通知（演示）",
                on=day, actor=office, at=moment(day, 10 * 60),
            )  # fmt: skip
    return len(seats)


def _chosen(world: World, office: Actor) -> int:
    """0 where every deputy of the county belongs to the tour's venue."""
    hero = {deputy.person_id for deputy in world.hero.deputies} if world.hero else set()
    spots = [spot for spot in world.spots if spot.county == world.main_county]
    persons = {deputy.person_id or 0 for spot in spots for deputy in spot.deputies} - hero
    held = held_by(office, persons)
    return max(sorted(held), key=lambda person: held[person], default=0)
