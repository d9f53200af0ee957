"""Rules on the wall: versions of a place, what a venue has put up, A3 paper with fonts inside, the one flow chart."""

from __future__ import annotations

import io
import unicodedata
from datetime import date, datetime, timedelta
from itertools import pairwise
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from pypdf import PdfReader

from lianxin.accounts.testing import make_grant, make_user, sign_in
from lianxin.journal.models import Entry
from lianxin.kernel.actor import Actor, Role
from lianxin.kernel.errors import DomainError, NotAllowed, NotFound
from lianxin.kernel.flow_chart import chart_of, main_line
from lianxin.kit.paging import Cursor
from lianxin.kit.scope import scope
from lianxin.rulebook import actions, paper, reads
from lianxin.rulebook.models import Adoption, Rule
from lianxin.rulebook.samples import SAMPLES
from lianxin.rulebook.views import READERS, SETTERS
from lianxin.rulebook.words import CORE, Slot
from lianxin.venues import actions as venues
from lianxin.venues.actions import withdraw
from lianxin.voices.testing import COUNTY, PREFECTURE, SETUP, VILLAGE, World, make_world
from lianxin.voices.workflow import CASE_FLOW, STAGES

pytestmark = pytest.mark.django_db
TODAY = date(2026, 3, 3)
LONG_AGO = date(2026, 1, 1)


@pytest.fixture
def town(noon: datetime, monkeypatch: pytest.MonkeyPatch) -> World:
    monkeypatch.setattr("django.utils.timezone.now", lambda: noon)
    return make_world(noon)


def set_rule(town: World, at: datetime, slot: Slot = Slot.VENUE, **more: Any) -> Rule:
    actor = more.pop("actor", town.office)
    facts = {
        "title": f"{slot}制度", "body": "一、按时开放，专人值守。\n二、记录如实，及时归档。",
        "source": "楚市人办〔2026〕3 号", "valid_from": LONG_AGO,
    }  # fmt: skip
    with scope(actor):
        return actions.set_rule(slot=slot, actor=actor, at=at, **facts | more)


def hang(town: World, at: datetime, *rules: Rule, actor: Actor | None = None, on: date = TODAY) -> int:
    actor = actor or town.liaison
    with scope(actor):
        return actions.hang_rules(
            venue_id=town.venue_id, rule_ids=[r.pk for r in rules], on=on, actor=actor, at=at
        )


def wall_of(town: World, actor: Actor | None = None, on: date = TODAY) -> reads.Wall:
    actor = actor or town.liaison
    with scope(actor):
        return reads.wall(actor, town.venue_id, on=on)


def browser_of(role: Role, place: str, **more: int) -> Client:
    user, browser = make_user(f"{role}-{place}"), Client()
    sign_in(browser, user, make_grant(user, role, place, **more))
    return browser


def folded(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split())


def words(page: Any) -> str:
    return folded(page.extract_text())


def all_fonts_are_inside(pdf: bytes) -> bool:
    """Whether each font of each page carries its own file, through the Type0 fonts' descendants."""
    found = []
    for page in PdfReader(io.BytesIO(pdf)).pages:
        waiting = [page["/Resources"]]
        while waiting:
            resources = waiting.pop().get_object()
            for font in resources.get("/Font", {}).values():
                below = [d.get_object() for d in font.get_object().get("/DescendantFonts", [font])]
                keys = {key for d in below for key in d["/FontDescriptor"].get_object()}
                found.append(bool(keys & {"/FontFile", "/FontFile2", "/FontFile3"}))
            others = [other.get_object() for other in resources.get("/XObject", {}).values()]
            waiting += [other["/Resources"] for other in others if "/Resources" in other]
    return bool(found) and all(found)


def test_a_version_is_never_changed_and_the_next_one_follows(town: World, noon: datetime) -> None:
    first = set_rule(town, noon)
    second = set_rule(town, noon, title="阵地管理制度（修订）", valid_from=date(2026, 4, 1))
    assert (first.number, second.number) == (1, 2)
    for on, title in ((TODAY, "venue制度"), (date(2026, 4, 1), "阵地管理制度（修订）")):
        assert [r.title for r in reads.rules_in_force(VILLAGE, on=on)] == [title]
    with scope(Actor(role=Role.AUDITOR, place=PREFECTURE)):
        assert Entry.objects.filter(event="rulebook.rule.set").count() == 2


