"""A township office, its liaison and a neighbour, around one venue."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

import pytest
from django.test import Client

from lianxin.accounts.testing import make_grant, make_user, sign_in
from lianxin.divisions.testing import make_places
from lianxin.kernel.actor import Actor, Role
from lianxin.kit.scope import scope
from lianxin.people import actions as people
from lianxin.venues import actions
from lianxin.venues.words import Tier

SETUP = Actor(source="setup", name="装机")
VILLAGE = "532301101001"


@dataclass
class Cast:
    venue_id: int
    other_id: int
    person_id: int
    noon: object
    client: Callable[..., Client]


@pytest.fixture
def cast(db: None, noon) -> Cast:
    with scope(SETUP):
        make_places()
        congress = people.record_congress(
            level=3, division_code="532301", name="楚雄市人大", actor=SETUP, at=noon
        )
        term = people.open_term(
            congress_id=congress.pk, number=3, starts_on=date(2022, 1, 1), actor=SETUP, at=noon
        )
        person = people.record_person(
            name="单文华", sex="f", ethnic_group="彝族", occupation="教师", home_code=VILLAGE,
            actor=SETUP, at=noon,
        )  # fmt: skip
        people.give_mandate(
            person_id=person.pk, term_id=term.pk, home_code=VILLAGE, electoral_district="第一选区",
            since=date(2022, 1, 1), actor=SETUP, at=noon,
        )  # fmt: skip
        venue = open_venue("西城社区人大代表联络室", VILLAGE, noon)
        other = open_venue("南门社区人大代表联络室", "532302101001", noon)

    def client(role: Role = Role.PRESIDIUM, place: str = "532301101", **more: int) -> Client:
        user, browser = make_user(f"{role}-{place}"), Client()
        sign_in(browser, user, make_grant(user, role, place, **more))
        return browser

    return Cast(venue.pk, other.pk, person.pk, noon, client)


def open_venue(name: str, code: str, at, tier: Tier = Tier.ROOM, **more):
    facts = actions.VenueFacts(tier=tier, name=name, division_code=code, **more)
    return actions.open_venue(facts=facts, opened_on=date(2026, 1, 1), actor=SETUP, at=at)
