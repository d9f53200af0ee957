"""One matter from the first word to the public page, through actions alone, under row-level security."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from django.db import ProgrammingError, transaction

from lianxin.accounts.actions import create_user, give_grant
from lianxin.accounts.reads import actor_from
from lianxin.divisions.testing import make_places
from lianxin.kernel.actor import Actor, Role
from lianxin.kernel.errors import NotFound
from lianxin.kernel.workflow import MoveNotAllowed
from lianxin.kit.scope import scope
from lianxin.people import actions as people
from lianxin.people.words import UnitKind
from lianxin.venues import actions as venues
from lianxin.venues.words import Placement, Tier
from lianxin.voices import actions as voices
from lianxin.voices.models import Case, Deadline, Publication, Step
from lianxin.voices.words import Channel, Satisfaction, Topic

pytestmark = pytest.mark.django_db
SETUP = Actor(source="setup", name="装机")


def test_a_matter_is_carried_to_the_public_page(noon: datetime) -> None:
    with scope(SETUP):
        make_places()
        congress = people.record_congress(
            level=3, division_code="532301", name="楚雄市人大", actor=SETUP, at=noon
        )
        term = people.open_term(
            congress_id=congress.pk, number=18, starts_on=date(2022, 1, 10), actor=SETUP, at=noon
        )
        li = people.record_person(
            name="李桂芳",
            sex="f",
            ethnic_group="彝族",
            occupation="村医",
            home_code="532301101001",
            actor=SETUP,
            at=noon,
        )
        people.give_mandate(
            person_id=li.pk,
            term_id=term.pk,
            home_code="532301101001",
            electoral_district="第一选区",
            since=date(2022, 1, 10),
            actor=SETUP,
            at=noon,
        )
        unit = people.record_unit(
            name="楚雄市交通运输局",
            short_name="市交通局",
            kind=UnitKind.GOVERNMENT,
            division_code="532301",
            actor=SETUP,
            at=noon,
        )
        room = venues.open_venue(
            facts=venues.VenueFacts(Tier.ROOM, "西城社区人大代表联络室", "532301101001"),
            opened_on=date(2024, 1, 1),
            actor=SETUP,
            at=noon,
        )
        venues.place_deputy(
            venue_id=room.pk,
            person_id=li.pk,
            kind=Placement.HOME,
            since=date(2024, 1, 1),
            actor=SETUP,
            at=noon,
        )
        grants = {}
        for login, role, extra in [
            ("ligf", Role.DEPUTY, {"person_id": li.pk}),
            ("duangq", Role.UNIT_HANDLER, {"unit_id": unit.pk}),
            ("yangxm", Role.DEPUTY_AFFAIRS, {}),
        ]:
            user = create_user(login=login, name=login, phone="", password=None, actor=SETUP, at=noon)
            grant = give_grant(
                user_id=user.pk,
                role=role,
                division_code="532301",
                label=role,
                reason="测试",
                actor=SETUP,
                at=noon,
                **extra,
            )
            grants[login] = actor_from(user, grant)
    matter = voices.Matter(
        text="三组到小学的路灯坏了半个月",
        topic=Topic.ROAD,
        channel=Channel.VENUE_PLATE,
        venue_id=room.pk,
        venue_name=room.name,
        division_code="532301101001",
        may_publish=True,
    )
    with scope(Actor()):
        receipt = voices.receive_case(matter=matter, actor=Actor(), at=noon)
        assert not Case.objects.filter(pk=receipt.case_id).exists()
    assert len(receipt.query_code) == 16
    deputy, officer, office = grants["ligf"], grants["duangq"], grants["yangxm"]
    citizen = Actor(case_id=receipt.case_id)
    step = iter(noon + timedelta(hours=n) for n in range(1, 20))
    with scope(officer), pytest.raises(NotFound):
        voices.accept_case(case_id=receipt.case_id, actor=officer, at=noon)
    with scope(deputy):
        voices.claim_case(case_id=receipt.case_id, actor=deputy, at=next(step))
        with pytest.raises(MoveNotAllowed):
            voices.claim_case(case_id=receipt.case_id, actor=deputy, at=next(step))
        voices.assign_case(case_id=receipt.case_id, unit_id=unit.pk, note="", actor=deputy, at=next(step))
    with scope(officer):
        voices.object_case(case_id=receipt.case_id, reason="这条路归镇里管", actor=officer, at=next(step))
    with scope(deputy):
        voices.assign_case(case_id=receipt.case_id, unit_id=unit.pk, note="", actor=deputy, at=next(step))
    with scope(officer):
        voices.accept_case(case_id=receipt.case_id, actor=officer, at=next(step))
        voices.answer_case(
            case_id=receipt.case_id, text="已经换了三盏灯，晚上都亮了。", actor=officer, at=next(step)
        )
    with scope(deputy):
        voices.confirm_result(case_id=receipt.case_id, text="", actor=deputy, at=next(step))
    with scope(citizen):
        case = voices.rate_case(
            case_id=receipt.case_id,
            is_solved=True,
            satisfaction=Satisfaction.SATISFIED,
            text="",
            actor=citizen,
            at=next(step),
        )
        assert case.state == "closed"
    with scope(office):
        voices.publish_case(
            case_id=receipt.case_id,
            title="小学路灯修好了",
            text="",
            answer="换了三盏灯。",
            actor=office,
            at=next(step),
        )
        assert Step.objects.filter(case_id=receipt.case_id).count() == 9
        assert Deadline.objects.filter(case_id=receipt.case_id, ended_at=None).count() == 0
    with scope(Actor()):
        assert not Case.objects.filter(pk=receipt.case_id).exists()
        assert Publication.objects.get(pk=receipt.case_id).public_title
        with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
            Publication.objects.filter(pk=receipt.case_id).update(public_title="改过的标题")
        assert not Step.objects.filter(case_id=receipt.case_id).exists()
