"""超期督办: what is late, with whom, and the cards that units earn by themselves."""

from __future__ import annotations

from datetime import timedelta

from lianxin.journal.models import Entry
from lianxin.kit.scope import scope
from lianxin.voices import actions, reads
from lianxin.voices.models import Card
from lianxin.voices.testing import NOON, make_case, perform

LONG_AFTER = NOON + timedelta(days=40)
AGAIN = (
    "claim",
    "assign",
    "accept",
    "answer",
    "confirm",
    "rate",
    "reopen",
    "assign",
    "accept",
    "answer",
    "confirm",
)


def cards(world, at) -> list[tuple[str, str]]:
    with scope(world.office):
        actions.give_cards(actor=world.office, at=at)
        return list(Card.objects.order_by("id").values_list("colour", "reason"))


def test_the_board_names_who_is_to_be_called_and_leaves_out_what_waits_for_citizens(world) -> None:
    waiting, taken, unit = make_case(world), make_case(world, "claimed"), make_case(world, "handling")
    disputed = make_case(world, "arbitration")
    make_case(world, "confirmed")
    make_case(world, "merged")
    with scope(world.office):
        board = reads.board(world.office, today=LONG_AFTER.date())
    holders = {row.case.id: row.holder for row in board.rows}
    assert holders.pop(unit) == "楚雄市交通运输局"
    assert holders.pop(taken) == "李桂芳代表"
    assert holders.pop(disputed) == "人大机关"
    assert holders.pop(waiting) == "西城社区人大代表联络室"
    assert set(holders.values()) <= {"西城社区人大代表联络室"}  # the main case that one was merged into
    assert all("超期" in row.days for row in board.rows)


def test_a_unit_sees_its_own_late_cases_alone(world) -> None:
    mine = make_case(world, "handling")
    make_case(world)
    with scope(world.officer):
        board = reads.board(world.officer, today=LONG_AFTER.date())
    assert [row.case.id for row in board.rows] == [mine]


def test_nothing_is_late_on_its_last_day(world) -> None:
    make_case(world, "handling")
    with scope(world.office):
        assert reads.board(world.office, today=NOON.date() + timedelta(days=21)).rows == ()


def test_five_working_days_late_is_a_yellow_card_the_second_in_a_year_a_red_one(world, see) -> None:
    first = make_case(world, "handling")
    assert see(first).running == [("handle", "2026-03-24")]
    assert cards(world, NOON + timedelta(days=28)) == []  # 31 March: five working days late
    assert cards(world, NOON + timedelta(days=29)) == [("yellow", "overdue")]
    assert cards(world, NOON + timedelta(days=30)) == [("yellow", "overdue")]
    make_case(world, "handling")
    assert cards(world, LONG_AFTER) == [("yellow", "overdue"), ("yellow", "overdue"), ("red", "two_yellow")]
    with scope(world.office):
        events = Entry.objects.filter(event__startswith="voices.card").values_list("event", flat=True)
        assert sorted(events) == ["voices.card.red", "voices.card.yellow", "voices.card.yellow"]


def test_done_again_and_still_not_solved_is_a_red_card(world) -> None:
    case_id = make_case(world, path=AGAIN)
    perform("rate", world, case_id, at=LONG_AFTER)
    assert cards(world, LONG_AFTER) == [("red", "unsolved")]
    with scope(world.office):
        (row,) = reads.board(world.office, today=LONG_AFTER.date()).cards
    assert (row.unit, row.yellow, row.red, row.reasons) == (
        "楚雄市交通运输局", 0, 1, "重办以后群众还是不满意 × 1",
    )  # fmt: skip


def test_a_unit_sees_its_cards_and_no_other_does(world) -> None:
    make_case(world, "handling")
    cards(world, LONG_AFTER)
    for who, seen in ((world.officer, 1), (world.second_officer, 0), (world.other_office, 0)):
        with scope(who):
            assert len(reads.board(who, today=LONG_AFTER.date()).cards) == seen
            assert Card.objects.count() == seen


def test_the_board_costs_eight_queries_at_most(world, django_assert_max_num_queries) -> None:
    for _ in range(3):
        make_case(world, "handling")
        make_case(world)
    cards(world, LONG_AFTER)
    with scope(world.office), django_assert_max_num_queries(8):
        reads.board(world.office, today=LONG_AFTER.date())
