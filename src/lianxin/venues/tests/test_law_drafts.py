"""Opinions on drafts: asked for by an office, recorded at legislative contact points, counted, exported."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from lianxin.accounts.testing import actor_for
from lianxin.journal.models import Entry
from lianxin.kernel.actor import Actor, Role
from lianxin.kernel.errors import DomainError, NotAllowed, NotFound
from lianxin.kit.paging import Cursor
from lianxin.kit.scope import scope
from lianxin.venues.actions import law_drafts as actions
from lianxin.venues.models import ContactPoint, DraftOpinion, LawDraft
from lianxin.venues.reads import law_drafts as reads
from lianxin.venues.tests.conftest import VILLAGE, Cast
from lianxin.venues.tests.test_points import make_point
from lianxin.venues.views.law_drafts import DRAFTERS, READERS
from lianxin.venues.words import OpinionFrom, PointKind

TODAY = date(2026, 3, 3)
WORDS = "垃圾分类要先给村里配车，不然分了也白分。"


@pytest.fixture
def today(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> Cast:
    monkeypatch.setattr("django.utils.timezone.now", lambda: cast.noon)
    return cast


def office(place: str = "532301") -> Actor:
    return actor_for(Role.DEPUTY_AFFAIRS, place, name=f"代工委{place}")


def legislative(cast: Cast, **more: Any) -> ContactPoint:
    return make_point(cast, "立法联系点", kind=PointKind.LEGISLATIVE, named_by="楚雄州人大常委会", **more)


def draft_of(cast: Cast, actor: Actor | None = None, **more: Any) -> LawDraft:
    actor = actor or office()
    facts = {
        "name": "爱国卫生条例（草案）", "summary": "管垃圾分类和病媒防制。\n想问：分类怎么分。",
        "organ": "楚雄州人大常委会", "opens_on": TODAY, "closes_on": TODAY + timedelta(days=30),
    }  # fmt: skip
    with scope(actor):
        return actions.ask_opinions(facts=actions.DraftFacts(**facts | more), actor=actor, at=cast.noon)


def say(cast: Cast, draft: LawDraft, point: ContactPoint, actor: Actor, **more: Any) -> DraftOpinion:
    facts = {"said_by": OpinionFrom.CITIZEN, "article": "第十二条", "text": WORDS, "on": TODAY}
    with scope(actor):
        return actions.record_opinion(
            draft_id=draft.pk, point_id=point.pk, actor=actor, at=cast.noon, **facts | more
        )


def liaison(cast: Cast, venue_id: int | None = None) -> Actor:
    return actor_for(Role.LIAISON, VILLAGE, name=f"联络{venue_id}", venue_id=venue_id or cast.venue_id)


def test_an_opinion_is_recorded_at_a_legislative_point_and_counted(today: Cast) -> None:
    point, draft = legislative(today), draft_of(today)
    say(today, draft, point, liaison(today))
    say(today, draft, point, office(), said_by=OpinionFrom.COMPANY)
    actor = office()
    with scope(actor):
        page = reads.draft_page(actor, draft.pk, Cursor(size=50), on=TODAY)
    assert page.draft.opinions == 2 and page.by_point == (("立法联系点", 2),)
    assert [count for _label, count in page.by_kind] == [1, 0, 1, 0]
    assert {row.text for row in page.opinions.rows} == {WORDS}
    with scope(Actor(role=Role.AUDITOR, place="5323")):
        events = list(Entry.objects.filter(event="venues.opinion.recorded").values_list("after", flat=True))
    assert sorted(events) == ["citizen", "company"]  # the kind of people, never the words


def test_an_opinion_is_seen_in_its_place_and_at_its_venue_only(today: Cast) -> None:
    point, draft = legislative(today), draft_of(today, office("5323"))
    say(today, draft, point, office("5323"))
    for actor, count in (
        (office("5323"), 1), (office(), 1), (liaison(today), 1), (liaison(today, today.other_id), 0),
        (office("532302"), 0),
    ):  # fmt: skip
        with scope(actor):
            assert DraftOpinion.objects.count() == count  # row-level security, without any filter of ours
            page = reads.draft_page(actor, draft.pk, Cursor(size=50), on=TODAY)
            assert page.draft.opinions == count


def test_an_opinion_needs_its_days_its_place_and_a_legislative_point(today: Cast) -> None:
    point, draft, actor = legislative(today), draft_of(today), office("5323")
    plain = make_point(today)
    for day in (TODAY - timedelta(days=1), TODAY + timedelta(days=31)):
        with pytest.raises(DomainError, match="征求意见的日期"):
            say(today, draft, point, actor, on=day)
    with pytest.raises(DomainError, match="原话"):
        say(today, draft, point, actor, text=" ")
    with pytest.raises(NotFound):
        say(today, draft, plain, actor)
    foreign = draft_of(today, office("532302"))
    with pytest.raises(DomainError, match="不在这个联系点的地方"):
        say(today, foreign, point, actor)
    with pytest.raises(NotFound):  # the county does not see its neighbour's draft
        say(today, foreign, point, office())
    leader = actor_for(Role.STANDING_LEADER, "532301", name="主任")
    with pytest.raises(NotAllowed):
        say(today, draft, point, leader)


def test_only_committees_ask_and_a_draft_is_asked_about_once(today: Cast) -> None:
    draft_of(today)
    with pytest.raises(DomainError, match="同名"):
        draft_of(today)
    with pytest.raises(DomainError, match="截止日期"):
        draft_of(today, name="另一份", closes_on=TODAY - timedelta(days=1))
    with pytest.raises(DomainError, match="都要填"):
        draft_of(today, name="另一份", summary=" ")
    with pytest.raises(NotAllowed):
        draft_of(today, liaison(today), name="另一份")
    assert Role.PRESIDIUM not in DRAFTERS


def test_it_all_works_in_the_browser(today: Cast) -> None:
    legislative(today)
    asker = today.client(Role.DEPUTY_AFFAIRS, "532301")
    facts = {
        "name": "爱国卫生条例", "organ": "州人大常委会", "summary": "垃圾分类", "opens_on": "2026-03-01",
        "closes_on": "2026-03-31",
    }  # fmt: skip
    assert (
        "请填截止的日子" in asker.post("/manage/law-drafts/new", facts | {"closes_on": ""}).content.decode()
    )
    here = asker.post("/manage/law-drafts/new", facts).headers["Location"]
    assert "0 条" in asker.get("/manage/law-drafts").content.decode()
    keeper = today.client(Role.LIAISON, VILLAGE, venue_id=today.venue_id)
    page = keeper.get(here).content.decode()
    key = page.split('name="once"')[1].split('value="')[1].split('"')[0]
    point = page.split('name="point"')[1].split('value="')[1].split('"')[0]
    said = {"point": point, "said_by": "citizen", "article": "", "text": f"={WORDS}", "once": key}
    assert "请写下意见原话" in keeper.post(here, said | {"text": ""}).content.decode()
    for _twice in range(2):
        keeper.post(here, said)
    assert WORDS in asker.get(here).content.decode()
    text = b"".join(asker.post(here + "/export.csv")).decode("utf-8-sig")
    assert f"'={WORDS}" in text and "合计,1" in text
    with scope(Actor(role=Role.AUDITOR, place="5323")):
        assert Entry.objects.filter(event="venues.law_draft.exported").count() == 1
    leader = today.client(Role.STANDING_LEADER, "532301")
    assert "登记一条意见" not in leader.get(here).content.decode()
    neighbour = today.client(Role.DEPUTY_AFFAIRS, "532302")
    assert neighbour.get(here).status_code == 404


@pytest.mark.parametrize("role", [r for r in Role if r not in READERS and r != Role.CITIZEN])
def test_other_roles_do_not_find_the_pages(today: Cast, role: Role) -> None:
    draft = draft_of(today)
    browser = today.client(role, "532301", unit_id=1, person_id=1)
    for path in ("", "/new", f"/{draft.pk}"):
        assert browser.get("/manage/law-drafts" + path).status_code == 404


def test_a_draft_with_many_opinions_keeps_its_budget(today: Cast) -> None:
    point, draft, actor = legislative(today), draft_of(today), office()
    for number in range(60):
        say(today, draft, point, actor, text=f"第 {number} 条意见")
    browser = today.client(Role.DEPUTY_AFFAIRS, "532301")
    for path in ("/manage/law-drafts", f"/manage/law-drafts/{draft.pk}"):
        browser.get(path)
        with CaptureQueriesContext(connection) as queries:
            page = browser.get(path).content.decode()
        assert len(queries) <= 9 + 3, [q["sql"][:90] for q in queries]
    assert "第 59 条意见" in page and "第 0 条意见" not in page
    last = page.split('href="?before=')[1].split('"')[0]
    assert "第 0 条意见" in browser.get(f"/manage/law-drafts/{draft.pk}?before={last}").content.decode()


@pytest.mark.parametrize("wrong", [{"name": ""}, {"closes_on": date(2020, 1, 1)}])
def test_the_database_refuses_what_cannot_be(today: Cast, wrong: dict) -> None:
    draft = draft_of(today)
    with pytest.raises(IntegrityError), transaction.atomic():
        LawDraft.objects.filter(pk=draft.pk).update(**wrong)
