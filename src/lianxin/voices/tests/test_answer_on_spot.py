"""现场答复: a deputy explains there and then; the citizen rates next."""

from __future__ import annotations

import pytest

from lianxin.kernel.errors import DomainError, NotAllowed, NotFound, Stale
from lianxin.kernel.workflow import MoveNotAllowed
from lianxin.voices.testing import make_case, perform
from lianxin.voices.tests.conftest import LATER, NOT_FOUND, STALE


def test_an_explanation_goes_straight_to_the_citizens_rating(world, see, told) -> None:
    case_id = make_case(world, "claimed")
    perform("answer_on_spot", world, case_id, at=LATER)
    seen = see(case_id)
    assert seen.shows("answer_on_spot", "answered_on_spot", "claimed", "confirmed", by="李桂芳")
    case = seen.case
    assert (case.answer, case.outcome) == ("已经当面说明政策", "answered_on_spot")
    assert (case.answered_at, case.confirmed_at, case.unit_id) == (LATER, LATER, None)
    assert (seen.steps[-1].text, seen.steps[-1].for_citizen) == ("已经当面说明政策", True)
    assert seen.running == [("rate", "2026-03-24")]
    assert seen.ended["triage"] == LATER
    assert (told[-1].verb, told[-1].state) == ("answer_on_spot", "confirmed")


def test_a_unit_that_objected_has_no_part_in_the_deputys_answer(world, see) -> None:
    case_id = make_case(world, path=("claim", "assign", "object", "answer_on_spot"))
    assert see(case_id).case.unit_id is None


@pytest.mark.parametrize("who", ["second_deputy", "liaison", "office"])
def test_only_the_claiming_deputy_answers_on_the_spot(world, refuses, who) -> None:
    case_id = make_case(world, "claimed")
    refuses(
        "answer_on_spot",
        case_id,
        NotAllowed,
        "这一步只能由接单的代表来做。",
        actor=getattr(world, who),
    )


def test_a_deputy_elsewhere_does_not_find_it(world, refuses) -> None:
    refuses("answer_on_spot", make_case(world, "claimed"), NotFound, NOT_FOUND, actor=world.other_deputy)


def test_the_answer_must_say_something(world, refuses) -> None:
    sentence = "请写下您是怎么答复群众的，至少几个字。"
    refuses("answer_on_spot", make_case(world, "claimed"), DomainError, sentence, text=" 好了 ")


def test_a_second_answer_changes_nothing(world, refuses) -> None:
    case_id = make_case(world, path=("claim", "answer_on_spot"))
    refuses("answer_on_spot", case_id, MoveNotAllowed, "这件事现在是“待评价”，不能再“现场答复”。")


def test_an_old_page_is_stale(world, refuses) -> None:
    refuses("answer_on_spot", make_case(world, "claimed"), Stale, STALE, version=1)