def test_the_nearest_places_core_rule_holds_and_own_rules_add_up(town: World, noon: datetime) -> None:
    prefecture = Actor(role=Role.DEPUTY_AFFAIRS, place=PREFECTURE, user_id=9, grant_id=9, name="州代工委")
    set_rule(town, noon, actor=prefecture, title="州阵地管理制度")
    set_rule(town, noon, Slot.CONTACT, actor=prefecture, title="州联系群众制度")
    set_rule(town, noon, Slot.LOCAL, actor=prefecture, title="常委会组成人员联系代表办法")
    set_rule(town, noon, title="市阵地管理制度")
    set_rule(town, noon, Slot.LOCAL, actor=town.township_office, title="镇代表述职办法")
    assert [r.title for r in reads.rules_in_force(VILLAGE, on=TODAY)] == [
        "市阵地管理制度", "州联系群众制度", "镇代表述职办法", "常委会组成人员联系代表办法",
    ]  # fmt: skip
    assert [r.title for r in reads.rules_in_force("532302101001", on=TODAY)] == [
        "州阵地管理制度", "州联系群众制度", "常委会组成人员联系代表办法",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [({"title": " "}, "名称和正文"), ({"body": "短"}, "名称和正文"), ({"source": ""}, "依据")],
)
def test_an_unsound_rule_is_refused(town: World, noon: datetime, wrong: dict, sentence: str) -> None:
    with pytest.raises(DomainError, match=sentence):
        set_rule(town, noon, **wrong)


def test_own_rules_go_on_in_their_series(town: World, noon: datetime) -> None:
    set_rule(town, noon, Slot.LOCAL, title="评先办法")
    with pytest.raises(DomainError, match="同名"):
        set_rule(town, noon, Slot.LOCAL, title="评先办法")
    with pytest.raises(NotFound):
        set_rule(town, noon, Slot.LOCAL, title="别的", series="没有过")
    again = set_rule(town, noon, Slot.LOCAL, title="评先办法（修订）", series="评先办法")
    assert again.number == 2
    assert [r.title for r in reads.rules_in_force(VILLAGE, on=TODAY)] == ["评先办法（修订）"]


def test_only_congress_offices_set_rules(town: World, noon: datetime) -> None:
    for actor in (town.liaison, town.deputy, town.dispatcher, Actor()):
        with pytest.raises(NotAllowed):
            set_rule(town, noon, actor=actor)


def test_an_ended_rule_is_no_longer_asked_for(town: World, noon: datetime) -> None:
    rule = set_rule(town, noon)
    hang(town, noon, rule)
    with scope(town.township_office), pytest.raises(NotAllowed):
        actions.end_rule(rule_id=rule.pk, on=TODAY, reason="并入", actor=town.township_office, at=noon)
    with scope(town.office):
        with pytest.raises(DomainError, match="原因"):
            actions.end_rule(rule_id=rule.pk, on=TODAY, reason="", actor=town.office, at=noon)
        for _twice in range(2):
            actions.end_rule(rule_id=rule.pk, on=TODAY, reason="并入新的制度", actor=town.office, at=noon)
    assert reads.rules_in_force(VILLAGE, on=TODAY) == ()
    wall = wall_of(town)
    assert wall.rows == () and [r.id for r in wall.others] == [rule.pk]
    with pytest.raises(DomainError, match="不在这里施行"):
        hang(town, noon, rule)


