"""Figures, the lists behind them, the board, the year's round, and what runs by itself."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from io import BytesIO

import pytest
from docx import Document

from lianxin.accounts.testing import as_
from lianxin.kernel.actor import Actor, Role
from lianxin.kernel.errors import DomainError, NotAllowed, NotFound
from lianxin.kit.paging import Cursor
from lianxin.kit.scope import scope
from lianxin.notices.models import Notice
from lianxin.suggestions import access, tasks
from lianxin.suggestions.actions import year as actions
from lianxin.suggestions.actions import year_jobs as jobs
from lianxin.suggestions.actions.year import Seen
from lianxin.suggestions.models import Profile, Promised
from lianxin.suggestions.models.year import Chase, Look, PlaceFigure
from lianxin.suggestions.reads import figures, lookback, praise
from lianxin.suggestions.reads import paper as papers
from lianxin.suggestions.reads import year as years
from lianxin.suggestions.testing import (
    COUNTY,
    NOON,
    World,
    make,
    perform,
)
from lianxin.suggestions.words import Satisfaction
from lianxin.suggestions.year_testing import (
    CLOSED,
    LATER,
    REPLIED,
    TODAY,
    fresh,
    mixed,
    promising,
    session,
    whole,
    year_world,
)
from lianxin.suggestions.year_words import Found, Praised, YearKind

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(db: None, monkeypatch: pytest.MonkeyPatch) -> World:
    return year_world(monkeypatch)


def entries(world: World, today: date = TODAY) -> dict[YearKind, years.Entry]:
    with scope(world.office):
        return {row.kind: row for row in years.calendar_of(world.office, 2026, today=today)}


def test_the_year_comes_from_the_session_and_the_profile(world: World) -> None:
    assert YearKind.HAND_OVER not in entries(world)
    session(world)
    found = entries(world)
    assert set(found) == set(YearKind)
    assert found[YearKind.HAND_OVER].due_on == date(2026, 2, 6)
    assert found[YearKind.REPLY].due_on == date(2026, 5, 6)
    assert found[YearKind.REPLY_EXTENDED].due_on == date(2026, 8, 10)  # over the torch festival
    assert found[YearKind.SURVEY].due_on == date(2026, 9, 30)
    Profile.objects.create(
        division_code=COUNTY, valid_from=date(2026, 1, 1), name="楚雄市规定", version=2,
        values={"circular": "12-10"}, source="市人大常委会主任会议纪要",
    )  # fmt: skip
    fresh()
    assert entries(world)[YearKind.CIRCULAR].due_on == date(2026, 12, 10)
    assert entries(world)[YearKind.CIRCULAR].source == "楚雄市规定@2"


def test_an_entry_is_marked_once_and_what_records_tell_is_not_marked_by_hand(world: World) -> None:
    def act(kind: YearKind, done_on: date = date(2026, 5, 20), actor: Actor = world.office) -> None:
        with scope(actor):
            actions.mark_done(
                year_number=2026, kind=kind, done_on=done_on, note="主任会议", actor=actor, at=LATER
            )

    act(YearKind.FIRST_SUPERVISION)
    assert entries(world)[YearKind.FIRST_SUPERVISION].done_on == date(2026, 5, 20)
    with pytest.raises(DomainError, match="已经登记过了"):
        act(YearKind.FIRST_SUPERVISION)
    with pytest.raises(DomainError, match="看记录就知道"):
        act(YearKind.INSPECTION)
    with pytest.raises(DomainError, match="不能晚于今天"):
        act(YearKind.CIRCULAR, TODAY + timedelta(days=1))
    with pytest.raises(NotAllowed):
        act(YearKind.CIRCULAR, actor=world.dispatcher)
    with scope(world.other_office):
        other = years.calendar_of(world.other_office, 2026, today=TODAY)
    assert all(row.done_on is None for row in other)


def inspect(world: World, pk: int, actor: Actor | None = None) -> None:
    by = actor or world.committee
    seen = Seen(date(2026, 8, 20), "鹿城镇三组", "张副主任", "路已经修通，路灯还差两盏。", "代表五人", (pk,))
    with scope(by):
        actions.record_inspection(seen=seen, actor=by, at=LATER)


def test_an_inspection_is_read_by_the_units_it_concerns_and_marks_the_year(world: World) -> None:
    pk = make(world, path=CLOSED)
    inspect(world, pk)
    assert entries(world)[YearKind.INSPECTION].done_on == date(2026, 8, 20)
    with scope(world.officer):
        assert [row.suggestions for row in years.inspections(world.officer, 2026)] == [
            ((pk, "关于修复三组到小学道路的建议"),)
        ]
    with scope(world.other_officer):
        assert years.inspections(world.other_officer, 2026) == []
    with scope(world.other_office):
        assert years.inspections(world.other_office, 2026) == []
    with pytest.raises(NotAllowed):
        inspect(world, pk, world.dispatcher)
    draft = make(world)
    with pytest.raises(NotFound):
        inspect(world, draft)


REPORT = "今年承办的建议已经全部答复，道路硬化两公里，路灯还差两盏，年底前装好，下一步加强管护。"


def report(world: World, actor: Actor, version: int = 0) -> None:
    with scope(actor):
        actions.submit_self_report(year_number=2026, text=REPORT, actor=actor, at=LATER, version=version)


def test_a_self_report_carries_the_units_own_figures_and_is_late_after_its_day(world: World) -> None:
    make(world, path=CLOSED)
    with pytest.raises(NotAllowed):
        report(world, world.office)
    report(world, world.officer)
    with scope(world.office):
        rows = years.self_reports(world.office, 2026, today=TODAY)
    assert [(row.unit_id, row.submitted_on, row.is_late) for row in rows] == [
        (world.second_unit_id, None, True), (world.unit_id, TODAY, True),
    ]  # fmt: skip
    assert rows[1].counts["handed"] == 1
    assert rows[1].counts["satisfied"] == 1
    with pytest.raises(DomainError, match="已经有人交过"):
        report(world, world.officer)
    report(world, world.head, version=1)
    with scope(world.second_officer):
        others = years.self_reports(world.second_officer, 2026, today=TODAY)
    assert [row.unit_id for row in others] == [world.second_unit_id]


def test_a_unit_without_a_part_owes_no_report(world: World) -> None:
    make(world, path=CLOSED)
    with pytest.raises(DomainError, match="不用报"):
        report(world, world.other_officer)


def commend(world: World, kind: Praised, pk: int, reason: str = "", actor: Actor | None = None) -> None:
    by = actor or world.office
    with scope(by):
        actions.commend(
            year_number=2026, kind=kind, subject_id=pk, decided_by="第二十次主任会议", reason=reason, actor=by,
            at=LATER,
        )  # fmt: skip


def test_a_unit_is_commended_by_the_stated_criteria_or_with_a_reason(world: World) -> None:
    for _ in range(3):
        make(world, path=CLOSED)
    with scope(world.office):
        first = praise.unit_candidates(world.office, 2026, today=TODAY)[0]
    assert first.meets_all
    assert first.id == world.unit_id
    commend(world, Praised.UNIT, world.unit_id)
    with pytest.raises(DomainError, match="已经表扬过"):
        commend(world, Praised.UNIT, world.unit_id)
    with scope(world.office):
        kept = praise.commendations(world.office, 2026)
    assert [(row.meets_all, len(row.criteria)) for row in kept] == [(True, 6)]
    assert entries(world)[YearKind.COMMENDATION].done_on == TODAY


def test_what_misses_a_criterion_needs_a_reason_in_the_circular(world: World) -> None:
    make(world, path=CLOSED)
    with pytest.raises(DomainError, match="请写明理由"):
        commend(world, Praised.UNIT, world.unit_id)
    commend(world, Praised.UNIT, world.unit_id, reason="承办最难的一件")
    with pytest.raises(NotAllowed):
        commend(world, Praised.UNIT, world.second_unit_id, actor=world.committee)


def test_an_excellent_suggestion_comes_from_people_is_resolved_and_pleases(world: World) -> None:
    plain = make(world, path=REPLIED)
    perform("rate", world, plain, at=NOON + timedelta(hours=1), result=Satisfaction.SATISFIED)
    half = make(world, path=CLOSED)  # basically satisfied
    with scope(world.office):
        rows = praise.suggestion_candidates(world.office, 2026, today=TODAY)
    assert [row.id for row in rows] == [plain]
    assert [c.is_met for c in rows[0].criteria] == [False, True, True, True]
    with pytest.raises(NotFound):
        commend(world, Praised.SUGGESTION, half)
    with pytest.raises(DomainError, match="请写明理由"):
        commend(world, Praised.SUGGESTION, plain)
    commend(world, Praised.SUGGESTION, plain, reason="推动了全市农村道路改造")


def test_the_papers_hold_the_same_numbers_as_the_pages(world: World) -> None:
    session(world)
    mixed(world)
    for _ in range(3):
        make(world, path=CLOSED)
    commend(world, Praised.UNIT, world.unit_id, reason="承办最多")
    client = as_(world.committee)
    with scope(world.office):
        found = figures.overview(world.office, 2026, today=TODAY)
    response = client.post("/suggestions/year/paper?year=2026", {"paper": "report", "kind": "docx"})
    assert response.status_code == 200
    document = Document(BytesIO(response.content))
    cells = {cell.text for table in document.tables for row in table.rows for cell in row.cells}
    for made in found.whole.rates:
        assert f"{made.text}（{made.numerator.number}/{made.denominator.number}）" in cells
    assert "住房和城乡建设局" in " ".join(cells) or len(cells) > 20
    assert "承办最多" in cells
    text = "\n".join(p.text for p in document.paragraphs)
    assert "关于2026年代表建议、批评和意见办理情况的报告" in text
    assert "平台默认规则（第 1 版）" in text


def test_the_circular_as_pdf_has_text_with_the_board(world: World) -> None:
    from pypdf import PdfReader

    session(world)
    mixed(world)
    response = as_(world.office).post(
        "/suggestions/year/paper?year=2026", {"paper": "circular", "kind": "pdf"}
    )
    reader = PdfReader(BytesIO(response.content))
    text = "".join(page.extract_text() for page in reader.pages).replace("\n", "")
    assert "办理情况的通报" in text
    for words in ("各单位", "承诺事项", "没有交自查报告的", "红"):
        assert words in text, words
    with scope(world.office):
        report_ = papers.paper_of(world.office, 2026, "circular", today=TODAY, at=LATER)
    assert report_.sections[1].table is not None
    assert len(report_.sections[1].table.rows) == 2


# What runs by itself


def test_open_promises_are_chased_once_a_quarter(world: World) -> None:
    pk = promising(world)
    kept = promising(world)
    perform("promise_progress", world, kept, at=NOON + timedelta(days=20))
    perform("check_promise", world, kept, at=NOON + timedelta(days=21))

    def run(at: datetime) -> int:
        with scope(world.office):
            return jobs.chase_promises(actor=world.office, at=at)

    assert run(NOON + timedelta(days=25)) == 0  # made in this quarter
    may = datetime(2026, 5, 4, 4, tzinfo=NOON.tzinfo)
    assert [run(may), run(may), run(may + timedelta(days=1))] == [1, 0, 0]
    assert run(may + timedelta(days=90)) == 1
    with scope(world.office):
        found = Chase.objects.filter(promise__suggestion_id=pk).order_by("id")
        assert [chase.quarter for chase in found] == ["2026Q2", "2026Q3"]
    with scope(world.officer):
        rows = lookback.lookback(world.officer, 2026, Cursor(), today=TODAY).rows
    assert [row.chases for row in rows if row.suggestion_id == pk] == [("2026Q2", "2026Q3")]
    with scope(world.officer):
        mine = Notice.objects.filter(user_id=world.officer.user_id, key__startswith="chase:")
        assert mine.count() == 2


def test_a_look_back_is_kept_beside_the_deputys_own_check(world: World) -> None:
    pk = promising(world)
    with scope(world.office):
        promise = Promised.objects.get(suggestion_id=pk)

    def look(actor: Actor, looked_on: date = date(2026, 11, 20)) -> Look:
        with scope(actor):
            return actions.look_back(
                promise_id=promise.pk, found=Found.GOING, note="路修了一半，路灯没有装", looked_on=looked_on,
                actor=actor, at=LATER,
            )  # fmt: skip

    look(world.committee)
    with pytest.raises(DomainError, match="承诺以后、今天以前"):
        look(world.office, date(2026, 1, 1))
    with pytest.raises(NotAllowed):
        look(world.officer)
    with pytest.raises(NotFound):
        look(world.other_office)
    with scope(world.officer):
        row = lookback.lookback(world.officer, 2026, Cursor(), today=TODAY).rows[0]
    assert [look.found for look in row.looks] == ["going"]
    assert row.state == "open"


def test_reminders_go_out_on_the_days_of_the_profile_and_only_once(world: World) -> None:
    make(world, path=CLOSED)

    def told(day: date) -> int:
        at = datetime(day.year, day.month, day.day, 1, tzinfo=NOON.tzinfo)
        with scope(world.office):
            jobs.remind_of_year(actor=world.office, at=at)
        return sum(_notices(actor) for actor in (world.office, world.officer, world.second_officer))

    def _notices(actor: Actor) -> int:
        with scope(actor):
            return Notice.objects.filter(user_id=actor.user_id, key__startswith="year:").count()

    assert told(date(2026, 10, 15)) == 0
    assert told(date(2026, 10, 16)) == 3  # 15 days before self-reports are due: the office and both units
    assert told(date(2026, 10, 16)) == 3
    report(world, world.officer)
    assert told(date(2026, 10, 24)) == 5  # the unit that has reported hears no more


def test_the_nightly_counts_are_what_the_level_above_reads_and_it_opens_no_list(world: World) -> None:
    mixed(world)
    tasks.count_years_everywhere(0)
    prefecture = Actor(role=Role.DEPUTY_AFFAIRS, place=COUNTY[:4], user_id=1, grant_id=1, name="州人大")
    with scope(prefecture):
        rows = figures.place_figures(prefecture, 2026)
        assert access.suggestions_visible_to(prefecture).count() == 0
    assert [(row.code, row.figures.rate("face").text) for row in rows] == [
        (COUNTY, whole(world).rate("face").text)
    ]
    assert {number.url for number in rows[0].figures.counts.values()} == {""}
    with scope(world.other_office):
        assert not PlaceFigure.objects.exists()
    tasks.count_years_everywhere(0)
    tasks.chase_promises_everywhere(0)
    tasks.remind_of_year_everywhere(0)
    with scope(prefecture):
        assert PlaceFigure.objects.count() == 1
