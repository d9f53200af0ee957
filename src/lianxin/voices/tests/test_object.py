"""退回交办: the unit says that it is not its business."""

from __future__ import annotations

import pytest

from lianxin.kernel.errors import DomainError, NotAllowed, NotFound, Stale
from lianxin.kernel.workflow import MoveNotAllowed
from lianxin.kit.scope import scope
from lianxin.voices import access
from lianxin.voices.testing import make_case, perform
from lianxin.voices.tests.conftest import LATER, NOT_FOUND, STALE


def test_the_case_goes_back_to_its_deputy_with_the_units_reason(world, see, told) -> None:
    case_id = make_case(world, "assigned")
    perform("object", world, case_id, at=LATER)
    seen = see(case_id)
    assert seen.shows("object", "objected", "assigned", "claimed", by="楚雄市交通运输局")
    assert (seen.case.claimed_by, seen.case.assigned_at) == (world.deputy.person_id, None)
    assert (seen.steps[-1].text, seen.steps[-1].for_citizen) == ("这条路归镇里管", False)
    assert seen.running == [("triage", "2026-03-05")]
    assert seen.ended["accept"] == LATER
    assert (told[-1].verb, told[-1].state) == ("object", "claimed")


def test_the_unit_still_reads_what_it_sent_back(world) -> None:
    case_id = make_case(world, path=("claim", "assign", "object"))
    with scope(world.officer):
        assert access.cases_visible_to(world.officer).filter(pk=case_id).exists()


def test_a_reason_is_asked(world, refuses) -> None:
    sentence = "请写明为什么不归本单位办，最好说说归谁办。"
    refuses("object", make_case(world, "assigned"), DomainError, sentence, reason="不管")


@pytest.mark.parametrize("who", ["deputy", "liaison", "dispatcher"])
def test_only_the_unit_objects(world, refuses, who) -> None:
    actor = getattr(world, who)
    refuses("object", make_case(world, "assigned"), NotAllowed, "这一步只能由被交办的单位来做。", actor=actor)


def test_another_unit_does_not_find_it(world, refuses) -> None:
    refuses("object", make_case(world, "assigned"), NotFound, NOT_FOUND, actor=world.second_officer)


def test_what_was_accepted_is_not_objected_to(world, refuses) -> None:
    refuses(
        "object", make_case(world, "handling"), MoveNotAllowed, "这件事现在是“办理中”，不能再“退回交办”。"
    )


def test_a_second_objection_changes_nothing(world, refuses) -> None:
    case_id = make_case(world, path=("claim", "assign", "object"))
    refuses("object", case_id, MoveNotAllowed, "这件事现在是“已接单”，不能再“退回交办”。")


def test_an_old_page_is_stale(world, refuses) -> None:
    refuses("object", make_case(world, "assigned"), Stale, STALE, version=2)
