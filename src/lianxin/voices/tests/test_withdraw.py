"""撤回: the citizen takes the matter back before a unit has it."""

from __future__ import annotations

import pytest

from lianxin.kernel.actor import Actor
from lianxin.kernel.errors import NotAllowed, NotFound, Stale
from lianxin.kernel.workflow import MoveNotAllowed
from lianxin.voices.testing import make_case, perform
from lianxin.voices.tests.conftest import LATER, NOT_FOUND, STALE


@pytest.mark.parametrize("state", ["received", "claimed"])
def test_the_citizen_takes_the_matter_back(world, see, told, state) -> None:
    case_id = make_case(world, state)
    perform("withdraw", world, case_id, at=LATER)
    seen = see(case_id)
    assert seen.shows("withdraw", "withdrawn", state, "withdrawn", by="反映人")
    assert (seen.case.outcome, seen.case.closed_at, seen.case.due_on) == ("withdrawn", LATER, None)
    assert seen.running == []
    assert (told[-1].verb, told[-1].state) == ("withdraw", "withdrawn")


@pytest.mark.parametrize("who", ["deputy", "liaison", "office"])
def test_only_the_citizen_withdraws(world, refuses, who) -> None:
    sentence = "这一步只能由反映人本人来做。"
    refuses("withdraw", make_case(world), NotAllowed, sentence, actor=getattr(world, who))


def test_the_code_of_another_case_does_not_find_it(world, refuses) -> None:
    refuses("withdraw", make_case(world), NotFound, NOT_FOUND, actor=Actor(case_id=make_case(world)))


def test_what_a_unit_has_is_not_withdrawn(world, refuses) -> None:
    sentence = "这件事现在是“待领单”，不能再“撤回”。"
    refuses("withdraw", make_case(world, "assigned"), MoveNotAllowed, sentence)


def test_a_second_time_changes_nothing(world, refuses) -> None:
    refuses("withdraw", make_case(world, "withdrawn"), MoveNotAllowed, "这件事现在是“已撤回”，不能再“撤回”。")


def test_an_old_page_is_stale(world, refuses) -> None:
    refuses("withdraw", make_case(world, "claimed"), Stale, STALE, version=1)
