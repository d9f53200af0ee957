"""接单: a deputy takes a received case."""

from __future__ import annotations

import pytest

from lianxin.kernel.errors import NotAllowed, NotFound, Stale
from lianxin.kernel.workflow import MoveNotAllowed
from lianxin.voices.testing import make_case, perform
from lianxin.voices.tests.conftest import LATER, NOT_FOUND, STALE


def test_a_deputy_claims_a_received_case(world, see, told) -> None:
    case_id = make_case(world)
    perform("claim", world, case_id, at=LATER)
    seen = see(case_id)
    assert seen.shows("claim", "claimed", "received", "claimed", by="李桂芳")
    assert (seen.case.claimed_by, seen.case.claimed_at) == (world.deputy.person_id, LATER)
    assert seen.case.version == 2
    assert seen.running == [("triage", "2026-03-05")]
    assert seen.ended == {"claim": LATER}
    event = told[-1]
    assert (event.case_id, event.verb, event.state) == (case_id, "claim", "claimed")
    assert (event.claimed_by, event.actor_user_id) == (world.deputy.person_id, world.deputy.user_id)
    assert event.at == LATER.isoformat()
    assert seen.lines[-1].actor_role == "deputy"


def test_a_deputy_whom_the_citizen_asked_for_claims_elsewhere_too(world, see) -> None:
    case_id = make_case(world, wanted_person_id=world.other_deputy.person_id)
    perform("claim", world, case_id, at=LATER, actor=world.other_deputy)
    assert see(case_id).case.claimed_by == world.other_deputy.person_id


@pytest.mark.parametrize("who", ["liaison", "office", "dispatcher"])
def test_only_a_deputy_claims(world, refuses, who) -> None:
    actor = getattr(world, who)
    refuses("claim", make_case(world), NotAllowed, "这一步只能由在这里任职的代表来做。", actor=actor)


@pytest.mark.parametrize("who", ["other_deputy", "officer", "other_office", "auditor"])
def test_who_does_not_see_the_case_does_not_find_it(world, refuses, who) -> None:
    refuses("claim", make_case(world), NotFound, NOT_FOUND, actor=getattr(world, who))


@pytest.mark.parametrize("who", ["deputy", "second_deputy"])
def test_a_claimed_case_is_not_claimed_again(world, refuses, who) -> None:
    sentence = "这件事现在是“已接单”，不能再“接单”。请刷新页面看最新情况。"
    refuses("claim", make_case(world, "claimed"), MoveNotAllowed, sentence, actor=getattr(world, who))


def test_a_page_drawn_before_somebody_else_acted_is_stale(world, refuses) -> None:
    refuses("claim", make_case(world, "claimed"), Stale, STALE, actor=world.second_deputy, version=1)
