"""电话催办单: late cases by whom to call, with the numbers of units and venues, for paper."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from typing import Any

import pytest

from lianxin.accounts.models import Grant, User
from lianxin.accounts.testing import as_
from lianxin.kernel.actor import Actor
from lianxin.people.models import Unit
from lianxin.voices.testing import World, make_case, make_world


@pytest.fixture
def world(db: None, noon: datetime, monkeypatch: pytest.MonkeyPatch) -> World:
    monkeypatch.setattr("django.utils.timezone.now", lambda: noon + timedelta(days=40))
    return make_world(noon)


def sheet(actor: Actor, *case_ids: int) -> str:
    query = "&".join(f"case={pk}" for pk in case_ids)
    page: str = as_(actor).get(f"/voices/overdue/calls?{query}").content.decode()
    return page


def groups(page: str) -> list[str]:
    return re.findall(r"<h2>(.*?)</h2>", page)


def test_late_cases_stand_under_whom_to_call_with_their_numbers(world: World) -> None:
    Unit.objects.filter(pk=world.unit_id).update(phone="0878-3000001")
    User.objects.filter(pk=world.officer.user_id).update(phone="13800000009")
    make_case(world, "handling")
    make_case(world, "handling")
    make_case(world, "claimed")
    page = sheet(world.office)
    assert set(groups(page)) == {"楚雄市交通运输局", "李桂芳代表"}
    unit = page.split("<h2>楚雄市交通运输局</h2>", 1)[1].split("</section>", 1)[0]
    assert "0878-3000001" in unit
    assert "段国强" in unit
    assert "13800000009" in unit
    assert unit.count("☐ 接通") == 2
    assert "超期" in unit
    assert "催办人：杨晓梅" in page


def test_who_has_lost_the_post_is_not_called(world: World, noon: datetime) -> None:
    make_case(world, "handling")
    Grant.objects.filter(pk=world.officer.grant_id).update(revoked_at=noon, revoke_reason="调离")
    page = sheet(world.office)
    assert "段国强" not in page
    assert "没有登记电话" in page


def test_only_the_ticked_ones_are_printed_and_only_what_is_late(world: World, noon: datetime) -> None:
    chosen, _other = make_case(world, "handling"), make_case(world, "handling")
    fresh = make_case(world, "handling", at=noon + timedelta(days=39))
    assert sheet(world.office, chosen, fresh).count("☐ 接通") == 1
    assert "不用催" in sheet(world.office, fresh)


def test_the_board_has_boxes_for_it_and_units_do_not_get_the_sheet(world: World) -> None:
    make_case(world, "handling")
    assert 'action="/voices/overdue/calls"' in as_(world.office).get("/voices/overdue").content.decode()
    assert "/voices/overdue/calls" not in as_(world.officer).get("/voices/overdue").content.decode()
    for actor in (world.officer, world.publisher, world.deputy):
        assert as_(actor).get("/voices/overdue/calls").status_code == 404


def test_another_county_calls_nobody_here(world: World) -> None:
    case_id = make_case(world, "handling")
    assert groups(sheet(world.other_office, case_id)) == []


def test_the_sheet_costs_a_fixed_number_of_queries(world: World, django_assert_max_num_queries: Any) -> None:
    for _one in range(3):
        make_case(world, "handling")
        make_case(world)
    client, around = as_(world.office), 6
    client.get("/voices/overdue/calls")
    with django_assert_max_num_queries(8 + around):
        client.get("/voices/overdue/calls")
