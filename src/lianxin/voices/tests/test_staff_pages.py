"""The pages of deputies, units, liaisons and offices: what they show, what they refuse, what they cost."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from lianxin.accounts.testing import as_
from lianxin.journal.models import Entry
from lianxin.kit.scope import scope
from lianxin.voices.models import Case, Step
from lianxin.voices.testing import World, make_case, make_world
from lianxin.voices.workflow import CaseState

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(noon: datetime, monkeypatch: pytest.MonkeyPatch) -> World:
    monkeypatch.setattr("django.utils.timezone.now", lambda: noon + timedelta(hours=1))
    return make_world(noon)


def post(client: Client, case_id: int, verb: str, **fields: Any) -> Any:
    return client.post(f"/voices/{case_id}/{verb}", fields)


def state_of(world: World, case_id: int) -> str:
    with scope(world.office):
        return Case.objects.values_list("state", flat=True).get(pk=case_id)


def test_a_deputy_sees_what_waits_and_takes_it(world: World) -> None:
    case_id = make_case(world)
    deputy = as_(world.deputy)
    home = deputy.get("/my").content.decode()
    assert "三组到小学的路灯坏了半个月" in home
    response = post(deputy, case_id, "claim", version=1)
    assert response.url == f"/voices/{case_id}"
    assert state_of(world, case_id) == CaseState.CLAIMED
    assert "已接单" in deputy.get(f"/voices/{case_id}").content.decode()


def test_a_double_click_claims_once_and_shows_no_error(world: World) -> None:
    case_id = make_case(world)
    deputy = as_(world.deputy)
    first = post(deputy, case_id, "claim", version=1, once="k1")
    second = post(deputy, case_id, "claim", version=1, once="k1")
    assert first.status_code == second.status_code == 302
    with scope(world.office):
        assert Step.objects.filter(case_id=case_id, verb="claim").count() == 1


def test_the_slower_deputy_is_told_so_in_a_sentence(world: World) -> None:
    case_id = make_case(world, CaseState.CLAIMED)
    page = post(as_(world.second_deputy), case_id, "claim", version=1, once="k2").content.decode()
    assert "别人已经处理了这件事" in page


def test_a_claim_is_undone_within_ten_seconds(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    case_id = make_case(world)
    deputy = as_(world.deputy)
    post(deputy, case_id, "claim", version=1)
    assert "点错了可以马上撤回" in deputy.get(f"/voices/{case_id}").content.decode()
    assert deputy.post(f"/voices/{case_id}/undo").status_code == 302
    assert state_of(world, case_id) == CaseState.RECEIVED


def test_too_short_an_answer_keeps_what_was_typed(world: World) -> None:
    case_id = make_case(world, CaseState.HANDLING)
    page = post(
        as_(world.officer), case_id, "answer", text="修好了", result="solved", version=4
    ).content.decode()
    assert "答复太短了" in page
    assert ">\n修好了</textarea>" in page
    assert state_of(world, case_id) == CaseState.HANDLING


def test_the_form_of_an_assignment_offers_units_that_serve_the_place(world: World) -> None:
    case_id = make_case(world, CaseState.CLAIMED)
    deputy = as_(world.deputy)
    page = deputy.get(f"/voices/{case_id}").content.decode()
    assert "楚雄市交通运输局" in page
    assert "禄丰市水务局" not in page
    assert post(deputy, case_id, "assign", unit_id="", version=2).content.decode().count("请选一个单位") == 2
    refused = post(deputy, case_id, "assign", unit_id=world.other_unit_id, version=2).content.decode()
    assert "管不到这个地方" in refused
    assert post(deputy, case_id, "assign", unit_id=world.unit_id, version=2).status_code == 302


def test_a_unit_finds_its_orders_and_nobody_elses(world: World) -> None:
    case_id = make_case(world, CaseState.ASSIGNED)
    assert f"/voices/{case_id}" in as_(world.officer).get("/unit").content.decode()
    assert f"/voices/{case_id}" not in as_(world.second_officer).get("/unit").content.decode()
    assert as_(world.second_officer).get(f"/voices/{case_id}").status_code == 404


def test_views_and_search_narrow_the_list(world: World) -> None:
    lamp = make_case(world)
    water = make_case(world, CaseState.CLAIMED, text="五组水管漏水三天了")
    office = as_(world.office)

    def shown(query: str) -> set[int]:
        page = office.get(f"/voices?{query}").content.decode()
        return {case for case in (lamp, water) if f'href="/voices/{case}"' in page}

    assert shown("") == {lamp, water}
    assert shown("view=new") == {lamp}
    assert shown("view=working") == {water}
    assert shown("q=漏水") == {water}
    assert shown("topic=water") == set()
    assert shown("place=532301101") == {lamp, water}
    assert "没有符合条件" in office.get("/voices?q=不存在的词").content.decode()


def test_the_list_exports_as_a_table_without_formulas(world: World) -> None:
    make_case(world, text="=SUM(A1) 这里的路灯坏了")
    office = as_(world.office)
    assert "导出来做什么用" in office.get("/voices/export?view=new").content.decode()
    assert (
        "请写明用途"
        in office.post("/voices/export?view=new", {"purpose": "", "kind": "csv"}).content.decode()
    )
    response = office.post("/voices/export?view=new", {"purpose": "主任会议材料", "kind": "csv"})
    table = b"".join(response.streaming_content).decode("utf-8-sig")
    head, row, _gap, who, *_more, count, _word = table.splitlines()
    assert head.startswith("编号,内容")
    assert ",'=SUM(A1)" in row
    assert (who.startswith("导出人,杨晓梅"), count) == (True, "件数,1")
    assert "用途,主任会议材料" in table
    with scope(world.office):
        line = Entry.objects.get(event="voices.list.exported")
        assert (line.actor_user_id, line.reason, line.after) == (world.office.user_id, "主任会议材料", "csv")


def test_the_workbook_holds_the_same_as_text(world: World) -> None:
    from io import BytesIO

    from python_calamine import CalamineWorkbook

    make_case(world, text="=SUM(A1) 这里的路灯坏了")
    response = as_(world.office).post("/voices/export", {"purpose": "主任会议材料", "kind": "xlsx"})
    rows = CalamineWorkbook.from_filelike(BytesIO(b"".join(response.streaming_content))).get_sheet_by_index(0)
    table = rows.to_python()
    assert table[0][:2] == ["编号", "内容"]
    assert table[1][1].startswith("=SUM(A1) 这里的路灯坏了")
    assert ["用途", "主任会议材料"] in [row[:2] for row in table]


def test_closing_before_the_rating_time_is_over_is_not_offered(world: World) -> None:
    case_id = make_case(world, CaseState.CONFIRMED)
    assert f"/voices/{case_id}/close" not in as_(world.office).get(f"/voices/{case_id}").content.decode()
    assert "评价时间还没过" in post(as_(world.office), case_id, "close", reason="办完了").content.decode()


def test_publishing_starts_from_words_without_numbers_and_reaches_the_public(world: World) -> None:
    case_id = make_case(world, CaseState.CLOSED, text="路灯坏了，找我 13800000001")
    office = as_(world.office)
    page = office.get(f"/voices/{case_id}").content.decode()
    assert "找我 （电话已隐去）</textarea>" in page
    post(office, case_id, "publish", title="路灯修好了", text="路灯坏了", answer="已经换了三盏灯")
    assert Client().get(f"/cases/{case_id}").status_code == 200
    post(office, case_id, "unpublish", reason="要改一处文字")
    assert Client().get(f"/cases/{case_id}").status_code == 404


def test_every_deadline_shows_its_derivation(world: World) -> None:
    late_march = datetime(2026, 3, 25, 2, tzinfo=UTC)
    case_id = make_case(world, CaseState.HANDLING, at=late_march)
    page = as_(world.officer).get(f"/voices/{case_id}/deadlines").content.decode()
    assert "平台默认规则（第 2 版）" in page
    assert "起算日，不计入" in page
    assert "清明节" in page


@pytest.mark.parametrize("verb", ["claim", "assign", "close", "decline"])
def test_another_countys_office_finds_nothing(world: World, verb: str) -> None:
    case_id = make_case(world)
    stranger = as_(world.other_office)
    assert stranger.get(f"/voices/{case_id}").status_code == 404
    fields = {"reason": "没有理由", "code": "petition", "note": "请到信访局", "unit_id": world.unit_id}
    assert post(stranger, case_id, verb, **fields).status_code == 404
    assert state_of(world, case_id) == CaseState.RECEIVED


def test_an_unknown_verb_is_not_found(world: World) -> None:
    assert post(as_(world.deputy), make_case(world), "explode").status_code == 404


def test_the_older_page_of_a_list_shows_older_cases(world: World) -> None:
    first = min(make_case(world) for _one in range(51))
    office = as_(world.office)
    page = office.get("/voices?view=").content.decode()
    assert f'href="/voices/{first}"' not in page
    older = re.search(r'href="([^"]*)" rel="next"', page)
    assert older is not None
    second = office.get("/voices" + older[1].replace("&amp;", "&")).content.decode()
    assert f'href="/voices/{first}"' in second
    assert second.count('class="ttl"') == 1


# A test's own transaction makes the scope a savepoint: set, release and restore come on top.
NESTED = 3


def test_pages_cost_a_fixed_number_of_queries(world: World, django_assert_max_num_queries: Any) -> None:
    cases = [make_case(world, CaseState.RATED) for _ in range(3)]
    office, deputy = as_(world.office), as_(world.deputy)
    office.get("/voices")  # places into memory
    for _again in range(2):
        with django_assert_max_num_queries(6 + NESTED):  # kept views among them
            office.get("/voices")
        make_case(world, CaseState.CLAIMED)
    with django_assert_max_num_queries(9 + NESTED):
        office.get(f"/voices/{cases[0]}")
    with django_assert_max_num_queries(6 + NESTED):
        deputy.get("/my/voices")
    with django_assert_max_num_queries(13 + NESTED):
        deputy.get("/my")
