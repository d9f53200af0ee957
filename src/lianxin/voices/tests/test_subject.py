"""Who is complained about does not get the matter first; who fears retaliation is shielded."""

from __future__ import annotations

from dataclasses import replace

import pytest

from lianxin.kernel.errors import DomainError, NotAllowed
from lianxin.kit.scope import scope
from lianxin.voices import access, actions
from lianxin.voices.testing import make_case, perform
from lianxin.voices.tests.conftest import LATER


def mark(world, case_id: int, actor=None, **whom: int | None) -> None:
    by = actor or world.liaison
    about = {"unit_id": None, "person_id": None} | whom
    with scope(by):
        actions.mark_subject(case_id=case_id, actor=by, at=LATER, **about)


def test_it_is_not_handed_to_the_unit_that_it_is_about(world, see, refuses) -> None:
    case_id = make_case(world, "claimed")
    mark(world, case_id, unit_id=world.unit_id)
    assert see(case_id).last_line[0] == "voices.case.subject_marked"
    refuses("assign", case_id, DomainError, "反映的就是这个单位，不能先交给它办")
    perform("assign", world, case_id, at=LATER, unit_id=world.second_unit_id)
    assert see(case_id).case.unit_id == world.second_unit_id


def test_the_deputy_it_is_about_does_not_take_it(world, refuses, see) -> None:
    case_id = make_case(world)
    mark(world, case_id, person_id=world.deputy.person_id)
    refuses("claim", case_id, NotAllowed, "这一步只能由")
    perform("claim", world, case_id, at=LATER, actor=world.second_deputy)
    assert see(case_id).case.claimed_by == world.second_deputy.person_id


def test_who_has_it_already_is_not_marked(world) -> None:
    with pytest.raises(DomainError, match="请先收回改派"):
        mark(world, make_case(world, "handling"), unit_id=world.unit_id)
    with pytest.raises(DomainError, match="请先收回改派"):
        mark(world, make_case(world, "claimed"), person_id=world.deputy.person_id)


def test_a_deputy_does_not_mark(world) -> None:
    with pytest.raises(NotAllowed, match="阵地联络员或人大机关"):
        mark(world, make_case(world), actor=world.deputy, unit_id=world.unit_id)


def test_who_fears_retaliation_is_heard_by_the_county_alone(world, see) -> None:
    case_id = make_case(world, is_protected=True)
    case = see(case_id).case
    assert (case.venue_id, case.depth, case.may_publish, case.wanted_person_id) == (
        world.home_id,
        6,
        False,
        None,
    )
    hidden = (world.deputy, world.liaison, world.township_office, world.station_deputy, world.other_office)
    village_office = replace(world.township_office, place="532301101001")
    for who in (*hidden, village_office):
        with scope(who):
            assert not access.cases_visible_to(who).filter(pk=case_id).exists(), who.name
    for who in (world.office, world.home_deputy, world.home_liaison):
        with scope(who):
            assert access.cases_visible_to(who).filter(pk=case_id).exists(), who.name
