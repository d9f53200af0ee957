"""办结: by liaison or office, after a bad rating or when the time to rate has run out."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from lianxin.kernel.errors import DomainError, NotAllowed, NotFound, Stale
from lianxin.kernel.workflow import MoveNotAllowed
from lianxin.voices.testing import make_case, perform
from lianxin.voices.tests.conftest import LATER, NOT_FOUND, STALE

LAST_MINUTE = datetime(2026, 3, 24, 15, 59, tzinfo=UTC)  # 23:59 in Beijing on the last day to rate
NEXT_DAY = datetime(2026, 3, 24, 16, 0, tzinfo=UTC)


@pytest.mark.parametrize("who", ["liaison", "office", "township_office"])
def test_after_a_bad_rating_liaison_and_offices_close(world, see, told, who) -> None:
    case_id, actor = make_case(world, "rated"), getattr(world, who)
    perform("close", world, case_id, at=LATER, actor=actor)
    seen = see(case_id)
    assert seen.shows("close", "closed", "rated", "closed", by=actor.name)
    assert (seen.case.closed_at, seen.case.due_on, seen.case.due_kind) == (LATER, None, "")
    assert seen.steps[-1].text == seen.lines[-1].reason == "已经向群众说明"
    assert (seen.running, seen.ended["rate"]) == ([], LATER)
    assert (told[-1].verb, told[-1].state) == ("close", "closed")


def test_an_unrated_case_is_closed_only_when_the_time_to_rate_has_run_out(world, see, refuses) -> None:
    case_id = make_case(world, "confirmed")
    sentence = "评价时间还没过，请等群众评价，或者到期以后再办结。"
    refuses("close", case_id, DomainError, sentence, at=LAST_MINUTE)
    perform("close", world, case_id, at=NEXT_DAY)
    assert see(case_id).case.state == "closed"


def test_a_word_of_explanation_is_asked(world, refuses) -> None:
    refuses("close", make_case(world, "rated"), DomainError, "请写一句办结的说明。", reason=" ")


@pytest.mark.parametrize("who", ["deputy", "officer", "dispatcher", "publisher"])
def test_deputies_and_units_do_not_close(world, refuses, who) -> None:
    sentence = "这一步只能由阵地联络员或人大机关来做。"
    refuses("close", make_case(world, "rated"), NotAllowed, sentence, actor=getattr(world, who))


@pytest.mark.parametrize("who", ["other_liaison", "other_office"])
def test_the_neighbouring_county_does_not_find_it(world, refuses, who) -> None:
    refuses("close", make_case(world, "rated"), NotFound, NOT_FOUND, actor=getattr(world, who))


def test_a_case_in_work_is_not_closed(world, refuses) -> None:
    refuses("close", make_case(world, "handling"), MoveNotAllowed, "这件事现在是“办理中”，不能再“办结”。")


def test_a_second_closing_changes_nothing(world, refuses) -> None:
    refuses("close", make_case(world, "closed"), MoveNotAllowed, "这件事现在是“已办结”，不能再“办结”。")


def test_an_old_page_is_stale(world, refuses) -> None:
    refuses("close", make_case(world, "rated"), Stale, STALE, version=6)
