"""上交: from room to station to home, with the whole story, by hand and by the clock."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from lianxin.divisions import reads as divisions
from lianxin.kernel.errors import DomainError, NotAllowed, NotFound
from lianxin.kernel.workflow import MoveNotAllowed
from lianxin.kit.jobs import last_run
from lianxin.kit.paging import Cursor
from lianxin.kit.scope import scope
from lianxin.voices import actions, reads, tasks
from lianxin.voices.models import Case
from lianxin.voices.reads import DEPUTY_VIEWS, Filters
from lianxin.voices.testing import COUNTY, NOON, make_case, perform
from lianxin.voices.tests.conftest import LATER

IN_TEN_DAYS = NOON + timedelta(days=10)


def test_a_matter_goes_to_the_station_with_a_clock_of_its_own(world, see) -> None:
    case_id = make_case(world)
    assert see(case_id).tier == "2026-03-10"
    perform("lift", world, case_id, at=LATER)
    seen = see(case_id)
    assert seen.shows("lift", "lifted", "received", "received", by="赵联络")
    assert (seen.case.venue_id, seen.case.origin_venue_id, seen.case.via_venue_id) == (
        world.station_id, world.venue_id, None,
    )  # fmt: skip
    assert (seen.running, seen.tier) == ([("claim", "2026-03-04")], "2026-03-17")


def test_lifted_twice_every_level_sees_what_became_of_it(world, see) -> None:
    case_id = make_case(world)
    perform("lift", world, case_id, at=LATER)
    perform("claim", world, case_id, at=LATER, actor=world.station_deputy)
    perform("lift", world, case_id, at=LATER, actor=world.station_deputy)
    perform("claim", world, case_id, at=LATER, actor=world.home_deputy)
    seen = see(case_id)
    assert (seen.case.venue_id, seen.case.origin_venue_id, seen.case.via_venue_id) == (
        world.home_id, world.venue_id, world.station_id,
    )  # fmt: skip
    assert seen.tier == "2026-03-24"
    for who in (world.liaison, world.deputy, world.station_liaison, world.station_deputy, world.home_liaison):
        with scope(who):
            page = reads.case_page(who, case_id, at=timezone.localtime(LATER))
        assert [line.title for line in page.log][:4] == ["接单", "上交", "接单", "上交"]
    with scope(world.home_deputy):
        page = reads.case_page(world.home_deputy, case_id, at=timezone.localtime(LATER))
    assert "lift" in page.verbs
    with scope(world.deputy):
        assert reads.case_page(world.deputy, case_id, at=timezone.localtime(LATER)).verbs == ()


def test_above_the_home_there_is_nothing(world, refuses) -> None:
    case_id = make_case(world, path=("lift",))
    perform("lift", world, case_id, at=LATER, actor=world.station_liaison)
    refuses("lift", case_id, MoveNotAllowed, "再往上没有站了", actor=world.home_liaison)


def test_the_deputy_of_a_room_does_not_take_what_was_lifted_unless_placed_there(world, refuses) -> None:
    case_id = make_case(world, path=("lift",))
    refuses("lift", case_id, NotAllowed, "这一步只能由接单的代表、阵地联络员或人大机关来做。")
    refuses("lift", case_id, NotFound, "没有找到这件事", actor=world.other_liaison)


def test_a_deputy_of_the_room_neither_is_offered_nor_takes_what_was_lifted(world, refuses) -> None:
    case_id = make_case(world, path=("lift",))
    refuses("claim", case_id, MoveNotAllowed, "由上一级的代表接单", actor=world.deputy)
    waiting = {}
    for who in (world.deputy, world.station_deputy):
        with scope(who):
            rows = reads.case_list(who, Filters(DEPUTY_VIEWS[0]), Cursor(), today=LATER.date()).rows
            waiting[who.name] = [row.id for row in rows]
    assert waiting == {"李桂芳": [], "张文军": [case_id]}


def test_a_reason_is_asked_for(world, refuses) -> None:
    refuses("lift", make_case(world), DomainError, "请写明为什么要上交", reason="难")


def test_what_waited_too_long_goes_up_by_itself_once(world, see, monkeypatch) -> None:
    late, taken, fresh = make_case(world), make_case(world, "claimed"), make_case(world, at=IN_TEN_DAYS)
    with_unit = make_case(world, "handling")
    with scope(world.office):
        assert actions.lift_overdue(actor=world.office, at=NOON + timedelta(days=7)) == 0
        assert actions.lift_overdue(actor=world.office, at=IN_TEN_DAYS) == 2
        assert actions.lift_overdue(actor=world.office, at=IN_TEN_DAYS) == 0
    assert {see(pk).case.venue_id for pk in (late, taken)} == {world.station_id}
    assert {see(pk).case.venue_id for pk in (fresh, with_unit)} == {world.venue_id}
    assert see(late).shows("lift", "lifted", "received", "received", by="系统")


def test_the_daily_job_acts_in_every_county_and_leaves_a_trace(world, see, monkeypatch) -> None:
    case_id = make_case(world, at=timezone.now() - timedelta(days=60))
    monkeypatch.setattr(divisions, "codes_at", lambda level: [COUNTY])
    tasks.lift_overdue_everywhere(0)
    run = last_run("voices.lift_overdue")
    assert (run.done, run.error, run.ended_at is not None) == (1, "", True)
    assert see(case_id).case.venue_id == world.station_id


def test_what_stands_at_the_home_stays_there_and_is_not_lost(world) -> None:
    case_id = make_case(world, path=("lift",))
    perform("lift", world, case_id, at=LATER, actor=world.station_liaison)
    with scope(world.office):
        assert actions.lift_overdue(actor=world.office, at=NOON + timedelta(days=90)) == 0
        assert Case.objects.get(pk=case_id).tier_due_on.isoformat() == "2026-03-24"


@pytest.mark.parametrize("state", ["assigned", "handling", "referred", "merged", "answered"])
def test_no_tier_clock_runs_while_somebody_else_has_it(world, see, state) -> None:
    assert see(make_case(world, state)).tier == ""


def test_what_a_unit_sends_back_gets_the_tier_clock_anew(world, see) -> None:
    case_id = make_case(world, "assigned")
    perform("object", world, case_id, at=NOON + timedelta(days=1))
    assert see(case_id).tier == "2026-03-11"
