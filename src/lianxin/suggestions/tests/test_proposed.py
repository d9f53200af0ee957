"""Giving one suggestion to units: the same proposal as in the hand-over of many, one tap, and the count.

Source: ADR-0037 §2.
"""

from __future__ import annotations

from typing import Any

import pytest

from lianxin.accounts.testing import as_
from lianxin.kernel.actor import Actor
from lianxin.kit.scope import scope
from lianxin.people.models import Unit
from lianxin.suggestions import actions, reads
from lianxin.suggestions.actions import Given
from lianxin.suggestions.models import HandoverLine, RouteChoice
from lianxin.suggestions.reads.propose import Proposed
from lianxin.suggestions.testing import World, make, perform
from lianxin.suggestions.tests.conftest import LATER
from lianxin.suggestions.workflow import Duty

pytestmark = pytest.mark.usefixtures("now")

ROAD = {"title": "关于修复五组到集镇破损公路的建议", "proposal": "请交通部门硬化破损公路，补装护栏和路灯。"}
SONG = {
    "title": "关于举办山歌比赛的建议", "proposal": "请每年火把节举办一次全县山歌比赛。", "category": "culture",
}  # fmt: skip


def with_history(world: World) -> None:
    for part in ("三组", "八组", "村委会"):
        title = f"关于修复{part}到集镇破损公路的建议"
        make(world, "assigned", title=title, proposal="请硬化破损公路，装护栏。")


def shown(world: World, pk: int, actor: Actor | None = None) -> Proposed:
    by = actor or world.office
    with scope(by):
        found = reads.suggestion_page(by, pk, at=LATER).proposed
    assert found is not None
    return found


def given(world: World, pk: int, *units: Given, actor: Actor | None = None) -> None:
    by = actor or world.office
    with scope(by):
        actions.assign_singly(suggestion_id=pk, given=units, note="", actor=by, at=LATER)


def counted(world: World, actor: Actor | None = None) -> tuple[int, int]:
    by = actor or world.office
    with scope(by):
        waiting = reads.handover_start(by, phase="", category="", most=500)
    return waiting.followed, waiting.overruled


def test_the_page_proposes_what_a_line_of_the_list_would_and_names_the_past(world: World) -> None:
    with_history(world)
    new = make(world, "accepted", **ROAD)
    found = shown(world, new)
    with scope(world.office):
        actions.list_handover(
            suggestion_ids=[new], title="交办清单一份", note="", actor=world.office, at=LATER
        )
        line = HandoverLine.objects.get(suggestion_id=new)
    assert (found.unit_id, list(found.co_ids)) == (line.proposed_unit_id, line.proposed_co_ids)
    assert found.why == "相近的 3 件里有 3 件由它主办；都提到：" + line.words
    assert len(found.past) == 3
    assert {row.unit for row in found.past} == {found.unit}
    assert all("破损公路" in row.words for row in found.past)


def test_it_abstains_when_unsure_and_when_the_deputys_wish_points_elsewhere(world: World) -> None:
    with_history(world)
    unsure = shown(world, make(world, "accepted", **SONG))
    assert (unsure.unit_id, unsure.why, unsure.past) == (None, "没有把握，请您定", ())
    doubt = shown(world, make(world, "accepted", **ROAD, proposed_unit_id=world.second_unit_id))
    assert (doubt.unit_id, doubt.why) == (None, "代表希望的单位和以往的不一样，请您定")
    assert doubt.past


def test_one_tap_fills_the_form_and_gives_it_to_nobody(world: World) -> None:
    with_history(world)
    new = make(world, "accepted", **ROAD)
    office = as_(world.office)
    page = office.get(f"/suggestions/{new}").content.decode()
    assert f'href="/suggestions/{new}?fill=1#steps"' in page
    assert 'value="lead" id="assign_mode_1" checked' not in _squeezed(page)
    filled = _squeezed(office.get(f"/suggestions/{new}?fill=1").content.decode())
    assert f'<option value="{world.unit_id}" selected>' in filled
    assert f'<option value="{world.second_unit_id}" selected>' in filled
    with scope(world.office):
        assert not RouteChoice.objects.exists()


