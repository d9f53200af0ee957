"""退回重办: the deputy has looked, and it is not done yet."""

from __future__ import annotations

import pytest

from lianxin.kernel.errors import DomainError, NotAllowed, NotFound, Stale
from lianxin.kernel.workflow import MoveNotAllowed
from lianxin.voices.testing import make_case, perform
from lianxin.voices.tests.conftest import LATER, NOT_FOUND, STALE

ONLY = "这一步只能由接单的代表来做。"


def test_the_unit_handles_on_with_a_new_clock(world, see, told) -> None:
    case_id = make_case(world, "answered")
    perform("send_back", world, case_id, at=LATER)
    seen = see(case_id)
    assert seen.shows("send_back", "sent_back", "answered", "handling", by="李桂芳")
    assert (seen.case.answered_at, seen.case.accepted_at is not None) == (None, True)
    assert seen.steps[-1].text == "去看了，还有一盏不亮"
    assert seen.running == [("handle", "2026-03-24")]
    assert seen.ended["confirm"] == LATER
    assert (told[-1].verb, told[-1].state) == ("send_back", "handling")


def test_what_was_seen_on_site_is_asked_for(world, refuses) -> None:
    sentence = "请写明现场看到的情况，单位好接着办。"
    refuses("send_back", make_case(world, "answered"), DomainError, sentence, reason="没好")


@pytest.mark.parametrize("who", ["second_deputy", "liaison", "officer", "office"])
def test_only_the_claiming_deputy_sends_back(world, refuses, who) -> None:
    refuses("send_back", make_case(world, "answered"), NotAllowed, ONLY, actor=getattr(world, who))


def test_a_deputy_elsewhere_does_not_find_it(world, refuses) -> None:
    refuses("send_back", make_case(world, "answered"), NotFound, NOT_FOUND, actor=world.other_deputy)


def test_a_second_time_changes_nothing(world, refuses) -> None:
    case_id = make_case(world, path=("claim", "assign", "accept", "answer", "send_back"))
    refuses("send_back", case_id, MoveNotAllowed, "这件事现在是“办理中”，不能再“退回重办”。")


def test_what_was_confirmed_is_not_sent_back(world, refuses) -> None:
    refuses(
        "send_back", make_case(world, "confirmed"), MoveNotAllowed, "这件事现在是“待评价”，不能再“退回重办”。"
    )


def test_an_old_page_is_stale(world, refuses) -> None:
    refuses("send_back", make_case(world, "answered"), Stale, STALE, version=4)
