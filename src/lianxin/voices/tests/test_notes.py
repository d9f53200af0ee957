"""What goes on record without moving a case: facts, visits, progress, more time, supervision."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from lianxin.kernel.errors import DomainError, NotAllowed
from lianxin.kit.scope import scope
from lianxin.voices import reads
from lianxin.voices.testing import NOON, make_case, perform, usual_actor
from lianxin.voices.tests.conftest import LATER

IN_NINETEEN_DAYS = NOON + timedelta(days=19)


@pytest.mark.parametrize(
    ("verb", "line", "state", "by"),
    [
        ("add_fact", "fact_added", "handling", "反映人"),
        ("visit", "visited", "claimed", "李桂芳"),
        ("progress", "progressed", "handling", "楚雄市交通运输局"),
        ("supervise", "supervised", "assigned", "杨晓梅"),
    ],
)
def test_a_note_stands_in_timeline_and_journal_and_moves_no_clock(world, see, verb, line, state, by) -> None:
    case_id = make_case(world, state)
    before = see(case_id)
    perform(verb, world, case_id, at=LATER)
    after = see(case_id)
    assert after.shows(verb, line, state, state, by=by)
    assert (after.running, after.tier) == (before.running, before.tier)
    assert after.case.version == before.case.version + 1


def test_what_a_citizen_adds_is_read_by_deputy_and_unit_and_by_the_citizen(world) -> None:
    case_id = make_case(world, "handling")
    perform("add_fact", world, case_id, at=LATER)
    for who in (world.deputy, world.officer, world.liaison):
        with scope(who):
            assert reads.case_page(who, case_id, at=timezone.localtime(LATER)).log[0].text == "昨晚又有人摔了"
    citizen = usual_actor(world, "add_fact", case_id)
    with scope(citizen):
        assert reads.citizen_case(citizen, on=LATER.date()).log[0].title == "您补充了情况"


def test_a_citizen_adds_twenty_facts_at_most(world, refuses) -> None:
    case_id = make_case(world)
    for number in range(20):
        perform("add_fact", world, case_id, at=LATER, text=f"第{number}次补充")
    refuses("add_fact", case_id, DomainError, "已经补充了很多次")


def test_a_unit_takes_more_time_once_from_the_day_it_had(world, see, refuses) -> None:
    case_id = make_case(world, "handling")
    assert see(case_id).running == [("handle", "2026-03-24")]
    perform("extend", world, case_id, at=IN_NINETEEN_DAYS)
    seen = see(case_id)
    assert seen.shows("extend", "extended", "handling", "handling", by="楚雄市交通运输局")
    assert seen.running == [("handle", "2026-04-08")]  # ten working days over 清明节
    assert (seen.case.due_on.isoformat(), seen.case.extended_at) == ("2026-04-08", IN_NINETEEN_DAYS)
    refuses("extend", case_id, DomainError, "已经延过一次期", at=IN_NINETEEN_DAYS)


def test_it_is_too_late_for_more_time_when_the_time_is_up(world, refuses) -> None:
    refuses("extend", make_case(world, "handling"), DomainError, "期限已经过了", at=NOON + timedelta(days=22))


def test_supervision_is_the_offices_and_shows_on_the_citizens_page_without_its_words(world, see) -> None:
    case_id = make_case(world, "handling")
    perform("supervise", world, case_id, at=LATER)
    assert see(case_id).case.is_supervised
    citizen = usual_actor(world, "add_fact", case_id)
    with scope(citizen):
        page = reads.citizen_case(citizen, on=LATER.date())
    assert page.is_supervised
    assert "请本周内办结" not in str(page)


@pytest.mark.parametrize(
    ("verb", "who", "sentence"),
    [
        ("supervise", "deputy", "人大机关"),
        ("progress", "deputy", "被交办的单位"),
        ("extend", "liaison", "被交办的单位"),
        ("visit", "liaison", "接单的代表"),
        ("add_fact", "office", "反映人本人"),
    ],
)
def test_everybody_keeps_to_their_own_part(world, refuses, verb, who, sentence) -> None:
    refuses(verb, make_case(world, "handling"), NotAllowed, sentence, actor=getattr(world, who))


@pytest.mark.parametrize(
    ("verb", "fact"),
    [
        ("visit", "text"),
        ("progress", "text"),
        ("extend", "reason"),
        ("supervise", "note"),
        ("add_fact", "text"),
    ],
)
def test_a_word_is_not_enough(world, refuses, verb, fact) -> None:
    refuses(verb, make_case(world, "handling"), DomainError, "请写", **{fact: " "})
