"""转出: to the 12345 line, to a formal suggestion, to a higher deputy; the deputy still answers the citizen."""

from __future__ import annotations

import pytest

from lianxin.kernel.errors import DomainError, NotAllowed
from lianxin.kit.scope import scope
from lianxin.voices import reads
from lianxin.voices.testing import make_case, perform, usual_actor
from lianxin.voices.tests.conftest import LATER
from lianxin.voices.words import Referral


@pytest.mark.parametrize(
    ("referral", "outcome"),
    [
        (Referral.HOTLINE_12345, "to_12345"),
        (Referral.SUGGESTION, "convert_to_suggestion"),
        (Referral.HIGHER_DEPUTY, "hand_to_higher_deputy"),
    ],
)
def test_a_matter_goes_out_and_its_result_comes_back(world, see, referral, outcome) -> None:
    case_id = make_case(world, "claimed")
    perform("refer", world, case_id, at=LATER, referral=referral, to="工单 8812")
    seen = see(case_id)
    assert seen.shows("refer", "referred", "claimed", "referred", by="李桂芳")
    assert (seen.case.referral, seen.case.referral_to) == (referral, "工单 8812")
    assert (seen.running, seen.tier) == ([("result", "2026-04-02")], "")
    perform("report_back", world, case_id, at=LATER)
    seen = see(case_id)
    assert seen.shows("report_back", "reported_back", "referred", "confirmed", by="李桂芳")
    assert (seen.case.outcome, seen.case.answer) == (outcome, "热线回复：已经派人修好了。")


def test_the_citizen_reads_where_it_went_and_rates_the_result(world) -> None:
    case_id = make_case(world, "referred")
    citizen = usual_actor(world, "rate", case_id)
    with scope(citizen):
        page = reads.citizen_case(citizen, on=LATER.date())
    assert page.log[0].text == "12345 热线：工单 8812。"
    assert page.deadline == "代表最晚 4 月 2 日前告诉您结果"
    perform("report_back", world, case_id, at=LATER)
    with scope(citizen):
        assert reads.citizen_case(citizen, on=LATER.date()).may_rate


def test_what_is_not_taken_there_comes_back(world, see) -> None:
    case_id = make_case(world, "referred")
    perform("recall", world, case_id, at=LATER)
    seen = see(case_id)
    assert seen.shows("recall", "recalled", "referred", "claimed", by="李桂芳")
    assert (seen.case.referral, seen.case.referral_to, seen.tier) == ("", "", "2026-03-10")


def test_it_must_be_said_where_it_goes(world, refuses) -> None:
    refuses("refer", make_case(world, "claimed"), DomainError, "请写明转给谁", to=" ")


def test_a_unit_does_not_send_it_on(world, refuses) -> None:
    case_id = make_case(world, path=("claim", "assign", "object"))
    refuses("refer", case_id, NotAllowed, "接单的代表、阵地联络员或人大机关", actor=world.officer)
