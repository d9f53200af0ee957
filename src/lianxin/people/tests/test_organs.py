"""Organs of a term, its sessions and absences: who may be in what, and what is refused."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import pytest
from django.db import transaction
from django.test import Client

from lianxin.accounts.testing import make_grant, make_user, sign_in
from lianxin.divisions.testing import make_places
from lianxin.journal.models import Entry
from lianxin.kernel.actor import Actor, Role
from lianxin.kernel.errors import DomainError, NotAllowed
from lianxin.kit.scope import scope
from lianxin.people import actions, organ_reads, term_reads
from lianxin.people.actions import organs, sessions
from lianxin.people.actions.organs import OrganFacts
from lianxin.people.models import Absence, Mandate, Organ, OrganMember
from lianxin.people.words import GroupBasis, OrganKind, OrganPost

SETUP = Actor(source="setup", name="装机")
OFFICE = Actor(user_id=7, grant_id=7, role=Role.DEPUTY_AFFAIRS, place="532301", name="代工委")
NEIGHBOUR = Actor(user_id=8, grant_id=8, role=Role.DEPUTY_AFFAIRS, place="532302", name="邻县")
START = date(2022, 1, 1)
NESTED = 3


@dataclass
class Cast:
    term: int
    town: int
    above: int
    people: list[int]
    higher: int
    townsman: int


@pytest.fixture
def cast(db: None, noon: datetime) -> Cast:
    def term(code: str, level: int, name: str) -> int:
        made = actions.record_congress(level=level, division_code=code, name=name, actor=SETUP, at=noon)
        return actions.open_term(congress_id=made.pk, number=3, starts_on=START, actor=SETUP, at=noon).pk

    def deputy(name: str, term_id: int, district: str = "第一选区") -> int:
        facts = actions.PersonFacts(name=name, sex="f", ethnic_group="彝族")
        seat = actions.Seat(term_id, "532301101001", district, START)
        return actions.record_deputy(facts=facts, seat=seat, actor=SETUP, at=noon).pk

    with scope(SETUP):
        make_places()
        own, town = term("532301", 3, "楚雄市人大"), term("532301101", 4, "鹿城镇人大")
        above = term("5323", 2, "楚雄州人大")
        people = [deputy(name, own) for name in ("单文华", "李明", "王芳", "赵刚")]
        return Cast(own, town, above, people, deputy("州代表", above), deputy("镇代表", town))


@pytest.fixture
def found(cast: Cast, noon: datetime):
    def make(kind: OrganKind, name: str = "某某组织", term: int | None = None, **more: Any) -> Organ:
        if kind == OrganKind.GROUP:
            more.setdefault("basis", GroupBasis.REGION)
        facts = OrganFacts(kind, name, START, **more)
        with scope(OFFICE):
            return organs.found_organ(term_id=term or cast.term, facts=facts, actor=OFFICE, at=noon)

    return make


@pytest.fixture
def join(noon: datetime):
    def make(organ: Organ, *people: int, post: OrganPost = OrganPost.MEMBER) -> int:
        with scope(OFFICE):
            return organs.join_organ(
                organ_id=organ.pk, person_ids=list(people), post=post, since=START, actor=OFFICE, at=noon
            )

    return make


@pytest.mark.parametrize("kind", list(OrganKind))
def test_every_kind_of_organ_is_founded_in_a_county(found, kind: OrganKind) -> None:
    organ = found(kind)
    with scope(OFFICE):
        assert Entry.objects.filter(event="people.organ.founded", subject_id=organ.pk).count() == 1
        assert organ_reads.organ_file(OFFICE, organ.pk).kind == kind


@pytest.mark.parametrize(
    "kind", ["standing_committee", "chairpersons", "special_committee", "working_committee"]
)
def test_a_township_has_no_standing_committee_and_none_of_its_organs(cast: Cast, found, kind: str) -> None:
    with pytest.raises(DomainError, match="乡镇人大不设"):
        found(OrganKind(kind), term=cast.town)


@pytest.mark.parametrize("kind", ["standing_committee", "chairpersons", "presidium"])
def test_a_term_has_one_leading_organ_of_a_kind(found, kind: str) -> None:
    found(OrganKind(kind), "第一个")
    with pytest.raises(DomainError, match="已经登记过"):
        found(OrganKind(kind), "第二个")


def test_two_organs_of_one_name_are_refused(found) -> None:
    found(OrganKind.DELEGATION, "鹿城代表团")
    with pytest.raises(DomainError, match="同名"):
        found(OrganKind.DELEGATION, "鹿城代表团")


def test_a_group_says_what_it_is_formed_by(found) -> None:
    with pytest.raises(DomainError, match="按地域还是按领域"):
        found(OrganKind.GROUP, basis="")


def test_a_neighbour_founds_nothing_here(cast: Cast, noon: datetime) -> None:
    facts = OrganFacts(OrganKind.DELEGATION, "邻县代表团", START)
    with scope(NEIGHBOUR), pytest.raises(NotAllowed):
        organs.found_organ(term_id=cast.term, facts=facts, actor=NEIGHBOUR, at=noon)


def test_a_deputy_sits_in_one_delegation(cast: Cast, found, join) -> None:
    first, second = found(OrganKind.DELEGATION, "甲代表团"), found(OrganKind.DELEGATION, "乙代表团")
    assert join(first, *cast.people[:2]) == 2
    with pytest.raises(DomainError, match="单文华已经在本届另一个代表团里"):
        join(second, cast.people[0])


def test_the_chairpersons_come_from_the_standing_committee(cast: Cast, found, join) -> None:
    standing, chairs = found(OrganKind.STANDING_COMMITTEE), found(OrganKind.CHAIRPERSONS)
    with pytest.raises(DomainError, match="先把单文华加进常务委员会"):
        join(chairs, cast.people[0])
    join(standing, cast.people[0])
    assert join(chairs, cast.people[0], post=OrganPost.HEAD) == 1


def test_a_higher_deputy_joins_a_group_of_the_county_and_no_committee(cast: Cast, found, join) -> None:
    assert join(found(OrganKind.GROUP), cast.higher) == 1
    with pytest.raises(DomainError, match="州代表没有这里在任的代表资格"):
        join(found(OrganKind.SPECIAL_COMMITTEE), cast.higher)
    with pytest.raises(DomainError, match="镇代表"):
        join(found(OrganKind.GROUP, "另一个小组"), cast.townsman)


def test_all_join_or_none_does(cast: Cast, found, join) -> None:
    organ = found(OrganKind.SPECIAL_COMMITTEE)
    with pytest.raises(DomainError), transaction.atomic():
        join(organ, cast.people[0], cast.higher)
    assert not OrganMember.objects.filter(organ=organ).exists()


def test_an_organ_has_one_head_at_a_time(cast: Cast, found, join, noon: datetime) -> None:
    organ = found(OrganKind.DELEGATION)
    join(organ, cast.people[0], post=OrganPost.HEAD)
    with pytest.raises(DomainError, match="只有一位负责人"):
        join(organ, cast.people[1], post=OrganPost.HEAD)
    first = OrganMember.objects.get(organ=organ)
    with scope(OFFICE):
        left = organs.leave_organ(
            member_id=first.pk, on=date(2024, 5, 1), reason="调整分工", actor=OFFICE, at=noon
        )
        again = organs.leave_organ(
            member_id=first.pk, on=date(2025, 5, 1), reason="再来一次", actor=OFFICE, at=noon
        )
    assert (left.until, again.until) == (date(2024, 5, 1), date(2024, 5, 1))
    assert join(organ, cast.people[1], post=OrganPost.HEAD) == 1
    with scope(OFFICE):
        file = organ_reads.organ_file(OFFICE, organ.pk)
    assert [m.name for m in file.members] == ["李明"] and [m.name for m in file.former] == ["单文华"]


def test_an_ended_organ_takes_nobody_and_its_members_left_with_it(cast: Cast, found, join, noon) -> None:
    organ = found(OrganKind.GROUP)
    join(organ, *cast.people)
    with scope(OFFICE):
        organs.end_organ(organ_id=organ.pk, on=date(2025, 1, 1), reason="并入另一小组", actor=OFFICE, at=noon)
    assert not OrganMember.objects.filter(organ=organ, until=None).exists()
    with pytest.raises(DomainError, match="已经结束"):
        join(organ, cast.higher)


def test_districts_come_from_the_seats_and_rename_them(cast: Cast, noon: datetime) -> None:
    with scope(OFFICE):
        assert organs.gather_districts(term_id=cast.term, actor=OFFICE, at=noon) == 1
        assert organs.gather_districts(term_id=cast.term, actor=OFFICE, at=noon) == 0
        district = Organ.objects.get(term_id=cast.term, kind=OrganKind.DISTRICT)
        assert len(organ_reads.organ_file(OFFICE, district.pk).members) == 4
        facts = OrganFacts(OrganKind.DISTRICT, "鹿城第一选区", START, seats=5)
        organs.change_organ(organ_id=district.pk, facts=facts, actor=OFFICE, at=noon)
        rows, _next = organ_reads.organ_rows(OFFICE, cast.term, OrganKind.DISTRICT)
    assert [(r.name, r.count, r.seats) for r in rows] == [("鹿城第一选区", 4, 5)]
    assert Mandate.objects.filter(electoral_district="鹿城第一选区").count() == 4


@pytest.fixture
def missed(cast: Cast, noon: datetime):
    def make(number: int, person: int, *, has_leave: bool) -> Absence:
        seat = Mandate.objects.get(person_id=person, term_id=cast.term)
        day = date(2022 + number, 2, 1)
        with scope(OFFICE):
            session = sessions.open_session(
                division_code="532301", term_number=3, number=number, name=f"第三届第{number}次会议",
                starts_on=day, ends_on=day, actor=OFFICE, at=noon,
            )  # fmt: skip
            return sessions.record_absence(
                session_id=session.pk, mandate_id=seat.pk, has_leave=has_leave, note="", actor=OFFICE, at=noon
            )

    return make


def test_two_sessions_without_leave_raise_an_alert_and_leave_does_not_count(cast: Cast, missed) -> None:
    missed(1, cast.people[0], has_leave=False)
    missed(2, cast.people[0], has_leave=True)
    with scope(OFFICE):
        assert term_reads.absence_alerts(OFFICE, cast.term) == []
    missed(3, cast.people[0], has_leave=False)
    with scope(OFFICE):
        alert = term_reads.absence_alerts(OFFICE, cast.term)
    assert [(a.name, a.sessions) for a in alert] == [("单文华", ("第三届第1次会议", "第三届第3次会议"))]


def test_an_absence_entered_again_says_the_later_word_and_is_struck(cast: Cast, missed, noon) -> None:
    first = missed(1, cast.people[0], has_leave=False)
    with scope(OFFICE):
        again = sessions.record_absence(
            session_id=first.session_id, mandate_id=first.mandate_id, has_leave=True, note="住院",
            actor=OFFICE, at=noon,
        )  # fmt: skip
        assert (again.pk, again.has_leave) == (first.pk, True)
        sessions.strike_absence(absence_id=first.pk, actor=OFFICE, at=noon)
        assert not Absence.objects.exists()


def test_absences_are_not_seen_by_a_neighbour_even_without_filters(cast: Cast, missed) -> None:
    missed(1, cast.people[0], has_leave=False)
    with scope(NEIGHBOUR):
        assert not Absence.objects.exists()
    with scope(Actor()):
        assert not Absence.objects.exists()


def browser(role: Role = Role.DEPUTY_AFFAIRS, place: str = "532301") -> Client:
    client = Client()
    user = make_user(f"{role}-{place}")
    sign_in(client, user, make_grant(user, role, place, unit_id=1, venue_id=1, person_id=1))
    return client


def test_an_office_founds_fills_and_ends_an_organ_through_its_pages(cast: Cast) -> None:
    client = browser()
    assert "楚雄市人大第 3 届" in client.get("/manage/people/terms").content.decode()
    base = f"/manage/people/terms/{cast.term}"
    assert "本届还没有登记会次" in client.get(base).content.decode()
    answer = client.post(
        f"{base}/organs/new", {"kind": "delegation", "name": "鹿城代表团", "starts_on": "2022-01-01"}
    )
    address = answer.headers["Location"]
    assert "还没有人" in client.get(address).content.decode()
    assert (
        "请先勾选"
        in client.post(f"{address}/join", {"post": "member", "since": "2022-01-01"}).content.decode()
    )
    facts = {"person_ids": cast.people[:2], "post": "member", "since": "2022-01-01"}
    assert client.post(f"{address}/join", facts).status_code == 302
    page = client.get(address).content.decode()
    assert "单文华" in page and "操作记录" in page
    member = OrganMember.objects.first()
    leave = f"{address}/members/{member.pk}/end"
    assert client.post(leave, {"on": "2025-01-01", "reason": "调整"}).status_code == 302
    assert "以前的" in client.get(address).content.decode()
    assert "请写一句原因" in client.post(f"{address}/end", {"on": "2025-02-01"}).content.decode()
    assert client.post(f"{address}/end", {"on": "2025-02-01", "reason": "撤销"}).status_code == 302
    assert "鹿城代表团" in client.get(f"{base}/organs?kind=delegation&ended=1").content.decode()


def test_a_session_is_entered_and_an_absence_found_by_name(cast: Cast) -> None:
    client, base = browser(), f"/manage/people/terms/{cast.term}"
    facts = {"number": 5, "name": "第三届第五次会议", "starts_on": "2026-03-02", "ends_on": "2026-03-01"}
    assert "早于开始日期" in client.post(f"{base}/sessions/new", facts).content.decode()
    answer = client.post(f"{base}/sessions/new", facts | {"ends_on": "2026-03-06"})
    address = answer.headers["Location"]
    assert "李明" in client.get(f"{address}?q=lm").content.decode()
    seat = Mandate.objects.get(person_id=cast.people[1])
    client.post(f"{address}/absent", {"mandate_id": seat.pk, "has_leave": "no"})
    page = client.get(address).content.decode()
    assert "李明" in page and "没有批准" in page


@pytest.mark.parametrize("role", [Role.STANDING_LEADER, Role.SPECIAL_COMMITTEE, Role.STREET_COMMITTEE])
def test_committees_and_leaders_read_organs_and_change_nothing(cast: Cast, found, role: Role) -> None:
    organ, client = found(OrganKind.DELEGATION, "鹿城代表团"), browser(role)
    page = client.get(f"/manage/people/organs/{organ.pk}").content.decode()
    assert "鹿城代表团" in page and "改资料" not in page
    assert client.get(f"/manage/people/terms/{cast.term}/organs/new").status_code == 404
    assert client.post(f"/manage/people/organs/{organ.pk}/end").status_code == 404


def test_a_neighbours_terms_and_organs_do_not_exist(cast: Cast, found) -> None:
    organ, client = found(OrganKind.DELEGATION), browser(place="532302")
    for path in (
        f"terms/{cast.term}",
        f"terms/{cast.term}/organs",
        f"organs/{organ.pk}",
        f"organs/{organ.pk}/join",
    ):
        assert client.get(f"/manage/people/{path}").status_code == 404


def test_pages_stay_within_their_queries(cast: Cast, found, join, django_assert_max_num_queries) -> None:
    organ = found(OrganKind.DELEGATION)
    join(organ, *cast.people)
    client = browser()
    for path, most in (
        ("terms", 6), (f"terms/{cast.term}", 9), (f"terms/{cast.term}/organs", 6), (f"organs/{organ.pk}", 8),
        (f"organs/{organ.pk}/join", 9),
    ):  # fmt: skip
        client.get(f"/manage/people/{path}")
        with django_assert_max_num_queries(most + NESTED):
            assert client.get(f"/manage/people/{path}").status_code == 200
