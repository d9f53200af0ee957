"""退回待接: a deputy gives a claimed case back."""

from __future__ import annotations

from datetime import timedelta

import pytest

from lianxin.kernel.errors import DomainError, NotAllowed, NotFound, Stale
from lianxin.kernel.workflow import MoveNotAllowed
from lianxin.voices.testing import NOON, make_case, perform
from lianxin.voices.tests.conftest import LATER, NOT_FOUND, STALE

CLAIMED_AT = NOON + timedelta(minutes=1)


def test_a_deputy_gives_a_case_back_with_a_reason_that_citizens_do_not_see(world, see, told) -> None:
    case_id = make_case(world, "claimed")
    perform("release", world, case_id, at=LATER)
    seen = see(case_id)
    assert seen.shows("release", "released", "claimed", "received", by="李桂芳")
    assert (seen.case.claimed_by, seen.case.claimed_at) == (None, None)
    assert (seen.steps[-1].text, seen.steps[-1].for_citizen) == ("我要出差两周", False)
    assert seen.lines[-1].reason == "我要出差两周"
    assert seen.running == [("claim", "2026-03-04")]
    assert seen.ended["triage"] == LATER
    assert (told[-1].verb, told[-1].claimed_by) == ("release", None)


def test_another_deputy_claims_what_was_given_back(world, see) -> None:
    case_id = make_case(world, path=("claim", "release"))
    perform("claim", world, case_id, at=LATER, actor=world.second_deputy)
    assert see(case_id).case.claimed_by == world.second_deputy.person_id


def test_within_ten_seconds_no_reason_is_asked(world, see, refuses) -> None:
    case_id = make_case(world, "claimed")
    late = CLAIMED_AT + timedelta(seconds=11)
    refuses("release", case_id, DomainError, "请写一句退回的原因，方便别的代表接着办。", at=late, reason=" ")
    perform("release", world, case_id, at=CLAIMED_AT + timedelta(seconds=10), reason="")
    assert see(case_id).case.state == "received"


def test_a_case_that_was_objected_to_loses_its_unit_when_given_back(world, see) -> None:
    case_id = make_case(world, path=("claim", "assign", "object", "release"))
    assert see(case_id).case.unit_id is None


def test_a_reopened_case_stays_with_its_deputy(world, refuses) -> None:
    case_id = make_case(world, path=("claim", "answer_on_spot", "rate", "reopen"))
    refuses("release", case_id, MoveNotAllowed, "这是群众要求再办一次的事，请您接着跟到底")


def test_the_office_frees_a_case_whose_deputy_cannot_go_on(world, see) -> None:
    case_id = make_case(world, path=("claim", "answer_on_spot", "rate", "reopen"))
    perform("release", world, case_id, at=LATER, actor=world.office, reason="代表住院了")
    perform("claim", world, case_id, at=LATER, actor=world.second_deputy)
    case = see(case_id).case
    assert (case.claimed_by, case.is_supervised, case.reopened_count) == (
        world.second_deputy.person_id, True, 1,
    )  # fmt: skip


def test_the_office_gives_a_reason_however_quick(world, refuses) -> None:
    sentence = "请写一句退回的原因，方便别的代表接着办。"
    refuses(
        "release",
        make_case(world, "claimed"),
        DomainError,
        sentence,
        actor=world.office,
        at=CLAIMED_AT,
        reason="",
    )


@pytest.mark.parametrize("who", ["second_deputy", "liaison", "dispatcher"])
def test_only_the_claiming_deputy_or_the_office_gives_back(world, refuses, who) -> None:
    actor = getattr(world, who)
    refuses(
        "release",
        make_case(world, "claimed"),
        NotAllowed,
        "这一步只能由接单的代表或人大机关来做。",
        actor=actor,
    )


def test_a_deputy_elsewhere_does_not_find_it(world, refuses) -> None:
    refuses("release", make_case(world, "claimed"), NotFound, NOT_FOUND, actor=world.other_deputy)


def test_after_assigning_it_is_too_late(world, refuses) -> None:
    refuses(
        "release", make_case(world, "assigned"), MoveNotAllowed, "这件事现在是“待领单”，不能再“退回待接”。"
    )


def test_a_second_release_is_not_the_deputys_any_more(world, refuses) -> None:
    case_id = make_case(world, path=("claim", "release"))
    refuses("release", case_id, NotAllowed, "这一步只能由接单的代表或人大机关来做。")


def test_an_old_page_is_stale(world, refuses) -> None:
    refuses("release", make_case(world, "claimed"), Stale, STALE, version=1)
