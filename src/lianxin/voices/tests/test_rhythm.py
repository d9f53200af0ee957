"""日在线、周驻点、月进站: from what is on record, and honest where nothing is. Source: ADR-0021 §9."""

from __future__ import annotations

from datetime import date, timedelta

from lianxin.kit.scope import scope
from lianxin.voices import reads
from lianxin.voices.testing import NOON, make_case, perform

TUESDAY = date(2026, 3, 3)


def kept(world, today: date = TUESDAY, actor=None) -> list[bool | None]:
    actor = actor or world.deputy
    with scope(actor):
        return [beat.is_kept for beat in reads.rhythm_of(actor, today=today)]


def test_without_any_record_the_week_is_open_and_the_month_unknown(world) -> None:
    assert kept(world) == [True, False, None]


def test_a_visit_counts_for_its_week_only(world) -> None:
    make_case(world, path=("claim", "visit"))
    assert kept(world) == [True, True, None]
    assert kept(world, TUESDAY + timedelta(days=5)) == [True, True, None]
    assert kept(world, TUESDAY + timedelta(days=6)) == [True, False, None]


def test_a_look_at_a_result_counts_as_well(world) -> None:
    make_case(world, "confirmed")
    assert kept(world)[1] is True


def test_an_answer_in_a_room_does_not_show_a_station(world) -> None:
    make_case(world, path=("claim", "answer_on_spot"))
    assert kept(world) == [True, False, None]


def test_an_answer_on_the_spot_in_a_station_counts_for_its_month(world) -> None:
    case_id = make_case(world, path=("claim", "lift"))
    perform("claim", world, case_id, at=NOON + timedelta(hours=1), actor=world.station_deputy)
    perform("answer_on_spot", world, case_id, at=NOON + timedelta(hours=1), actor=world.station_deputy)
    assert kept(world, actor=world.station_deputy) == [True, False, True]
    assert kept(world, date(2026, 4, 1), world.station_deputy) == [True, False, None]


def test_what_others_did_does_not_count(world) -> None:
    make_case(world, path=("claim", "visit"))
    assert kept(world, actor=world.second_deputy) == [True, False, None]
