"""Term change: previewed, all or nothing, open matters in named hands, and an archive nobody writes to."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

import pytest
from django.db import DatabaseError, transaction
from django.test import Client

from lianxin.accounts.testing import make_grant, make_user, sign_in
from lianxin.journal.models import Entry
from lianxin.kernel.actor import Actor, Role
from lianxin.kernel.errors import DomainError, NotAllowed
from lianxin.kit.scope import scope
from lianxin.links import actions as links
from lianxin.links.actions import LinkFacts
from lianxin.links.models import Link
from lianxin.links.words import LinkKind
from lianxin.notices.models import Notice
from lianxin.people import actions, closing_reads
from lianxin.people.actions import organs
from lianxin.people.actions.closing import close_term
from lianxin.people.actions.organs import OrganFacts
from lianxin.people.models import Mandate, Organ, OrganMember, Term
from lianxin.people.words import MandateState, OrganKind, OrganPost
from lianxin.voices import testing as voices
from lianxin.voices.models import Case

SETUP = Actor(source="setup", name="装机")
START, NEXT = date(2021, 1, 5), date(2026, 3, 1)


@dataclass
class Cast:
    office: Actor
    old: int
    new: int
    li: int
    again: int
    successor: int
    case: int
    organ: int
    committee: int
    link: int


@pytest.fixture
def cast(db: None, noon: datetime) -> Cast:
    world = voices.make_world()
    case_id = voices.make_case(world, "claimed")
    li = world.deputy.person_id or 0
    office = Actor(user_id=70, grant_id=70, role=Role.DEPUTY_AFFAIRS, place="532301", name="代工委")
    with scope(SETUP):
        congress = actions.record_congress(
            level=3, division_code="532301", name="楚雄市人大", actor=SETUP, at=noon
        )
        old, new = (
            actions.open_term(congress_id=congress.pk, number=n, starts_on=day, actor=SETUP, at=noon).pk
            for n, day in ((18, START), (19, NEXT))
        )

        def sit(person_id: int, term: int, district: str) -> None:
            actions.give_mandate(
                person_id=person_id, term_id=term, home_code="532301101001", electoral_district=district,
                since=START if term == old else NEXT, actor=SETUP, at=noon,
            )  # fmt: skip

        ids = [
            actions.record_person(
                name=name,
                sex="f",
                ethnic_group="彝族",
                occupation="",
                home_code="532301101001",
                actor=SETUP,
                at=noon,
            ).pk
            for name in ("连任人", "接手人")
        ]
        sit(li, old, "第一选区")
        sit(ids[0], old, "第二选区")
        sit(ids[0], new, "第二选区")
        sit(ids[1], new, "第一选区")
    with scope(office):
        found = [
            organs.found_organ(term_id=old, facts=OrganFacts(kind, "某某", START), actor=office, at=noon).pk
            for kind in (OrganKind.DELEGATION, OrganKind.SPECIAL_COMMITTEE)
        ]
        organs.join_organ(
            organ_id=found[0],
            person_ids=[li, ids[0]],
            post=OrganPost.MEMBER,
            since=START,
            actor=office,
            at=noon,
        )
        for facts, to in (
            (LinkFacts(LinkKind.DEPUTY_VOTERS, "532301", START, li, voters="彩云村三组"), []),
            (LinkFacts(LinkKind.COMMITTEE_DEPUTY, "532301", START, organ_id=found[1]), [ids[0]]),
        ):
            links.make_links(facts=facts, to_person_ids=to, actor=office, at=noon)
        kept = Link.objects.get(voters="彩云村三组").pk
    return Cast(office, old, new, li, ids[0], ids[1], case_id, found[0], found[1], kept)


def close(cast: Cast, noon: datetime, successors: dict[int, int] | None = None, actor: Actor | None = None):
    who = actor or cast.office
    with scope(who):
        return close_term(
            term_id=cast.old, successors={cast.li: cast.successor} if successors is None else successors,
            actor=who, at=noon,
        )  # fmt: skip


def test_the_preview_counts_and_proposes_and_changes_nothing(cast: Cast) -> None:
    with scope(cast.office):
        page = closing_reads.preview(cast.office, cast.old)
    assert (page.seats, page.again, page.leaving, page.organs, page.members) == (2, 1, 1, 2, 2)
    (leaver,) = page.leavers
    assert leaver.person_id == cast.li and leaver.proposed == cast.successor
    assert leaver.held == (("没办结的民情", 1), ("联系", 1))
    assert Term.objects.get(pk=cast.old).closed_at is None


def test_closing_expires_seats_ends_organs_and_hands_open_matters_over(cast: Cast, noon, settings) -> None:
    settings.LIANXIN_JOBS = "inline"
    user = make_user("successor")
    make_grant(user, Role.DEPUTY, "532301101001", person_id=cast.successor)
    done = close(cast, noon)
    assert (done.seats, done.organs, done.handed) == (2, 2, 2)
    seats = Mandate.objects.filter(term_id=cast.old)
    assert {(s.state, s.until, s.end_reason) for s in seats} == {(MandateState.EXPIRED, NEXT, "任期届满")}
    assert not Organ.objects.filter(term_id=cast.old, ends_on=None).exists()
    assert not OrganMember.objects.filter(organ__term_id=cast.old, until=None).exists()
    with scope(cast.office):
        case = Case.objects.get(pk=cast.case)
        assert (case.claimed_by, case.state) == (cast.successor, "claimed")
        assert Link.objects.get(pk=cast.link).from_person_id == cast.successor
        assert Link.objects.get(organ_id=cast.committee).end_reason == "换届"
        lines = Entry.objects.filter(subject_kind="people.term", subject_id=cast.old)
        said = list(lines.order_by("id").values_list("event", "reason"))
    assert said[-2][0] == "people.term.handed_over" and "没办结的民情 1，联系 1" in said[-2][1]
    assert said[-1] == ("people.term.closed", "届满 2 人，结束组织 2 个，移交 2 件")
    with scope(Actor(user_id=user.pk)):
        assert "换届移交" in Notice.objects.order_by("-pk")[0].words


@pytest.mark.parametrize("successor", [0, "again_old", "li"])
def test_without_a_successor_who_sits_in_the_new_term_nothing_happens(cast: Cast, noon, successor) -> None:
    chosen = {} if successor == 0 else {cast.li: cast.li if successor == "li" else 999999}
    with pytest.raises(DomainError, match="请给.*选一位新一届的代表"), transaction.atomic():
        close(cast, noon, chosen)
    assert Mandate.objects.filter(term_id=cast.old, state=MandateState.ACTIVE).count() == 2
    with scope(cast.office):
        assert Case.objects.get(pk=cast.case).claimed_by == cast.li


def test_the_next_term_must_be_there_and_have_begun(cast: Cast, noon: datetime) -> None:
    Term.objects.filter(pk=cast.new).update(starts_on=date(2027, 1, 1))
    with pytest.raises(DomainError, match="还没有开始"):
        close(cast, noon)
    Mandate.objects.filter(term_id=cast.new).delete()
    Term.objects.filter(pk=cast.new).delete()
    with pytest.raises(DomainError, match="先登记新的一届"):
        close(cast, noon)


@pytest.mark.parametrize("role", [Role.TENANT_ADMIN, Role.PRESIDIUM])
def test_only_the_office_of_that_congress_closes_its_term(cast: Cast, noon, role: Role) -> None:
    place = "532301" if role == Role.TENANT_ADMIN else "532301101"
    with pytest.raises(NotAllowed):
        close(cast, noon, actor=Actor(user_id=1, grant_id=1, role=role, place=place, name="别人"))


def test_the_archive_of_a_closed_term_is_frozen_in_the_actions_and_in_the_database(cast: Cast, noon) -> None:
    close(cast, noon)
    with pytest.raises(DomainError, match="已经换届封存"):
        close(cast, noon)
    with scope(cast.office):
        facts = OrganFacts(OrganKind.GROUP, "新小组", START, "region")
        with pytest.raises(DomainError, match="已经换届封存"):
            organs.found_organ(term_id=cast.old, facts=facts, actor=cast.office, at=noon)
        with pytest.raises(DomainError, match="已经换届封存"):
            actions.give_mandate(
                person_id=cast.successor, term_id=cast.old, home_code="532301101001", electoral_district="",
                since=START, actor=cast.office, at=noon,
            )  # fmt: skip
    for write in (
        lambda: Mandate.objects.filter(term_id=cast.old).update(end_reason="改一改"),
        lambda: Organ.objects.filter(term_id=cast.old).update(name="改一改"),
        lambda: OrganMember.objects.filter(organ__term_id=cast.old).delete(),
    ):
        with pytest.raises(DatabaseError, match="archive frozen"), transaction.atomic():
            write()
    Mandate.objects.filter(term_id=cast.new).update(card_no="1")


def test_an_office_closes_a_term_through_its_pages(cast: Cast) -> None:
    client, user = Client(), make_user("office")
    sign_in(client, user, make_grant(user, Role.DEPUTY_AFFAIRS, "532301"))
    address = f"/manage/people/terms/{cast.old}/close"
    page = client.get(address).content.decode()
    assert "请看一下会发生什么" in page and f'<option value="{cast.successor}" selected>' in page
    answer = client.post(address, {f"successor_{cast.li}": ""})
    assert answer.status_code == 409 and "没有办成，什么都没有改" in answer.content.decode()
    answer = client.post(address, {f"successor_{cast.li}": cast.successor})
    assert answer.headers["Location"] == f"/manage/people/terms/{cast.old}/closed"
    assert "届满 2 人" in client.get(answer.headers["Location"]).content.decode()
    assert client.get(address).status_code == 404
    page = client.get(f"/manage/people/terms/{cast.old}").content.decode()
    assert "已经换届封存" in page and "/sessions/new" not in page
    assert "某某" in client.get(f"/manage/people/terms/{cast.old}/organs?kind=delegation").content.decode()
