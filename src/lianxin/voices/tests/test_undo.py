"""Ten seconds to take a claim back, in which nothing reaches the citizen. Source: ADR-0021 §7."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from lianxin.kernel.actor import Actor
from lianxin.kit.scope import scope
from lianxin.voices import reads
from lianxin.voices.reads import CitizenCase
from lianxin.voices.testing import make_case, perform
from lianxin.voices.tests.conftest import LATER
from lianxin.voices.workflow import UNDO_S


def told_at(case_id: int, at: datetime) -> CitizenCase:
    citizen = Actor(case_id=case_id, source="citizen")
    with scope(citizen):
        return reads.citizen_case(citizen, on=date(2026, 3, 3), at=at)


def titles(page: CitizenCase) -> list[str]:
    return [line.title for line in page.log]


@pytest.mark.parametrize("seconds", [0, 1, UNDO_S - 1])
def test_within_the_ten_seconds_the_citizen_reads_of_no_claim(world, seconds) -> None:
    case_id = make_case(world)
    before = told_at(case_id, LATER)
    perform("claim", world, case_id, at=LATER)
    page = told_at(case_id, LATER + timedelta(seconds=seconds))
    assert (page.state, page.state_words, page.deputy_name) == ("received", "已经收到，等代表接单", "")
    assert (page.stages, page.log) == (before.stages, before.log)
    assert "李桂芳" not in str(page)


def test_after_the_ten_seconds_the_citizen_reads_who_took_it(world) -> None:
    case_id = make_case(world)
    perform("claim", world, case_id, at=LATER)
    page = told_at(case_id, LATER + timedelta(seconds=UNDO_S))
    assert (page.state, page.deputy_name) == ("claimed", "李桂芳")
    assert titles(page) == ["代表接单了", "收到您反映的事"]


def test_a_claim_undone_in_time_never_appears(world) -> None:
    case_id = make_case(world)
    perform("claim", world, case_id, at=LATER)
    perform("release", world, case_id, at=LATER + timedelta(seconds=9), reason="")
    assert titles(told_at(case_id, LATER + timedelta(days=1))) == ["收到您反映的事"]
    perform("claim", world, case_id, at=LATER + timedelta(minutes=5), actor=world.second_deputy)
    page = told_at(case_id, LATER + timedelta(days=1))
    assert titles(page) == ["代表接单了", "收到您反映的事"]
    assert "李桂芳" not in str(page)


def test_a_claim_given_back_later_stays_on_the_timeline(world) -> None:
    case_id = make_case(world)
    perform("claim", world, case_id, at=LATER)
    perform("release", world, case_id, at=LATER + timedelta(minutes=5))
    assert titles(told_at(case_id, LATER + timedelta(days=1))) == ["代表接单了", "收到您反映的事"]


def test_no_notice_of_a_claim_goes_to_anybody_but_the_office(world, told) -> None:
    """What the event of a claim says, and that nobody is told because of it."""
    from lianxin.desk.case_notices import _TOLD

    case_id = make_case(world)
    perform("claim", world, case_id, at=LATER)
    assert told[-1].verb == "claim"
    assert "claim" not in _TOLD
