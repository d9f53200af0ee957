"""Deputies by tag and the people of units: whom each reaches, within the sender's place, and nobody else."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from lianxin.accounts.testing import actor_for
from lianxin.desk.more_audiences import HandlersOfUnits, MembersOfOrgans, TaggedDeputies
from lianxin.divisions.testing import make_places
from lianxin.kernel.actor import Actor, Role
from lianxin.kernel.errors import NotAllowed
from lianxin.kit.scope import scope
from lianxin.notices import audiences
from lianxin.people import actions as people
from lianxin.people.actions import organs
from lianxin.people.models import Mandate
from lianxin.people.words import OrganKind, OrganPost, UnitKind
from lianxin.venues import actions as venues
from lianxin.venues.words import Placement, Tier

pytestmark = pytest.mark.django_db
COUNTY = "532301"
SETUP = Actor(role=Role.TENANT_ADMIN, place=COUNTY, source="setup", name="装机")


@pytest.fixture
def office(db: None) -> Actor:
    make_places()
    return actor_for(Role.DEPUTY_AFFAIRS, COUNTY, login="office", name="杨秀梅")


def deputy(name: str, sex: str, group: str, at: datetime, term: int, home: str = "532301101001") -> Actor:
    person = people.record_person(
        name=name, sex=sex, ethnic_group=group, occupation="", home_code=home, actor=SETUP, at=at
    )
    people.give_mandate(
        person_id=person.pk, term_id=term, home_code=home, electoral_district="", since=date(2022, 1, 1),
        actor=SETUP, at=at,
    )  # fmt: skip
    return actor_for(Role.DEPUTY, home, login=name, name=name, person_id=person.pk)


@pytest.fixture
def term(office: Actor, noon: datetime) -> int:
    congress = people.record_congress(level=4, division_code=COUNTY, name="楚雄市人大", actor=SETUP, at=noon)
    opened = people.open_term(
        congress_id=congress.pk, number=17, starts_on=date(2022, 1, 1), actor=SETUP, at=noon
    )
    return opened.pk


def reached(audience: audiences.Audience, values: set[str], office: Actor, at: datetime) -> set[int]:
    with scope(office):
        return set(audience.user_ids(values, office, at=at))


def test_tags_reach_women_minorities_and_professional_stations(
    office: Actor, term: int, noon: datetime
) -> None:
    wang = deputy("王芳", "f", "汉族", noon, term)
    aka = deputy("阿卡", "m", "彝族", noon, term)
    li = deputy("李明", "m", "汉族", noon, term)
    far = deputy("外县人", "f", "彝族", noon, term, home="532302101001")
    facts = venues.VenueFacts(
        tier=Tier.PROFESSIONAL,
        name="农业专业代表工作站",
        division_code=COUNTY,
        committee="农工委",
        field="农业",
    )
    station = venues.open_venue(facts=facts, opened_on=date(2024, 1, 1), actor=SETUP, at=noon)
    venues.place_deputy(
        venue_id=station.pk, person_id=li.person_id or 0, kind=Placement.PROFESSIONAL, since=date(2024, 1, 1),
        actor=SETUP, at=noon,
    )  # fmt: skip
    tags = TaggedDeputies()
    assert reached(tags, {"women"}, office, noon) == {wang.user_id}
    assert reached(tags, {"minority"}, office, noon) == {aka.user_id}
    assert reached(tags, {"professional"}, office, noon) == {li.user_id}
    everybody = reached(tags, {"women", "minority", "professional"}, office, noon)
    assert everybody == {wang.user_id, aka.user_id, li.user_id}
    assert far.user_id not in everybody


def test_units_reach_their_handlers_and_leaders_of_the_own_place_only(
    office: Actor, noon: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    def unit(name: str, code: str) -> int:
        made = people.record_unit(
            name=name, short_name=name[-4:], kind=UnitKind.GOVERNMENT, division_code=code, topics="",
            actor=SETUP, at=noon,
        )  # fmt: skip
        return made.pk

    water, other = unit("楚雄市水务局", COUNTY), unit("禄丰市水务局", "532302")
    handler = actor_for(Role.UNIT_HANDLER, COUNTY, login="h", unit_id=water)
    leader = actor_for(Role.UNIT_LEADER, COUNTY, login="l", unit_id=water)
    actor_for(Role.UNIT_HANDLER, "532302", login="o", unit_id=other)
    units = HandlersOfUnits()
    assert reached(units, {str(water)}, office, noon) == {handler.user_id, leader.user_id}
    monkeypatch.setattr(audiences, "_audiences", {"units": units})
    with scope(office), pytest.raises(NotAllowed):
        audiences.resolve({"units": [str(other)]}, office, at=noon)


def test_a_venue_head_is_offered_neither(db: None) -> None:
    head = actor_for(Role.VENUE_HEAD, "532301101001", login="head", venue_id=1)
    assert TaggedDeputies().options(head) == []
    assert HandlersOfUnits().options(head) == []


def test_organs_reach_their_members_and_a_districts_deputies_and_no_other_congress(
    office: Actor, term: int, noon: datetime
) -> None:
    wang = deputy("王芳", "f", "汉族", noon, term)
    li = deputy("李明", "m", "汉族", noon, term)
    group = organs.OrganFacts(OrganKind.DELEGATION, "鹿城代表团", date(2022, 1, 1))
    with scope(office):
        made = organs.found_organ(term_id=term, facts=group, actor=office, at=noon)
        organs.join_organ(
            organ_id=made.pk, person_ids=[wang.person_id], post=OrganPost.MEMBER, since=date(2022, 1, 1),
            actor=office, at=noon,
        )  # fmt: skip
    audience = MembersOfOrgans()
    with scope(office):
        (option,) = audience.options(office)
    assert (option.value, option.label) == (str(made.pk), "鹿城代表团（代表团）")
    assert reached(audience, {str(made.pk)}, office, noon) == {wang.user_id}
    neighbour = actor_for(Role.DEPUTY_AFFAIRS, "532302", login="neighbour", name="邻县")
    assert reached(audience, {str(made.pk)}, neighbour, noon) == set()
    with scope(office):
        people_of = organs.OrganFacts(OrganKind.DISTRICT, "第二选区", date(2022, 1, 1), seats=2)
        district = organs.found_organ(term_id=term, facts=people_of, actor=office, at=noon)
    Mandate.objects.filter(person_id=li.person_id).update(electoral_district="第二选区")
    assert reached(audience, {str(district.pk)}, office, noon) == {li.user_id}
