"""再办一次: once, after a bad rating; from then on supervised."""

from __future__ import annotations

import pytest

from lianxin.kernel.actor import Actor
from lianxin.kernel.errors import NotAllowed, NotFound, Stale
from lianxin.kernel.workflow import MoveNotAllowed
from lianxin.voices.testing import PATHS, make_case, perform
from lianxin.voices.tests.conftest import LATER, NOT_FOUND, STALE

AGAIN = ("reopen", "assign", "accept", "answer", "confirm", "rate")


def test_the_case_goes_back_to_its_deputy_and_is_supervised(world, see, told) -> None:
    case_id = make_case(world, "rated")
    perform("reopen", world, case_id, at=LATER)
    seen = see(case_id)
    assert seen.shows("reopen", "reopened", "rated", "claimed", by="反映人")
    case = seen.case
    assert (case.reopened_count, case.is_supervised, case.claimed_by) == (1, True, world.deputy.person_id)
    assert (case.answered_at, case.confirmed_at, case.rated_at, case.is_solved) == (None, None, None, None)
    assert (case.outcome, case.satisfaction, case.claimed_at) == ("", "", LATER)
    assert seen.steps[-1].text == "请再修一次"
    assert seen.running == [("triage", "2026-03-05")]
    assert (told[-1].verb, told[-1].state) == ("reopen", "claimed")


def test_it_is_carried_to_the_end_a_second_time(world, see) -> None:
    case_id = make_case(world, path=(*PATHS["rated"], *AGAIN, "close"))
    case = see(case_id).case
    assert (case.state, case.reopened_count, case.outcome) == ("closed", 1, "county_unit")


def test_there_is_no_third_time(world, refuses) -> None:
    case_id = make_case(world, path=(*PATHS["rated"], *AGAIN))
    sentence = "这件事已经再办过一次了，人大正在催，有消息会写在这里。"
    refuses("reopen", case_id, MoveNotAllowed, sentence)


@pytest.mark.parametrize("who", ["deputy", "liaison", "officer", "office"])
def test_only_the_citizen_reopens(world, refuses, who) -> None:
    sentence = "这一步只能由反映人本人来做。"
    refuses("reopen", make_case(world, "rated"), NotAllowed, sentence, actor=getattr(world, who))


def test_the_code_of_another_case_does_not_find_it(world, refuses) -> None:
    refuses("reopen", make_case(world, "rated"), NotFound, NOT_FOUND, actor=Actor(case_id=make_case(world)))


def test_what_was_well_rated_is_closed_for_good(world, refuses) -> None:
    case_id = make_case(world, "closed")
    refuses("reopen", case_id, MoveNotAllowed, "这件事现在是“已办结”，不能再“再办一次”。")


def test_a_second_click_changes_nothing(world, refuses) -> None:
    case_id = make_case(world, path=(*PATHS["rated"], "reopen"))
    refuses("reopen", case_id, MoveNotAllowed, "这件事现在是“已接单”，不能再“再办一次”。")


def test_an_old_page_is_stale(world, refuses) -> None:
    refuses("reopen", make_case(world, "rated"), Stale, STALE, version=6)