def test_hanging_a_new_version_takes_the_old_one_down(town: World, noon: datetime) -> None:
    old = set_rule(town, noon)
    assert hang(town, noon, old) == 1
    assert hang(town, noon, old) == 0  # hanging what hangs changes nothing
    new = set_rule(town, noon)
    row = wall_of(town).rows[0]
    assert row.hung_on is None and row.old is not None and row.old.id == old.pk
    hang(town, noon, new, on=TODAY + timedelta(days=1))
    assert list(Adoption.objects.order_by("id").values_list("rule_id", "taken_down_on")) == [
        (old.pk, TODAY + timedelta(days=1)), (new.pk, None),
    ]  # fmt: skip
    assert wall_of(town).rows[0].hung_on == TODAY + timedelta(days=1)


def test_a_wall_is_complete_with_the_newest_of_all_four_and_the_own_ones(town: World, noon: datetime) -> None:
    rules = [set_rule(town, noon, slot) for slot in CORE]
    hang(town, noon, *rules)
    assert wall_of(town).is_complete
    own = set_rule(town, noon, Slot.LOCAL, title="评先办法")
    assert not wall_of(town).is_complete
    hang(town, noon, own)
    assert wall_of(town).is_complete
    with scope(town.liaison):
        taken = [
            actions.take_down(venue_id=town.venue_id, rule_id=own.pk, on=TODAY, actor=town.liaison, at=noon)
            for _twice in range(2)
        ]
    assert taken == [True, False] and not wall_of(town).is_complete


def test_a_foreign_liaison_hangs_nothing_and_a_foreign_rule_does_not_fit(town: World, noon: datetime) -> None:
    rule = set_rule(town, noon)
    foreign = set_rule(town, noon, actor=town.other_office)
    for actor in (town.other_liaison, town.station_liaison, town.deputy, town.other_office):
        with pytest.raises(NotAllowed):
            hang(town, noon, rule, actor=actor)
    with pytest.raises(DomainError):
        hang(town, noon, foreign)
    with pytest.raises(DomainError):
        hang(town, noon, set_rule(town, noon, valid_from=date(2026, 9, 1)))
    for actor in (town.other_liaison, town.other_office):
        with pytest.raises(NotFound):
            wall_of(town, actor)


def test_an_imported_venue_with_a_rule_on_its_wall_is_not_taken_back(town: World, noon: datetime) -> None:
    with scope(SETUP):
        facts = venues.VenueFacts("room", "新联络室", VILLAGE)
        made = venues.open_venue(facts=facts, opened_on=LONG_AGO, actor=SETUP, at=noon)
    rule = set_rule(town, noon)
    with scope(town.office):
        actions.hang_rules(venue_id=made.pk, rule_ids=[rule.pk], on=TODAY, actor=town.office, at=noon)
        with pytest.raises(DomainError, match="上墙的制度"):
            withdraw.withdraw_venues(venue_ids=[made.pk], actor=town.office, at=noon, reason="导错了")


def test_the_library_counts_walls_and_opens_those_without(town: World, noon: datetime) -> None:
    rule = set_rule(town, noon)
    hang(town, noon, rule)
    with scope(town.office):
        library = reads.library(town.office, on=TODAY)
        assert [(row.hung, row.is_own) for row in library.rows] == [(1, True)]
        assert library.venues == 3 and [slot for slot, _label in library.missing] == list(CORE[1:])
        lacking = reads.venues_without(town.office, rule.pk, Cursor(size=50)).rows
        assert {row.id for row in lacking} == {town.station_id, town.home_id}
        venues_left = reads.venues_without(town.office, rule.pk, Cursor(size=1))
        assert len(venues_left.rows) == 1 and venues_left.older_than is not None
    with scope(SETUP):
        venues.close_venue(venue_id=town.station_id, on=TODAY, reason="合并", actor=SETUP, at=noon)
    with scope(town.office):
        assert reads.library(town.office, on=TODAY).venues == 2


