"""The to-do page, the menu, the notices of a case, and the auditor's journal."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.test import Client

from lianxin.accounts.testing import actor_for, as_
from lianxin.desk import navigation
from lianxin.kernel.actor import Actor, Role
from lianxin.kit.paging import Cursor
from lianxin.kit.scope import scope
from lianxin.notices.reads import notice_rows
from lianxin.voices.testing import World, make_case, make_world, perform
from lianxin.voices.workflow import CaseState

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(noon: datetime, monkeypatch: pytest.MonkeyPatch) -> World:
    monkeypatch.setattr("django.utils.timezone.now", lambda: noon + timedelta(hours=1))
    return make_world(noon)


def titles(actor: Actor) -> list[str]:
    with scope(actor):
        return [row.title for row in notice_rows(actor, Cursor()).rows]


def test_the_office_sees_what_is_due_first(world: World, noon: datetime) -> None:
    make_case(world, at=noon - timedelta(days=20))
    make_case(world, CaseState.RATED)
    page = as_(world.office).get("/desk").content.decode()
    # Due on 12 February; since then the 13th, 14th (make-up), 24th to 28th (make-up), 2 and 3 March.
    late, newer = page.index("超期 9 个工作日"), page.index("还剩 15 个工作日")
    assert late < newer


def test_deputies_and_units_go_to_their_own_homes(world: World) -> None:
    assert as_(world.deputy).get("/desk").url == "/my"
    assert as_(world.officer).get("/desk").url == "/unit"
    assert Client().get("/desk").url.startswith("/accounts/sign-in")


def test_an_administrator_finds_work_but_no_cases(world: World) -> None:
    admin = as_(actor_for(Role.TENANT_ADMIN, "532301", name="周文"))
    page = admin.get("/desk").content.decode()
    assert "/accounts/grants" in page
    assert 'href="/voices"' not in page
    assert admin.get("/voices").status_code == 404


def test_the_menu_shows_only_what_opens(world: World) -> None:
    for actor in (world.office, world.liaison, world.publisher, world.auditor):
        client = as_(actor)
        page = client.get("/desk")
        links = {part.split('"')[0] for part in page.content.decode().split('class="n" href="')[1:]}
        assert links
        assert {client.get(link).status_code for link in links} == {200}


def test_pages_of_a_term_stand_under_terms_in_the_menu() -> None:
    assert navigation._current("/manage/people/organs/3") == "/manage/people/terms"
    assert navigation._current("/manage/people/7") == "/manage/people/"
    assert navigation._current("/manage/points/2") == "/manage/points"


def test_each_step_tells_those_it_concerns_and_not_its_actor(world: World, noon: datetime) -> None:
    case_id = make_case(world, CaseState.RATED)
    assert [t.split("：")[0] for t in titles(world.deputy)] == [
        "群众评价了",
        "部门已答复，请去核实",
        "部门已领单",
        "新的民情待接单",
    ]
    assert [t.split("：")[0] for t in titles(world.officer)] == ["有一单待领"]
    assert titles(world.other_deputy) == titles(world.other_liaison) == []
    perform("reopen", world, case_id, at=noon + timedelta(minutes=30))
    assert titles(world.office)[0].startswith("群众要求再办一次")


def test_a_notice_bears_the_time_of_the_step_however_late_it_is_delivered(
    world: World, noon: datetime
) -> None:
    make_case(world, at=noon - timedelta(days=3))
    with scope(world.deputy):
        assert [row.at for row in notice_rows(world.deputy, Cursor()).rows] == [noon - timedelta(days=3)]


def test_a_notice_carries_no_word_of_the_citizen(world: World) -> None:
    make_case(world, CaseState.RATED, text="独一无二的原话")
    assert not [t for t in (*titles(world.deputy), *titles(world.liaison)) if "独一无二" in t]


def test_the_auditor_reads_the_journal_of_the_place_only(world: World) -> None:
    make_case(world, CaseState.CLAIMED)
    page = as_(world.auditor).get("/journal").content.decode()
    assert "代表接单" in page
    assert "三组到小学" not in page
    other = as_(actor_for(Role.AUDITOR, "532302", name="外县审计"))
    assert "代表接单" not in other.get("/journal").content.decode()
    assert as_(world.office).get("/journal").status_code == 404
