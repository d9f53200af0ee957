"""评价: the citizen says whether it is solved."""

from __future__ import annotations

import pytest

from lianxin.kernel.actor import Actor
from lianxin.kernel.errors import NotAllowed, NotFound, Stale
from lianxin.kernel.workflow import MoveNotAllowed
from lianxin.voices.testing import make_case, perform
from lianxin.voices.tests.conftest import LATER, NOT_FOUND, STALE
from lianxin.voices.words import Satisfaction


@pytest.mark.parametrize("word", [Satisfaction.SATISFIED, Satisfaction.BASICALLY])
def test_a_good_rating_closes_the_case_at_once(world, see, told, word) -> None:
    case_id = make_case(world, "confirmed")
    perform("rate", world, case_id, at=LATER, is_solved=True, satisfaction=word, text="谢谢")
    seen = see(case_id)
    assert seen.shows("close", "closed", "rated", "closed", by="系统")
    case = seen.case
    assert (case.is_solved, case.satisfaction, case.rating_text) == (True, word, "谢谢")
    assert (case.rated_at, case.closed_at, case.due_on) == (LATER, LATER, None)
    assert [step.verb for step in seen.steps[-2:]] == ["rate", "close"]
    assert (seen.lines[-2].event, seen.lines[-2].before, seen.lines[-2].after) == (
        "voices.case.rated",
        "confirmed",
        "rated",
    )
    assert seen.running == []
    assert [(event.verb, event.state) for event in told[-2:]] == [("rate", "rated"), ("close", "closed")]


@pytest.mark.parametrize(
    ("is_solved", "word"),
    [
        (False, Satisfaction.DISSATISFIED),
        (True, Satisfaction.DISSATISFIED),
        (False, Satisfaction.SATISFIED),
        (False, Satisfaction.BASICALLY),
    ],
)
def test_a_bad_rating_waits_for_the_citizens_next_word(world, see, told, is_solved, word) -> None:
    case_id = make_case(world, "confirmed")
    perform("rate", world, case_id, at=LATER, is_solved=is_solved, satisfaction=word)
    seen = see(case_id)
    assert seen.shows("rate", "rated", "confirmed", "rated", by="反映人")
    assert (seen.case.is_solved, seen.case.satisfaction, seen.case.closed_at) == (is_solved, word, None)
    assert seen.running == [("rate", "2026-03-24")]
    assert (told[-1].verb, told[-1].actor_user_id) == ("rate", None)


def test_the_citizens_words_stay_out_of_the_journal(world, see) -> None:
    case_id = make_case(world, "confirmed")
    perform("rate", world, case_id, at=LATER, text="王秀英家门口还是黑的")
    assert all("王秀英" not in line.reason for line in see(case_id).lines)


@pytest.mark.parametrize("who", ["deputy", "liaison", "officer", "office"])
def test_only_the_citizen_rates(world, refuses, who) -> None:
    sentence = "这一步只能由反映人本人来做。"
    refuses("rate", make_case(world, "confirmed"), NotAllowed, sentence, actor=getattr(world, who))


def test_the_code_of_another_case_rates_nothing_here(world, refuses) -> None:
    stranger = Actor(case_id=make_case(world))
    refuses("rate", make_case(world, "confirmed"), NotFound, NOT_FOUND, actor=stranger)
    refuses("rate", make_case(world, "confirmed"), NotFound, NOT_FOUND, actor=Actor())


def test_before_the_deputy_looked_nobody_rates(world, refuses) -> None:
    refuses("rate", make_case(world, "answered"), MoveNotAllowed, "这件事现在是“待核实”，不能再“评价”。")


def test_a_second_rating_changes_nothing(world, refuses) -> None:
    refuses("rate", make_case(world, "rated"), MoveNotAllowed, "这件事现在是“评价待处理”，不能再“评价”。")


def test_an_old_page_is_stale(world, refuses) -> None:
    refuses("rate", make_case(world, "confirmed"), Stale, STALE, version=5)