def test_a_rule_is_written_from_the_model_text_and_hung_in_the_browser(
    town: World, noon: datetime, client: Client
) -> None:
    office = browser_of(Role.DEPUTY_AFFAIRS, COUNTY)
    assert "从范本开始写" in office.get("/manage/rules").content.decode()
    page = office.get("/manage/rules/new?slot=contact").content.decode()
    assert 'value="2026-03-03"' in page and "人大代表联系群众制度" in page
    facts = {
        "slot": "contact", "title": "人大代表联系群众制度", "body": SAMPLES[Slot.CONTACT].body,
        "source": "楚市人办〔2026〕3 号", "valid_from": "2026-03-01", "once": "k" * 20,
    }  # fmt: skip
    answers = [office.post("/manage/rules/new", facts) for _twice in range(2)]
    rule = Rule.objects.get()
    assert {a.headers["Location"] for a in answers} == {f"/manage/rules/{rule.pk}"}
    assert "请写明依据" in office.post("/manage/rules/new", facts | {"source": ""}).content.decode()
    liaison = browser_of(Role.LIAISON, VILLAGE, venue_id=town.venue_id)
    here = f"/manage/venues/{town.venue_id}/wall"
    assert "还没有" in liaison.get(here).content.decode()
    liaison.post(here + "/hang", {"rule": rule.pk})
    assert "已上墙" in liaison.get(here).content.decode()
    assert "1 / 3 个阵地" in office.get("/manage/rules").content.decode()
    assert "人大代表联系群众制度" in client.get(f"/venues/{town.venue_id}").content.decode()
    assert "代表不直接处理问题" in client.get(f"/rules/{rule.pk}").content.decode()
    follow = office.get(f"/manage/rules/new?follows={rule.pk}").content.decode()
    assert "代表不直接处理问题" in follow
    office.post(f"/manage/rules/{rule.pk}/end", {"reason": "并入"})
    liaison.post(here + "/take-down", {"rule": rule.pk})
    assert not Adoption.objects.filter(taken_down_on=None).exists()


def test_a_rule_before_its_day_is_not_public(town: World, noon: datetime, client: Client) -> None:
    rule = set_rule(town, noon, valid_from=date(2026, 9, 1))
    assert client.get(f"/rules/{rule.pk}").status_code == 404
    assert client.get("/rules/999999").status_code == 404


def test_the_paper_is_a3_with_the_words_and_its_fonts_inside(town: World, noon: datetime) -> None:
    rules = [set_rule(town, noon, slot, title=SAMPLES[slot].title, body=SAMPLES[slot].body) for slot in CORE]
    answer = browser_of(Role.LIAISON, VILLAGE, venue_id=town.venue_id).get(
        f"/manage/venues/{town.venue_id}/wall.pdf"
    )
    assert answer.headers["Content-Type"] == "application/pdf"
    pages = PdfReader(io.BytesIO(answer.content)).pages
    assert len(pages) == len(rules) + 1
    sizes = [tuple(round(float(side)) for side in page.mediabox[2:]) for page in pages]
    assert sizes == [(842, 1191)] * 4 + [(1191, 842)]
    for page, slot in zip(pages, CORE, strict=False):
        text = words(page)
        assert "西城社区人大代表联络室" in text and SAMPLES[slot].title in text
        assert folded(SAMPLES[slot].body) in text
        assert "第1版" in text and "2026年1月1日起施行" in text
    assert "群众意见办理流程图" in words(pages[-1]) and "待接单" in words(pages[-1])
    assert all_fonts_are_inside(answer.content)


def test_a_long_rule_goes_on_over_sheets_and_nothing_in_it_becomes_code(town: World, noon: datetime) -> None:
    body = "\n".join(f"第{n}条 代表 #let x = 1 <b>接待</b> 群众 $a$。" + "如实记录。" * 30 for n in range(40))
    rule = set_rule(town, noon, body=body)
    pdf = paper.rules_pdf([reads.public_rule(rule.pk, on=TODAY)])
    pages = PdfReader(io.BytesIO(pdf)).pages
    assert len(pages) > 1
    text = "".join(words(page) for page in pages)
    assert "第39条" in text and "#letx=1<b>接待</b>" in text and "$a$" in text


