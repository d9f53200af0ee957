"""Every figure of a year: what it counts, the list it opens, the units' colours."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from lianxin.kit.paging import Cursor
from lianxin.kit.scope import scope
from lianxin.suggestions.formulas import COUNTS, FORMULAS, PROMISE_COUNTS, UNIT_COUNTS
from lianxin.suggestions.models import Profile, ResultClass
from lianxin.suggestions.reads import board as boards
from lianxin.suggestions.reads import counted, figures, lookback
from lianxin.suggestions.testing import (
    COUNTY,
    NOON,
    World,
    make,
    perform,
    talk_facts,
)
from lianxin.suggestions.words import Mode
from lianxin.suggestions.year_testing import (
    CLOSED,
    REPLIED,
    TODAY,
    fresh,
    mixed,
    promising,
    whole,
    year_world,
)
from lianxin.suggestions.year_words import Colour

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(db: None, monkeypatch: pytest.MonkeyPatch) -> World:
    return year_world(monkeypatch)


def rate(world: World, code: str, **how: Any) -> str:
    found = whole(world, **how).rate(code)
    return f"{found.text} {found.numerator.number}/{found.denominator.number}"


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


def test_every_formula_counts_known_codes() -> None:
    for formula in FORMULAS:
        assert {formula.numerator, formula.denominator} <= COUNTS.keys() & UNIT_COUNTS.keys()
