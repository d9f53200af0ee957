"""领单: the unit takes the matter over."""

from __future__ import annotations

import pytest

from lianxin.kernel.errors import NotAllowed, NotFound, Stale
from lianxin.kernel.workflow import MoveNotAllowed
from lianxin.voices.testing import make_case, perform
from lianxin.voices.tests.conftest import LATER, NOT_FOUND, STALE


def test_the_unit_accepts_and_its_handling_clock_starts(world, see, told) -> None:
    case_id = make_case(world, "assigned")
    perform("accept", world, case_id, at=LATER)
    seen = see(case_id)
    assert seen.shows("accept", "accepted", "assigned", "handling", by="楚雄市交通运输局")
    assert seen.case.accepted_at == LATER
    assert seen.running == [("handle", "2026-03-24")]
    assert seen.ended["accept"] == LATER
    assert (told[-1].verb, told[-1].state) == ("accept", "handling")


@pytest.mark.parametrize("who", ["deputy", "liaison", "office"])
def test_only_the_unit_accepts(world, refuses, who) -> None:
    actor = getattr(world, who)
    refuses("accept", make_case(world, "assigned"), NotAllowed, "这一步只能由被交办的单位来做。", actor=actor)


@pytest.mark.parametrize("who", ["second_officer", "other_officer", "other_deputy"])
def test_another_unit_does_not_find_it(world, refuses, who) -> None:
    refuses("accept", make_case(world, "assigned"), NotFound, NOT_FOUND, actor=getattr(world, who))


def test_a_second_accept_changes_nothing(world, refuses) -> None:
    refuses("accept", make_case(world, "handling"), MoveNotAllowed, "这件事现在是“办理中”，不能再“领单”。")


def test_what_the_unit_sent_back_it_cannot_accept(world, refuses) -> None:
    case_id = make_case(world, path=("claim", "assign", "object"))
    refuses("accept", case_id, MoveNotAllowed, "这件事现在是“已接单”，不能再“领单”。")


def test_an_old_page_is_stale(world, refuses) -> None:
    refuses("accept", make_case(world, "assigned"), Stale, STALE, version=2)