def _squeezed(page: str) -> str:
    return " ".join(page.split())


def test_the_filled_form_is_given_and_counted_as_followed(world: World) -> None:
    with_history(world)
    new = make(world, "accepted", **ROAD)
    units: dict[str, Any] = {"unit_1": world.unit_id, "unit_2": world.second_unit_id}
    answer = as_(world.office).post(f"/suggestions/{new}/assign", {"mode": "lead", **units})
    assert answer.status_code == 302
    with scope(world.office):
        choice = RouteChoice.objects.get(suggestion_id=new)
    assert (choice.lead_unit_id, choice.proposed_unit_id, choice.basis) == (
        world.unit_id, world.unit_id, "history",
    )  # fmt: skip
    assert counted(world) == (1, 0)


def test_another_unit_is_an_overruled_proposal_and_no_proposal_counts_nowhere(world: World) -> None:
    with_history(world)
    given(world, make(world, "accepted", **ROAD), Given(world.second_unit_id, Duty.SOLE))
    assert counted(world) == (0, 1)
    given(world, make(world, "accepted", **SONG), Given(world.second_unit_id, Duty.SOLE))
    assert counted(world) == (0, 1)


def test_of_two_who_answer_separately_the_proposed_one_is_followed(world: World) -> None:
    with_history(world)
    both = (Given(world.second_unit_id, Duty.SEPARATE, "修沟"), Given(world.unit_id, Duty.SEPARATE, "修路"))
    given(world, make(world, "accepted", **ROAD), *both)
    assert counted(world) == (1, 0)


def test_the_government_counts_its_own(world: World) -> None:
    Unit.objects.filter(pk=world.unit_id).update(topics="公路、路灯、护栏")
    handed = make(world, "handed", **ROAD)
    assert shown(world, handed, world.dispatcher).unit_id == world.unit_id
    given(world, handed, Given(world.unit_id, Duty.SOLE), actor=world.dispatcher)
    assert counted(world, world.dispatcher) == (1, 0)
    assert counted(world) == (0, 0)


def test_who_gives_nothing_to_units_sees_no_proposal(world: World) -> None:
    new = make(world, "accepted", **ROAD)
    for actor in (world.lead, world.committee):
        with scope(actor):
            assert reads.suggestion_page(actor, new, at=LATER).proposed is None


def test_choices_are_seen_in_their_place_only(world: World) -> None:
    given(world, make(world, "accepted", **ROAD), Given(world.unit_id, Duty.SOLE))
    for actor in (world.other_office, world.officer, world.lead):
        with scope(actor):
            assert not RouteChoice.objects.exists()


def test_a_refused_assignment_keeps_no_choice(world: World) -> None:
    new = make(world, "accepted", **ROAD)
    as_(world.office).post(f"/suggestions/{new}/assign", {"mode": "sole", "unit_1": world.other_unit_id})
    with scope(world.office):
        assert not RouteChoice.objects.exists()


def test_the_page_costs_two_more_queries_whatever_the_past(
    world: World, django_assert_max_num_queries: Any
) -> None:
    with_history(world)
    new = make(world, "accepted", **ROAD)
    with scope(world.office), django_assert_max_num_queries(17):
        reads.suggestion_page(world.office, new, at=LATER)


def test_the_deputys_wish_is_proposed_where_the_past_is_silent(world: World) -> None:
    wished = make(world, "accepted", **SONG, proposed_unit_id=world.second_unit_id)
    assert shown(world, wished).why == "代表希望由它办"
    perform("hand_over", world, wished, at=LATER)
    assert shown(world, wished, world.dispatcher).unit_id == world.second_unit_id
