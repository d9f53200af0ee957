"""Suspension, resumption and end of a seat: grounds, days, who may, who is told, who never reads why."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

import pytest
from django.test import Client

from lianxin.accounts.testing import make_grant, make_user, sign_in
from lianxin.divisions.testing import make_places
from lianxin.journal.models import Entry
from lianxin.kernel.actor import Actor, Role
from lianxin.kernel.errors import DomainError, NotAllowed
from lianxin.kit.scope import scope
from lianxin.notices.models import Notice
from lianxin.people import actions, reads
from lianxin.people.actions import organs
from lianxin.people.actions.organs import OrganFacts
from lianxin.people.models import Mandate, OrganMember, Suspension
from lianxin.people.words import EndGround, MandateState, OrganKind, OrganPost, SuspensionGround

SETUP = Actor(source="setup", name="装机")
OFFICE = Actor(user_id=7, grant_id=7, role=Role.DEPUTY_AFFAIRS, place="532301", name="代工委")
TOWN = Actor(user_id=9, grant_id=9, role=Role.PRESIDIUM, place="532301101", name="主席团")
START, DAY = date(2022, 1, 1), date(2026, 3, 1)


@dataclass
class Cast:
    seat: Mandate
    town_seat: Mandate
    person: int
    organ: int


@pytest.fixture
def cast(db: None, noon: datetime) -> Cast:
    with scope(SETUP):
        make_places()
        terms = []
        for level, code, name in ((3, "532301", "楚雄市人大"), (4, "532301101", "鹿城镇人大")):
            made = actions.record_congress(level=level, division_code=code, name=name, actor=SETUP, at=noon)
            terms.append(
                actions.open_term(congress_id=made.pk, number=3, starts_on=START, actor=SETUP, at=noon).pk
            )
        facts = actions.PersonFacts(name="单文华", sex="f", ethnic_group="彝族")
        seat = actions.Seat(terms[0], "532301101001", "第一选区", START)
        person = actions.record_deputy(facts=facts, seat=seat, actor=SETUP, at=noon).pk
        town = actions.give_mandate(
            person_id=person, term_id=terms[1], home_code="532301101001", electoral_district="", since=START,
            actor=SETUP, at=noon,
        )  # fmt: skip
    with scope(OFFICE):
        facts = OrganFacts(OrganKind.DELEGATION, "鹿城代表团", START)
        organ = organs.found_organ(term_id=terms[0], facts=facts, actor=OFFICE, at=noon)
        organs.join_organ(
            organ_id=organ.pk, person_ids=[person], post=OrganPost.HEAD, since=START, actor=OFFICE, at=noon
        )
    return Cast(Mandate.objects.get(person_id=person, term_id=terms[0]), town, person, organ.pk)


def suspend(
    cast: Cast, noon: datetime, actor: Actor = OFFICE, on: date = DAY, why: str = "市公安局通知"
) -> Mandate:
    with scope(actor):
        return actions.suspend_mandate(
            mandate_id=cast.seat.pk,
            ground=SuspensionGround.DETAINED,
            decided_by=why,
            on=on,
            actor=actor,
            at=noon,
        )


def resume(cast: Cast, noon: datetime) -> Mandate:
    with scope(OFFICE):
        return actions.resume_mandate(
            mandate_id=cast.seat.pk, on=date(2026, 3, 2), note="不起诉决定", actor=OFFICE, at=noon
        )


def end(cast: Cast, noon: datetime, actor: Actor = OFFICE) -> Mandate:
    with scope(actor):
        return actions.end_mandate(
            mandate_id=cast.seat.pk,
            on=DAY,
            reason="公告第 3 号",
            ground=EndGround.MOVED,
            actor=actor,
            at=noon,
        )


def test_a_suspended_deputy_leaves_the_public_list_and_comes_back(cast: Cast, noon: datetime) -> None:
    Mandate.objects.filter(pk=cast.town_seat.pk).delete()
    assert suspend(cast, noon).state == MandateState.SUSPENDED
    assert reads.search_deputies(place="532301") == []
    assert resume(cast, noon).state == MandateState.ACTIVE
    assert [row.name for row in reads.search_deputies(place="532301")] == ["单文华"]
    with scope(OFFICE):
        entries = Entry.objects.filter(subject_kind="people.mandate", subject_id=cast.seat.pk)
        assert list(entries.order_by("id").values_list("event", flat=True))[-2:] == [
            "people.mandate.suspended",
            "people.mandate.resumed",
        ]
        kept = Suspension.objects.get(mandate=cast.seat)
    assert (kept.since, kept.until, kept.end_note) == (DAY, date(2026, 3, 2), "不起诉决定")


def test_each_step_done_twice_is_as_done_once(cast: Cast, noon: datetime) -> None:
    suspend(cast, noon)
    suspend(cast, noon)
    with scope(OFFICE):
        assert Suspension.objects.count() == 1
    resume(cast, noon)
    resume(cast, noon)
    end(cast, noon)
    assert end(cast, noon).until == DAY


@pytest.mark.parametrize(
    ("on", "why", "sentence"),
    [
        (date(2021, 1, 1), "公安局通知", "早于当选"),
        (date(2030, 1, 1), "公安局通知", "还没有到"),
        (DAY, "", "请写明依据"),
    ],
)
def test_a_wrong_day_and_a_missing_basis_are_refused(
    cast: Cast, noon, on: date, why: str, sentence: str
) -> None:
    with pytest.raises(DomainError, match=sentence):
        suspend(cast, noon, on=on, why=why)


def test_the_end_of_a_seat_ends_its_suspension_and_its_memberships(cast: Cast, noon: datetime) -> None:
    suspend(cast, noon)
    seat = end(cast, noon)
    assert (seat.state, seat.end_ground, seat.until) == (MandateState.TERMINATED, EndGround.MOVED, DAY)
    member = OrganMember.objects.get(organ_id=cast.organ)
    assert (member.until, member.end_reason) == (DAY, "迁出或者调离本行政区域")
    with scope(OFFICE):
        assert not Suspension.objects.filter(until=None).exists()
    with pytest.raises(DomainError, match="不能再暂停"):
        suspend(cast, noon)
    with pytest.raises(DomainError, match="不能恢复"):
        resume(cast, noon)
    assert Mandate.objects.get(pk=cast.town_seat.pk).state == MandateState.ACTIVE


def test_a_township_decides_on_its_own_seats_only(cast: Cast, noon: datetime) -> None:
    with pytest.raises(NotAllowed, match="这一级人大"):
        suspend(cast, noon, actor=TOWN)
    with pytest.raises(NotAllowed):
        end(cast, noon, actor=TOWN)
    with scope(TOWN):
        actions.end_mandate(
            mandate_id=cast.town_seat.pk,
            on=DAY,
            reason="镇人大公告",
            ground=EndGround.RESIGNED,
            actor=TOWN,
            at=noon,
        )


def test_the_ground_is_read_in_its_place_and_by_the_deputy_only(cast: Cast, noon: datetime) -> None:
    suspend(cast, noon)
    for actor, seen in (
        (OFFICE, 1),
        (Actor(), 0),
        (Actor(user_id=1, grant_id=1, role=Role.DEPUTY_AFFAIRS, place="532302"), 0),
        (Actor(user_id=1, grant_id=1, role=Role.DEPUTY, person_id=cast.person), 1),
        (Actor(user_id=1, grant_id=1, role=Role.DEPUTY, person_id=cast.person + 1), 0),
    ):
        with scope(actor):
            assert Suspension.objects.count() == seen, actor


def test_the_deputy_and_the_administrators_are_told_without_the_ground(cast: Cast, noon, settings) -> None:
    settings.LIANXIN_JOBS = "inline"
    deputy, admin = make_user("deputy"), make_user("admin")
    make_grant(deputy, Role.DEPUTY, "532301101001", person_id=cast.person)
    make_grant(admin, Role.TENANT_ADMIN, "532301")
    suspend(cast, noon)
    told = []
    for user in (deputy, admin):
        with scope(Actor(user_id=user.pk)):
            told += [notice.words for notice in Notice.objects.all()]
    assert told == [
        "您的一项代表职务暂时停止执行，请与代表工作机构联系",
        "单文华有一项代表资格变动，还有其他在任资格，请核对岗位",
    ]


def test_an_office_suspends_and_resumes_through_the_pages(cast: Cast) -> None:
    client, user = Client(), make_user("office")
    sign_in(client, user, make_grant(user, Role.DEPUTY_AFFAIRS, "532301"))
    page = f"/manage/people/{cast.person}"
    assert "暂停执行职务" in client.get(page).content.decode()
    address = f"/manage/people/seats/{cast.seat.pk}/suspend"
    assert "代表法第六十一条" in client.get(address).content.decode()
    assert "请选法定原因" in client.post(address, {"on": "2024-03-01", "decided_by": "通知"}).content.decode()
    facts = {"on": "2024-03-01", "decided_by": "公安局通知", "ground": "detained"}
    assert client.post(address, facts).status_code == 302
    assert client.get(address).status_code == 404
    text = client.get(page).content.decode()
    assert "恢复执行职务" in text and "公安局通知" in text and "鹿城代表团" in text
    address = f"/manage/people/seats/{cast.seat.pk}/resume"
    assert client.post(address, {"on": "2024-04-01", "note": "不起诉决定"}).status_code == 302
    assert "暂停执行职务" in client.get(page).content.decode()
