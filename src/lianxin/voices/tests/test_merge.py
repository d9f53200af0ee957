"""并案: many voices, one matter; links both ways, one answer for all, and a way out again."""

from __future__ import annotations

import pytest
from django.utils import timezone

from lianxin.kernel.errors import DomainError, NotAllowed, NotFound
from lianxin.kit.scope import scope
from lianxin.voices import reads, tasks
from lianxin.voices.testing import make_case, perform, usual_actor
from lianxin.voices.tests.conftest import LATER


def settle(case) -> None:
    tasks.answer_voices_of(
        "event", {"case_id": case.pk, "division_code": case.division_code, "at": LATER.isoformat()}
    )


def test_links_go_both_ways(world, see) -> None:
    main, voice = make_case(world, "handling"), make_case(world, text="路灯又不亮了")
    perform("merge", world, voice, at=LATER, main_id=main)
    seen = see(voice)
    assert seen.shows("merge", "merged", "received", "merged", by="赵联络")
    assert (seen.case.merged_into_id, seen.running) == (main, [("result", "2026-04-02")])
    with scope(world.liaison):
        at = timezone.localtime(LATER)
        assert reads.case_page(world.liaison, voice, at=at).main[0] == main
        assert [other.id for other in reads.case_page(world.liaison, main, at=at).voices] == [voice]


def test_everybody_gets_the_answer_and_rates_it(world, see) -> None:
    main, first, second = make_case(world, "answered"), make_case(world), make_case(world, "claimed")
    for voice in (first, second):
        perform("merge", world, voice, at=LATER, main_id=main)
    perform("confirm", world, main, at=LATER)
    settle(see(main).case)
    settle(see(main).case)  # delivered twice: the second time changes nothing
    for voice in (first, second):
        seen = see(voice)
        assert seen.shows("answer_merged", "answered_with_main", "merged", "confirmed", by="系统")
        assert (seen.case.outcome, seen.case.answer) == ("merged", see(main).case.answer)
        citizen = usual_actor(world, "rate", voice)
        with scope(citizen):
            assert reads.citizen_case(citizen, on=LATER.date()).may_rate
    perform("rate", world, first, at=LATER)
    perform("reopen", world, first, at=LATER)
    seen = see(first)
    assert (seen.case.state, seen.case.merged_into_id, seen.case.claimed_by) == (
        "claimed", None, world.deputy.person_id,
    )  # fmt: skip


def test_voices_of_a_voice_come_along(world, see) -> None:
    main, middle, voice = make_case(world, "handling"), make_case(world), make_case(world)
    perform("merge", world, voice, at=LATER, main_id=middle)
    perform("merge", world, middle, at=LATER, main_id=main)
    assert see(voice).case.merged_into_id == main


@pytest.mark.parametrize("end", ["decline", "withdraw"])
def test_voices_go_their_own_way_when_the_main_case_is_not_carried_on(world, see, end) -> None:
    main, voice = make_case(world), make_case(world)
    perform("merge", world, voice, at=LATER, main_id=main)
    perform(end, world, main, at=LATER)
    settle(see(main).case)
    seen = see(voice)
    assert seen.shows("split", "split", "merged", "received", by="系统")
    assert (seen.case.merged_into_id, seen.tier) == (None, "2026-03-10")


def test_what_was_another_matter_is_split_off(world, see) -> None:
    case_id = make_case(world, "merged")
    perform("split", world, case_id, at=LATER)
    assert see(case_id).shows("split", "split", "merged", "received", by="赵联络")


@pytest.mark.parametrize("state", ["merged", "confirmed", "closed", "declined", "withdrawn"])
def test_what_has_its_answer_takes_no_more_voices(world, refuses, state) -> None:
    main, voice = make_case(world, state), make_case(world)
    refuses("merge", voice, DomainError, "那件事已经有结果了", main_id=main)


def test_not_into_itself_nor_into_what_nobody_here_sees(world, refuses) -> None:
    case_id = make_case(world)
    refuses("merge", case_id, NotFound, "没有找到要并入的那件事", main_id=case_id)
    refuses("merge", case_id, NotFound, "没有找到要并入的那件事", main_id=12345)


def test_a_deputy_does_not_merge(world, refuses) -> None:
    main = make_case(world)
    refuses("merge", make_case(world), NotAllowed, "阵地联络员或人大机关", actor=world.deputy, main_id=main)
