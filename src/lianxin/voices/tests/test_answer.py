"""答复: the unit says what it did."""

from __future__ import annotations

import pytest

from lianxin.kernel.errors import DomainError, NotAllowed, NotFound, Stale
from lianxin.kernel.workflow import MoveNotAllowed
from lianxin.voices.testing import make_case, perform
from lianxin.voices.tests.conftest import LATER, NOT_FOUND, STALE


def test_the_answer_waits_for_the_deputy_to_look(world, see, told) -> None:
    case_id = make_case(world, "handling")
    perform("answer", world, case_id, at=LATER)
    seen = see(case_id)
    assert seen.shows("answer", "answered", "handling", "answered", by="楚雄市交通运输局")
    assert (seen.case.answer, seen.case.answered_at) == ("已经换了三盏灯，晚上都亮了。", LATER)
    assert (seen.case.confirmed_at, seen.case.outcome) == (None, "")
    assert seen.running == [("confirm", "2026-03-05")]
    assert seen.ended["handle"] == LATER
    assert (told[-1].verb, told[-1].state) == ("answer", "answered")


def test_a_later_answer_replaces_one_that_was_sent_back(world, see) -> None:
    case_id = make_case(world, path=("claim", "assign", "accept", "answer", "send_back"))
    perform("answer", world, case_id, at=LATER, text="第四盏灯也换好了，请再看看。")
    assert see(case_id).case.answer == "第四盏灯也换好了，请再看看。"


def test_a_short_answer_is_refused(world, refuses) -> None:
    sentence = "答复太短了，请把办了什么、结果怎样写清楚。"
    refuses("answer", make_case(world, "handling"), DomainError, sentence, text="已办理，谢谢。")


@pytest.mark.parametrize("who", ["deputy", "liaison", "office"])
def test_only_the_unit_answers(world, refuses, who) -> None:
    actor = getattr(world, who)
    refuses("answer", make_case(world, "handling"), NotAllowed, "这一步只能由被交办的单位来做。", actor=actor)


def test_another_unit_does_not_find_it(world, refuses) -> None:
    refuses("answer", make_case(world, "handling"), NotFound, NOT_FOUND, actor=world.second_officer)


def test_it_is_accepted_before_it_is_answered(world, refuses) -> None:
    refuses("answer", make_case(world, "assigned"), MoveNotAllowed, "这件事现在是“待领单”，不能再“答复”。")


def test_a_second_answer_changes_nothing(world, refuses) -> None:
    refuses("answer", make_case(world, "answered"), MoveNotAllowed, "这件事现在是“待核实”，不能再“答复”。")


def test_an_old_page_is_stale(world, refuses) -> None:
    refuses("answer", make_case(world, "handling"), Stale, STALE, version=3)
