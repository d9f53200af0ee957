"""交办: a claimed case is handed to a unit."""

from __future__ import annotations

import pytest

from lianxin.kernel.errors import DomainError, NotAllowed, NotFound, Stale
from lianxin.kernel.workflow import MoveNotAllowed
from lianxin.kit.scope import scope
from lianxin.people.models import Unit
from lianxin.voices import access
from lianxin.voices.testing import make_case, perform
from lianxin.voices.tests.conftest import LATER, NOT_FOUND, STALE


def test_a_deputy_hands_a_case_to_a_unit(world, see, told) -> None:
    case_id = make_case(world, "claimed")
    perform("assign", world, case_id, at=LATER)
    seen = see(case_id)
    assert seen.shows("assign", "assigned", "claimed", "assigned", by="李桂芳")
    assert (seen.case.unit_id, seen.case.assigned_at) == (world.unit_id, LATER)
    assert seen.steps[-1].text == "交给楚雄市交通运输局办理。请尽快"
    assert seen.running == [("accept", "2026-03-05")]
    assert seen.ended["triage"] == LATER
    assert (told[-1].verb, told[-1].unit_id) == ("assign", world.unit_id)


def test_from_now_on_the_unit_sees_it_and_no_other_unit(world) -> None:
    case_id = make_case(world, "assigned")
    for officer, sees in ((world.officer, True), (world.second_officer, False), (world.other_officer, False)):
        with scope(officer):
            assert access.cases_visible_to(officer).filter(pk=case_id).exists() is sees


@pytest.mark.parametrize("who", ["deputy", "liaison", "dispatcher", "office", "township_office"])
def test_deputy_liaison_dispatcher_and_offices_assign(world, see, who) -> None:
    case_id = make_case(world, "claimed")
    perform("assign", world, case_id, at=LATER, actor=getattr(world, who))
    assert see(case_id).case.state == "assigned"


@pytest.mark.parametrize("who", ["second_deputy", "publisher"])
def test_nobody_else_assigns(world, refuses, who) -> None:
    sentence = "这一步只能由接单的代表、阵地联络员或交办岗来做。"
    refuses("assign", make_case(world, "claimed"), NotAllowed, sentence, actor=getattr(world, who))


@pytest.mark.parametrize("who", ["other_deputy", "other_liaison", "other_office", "officer"])
def test_who_does_not_see_the_case_does_not_find_it(world, refuses, who) -> None:
    refuses("assign", make_case(world, "claimed"), NotFound, NOT_FOUND, actor=getattr(world, who))


NO_UNIT = "这个单位管不到这个地方，或者已经撤并，请换一个单位。"


def test_a_unit_of_another_county_or_of_none_cannot_get_it(world, refuses) -> None:
    case_id = make_case(world, "claimed")
    refuses("assign", case_id, DomainError, NO_UNIT, unit_id=world.other_unit_id)
    refuses("assign", case_id, DomainError, NO_UNIT, unit_id=0)


def test_a_unit_that_was_dissolved_cannot_get_it(world, refuses) -> None:
    Unit.objects.filter(pk=world.unit_id).update(is_active=False)
    refuses("assign", make_case(world, "claimed"), DomainError, NO_UNIT)


def test_a_received_case_is_claimed_first(world, refuses) -> None:
    sentence = "这件事现在是“待接单”，不能再“交办”。"
    refuses("assign", make_case(world), MoveNotAllowed, sentence, actor=world.liaison)


def test_a_second_assignment_changes_nothing(world, refuses) -> None:
    refuses("assign", make_case(world, "assigned"), MoveNotAllowed, "这件事现在是“待领单”，不能再“交办”。")


def test_after_an_objection_another_unit_gets_it(world, see) -> None:
    case_id = make_case(world, path=("claim", "assign", "object"))
    perform("assign", world, case_id, at=LATER, unit_id=world.second_unit_id)
    assert see(case_id).case.unit_id == world.second_unit_id


def test_an_old_page_is_stale(world, refuses) -> None:
    refuses("assign", make_case(world, "claimed"), Stale, STALE, version=1)
