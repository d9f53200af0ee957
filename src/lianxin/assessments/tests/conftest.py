"""Two villages' rooms, the office of their county, the liaison of one, and a neighbour."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

import pytest
from django.test import Client

from lianxin.accounts.reads import actor_from
from lianxin.accounts.testing import make_grant, make_user, sign_in
from lianxin.divisions.testing import make_places
from lianxin.kernel.actor import Actor, Role
from lianxin.kit.scope import scope
from lianxin.people import actions as people
from lianxin.venues import actions as venues
from lianxin.venues.words import Tier

SETUP = Actor(source="setup", name="装机")
COUNTY, VILLAGE, OTHER_VILLAGE = "532301", "532301101001", "532301101002"


@dataclass
class Upkeep:
    venue_id: int
    far_id: int
    office: Actor
    prefecture: Actor
    liaison: Actor
    neighbour: Actor
    noon: datetime
    client: Callable[[Actor], Client]


@pytest.fixture
def upkeep(db: None, noon: datetime) -> Upkeep:
    grants = {}

    def person(name: str, role: Role, place: str, **more: int) -> Actor:
        user = make_user(name)
        grant = make_grant(user, role, place, **more)
        grants[name] = (user, grant)
        return actor_from(user, grant)

    with scope(SETUP):
        make_places()
        venue, far = (
            venues.open_venue(
                facts=venues.VenueFacts(
                    Tier.ROOM, name, code, address="村委会一楼", phone="0878-3000000", opening_hours="周一至周五"
                ),
                opened_on=date(2024, 1, 1), actor=SETUP, at=noon,
            )
            for name, code in (("西城社区联络室", VILLAGE), ("南门社区联络室", "532302101001"))
        )  # fmt: skip
        office = person("office", Role.DEPUTY_AFFAIRS, COUNTY)
        prefecture = person("prefecture", Role.DEPUTY_AFFAIRS, "5323")
        liaison = person("liaison", Role.LIAISON, VILLAGE, venue_id=venue.pk)
        neighbour = person("neighbour", Role.DEPUTY_AFFAIRS, "532302")

    def client(actor: Actor) -> Client:
        browser = Client()
        name = next(n for n, (user, _g) in grants.items() if user.pk == actor.user_id)
        sign_in(browser, *grants[name])
        return browser

    return Upkeep(venue.pk, far.pk, office, prefecture, liaison, neighbour, noon, client)


def deputies(code: str, count: int, at: datetime) -> None:
    """Seat `count` deputies whose home is a village."""
    with scope(SETUP):
        congress = people.record_congress(
            level=3, division_code=COUNTY, name="楚雄市人大", actor=SETUP, at=at
        )
        term = people.open_term(
            congress_id=congress.pk, number=3, starts_on=date(2022, 1, 1), actor=SETUP, at=at
        )
        for number in range(count):
            one = people.record_person(
                name=f"代表{'甲乙丙丁'[number]}", sex="f", ethnic_group="彝族", occupation="教师", home_code=code,
                actor=SETUP, at=at,
            )  # fmt: skip
            people.give_mandate(
                person_id=one.pk, term_id=term.pk, home_code=code, electoral_district="第一选区",
                since=date(2022, 1, 1), actor=SETUP, at=at,
            )  # fmt: skip
