"""Figures, the lists behind them, the board, the year's round, and what runs by itself."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta
from io import BytesIO
from typing import Any

import pytest
from django.test import Client
from docx import Document

from lianxin.accounts.models import Grant, User
from lianxin.accounts.testing import sign_in
from lianxin.kernel.actor import Actor, Role
from lianxin.kernel.errors import DomainError, NotAllowed, NotFound
from lianxin.kit.paging import Cursor
from lianxin.kit.scope import scope
from lianxin.notices.models import Notice
from lianxin.suggestions import access, tasks
from lianxin.suggestions.actions import open_session
from lianxin.suggestions.actions import year as actions
from lianxin.suggestions.actions import year_jobs as jobs
from lianxin.suggestions.actions.year import Seen
from lianxin.suggestions.formulas import COUNTS, FORMULAS, PROMISE_COUNTS, UNIT_COUNTS
from lianxin.suggestions.models import Profile, Promised, ResultClass
from lianxin.suggestions.models.year import Chase, Look, PlaceFigure
from lianxin.suggestions.profiles import classes_for, rules_for
from lianxin.suggestions.reads import board as boards
from lianxin.suggestions.reads import counted, figures, lookback, praise
from lianxin.suggestions.reads import paper as papers
from lianxin.suggestions.reads import year as years
from lianxin.suggestions.testing import (
    COUNTY,
    NOON,
    PROMISING,
    SETUP,
    World,
    make,
    make_world,
    perform,
    talk_facts,
)
from lianxin.suggestions.words import Mode, Satisfaction
from lianxin.suggestions.year_rules import forget
from lianxin.suggestions.year_words import Colour, Found, Praised, YearKind

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 25)
LATER = datetime(2026, 11, 25, 4, tzinfo=NOON.tzinfo)
REPLIED = ("submit", "accept", "assign", "receive", "receive_co", "meet", "confirm_talk", "give_opinion",
           "draft_reply", "issue_reply")  # fmt: skip
CLOSED = (*REPLIED, "rate")


def fresh() -> None:
    rules_for.cache_clear()
    classes_for.cache_clear()
    forget()


@pytest.fixture
def world(db: None, monkeypatch: pytest.MonkeyPatch) -> World:
    fresh()
    monkeypatch.setattr("django.utils.timezone.now", lambda: LATER)
    return make_world()


def whole(world: World, year: int = 2026, today: date = TODAY) -> figures.Figures:
    with scope(world.office):
        return figures.whole(world.office, year, today=today)


def rate(world: World, code: str, **how: Any) -> str:
    found = whole(world, **how).rate(code)
    return f"{found.text} {found.numerator.number}/{found.denominator.number}"


def promising(world: World, *, due_on: date = date(2026, 6, 30), at: datetime = NOON) -> int:
    """Replied with a promise, and rated."""
    pk = make(world, path=("submit", "accept", "assign", "receive", "receive_co"), at=at)
    later = at + timedelta(minutes=30)
    perform("meet", world, pk, at=later, talk=talk_facts(at.date()))
    for verb in ("confirm_talk", "give_opinion"):
        perform(verb, world, pk, at=later)
    perform("draft_reply", world, pk, at=later, reply=replace(PROMISING, promise_due_on=due_on))
    perform("issue_reply", world, pk, at=later)
    perform("rate", world, pk, at=later)
    return pk


def test_only_a_confirmed_talk_face_to_face_counts_as_met(world: World) -> None:
    make(world, path=CLOSED)
    unconfirmed = make(world, path=("submit", "accept", "assign", "receive", "meet"))
    by_phone = make(world, path=("submit", "accept", "assign", "receive"))
    call = replace(talk_facts(), mode=Mode.PHONE)
    perform("meet", world, by_phone, at=NOON + timedelta(hours=1), talk=call)
    perform("confirm_talk", world, by_phone, at=NOON + timedelta(hours=1))
    make(world, path=("submit", "accept", "assign", "receive", "meet", "deny_talk"))
    assert rate(world, "face") == "25.0% 1/4"
    perform("confirm_talk", world, unconfirmed, at=NOON + timedelta(hours=1))
    assert rate(world, "face") == "50.0% 2/4"


def test_satisfied_means_attitude_and_result_and_the_last_answer_counts(world: World) -> None:
    make(world, path=CLOSED)
    again = make(world, path=(*REPLIED, "rate_again"))
    assert rate(world, "satisfy") == "50.0% 1/2"
    for verb in ("draft_reply", "issue_reply", "rate"):
        perform(verb, world, again, at=NOON + timedelta(hours=2))
    assert rate(world, "satisfy") == "100.0% 2/2"
    assert rate(world, "please") == "0.0% 0/2"  # the usual rating is basically satisfied


def test_silence_is_left_out_unless_the_place_says_otherwise_and_is_never_contentment(world: World) -> None:
    make(world, path=CLOSED)
    silent = make(world, path=REPLIED)
    perform("close_silent", world, silent, at=NOON + timedelta(days=60))
    assert rate(world, "satisfy") == "100.0% 1/1"
    Profile.objects.create(
        division_code=COUNTY, valid_from=date(2026, 1, 1), name="楚雄市规定", version=1,
        values={"silence_policy": "count_in_base"}, source="市人大常委会主任会议纪要",
    )  # fmt: skip
    fresh()
    assert rate(world, "satisfy") == "50.0% 1/2"


def test_resolved_is_what_the_place_called_so_on_the_day_of_the_reply(world: World) -> None:
    make(world, path=REPLIED)  # A
    promising(world)  # B
    assert rate(world, "resolve") == "50.0% 1/2"
    rows = [("A", True, False, 1), ("B", True, True, 2)]
    for code, resolved, promises, order in rows:
        ResultClass.objects.create(
            division_code=COUNTY, valid_from=date(2026, 6, 1), code=code, label=code,
            counts_as_resolved=resolved, requires_commitment=promises, order=order,
        )  # fmt: skip
    fresh()
    assert rate(world, "resolve") == "50.0% 1/2"  # both were answered in March, under the old table
    promising(world, at=datetime(2026, 7, 1, 4, tzinfo=NOON.tzinfo), due_on=date(2026, 12, 1))
    assert rate(world, "resolve") == "66.7% 2/3"


def test_on_time_is_the_first_reply_against_its_last_day_and_an_extension_moves_it(world: World) -> None:
    path = REPLIED[:-2]
    make(world, path=REPLIED)
    late = make(world, path=path)
    after_time = NOON + timedelta(days=120)
    for verb in ("draft_reply", "issue_reply"):
        perform(verb, world, late, at=after_time)
    extended = make(world, path=(*path, "ask_extension", "grant_extension"))
    for verb in ("draft_reply", "issue_reply"):
        perform(verb, world, extended, at=after_time)
    make(world, path=path)  # never answered: three months are over
    assert rate(world, "on_time") == "50.0% 2/4"
    assert whole(world).counts["late"].number == 1
    # Before its day nothing is due of what is not answered.
    assert rate(world, "on_time", today=date(2026, 3, 4)) == "66.7% 2/3"


def test_a_withdrawn_one_counts_in_no_rate(world: World) -> None:
    make(world, path=CLOSED)
    make(world, path=("submit", "accept", "assign", "withdraw"))
    assert whole(world).counts["handed"].number == 1


def test_without_a_denominator_a_rate_is_neither_zero_nor_hundred(world: World) -> None:
    assert {r.text for r in whole(world).rates} == {"—"}


def mixed(world: World) -> None:
    make(world, path=CLOSED)
    make(world, path=(*REPLIED, "rate_again"))
    make(world, path=("submit", "accept", "assign", "object", "reassign", "receive", "meet"))
    make(world, path=("submit", "accept", "assign"))
    make(world, path=("submit", "accept", "hand_over"))
    make(
        world, path=("submit", "accept", "assign", "receive", "make_key", "ask_extension", "grant_extension")
    )
    promising(world)
    silent = make(world, path=REPLIED)
    perform("close_silent", world, silent, at=NOON + timedelta(days=60))
    make(world, path=("submit", "accept", "assign", "withdraw"))


def _all_pages(act: Callable[[Cursor], Any]) -> int:
    cursor, number = Cursor(size=2), 0
    while True:
        page = act(cursor)
        number += len(page.rows)
        if page.older_than is None:
            return number
        cursor = Cursor(before=page.older_than, size=2)


def test_every_number_opens_exactly_what_it_counts(world: World) -> None:
    mixed(world)
    with scope(world.office):
        found = figures.overview(world.office, 2026, today=TODAY)
        for code in COUNTS:
            wanted = counted.Wanted(2026, code)
            listed = _all_pages(lambda c: counted.counted_list(world.office, wanted, c, today=TODAY))  # noqa: B023
            assert listed == found.whole.counts[code].number, code
        for row in found.units:
            for code in UNIT_COUNTS:
                wanted = counted.Wanted(2026, code, unit=int(row.key))
                listed = _all_pages(lambda c: counted.counted_list(world.office, wanted, c, today=TODAY))  # noqa: B023
                assert listed == row.counts[code].number, (row.name, code)
        for row in found.categories:
            wanted = counted.Wanted(2026, "handed", category=row.key)
            listed = _all_pages(lambda c: counted.counted_list(world.office, wanted, c, today=TODAY))  # noqa: B023
            assert listed == row.counts["handed"].number
    assert found.whole.counts["handed"].number == 8


def test_every_promise_number_opens_exactly_what_it_counts(world: World) -> None:
    kept, broken, reported = promising(world), promising(world), promising(world)
    promising(world, due_on=date(2026, 12, 20))
    promising(world)  # open past its day
    for pk in (kept, broken, reported):
        perform("promise_progress", world, pk, at=NOON + timedelta(days=20))
    perform("check_promise", world, kept, at=NOON + timedelta(days=30))
    perform("check_promise", world, broken, at=NOON + timedelta(days=30), is_kept=False, words="路灯没有装")
    with scope(world.office):
        sums = boards.promises_whole(boards.promises_by_unit(world.office, 2026, today=TODAY), 2026)
        for code in PROMISE_COUNTS:
            listed = _all_pages(
                lambda c: lookback.lookback(world.office, 2026, c, counted=code, today=TODAY)  # noqa: B023
            )
            assert listed == sums[code].number, code
    numbers = {code: number.number for code, number in sums.items()}
    assert numbers == {
        "promised": 5, "kept": 1, "kept_in_time": 1, "to_check": 1, "overdue": 1, "broken": 1, "running": 1,
        "judged": 3,
    }  # fmt: skip


def test_figures_stay_inside_the_place_and_of_a_unit_inside_the_unit(world: World) -> None:
    mixed(world)
    with scope(world.other_office):
        assert figures.whole(world.other_office, 2026, today=TODAY).counts["handed"].number == 0
    with scope(world.officer):
        rows = figures.unit_figures(world.officer, 2026, today=TODAY)
    assert [int(row.key) for row in rows] == [world.unit_id]
    with scope(world.second_officer):
        own = figures.unit_figures(world.second_officer, 2026, today=TODAY)[0]
    assert own.counts["handed"].number == 0
    assert own.counts["helped"].number == 7


def test_a_late_opinion_is_the_co_handlers_and_not_the_leads(world: World) -> None:
    pk = make(world, path=("submit", "accept", "assign", "receive", "receive_co", "meet", "confirm_talk"))
    late = NOON + timedelta(days=45)
    perform("give_opinion", world, pk, at=late)
    for verb in ("draft_reply", "issue_reply"):
        perform(verb, world, pk, at=late + timedelta(days=1))
    with scope(world.office):
        found = boards.board(world.office, 2026, today=TODAY)
    lead = next(row for row in found.rows if row.unit_id == world.unit_id)
    co = next(row for row in found.rows if row.unit_id == world.second_unit_id)
    assert lead.line("on_time").rate.text == "100.0%"
    assert lead.line("opinion").rate.text == "—"
    assert co.line("opinion").rate.text == "0.0%"
    assert (lead.colour, co.colour) == (Colour.GREEN, Colour.RED)


def test_a_unit_is_as_green_as_its_worst_line_and_red_when_far_too_late(world: World) -> None:
    path = REPLIED[:-2]
    make(world, path=CLOSED)
    with scope(world.office):
        assert boards.board(world.office, 2026, today=TODAY).rows[0].colour == Colour.GREEN
    make(world, path=path)
    due = date(2026, 6, 3)
    with scope(world.office):
        just = boards.board(world.office, 2026, today=due + timedelta(days=1)).rows[0]
        long_after = boards.board(world.office, 2026, today=due + timedelta(days=40)).rows[0]
    assert just.line("on_time").colour == Colour.RED
    assert long_after.colour == Colour.RED
    assert long_after.long_late.number == 1


def test_colours_follow_the_places_thresholds(world: World) -> None:
    for _ in range(9):
        make(world, path=CLOSED)
    make(world, path=(*REPLIED, "rate_again"))
    with scope(world.office):
        assert boards.board(world.office, 2026, today=date(2026, 3, 20)).rows[0].colour == Colour.YELLOW
    Profile.objects.create(
        division_code=COUNTY, valid_from=date(2026, 1, 1), name="楚雄市规定", version=1,
        values={"green_from": 90}, source="市人大常委会主任会议纪要",
    )  # fmt: skip
    fresh()
    with scope(world.office):
        assert boards.board(world.office, 2026, today=date(2026, 3, 20)).rows[0].colour == Colour.GREEN


# The year


def session(world: World) -> None:
    with scope(SETUP):
        open_session(
            division_code=COUNTY, term_number=9, number=5, name="第五次会议", starts_on=date(2026, 2, 3),
            ends_on=date(2026, 2, 6), actor=SETUP, at=NOON,
        )  # fmt: skip


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


# Pages


def as_(actor: Actor) -> Client:
    client = Client()
    sign_in(client, User.objects.get(pk=actor.user_id), Grant.objects.get(pk=actor.grant_id))
    return client


def text_of(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200, (address, response.status_code)
    return response.content.decode()


OFFICE_PAGES = (
    "figures",
    "board",
    "lookback",
    "year",
    "year/inspections",
    "year/reports",
    "year/praise",
    "rules",
)


def test_the_office_opens_every_page_of_the_year(world: World) -> None:
    session(world)
    mixed(world)
    client = as_(world.office)
    for page in OFFICE_PAGES:
        assert "建议" in text_of(client, f"/suggestions/{page}?year=2026")
        text_of(client, f"/suggestions/{page}?year=2020")
    assert "面商率" in text_of(client, "/suggestions/figures?year=2026")
    listed = text_of(client, "/suggestions/figures/list?year=2026&counted=handed")
    assert listed.count("关于修复三组到小学道路的建议") == 8
    assert client.get("/suggestions/figures/list?counted=nothing").status_code == 404
    assert "面商率" in text_of(client, "/suggestions/figures/export.csv?year=2026")
    assert "已经解决或基本解决" in text_of(client, "/suggestions/rules")


def test_a_unit_opens_its_own_pages_and_not_the_congress_sides(world: World) -> None:
    mixed(world)
    client = as_(world.officer)
    for page in ("board", "lookback", "year/inspections", "year/reports", "rules"):
        text_of(client, f"/suggestions/{page}?year=2026")
    for page in ("figures", "year", "year/praise"):
        assert client.get(f"/suggestions/{page}").status_code == 404
    sent = client.post("/suggestions/year/reports?year=2026", {"text": REPORT, "version": "0", "once": "k"})
    assert sent.status_code == 302
    again = client.post("/suggestions/year/reports?year=2026", {"text": REPORT, "version": "0", "once": "k"})
    assert again.status_code == 302  # a double click reports once
    assert "已在" in text_of(client, "/suggestions/year/reports?year=2026")


def test_the_year_by_forms(world: World) -> None:
    pk = promising(world)
    office = as_(world.office)
    marked = office.post(
        "/suggestions/year/mark?year=2026",
        {"kind": "rating", "done_on": "2026-11-12", "note": "常委会会议", "once": "a"},
    )
    assert marked.status_code == 302
    assert "常委会会议" in text_of(office, "/suggestions/year?year=2026")
    seen = {"held_on": "2026-08-20", "place": "鹿城镇三组", "leader": "张副主任", "findings": "路已经修通，路灯还差两盏。",
            "suggestion_ids": [str(pk)], "once": "b"}  # fmt: skip
    assert office.post("/suggestions/year/inspections", {**seen, "findings": ""}).status_code == 200
    for _ in range(2):
        assert office.post("/suggestions/year/inspections", seen).status_code == 302
    assert text_of(office, "/suggestions/year/inspections?year=2026").count("路灯还差两盏") == 1
    with scope(world.office):
        promise = Promised.objects.get(suggestion_id=pk)
    found = {"looked_on": "2026-11-20", "found": "going", "note": "路灯没有装", "once": "c"}
    assert office.post(f"/suggestions/lookback/{promise.pk}?year=2026", found).status_code == 302
    assert "路灯没有装" in text_of(office, "/suggestions/lookback?year=2026")
    praised = {
        "kind": "unit",
        "subject_id": str(world.unit_id),
        "decided_by": "第二十次主任会议",
        "reason": "",
        "once": "d",
    }
    refused = office.post("/suggestions/year/praise?year=2026", praised)
    assert "请写明理由" in refused.content.decode()
    kept = office.post("/suggestions/year/praise?year=2026", praised | {"reason": "承办最难", "once": "e"})
    assert kept.status_code == 302
    assert "承办最难" in text_of(office, "/suggestions/year/praise?year=2026")


BUDGET = {
    "figures": 14, "board": 13, "lookback": 13, "year": 20, "year/inspections": 12, "year/reports": 12,
    "year/praise": 20, "rules": 11, "figures/list?counted=handed": 13,
}  # fmt: skip


@pytest.mark.parametrize("page", sorted(BUDGET))
def test_a_page_costs_the_same_queries_for_one_and_for_many(
    world: World, page: str, django_assert_max_num_queries: Any
) -> None:
    session(world)
    promising(world)
    client = as_(world.office)
    text_of(client, f"/suggestions/{page}")
    with django_assert_max_num_queries(BUDGET[page]) as few:
        text_of(client, f"/suggestions/{page}")
    mixed(world)
    with django_assert_max_num_queries(len(few.captured_queries)):
        text_of(client, f"/suggestions/{page}")


def test_every_formula_counts_known_codes() -> None:
    for formula in FORMULAS:
        assert {formula.numerator, formula.denominator} <= COUNTS.keys() & UNIT_COUNTS.keys()
