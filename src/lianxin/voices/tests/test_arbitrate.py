"""两次退回之后的裁定: the second objection goes to the congress office, whose word is the last."""

from __future__ import annotations

from datetime import timedelta

import pytest

from lianxin.kernel.errors import DomainError, NotAllowed
from lianxin.kernel.workflow import MoveNotAllowed
from lianxin.kit.scope import scope
from lianxin.voices.testing import NOON, make_case, perform
from lianxin.voices.tests.conftest import LATER


def test_the_second_objection_waits_for_the_office_which_decides(world, see) -> None:
    case_id = make_case(world, path=("claim", "assign", "object"))
    assert see(case_id).case.objection_count == 1
    perform("assign", world, case_id, at=LATER, unit_id=world.second_unit_id)
    perform("object", world, case_id, at=LATER, actor=world.second_officer)
    seen = see(case_id)
    assert seen.shows("object_again", "objected_again", "assigned", "arbitration", by="楚雄市水务局")
    assert (seen.running, seen.case.objection_count) == ([("arbitrate", "2026-03-05")], 2)
    perform("arbitrate", world, case_id, at=LATER, unit_id=world.unit_id)
    seen = see(case_id)
    assert seen.shows("arbitrate", "arbitrated", "arbitration", "assigned", by="杨晓梅")
    assert (seen.case.unit_id, seen.case.is_arbitrated) == (world.unit_id, True)


def test_after_it_there_is_no_objection(world, refuses) -> None:
    case_id = make_case(world, "arbitration")
    perform("arbitrate", world, case_id, at=LATER)
    refuses("object", case_id, MoveNotAllowed, "已经裁定由本单位办，不能再退回", actor=world.second_officer)


def test_the_unit_that_objects_still_sees_it(world) -> None:
    case_id = make_case(world, "arbitration")
    from lianxin.voices import access

    with scope(world.officer):
        assert access.cases_visible_to(world.officer).filter(pk=case_id).exists()


@pytest.mark.parametrize("who", ["deputy", "liaison", "publisher"])
def test_only_office_and_dispatcher_decide(world, refuses, who) -> None:
    refuses(
        "arbitrate",
        make_case(world, "arbitration"),
        NotAllowed,
        "人大机关或交办岗",
        actor=getattr(world, who),
    )


def test_a_dispatcher_decides_too(world, see) -> None:
    case_id = make_case(world, "arbitration")
    perform("arbitrate", world, case_id, at=LATER, actor=world.dispatcher)
    assert see(case_id).case.state == "assigned"


def test_a_reason_is_asked_for(world, refuses) -> None:
    refuses("arbitrate", make_case(world, "arbitration"), DomainError, "请写明裁定的理由", note="办")


def test_an_objection_that_comes_too_late_changes_nothing(world, refuses) -> None:
    case_id = make_case(world, "assigned")
    refuses("object", case_id, MoveNotAllowed, "提出异议的时间已经过了", at=NOON + timedelta(days=3))


def test_on_the_last_day_it_still_counts(world, see) -> None:
    case_id = make_case(world, "assigned")
    perform("object", world, case_id, at=NOON + timedelta(days=2))
    assert see(case_id).case.state == "claimed"
