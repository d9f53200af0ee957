"""Links: made once, visited, reminded once, ended; who sees and who may record."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

import pytest
from django.test import Client

from lianxin.accounts.testing import make_grant, make_user, sign_in
from lianxin.divisions.testing import make_places
from lianxin.journal.models import Entry
from lianxin.kernel.actor import Actor, Role
from lianxin.kernel.errors import DomainError, NotAllowed, NotFound
from lianxin.kit.scope import scope
from lianxin.links import actions, reads
from lianxin.links.actions import LinkFacts, VisitFacts
from lianxin.links.models import Link, Profile, Visit
from lianxin.links.tasks import remind_due_everywhere
from lianxin.links.words import LinkKind, Mode
from lianxin.notices.models import Notice
from lianxin.people import actions as people
from lianxin.people.actions import organs
from lianxin.people.actions.organs import OrganFacts
from lianxin.people.words import OrganKind, OrganPost

SETUP = Actor(source="setup", name="装机")
OFFICE = Actor(user_id=7, grant_id=7, role=Role.DEPUTY_AFFAIRS, place="532301", name="代工委")
NEIGHBOUR = Actor(user_id=8, grant_id=8, role=Role.DEPUTY_AFFAIRS, place="532302", name="邻县")
START, TODAY = date(2026, 1, 1), date(2026, 3, 3)


def deputy(person_id: int) -> Actor:
    return Actor(
        user_id=900 + person_id,
        grant_id=900,
        role=Role.DEPUTY,
        person_id=person_id,
        place="532301",
        name="代表",
    )


@dataclass
class Cast:
    ids: list[int]
    committee: int


@pytest.fixture
def cast(db: None, noon: datetime) -> Cast:
    with scope(SETUP):
        make_places()
        made = people.record_congress(
            level=3, division_code="532301", name="楚雄市人大", actor=SETUP, at=noon
        )
        start = date(2022, 1, 1)
        term = people.open_term(congress_id=made.pk, number=3, starts_on=start, actor=SETUP, at=noon)
        ids = []
        for name in ("单文华", "李明", "王芳"):
            facts = people.PersonFacts(name=name, sex="f", ethnic_group="彝族")
            seat = people.Seat(term.pk, "532301101001", "第一选区", start)
            ids.append(people.record_deputy(facts=facts, seat=seat, actor=SETUP, at=noon).pk)
    with scope(OFFICE):
        found = [
            organs.found_organ(term_id=term.pk, facts=OrganFacts(kind, name, start), actor=OFFICE, at=noon).pk
            for kind, name in (
                (OrganKind.STANDING_COMMITTEE, "市人大常委会"), (OrganKind.SPECIAL_COMMITTEE, "法制委员会"),
            )
        ]  # fmt: skip
        organs.join_organ(
            organ_id=found[0], person_ids=ids[:1], post=OrganPost.HEAD, since=start, actor=OFFICE, at=noon
        )
    return Cast(ids, found[1])


@pytest.fixture
def link(cast: Cast, noon: datetime):
    def make(kind: LinkKind = LinkKind.MEMBER_DEPUTY, to: list[int] | None = None, voters: str = "") -> Link:
        is_committee = kind == LinkKind.COMMITTEE_DEPUTY
        facts = LinkFacts(
            kind, "532301", START, None if is_committee else cast.ids[0],
            cast.committee if is_committee else None, voters,
        )  # fmt: skip
        with scope(OFFICE):
            actions.make_links(facts=facts, to_person_ids=to or [cast.ids[1]], actor=OFFICE, at=noon)
            return Link.objects.order_by("-pk")[0]

    return make


def visit(link: Link, actor: Actor, noon: datetime, on: date = TODAY, note: str = "看了水渠") -> Visit:
    with scope(actor):
        return actions.record_visit(
            link_id=link.pk, facts=VisitFacts(on, Mode.HOME, note, raised="水渠漏水"), actor=actor, at=noon
        )


def test_a_link_made_twice_is_one_link(cast: Cast, link) -> None:
    assert link(to=cast.ids[1:]).pk == link(to=cast.ids[1:]).pk
    with scope(OFFICE):
        assert Link.objects.count() == 2
        assert Entry.objects.filter(event="links.link.made").count() == 2


def test_voters_are_named_and_a_deputy_is_not_linked_with_themself(cast: Cast, link) -> None:
    with pytest.raises(DomainError, match="联系哪里的选民"):
        link(LinkKind.DEPUTY_VOTERS)
    with pytest.raises(DomainError, match="请先勾选"):
        link(to=[cast.ids[0]])
    assert link(LinkKind.DEPUTY_VOTERS, voters="彩云村三组").to_person_id is None


def test_the_next_visit_is_due_one_interval_after_the_last(link, noon: datetime) -> None:
    made = link()
    assert made.due_on == START + timedelta(days=180)
    visit(made, OFFICE, noon)
    visit(made, OFFICE, noon, on=date(2026, 2, 1))  # written down later, it does not move the clock back
    with scope(OFFICE):
        made.refresh_from_db()
    assert (made.last_visit_on, made.due_on) == (TODAY, TODAY + timedelta(days=180))


def test_the_nearest_dated_profile_says_how_often(link, noon: datetime) -> None:
    for code, day, days in (("5323", START, 60), ("532301", START, 30), ("532301", date(2026, 3, 1), 10)):
        Profile.objects.create(
            division_code=code, valid_from=day, values={"member_deputy": days}, source="某市联系代表办法"
        )
    made = link()
    assert made.due_on == START + timedelta(days=30)
    visit(made, OFFICE, noon)
    with scope(OFFICE):
        made.refresh_from_db()
    assert made.due_on == TODAY + timedelta(days=10)


@pytest.mark.parametrize(
    ("on", "note", "sentence"),
    [
        (date(2030, 1, 1), "看了水渠", "还没有到"),
        (date(2020, 1, 1), "看了水渠", "早于"),
        (TODAY, "", "请写一句"),
    ],
)
def test_a_wrong_visit_is_refused(link, noon, on: date, note: str, sentence: str) -> None:
    with pytest.raises(DomainError, match=sentence):
        visit(link(), OFFICE, noon, on=on, note=note)


def test_who_goes_records_and_who_is_visited_reads(cast: Cast, link, noon: datetime) -> None:
    made = link()
    visit(made, deputy(cast.ids[0]), noon)
    other = deputy(cast.ids[1])
    with pytest.raises(NotFound):  # the database lets only who goes lock the link
        visit(made, other, noon)
    with scope(other):
        assert [v.raised for v in reads.link_page(other, made.pk, on=TODAY).visits] == ["水渠漏水"]
    for stranger in (deputy(cast.ids[2]), NEIGHBOUR):
        with pytest.raises(NotFound):
            visit(made, stranger, noon)
        with scope(stranger):
            assert not Link.objects.exists() and not Visit.objects.exists()


def test_a_committee_records_on_its_own_kind_of_link_only(link, noon: datetime) -> None:
    committee = Actor(user_id=5, grant_id=5, role=Role.SPECIAL_COMMITTEE, place="532301", name="法工委")
    visit(link(LinkKind.COMMITTEE_DEPUTY), committee, noon)
    with pytest.raises(NotAllowed):
        visit(link(), committee, noon)


def test_an_ended_link_is_done_with(link, noon: datetime) -> None:
    made = link()
    with scope(OFFICE):
        for day in (TODAY, date(2026, 3, 9)):
            ended = actions.end_link(link_id=made.pk, on=day, reason="调整分工", actor=OFFICE, at=noon)
    assert ended.until == TODAY
    with pytest.raises(DomainError, match="已经结束"):
        visit(made, OFFICE, noon)


def test_links_are_handed_to_a_successor_and_doubles_end(cast: Cast, link, noon: datetime) -> None:
    link(to=[cast.ids[1]])
    link(to=[cast.ids[2]])
    with scope(OFFICE):
        number = actions.hand_over_links(
            person_id=cast.ids[1], successor_id=cast.ids[2], actor=OFFICE, at=noon
        )
        left = Link.objects.filter(until=None)
        assert number == 1 and [row.to_person_id for row in left] == [cast.ids[2]]


def test_who_has_a_visit_due_is_told_once_for_each_due_day(cast: Cast, link, noon, monkeypatch) -> None:
    made, user = link(), make_user("goer")
    make_grant(user, Role.DEPUTY, "532301101001", person_id=cast.ids[0])
    later = noon + timedelta(days=400)
    monkeypatch.setattr("django.utils.timezone.now", lambda: later)
    remind_due_everywhere(0)
    remind_due_everywhere(0)
    with scope(Actor(user_id=user.pk)):
        assert [(notice.words, notice.url) for notice in Notice.objects.all()] == [
            ("您有 1 处联系该走访了", "/my/links")
        ]
    with scope(OFFICE):
        made.refresh_from_db()
        assert made.reminded_for == made.due_on


def browser(role: Role, place: str = "532301", person_id: int = 1) -> Client:
    client, user = Client(), make_user(f"{role}-{place}-{person_id}")
    sign_in(client, user, make_grant(user, role, place, person_id=person_id if role == Role.DEPUTY else None))
    return client


def test_an_office_makes_finds_and_ends_links_through_the_pages(cast: Cast) -> None:
    client = browser(Role.DEPUTY_AFFAIRS)
    assert "谁联系谁" in client.get("/links").content.decode()
    address = "/links/new/member_deputy"
    assert "请先勾选" in client.post(address, {"source": cast.ids[0], "since": "2024-01-01"}).content.decode()
    facts = {"source": cast.ids[0], "people": cast.ids[1:], "since": "2024-01-01"}
    assert client.post(address, facts).status_code == 302
    page = client.get("/links?view=due").content.decode()
    assert "李明" in page and "天没有走访" in page
    assert "李明" not in client.get("/links?q=wf").content.decode()
    text = client.post("/links/export").content.decode("utf-8-sig")
    assert text.count("常委会组成人员联系代表") == 2
    assert client.get("/links/new/horoscope").status_code == 404
    with scope(OFFICE):
        first = Link.objects.order_by("pk")[0].pk
    assert client.post(f"/links/{first}/end", {"on": "2025-01-01", "reason": "调整"}).status_code == 302
    assert "李明" in client.get("/links?view=ended").content.decode()


def test_a_deputy_records_a_visit_on_a_phone_and_a_double_tap_makes_one(cast: Cast, link) -> None:
    made = link(LinkKind.DEPUTY_VOTERS, voters="彩云村三组")
    client = browser(Role.DEPUTY, person_id=cast.ids[0])
    assert "彩云村三组" in client.get("/my/links").content.decode()
    address = f"/my/links/{made.pk}"
    assert 'name="once"' in client.get(address).content.decode()
    facts = {"once": "k1", "mode": "home", "held_on": "2026-03-01", "note": "看了水渠", "raised": "漏水"}
    assert "请写一句走访做了什么" in client.post(address, facts | {"note": ""}).content.decode()
    assert [client.post(address, facts).status_code for _ in range(2)] == [302, 302]
    with scope(OFFICE):
        assert Visit.objects.count() == 1
    page = client.get(address).content.decode()
    assert "漏水" in page and "记下来" in page


def test_pages_stay_within_their_queries(cast: Cast, link, django_assert_max_num_queries) -> None:
    made = link(to=cast.ids[1:])
    for client, paths in (
        (browser(Role.DEPUTY_AFFAIRS), (("/links", 8), (f"/links/{made.pk}", 9))),
        (browser(Role.DEPUTY, person_id=cast.ids[0]), (("/my/links", 7), (f"/my/links/{made.pk}", 8))),
    ):
        for path, most in paths:
            client.get(path)
            with django_assert_max_num_queries(most + 3):
                assert client.get(path).status_code == 200