def test_the_chart_draws_every_move_of_the_table_and_no_other() -> None:
    chart = chart_of(CASE_FLOW, STAGES, title="图")
    drawn = {(box.state.code, way.label, way.target) for box in chart.boxes for way in box.exits}
    table = {
        (state, step.label, CASE_FLOW.states[step.after].label if step.after not in {"", state} else "")
        for step in CASE_FLOW.moves.values()
        for state in step.before
    }
    assert drawn == table
    assert {box.state.code for box in chart.boxes} == set(CASE_FLOW.states)
    places = [(box.row, box.column) for box in chart.boxes]
    assert len(set(places)) == len(places)  # no box stands on another


def test_the_main_line_runs_through_the_five_stages_along_real_moves() -> None:
    line = main_line(CASE_FLOW, STAGES)
    assert line[0] == "received" and line[-1] == "closed"
    for here, there in pairwise(line):
        assert any(CASE_FLOW.moves[v].after == there for v in CASE_FLOW.verbs_from(here))
    stage_of = {state: n for n, (_name, states) in enumerate(STAGES) for state in states}
    numbers = [stage_of[state] for state in line]
    assert numbers == sorted(numbers) and set(numbers) == set(range(len(STAGES)))


def test_everybody_sees_the_chart_as_a_picture_with_words(client: Client) -> None:
    page = client.get("/rules/chart").content.decode()
    assert "<svg" in page and "style=" not in page.split("<svg")[1].split("</svg>")[0]
    for state in CASE_FLOW.states.values():
        assert f">{state.label}</text>" in page
    answer = client.get("/rules/chart.pdf")
    (sheet,) = PdfReader(io.BytesIO(answer.content)).pages
    assert tuple(round(float(side)) for side in sheet.mediabox[2:]) == (1191, 842)
    assert all_fonts_are_inside(answer.content)
    for state in CASE_FLOW.states.values():
        assert state.label in words(sheet)


@pytest.mark.parametrize("role", [r for r in Role if r not in READERS and r != Role.CITIZEN])
def test_other_roles_do_not_find_the_pages(town: World, noon: datetime, role: Role) -> None:
    rule = set_rule(town, noon)
    browser = browser_of(role, COUNTY, unit_id=town.unit_id, person_id=town.deputy.person_id or 0)
    for path in (
        "rules",
        "rules/new",
        f"rules/{rule.pk}",
        f"rules/{rule.pk}/a3.pdf",
        f"venues/{town.venue_id}/wall",
    ):
        assert browser.get(f"/manage/{path}").status_code == 404


def test_leaders_read_and_set_nothing(town: World, noon: datetime) -> None:
    rule = set_rule(town, noon)
    browser = browser_of(Role.STANDING_LEADER, COUNTY)
    assert browser.get(f"/manage/rules/{rule.pk}").status_code == 200
    assert browser.get("/manage/rules/new").status_code == 404
    assert Role.STANDING_LEADER not in SETTERS
    answer = browser.post(f"/manage/venues/{town.venue_id}/wall/hang", {"rule": rule.pk})
    assert answer.status_code == 403 and not Adoption.objects.exists()


def test_pages_keep_their_budget(town: World, noon: datetime, django_assert_max_num_queries: Any) -> None:
    rules = [set_rule(town, noon, slot) for slot in CORE]
    rules += [set_rule(town, noon, Slot.LOCAL, title=f"办法{n}") for n in range(12)]
    hang(town, noon, *rules)
    browser = browser_of(Role.DEPUTY_AFFAIRS, COUNTY)
    for path in (
        "rules",
        f"rules/{rules[0].pk}",
        f"rules/{rules[0].pk}/missing",
        f"venues/{town.venue_id}/wall",
    ):
        browser.get(f"/manage/{path}")
        with django_assert_max_num_queries(10 + 3):
            assert browser.get(f"/manage/{path}").status_code == 200


@pytest.mark.parametrize(
    "wrong",
    [{"title": ""}, {"source": ""}, {"slot": Slot.LOCAL}, {"ended_on": TODAY}, {"end_reason": "无日期"}],
)
def test_the_database_refuses_what_cannot_be(town: World, noon: datetime, wrong: dict) -> None:
    rule = set_rule(town, noon)
    with pytest.raises(IntegrityError), transaction.atomic():
        Rule.objects.filter(pk=rule.pk).update(**wrong)
