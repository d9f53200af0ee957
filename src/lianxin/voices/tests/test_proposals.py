"""Which unit solved the like before: counted, shown, never decided. Source: ADR-0021 §6."""

from __future__ import annotations

from datetime import timedelta

import pytest

from lianxin.kit.scope import scope
from lianxin.people import reads as people
from lianxin.voices import reads
from lianxin.voices.models import Case, Proposal
from lianxin.voices.testing import NOON, make_case, perform
from lianxin.voices.tests.conftest import LATER
from lianxin.voices.words import Topic

SOLVED = ("claim", "assign", "accept", "answer", "confirm")


def solved(world, times: int, **changes) -> None:
    for _ in range(times):
        make_case(world, path=SOLVED, **changes)


def solved_by_second(world) -> None:
    case_id = make_case(world, path=("claim",))
    perform("assign", world, case_id, at=NOON + timedelta(minutes=2), unit_id=world.second_unit_id)
    perform("accept", world, case_id, at=LATER, actor=world.second_officer)
    perform("answer", world, case_id, at=LATER, actor=world.second_officer)
    perform("confirm", world, case_id, at=LATER)


def proposed(world, case_id: int, at=LATER, actor=None):
    actor = actor or world.deputy
    with scope(actor):
        case = Case.objects.get(pk=case_id)
        return reads.unit_for(actor, case, people.units_for(case.division_code), at=at)


def test_who_solved_it_three_times_is_named_with_the_count(world) -> None:
    solved(world, 3)
    found = proposed(world, make_case(world, "claimed"))
    assert found is not None
    assert (found.unit_id, found.times, found.out_of) == (world.unit_id, 3, 3)
    assert (found.name, found.topic) == ("楚雄市交通运输局", "道路照明")


@pytest.mark.parametrize("times", [0, 1, 2])
def test_less_than_three_say_nothing(world, times) -> None:
    solved(world, times)
    assert proposed(world, make_case(world, "claimed")) is None


def test_a_divided_history_says_nothing(world) -> None:
    solved(world, 2)
    for _ in range(2):
        solved_by_second(world)
    assert proposed(world, make_case(world, "claimed")) is None
    solved(world, 1)
    found = proposed(world, make_case(world, "claimed"))
    assert found is not None
    assert (found.times, found.out_of) == (3, 5)


def test_another_topic_or_an_old_history_says_nothing(world) -> None:
    solved(world, 3, topic=Topic.WATER)
    case_id = make_case(world, "claimed")
    assert proposed(world, case_id) is None
    solved(world, 3)
    assert proposed(world, case_id, at=NOON + timedelta(days=735)) is None


def test_the_unit_complained_about_is_not_proposed(world) -> None:
    solved(world, 3)
    case_id = make_case(world, "claimed")
    with scope(world.office):
        Case.objects.filter(pk=case_id).update(about_unit_id=world.unit_id)
    assert proposed(world, case_id) is None


def test_what_a_reader_does_not_see_is_not_counted_unless_it_is_public(world) -> None:
    solved(world, 3)
    case_id = make_case(world, "claimed")
    with scope(world.second_officer):
        case = Case(pk=case_id, topic=Topic.ROAD, county_code="532301", township_code="532301101")
        units = people.units_for("532301101001")
        assert reads.unit_for(world.second_officer, case, units, at=LATER) is None


def test_following_and_overruling_are_counted(world) -> None:
    solved(world, 3)
    for unit in (world.unit_id, world.second_unit_id, world.unit_id):
        perform("assign", world, make_case(world, "claimed"), at=LATER, unit_id=unit)
    with scope(world.office):
        followed = reads.proposals_followed(world.office, since=NOON - timedelta(days=1))
        assert (followed.followed, followed.overruled) == (2, 1)
        assert Proposal.objects.count() == 3
    with scope(world.other_office):
        assert not Proposal.objects.exists()  # row-level security alone


def test_an_assignment_without_history_keeps_no_proposal(world) -> None:
    perform("assign", world, make_case(world, "claimed"), at=LATER)
    with scope(world.office):
        assert not Proposal.objects.exists()
