"""不予受理: with a reason code and where to go instead."""

from __future__ import annotations

import pytest
from django.utils.translation import override

from lianxin.kernel.errors import NotAllowed, NotFound, Stale
from lianxin.kernel.workflow import MoveNotAllowed
from lianxin.voices.testing import make_case, perform
from lianxin.voices.tests.conftest import LATER, NOT_FOUND, STALE
from lianxin.voices.words import DeclineReason


@pytest.mark.parametrize("state", ["received", "claimed"])
def test_before_a_unit_has_it_a_matter_may_be_declined(world, see, told, state) -> None:
    case_id = make_case(world, state)
    perform("decline", world, case_id, at=LATER)
    seen = see(case_id)
    assert seen.shows("decline", "declined", state, "declined", by="赵联络")
    case = seen.case
    assert (case.decline_reason, case.outcome, case.closed_at) == ("petition", "to_petition_office", LATER)
    assert seen.steps[-1].text == "属于信访事项，请到信访部门反映。请到县信访局"
    assert seen.steps[-1].for_citizen
    assert seen.lines[-1].reason == "petition"
    assert (seen.running, case.due_on) == ([], None)
    assert (told[-1].verb, told[-1].state) == ("decline", "declined")


@pytest.mark.parametrize("code", list(DeclineReason))
def test_every_reason_tells_the_citizen_a_sentence(world, see, code) -> None:
    case_id = make_case(world)
    perform("decline", world, case_id, at=LATER, actor=world.office, code=code, note="")
    assert len(see(case_id).steps[-1].text) > 8


@pytest.mark.parametrize("who", ["deputy", "dispatcher", "publisher"])
def test_deputies_do_not_decline(world, refuses, who) -> None:
    sentence = "这一步只能由阵地联络员或人大机关来做。"
    refuses("decline", make_case(world), NotAllowed, sentence, actor=getattr(world, who))


@pytest.mark.parametrize("who", ["other_liaison", "other_office", "officer"])
def test_who_does_not_see_the_case_does_not_find_it(world, refuses, who) -> None:
    refuses("decline", make_case(world), NotFound, NOT_FOUND, actor=getattr(world, who))


def test_what_a_unit_has_is_not_declined(world, refuses) -> None:
    refuses(
        "decline", make_case(world, "assigned"), MoveNotAllowed, "这件事现在是“待领单”，不能再“不予受理”。"
    )


def test_what_the_citizen_asked_for_again_is_not_declined(world, refuses) -> None:
    case_id = make_case(world, path=("claim", "answer_on_spot", "rate", "reopen"))
    sentence = "这是群众要求再办一次的事，已经受理过，不能再不予受理。"
    refuses("decline", case_id, MoveNotAllowed, sentence, actor=world.office)


def test_the_reason_is_kept_in_the_source_language(world, see) -> None:
    case_id = make_case(world)
    with override("en"):
        perform("decline", world, case_id, at=LATER)
    assert see(case_id).steps[-1].text.startswith("属于信访事项")


def test_a_second_time_changes_nothing(world, refuses) -> None:
    refuses(
        "decline", make_case(world, "declined"), MoveNotAllowed, "这件事现在是“不予受理”，不能再“不予受理”。"
    )


def test_an_old_page_is_stale(world, refuses) -> None:
    refuses("decline", make_case(world, "claimed"), Stale, STALE, version=1)
