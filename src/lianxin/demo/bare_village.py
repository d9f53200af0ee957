"""A village with three deputies and no venue yet: what the coverage map and the gap list are for."""

from __future__ import annotations

from datetime import timedelta

from lianxin.demo.days import moment
from lianxin.demo.world import SETUP, World
from lianxin.divisions import reads as divisions
from lianxin.kit.scope import scope
from lianxin.people import actions as people
from lianxin.venues import actions as venues
from lianxin.venues import reads as venue_reads
from lianxin.venues.words import Placement

_THREE = (("者学兰", "f", "农民"), ("起正文", "m", "村医"), ("白永贵", "m", "小学教师"))


def seat_three(world: World) -> int:
    """Three deputies live in the last village of the tour's township without a venue; how many there are."""
    town = (world.hero.codes[0] if world.hero else world.main_county)[:9]
    station = world.parents.get(town)
    with scope(SETUP):
        served = venue_reads.served_villages(town)
        bare = [code for code, _name in divisions.villages_of(town) if code not in served]
        if not bare or station is None or town not in world.terms:
            return 0
        since, at = world.today - timedelta(days=300), moment(world.today - timedelta(days=300), 600)
        for name, sex, work in _THREE:
            person = people.record_person(
                name=name, sex=sex, ethnic_group="彝族", occupation=work, introduction="",
                home_code=bare[-1], actor=SETUP, at=at,
            )  # fmt: skip
            people.give_mandate(
                person_id=person.pk, term_id=world.terms[town], home_code=bare[-1], electoral_district="",
                since=since, actor=SETUP, at=at,
            )  # fmt: skip
            venues.place_deputy(
                venue_id=station, person_id=person.pk, kind=Placement.HOME, since=since, actor=SETUP, at=at
            )
        world.people += len(_THREE)
    return len(_THREE)
