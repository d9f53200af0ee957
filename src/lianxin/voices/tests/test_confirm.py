"""核实属实: the deputy has looked, and the unit's answer is true."""

from __future__ import annotations

import pytest

from lianxin.kernel.errors import NotAllowed, NotFound, Stale
from lianxin.kernel.workflow import MoveNotAllowed
from lianxin.voices.testing import make_case, perform
from lianxin.voices.tests.conftest import LATER, NOT_FOUND, STALE

ONLY = "这一步只能由接单的代表来做。"


def test_only_now_the_citizen_is_asked(world, see, told) -> None:
    case_id = make_case(world, "answered")
    perform("confirm", world, case_id, at=LATER)
    seen = see(case_id)
    assert seen.shows("confirm", "confirmed", "answered", "confirmed", by="李桂芳")
    assert (seen.case.confirmed_at, seen.case.outcome) == (LATER, "county_unit")
    assert seen.steps[-1].text == "晚上去看过，都亮了"
    assert seen.running == [("rate", "2026-03-24")]
    assert seen.ended["confirm"] == LATER
    assert (told[-1].verb, told[-1].state) == ("confirm", "confirmed")


def test_words_are_welcome_but_not_asked(world, see) -> None:
    case_id = make_case(world, "answered")
    perform("confirm", world, case_id, at=LATER, text="")
    assert see(case_id).case.state == "confirmed"


@pytest.mark.parametrize("who", ["second_deputy", "liaison", "officer", "office"])
def test_only_the_claiming_deputy_confirms(world, refuses, who) -> None:
    refuses("confirm", make_case(world, "answered"), NotAllowed, ONLY, actor=getattr(world, who))


def test_a_deputy_elsewhere_does_not_find_it(world, refuses) -> None:
    refuses("confirm", make_case(world, "answered"), NotFound, NOT_FOUND, actor=world.other_deputy)


def test_without_an_answer_there_is_nothing_to_confirm(world, refuses) -> None:
    sentence = "这件事现在是“办理中”，不能再“核实属实”。"
    refuses("confirm", make_case(world, "handling"), MoveNotAllowed, sentence)


def test_a_second_confirmation_changes_nothing(world, refuses) -> None:
    sentence = "这件事现在是“待评价”，不能再“核实属实”。"
    refuses("confirm", make_case(world, "confirmed"), MoveNotAllowed, sentence)


def test_an_old_page_is_stale(world, refuses) -> None:
    refuses("confirm", make_case(world, "answered"), Stale, STALE, version=4)
