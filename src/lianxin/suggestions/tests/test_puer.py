"""普洱's figures of two years, made of records that went through the whole chain, each opening its lists.

Mission row 7: in 2023 face-to-face 100 %, satisfaction 95.2 %, resolution 67.6 %, 13 points above 2022's 54.6 %.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from lianxin.desk import suggestion_notices
from lianxin.kit.paging import Cursor
from lianxin.kit.scope import scope
from lianxin.suggestions.actions import Given
from lianxin.suggestions.profiles import classes_for, rules_for
from lianxin.suggestions.reads import counted, figures
from lianxin.suggestions.testing import REPLY, World, draft, make_world, perform, talk_facts
from lianxin.suggestions.words import Satisfaction
from lianxin.suggestions.workflow import Duty
from lianxin.suggestions.year_rules import forget

pytestmark = pytest.mark.django_db
SPRING = {2022: datetime(2022, 3, 1, 4, tzinfo=UTC), 2023: datetime(2023, 3, 1, 4, tzinfo=UTC)}
TODAY = date(2024, 4, 25)
# Handed over and answered, of them class A; rated, of them satisfied or basically satisfied.
HANDED = {2022: (97, 53), 2023: (34, 23)}
RATED = {2022: (0, 0), 2023: (21, 20)}
IN_PART = replace(
    REPLY, result_class="C", text="因资金条件限制今年难以办到，已列入项目库，待条件具备时办理。"
)
UNHAPPY = {"attitude": Satisfaction.SATISFIED, "result": Satisfaction.DISSATISFIED, "text": "还差一段没有修"}


@pytest.fixture
def world(db: None, monkeypatch: pytest.MonkeyPatch) -> World:
    for cache in (rules_for, classes_for):
        cache.cache_clear()
    forget()
    monkeypatch.setattr(suggestion_notices, "notify_suggestion_moved", lambda event_id, payload: None)
    made = make_world(SPRING[2022] - timedelta(days=30))
    for year in SPRING:
        for number in range(HANDED[year][0]):
            _one(made, year, number)
    return made


def _one(world: World, year: int, number: int) -> None:
    """From the draft to the reply, face to face confirmed by the deputy, and to the rating where there is one."""
    at = SPRING[year] + timedelta(minutes=number)
    pk = draft(world, at=at)
    given = [Given((world.unit_id, world.second_unit_id)[number % 2], Duty.SOLE)]
    officer, head = ((world.officer, world.head), (world.second_officer, world.second_head))[number % 2]
    for verb in ("submit", "accept"):
        perform(verb, world, pk, at=at)
    perform("assign", world, pk, at=at, given=given)
    perform("receive", world, pk, at=at, actor=officer)
    perform("meet", world, pk, at=at, actor=officer, talk=talk_facts(at.date()))
    perform("confirm_talk", world, pk, at=at)
    reply = REPLY if number < HANDED[year][1] else IN_PART
    later = at + timedelta(days=50)
    perform("draft_reply", world, pk, at=later, actor=officer, reply=reply)
    perform("issue_reply", world, pk, at=later, actor=head)
    rated, happy = RATED[year]
    if number < rated:
        perform("rate", world, pk, at=later, **({} if number < happy else UNHAPPY))


def test_puers_figures_come_from_its_records(world: World) -> None:
    office = world.office
    with scope(office):
        found = figures.overview(office, 2023, today=TODAY)
        listed = {
            code: len(counted.counted_list(office, counted.Wanted(2023, code), Cursor(), today=TODAY).rows)
            for code in ("handed", "met", "replied", "resolved", "rated", "satisfied")
        }
    this, before = found.years[0], found.years[1]
    assert (this.key, before.key) == ("2023", "2022")
    assert this.rate("face").text == "100.0%"
    assert this.rate("satisfy").text == "95.2%"
    assert this.rate("resolve").text == "67.6%"
    assert before.rate("resolve").text == "54.6%"
    points = (this.rate("resolve").percent or 0) - (before.rate("resolve").percent or 0)
    assert round(points) == 13
    # Each rate opens its numerator and its denominator.
    assert listed == {"handed": 34, "met": 34, "replied": 34, "resolved": 23, "rated": 21, "satisfied": 20}
    assert {code: found.whole.counts[code].number for code in listed} == listed
    units = {row.name: row.counts["handed"].number for row in found.units}
    assert sum(units.values()) == 34
    assert len(units) == 2
