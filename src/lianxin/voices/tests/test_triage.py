"""The triage board: the queue, what a case may repeat, the ways out, and back again."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from lianxin.accounts.testing import as_
from lianxin.kit.scope import scope
from lianxin.voices import reads
from lianxin.voices.models import Case
from lianxin.voices.testing import World, make_case, make_world
from lianxin.voices.workflow import CaseState

LAMP, AGAIN = "三组到小学的路灯坏了半个月", "小学门口三组的路灯半个月没亮，请来修"


@pytest.fixture
def world(db: None, noon: datetime, monkeypatch: pytest.MonkeyPatch) -> World:
    monkeypatch.setattr("django.utils.timezone.now", lambda: noon + timedelta(hours=1))
    return make_world(noon)


def state_of(world: World, case_id: int) -> tuple[str, int | None]:
    with scope(world.office):
        found: tuple[str, int | None] = Case.objects.values_list("state", "merged_into_id").get(pk=case_id)
        return found


def page(client: Client, case_id: int) -> str:
    return client.get(f"/voices/triage/{case_id}").content.decode()


def test_the_queue_begins_with_what_has_waited_longest_and_goes_both_ways(
    world: World, noon: datetime
) -> None:
    new = make_case(world, at=noon)
    old = make_case(world, CaseState.CLAIMED, at=noon - timedelta(days=2))
    make_case(world, CaseState.HANDLING, at=noon - timedelta(days=1))
    client = as_(world.office)
    assert client.get("/voices/triage").url == f"/voices/triage/{old}"
    assert f'href="/voices/triage/{new}" data-key="j"' in page(client, old)
    assert f'href="/voices/triage/{old}" data-key="k"' in page(client, new)


def test_an_empty_queue_says_so_and_leads_on(world: World) -> None:
    make_case(world, CaseState.HANDLING)
    shown = as_(world.office).get("/voices/triage").content.decode()
    assert "都研判完了" in shown
    assert 'href="/voices?view="' in shown


def test_like_cases_stand_beside_with_place_date_state_and_reasons(world: World, noon: datetime) -> None:
    other = make_case(world, CaseState.CLAIMED, at=noon - timedelta(days=3), text=LAMP)
    case_id = make_case(world, text=AGAIN, at=noon)
    with scope(world.office):
        (like,) = reads.beside(world.office, case_id)
    assert (like.id, like.text, like.state) == (other, LAMP, "已接单")
    assert like.why[0].startswith("都提到：")
    assert like.why[1:] == ("同一个村（社区）", "相隔 3 天")
    shown = page(as_(world.office), case_id)
    assert LAMP in shown
    assert AGAIN in shown


def test_merging_goes_on_to_the_next_and_links_both_ways_and_the_main_case_can_split(
    world: World, noon: datetime
) -> None:
    main = make_case(world, text=LAMP, at=noon - timedelta(days=3))
    voice = make_case(world, text=AGAIN, at=noon)
    client = as_(world.liaison)
    fields = {"main_id": main, "version": 1, "once": "m1"}
    answer = client.post(f"/voices/triage/{voice}/merge", fields)
    assert answer.url == f"/voices/triage/{main}"
    assert client.post(f"/voices/triage/{voice}/merge", fields).status_code == 302  # a double click
    assert state_of(world, voice) == ("merged", main)
    again = client.post(f"/voices/triage/{voice}/merge", fields | {"once": "m2", "version": 2})
    assert "现在" in again.content.decode()
    assert state_of(world, voice) == ("merged", main)
    assert f'href="/voices/{main}"' in client.get(f"/voices/{voice}").content.decode()
    of_main = client.get(f"/voices/{main}").content.decode()
    assert f'href="/voices/{voice}"' in of_main
    assert f'action="/voices/{voice}/split"' in of_main
    assert client.post(f"/voices/{voice}/split", {"reason": "是两盏不同的灯"}).status_code == 302
    assert state_of(world, voice) == ("received", None)


@pytest.mark.parametrize(
    ("verb", "fields", "after"),
    [
        ("assign", {"note": "请尽快"}, "assigned"),
        ("lift", {"reason": "村里解决不了"}, "received"),
        ("refer", {"referral": "hotline_12345", "to": "工单 8812", "note": ""}, "referred"),
        ("decline", {"code": "petition", "note": "请到县信访局"}, "declined"),
        ("announce", {"title": "小学门口的路灯坏了"}, "claimed"),
        ("supervise", {"note": "请本周内办结"}, "claimed"),
    ],
)
def test_every_way_out_is_on_the_board(
    verb: str, fields: dict[str, Any], after: str, world: World, noon: datetime
) -> None:
    case_id = make_case(world, CaseState.CLAIMED, at=noon)
    client = as_(world.office)
    assert f'action="/voices/triage/{case_id}/{verb}"' in page(client, case_id)
    fields = fields | ({"unit_id": world.unit_id} if verb == "assign" else {}) | {"version": 2}
    assert client.post(f"/voices/triage/{case_id}/{verb}", fields).status_code == 302
    assert state_of(world, case_id)[0] == after


def test_a_refused_step_stays_on_the_board_with_what_was_typed(world: World) -> None:
    case_id = make_case(world)
    answer = as_(world.office).post(f"/voices/triage/{case_id}/lift", {"reason": "急", "version": 1})
    shown = answer.content.decode()
    assert "请写明为什么要上交" in shown
    assert re.search(r"<textarea[^>]*>\s*急</textarea>", shown)


def test_the_board_is_for_who_directs_and_for_their_own_place(world: World) -> None:
    case_id = make_case(world)
    for actor in (world.deputy, world.officer, world.publisher, world.auditor):
        assert as_(actor).get("/voices/triage").status_code == 404
    for actor in (world.other_office, world.other_liaison):
        client = as_(actor)
        assert client.get(f"/voices/triage/{case_id}").status_code == 404
        assert client.post(f"/voices/triage/{case_id}/lift", {"reason": "村里解决不了"}).status_code == 404
    assert as_(world.liaison).post(f"/voices/triage/{case_id}/claim").status_code == 404
    assert state_of(world, case_id)[0] == "received"


def test_keys_have_visible_buttons_and_can_be_switched_off(world: World) -> None:
    case_id = make_case(world)
    client = as_(world.office)
    assert "data-keys" not in page(client, case_id)
    client.get("/settings?keys=off")
    assert 'data-keys="off"' in page(client, case_id)


def test_the_board_costs_a_fixed_number_of_queries(
    world: World, noon: datetime, django_assert_max_num_queries: Any
) -> None:
    for n in range(4):
        case_id = make_case(world, text=LAMP, at=noon - timedelta(days=n))
    client, around = as_(world.office), 6
    page(client, case_id)
    with django_assert_max_num_queries(12 + around):
        page(client, case_id)
