"""The pages of the year: who opens which, their forms, their cost."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from lianxin.accounts.testing import as_
from lianxin.kit.scope import scope
from lianxin.suggestions.models import Promised
from lianxin.suggestions.testing import (
    World,
)
from lianxin.suggestions.year_testing import (
    mixed,
    promising,
    session,
    year_world,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(db: None, monkeypatch: pytest.MonkeyPatch) -> World:
    return year_world(monkeypatch)


REPORT = "今年承办的建议已经全部答复，道路硬化两公里，路灯还差两盏，年底前装好，下一步加强管护。"


def text_of(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200, (address, response.status_code)
    return response.content.decode()


OFFICE_PAGES = (
    "figures",
    "board",
    "lookback",
    "year",
    "year/inspections",
    "year/reports",
    "year/praise",
    "rules",
)


def test_the_office_opens_every_page_of_the_year(world: World) -> None:
    session(world)
    mixed(world)
    client = as_(world.office)
    for page in OFFICE_PAGES:
        assert "建议" in text_of(client, f"/suggestions/{page}?year=2026")
        text_of(client, f"/suggestions/{page}?year=2020")
    assert "面商率" in text_of(client, "/suggestions/figures?year=2026")
    listed = text_of(client, "/suggestions/figures/list?year=2026&counted=handed")
    assert listed.count("关于修复三组到小学道路的建议") == 8
    assert client.get("/suggestions/figures/list?counted=nothing").status_code == 404
    assert "面商率" in text_of(client, "/suggestions/figures/export.csv?year=2026")
    assert "已经解决或基本解决" in text_of(client, "/suggestions/rules")


def test_a_unit_opens_its_own_pages_and_not_the_congress_sides(world: World) -> None:
    mixed(world)
    client = as_(world.officer)
    for page in ("board", "lookback", "year/inspections", "year/reports", "rules"):
        text_of(client, f"/suggestions/{page}?year=2026")
    for page in ("figures", "year", "year/praise"):
        assert client.get(f"/suggestions/{page}").status_code == 404
    sent = client.post("/suggestions/year/reports?year=2026", {"text": REPORT, "version": "0", "once": "k"})
    assert sent.status_code == 302
    again = client.post("/suggestions/year/reports?year=2026", {"text": REPORT, "version": "0", "once": "k"})
    assert again.status_code == 302  # a double click reports once
    assert "已在" in text_of(client, "/suggestions/year/reports?year=2026")


def test_the_year_by_forms(world: World) -> None:
    pk = promising(world)
    office = as_(world.office)
    marked = office.post(
        "/suggestions/year/mark?year=2026",
        {"kind": "rating", "done_on": "2026-11-12", "note": "常委会会议", "once": "a"},
    )
    assert marked.status_code == 302
    assert "常委会会议" in text_of(office, "/suggestions/year?year=2026")
    seen = {"held_on": "2026-08-20", "place": "鹿城镇三组", "leader": "张副主任", "findings": "路已经修通，路灯还差两盏。",
            "suggestion_ids": [str(pk)], "once": "b"}  # fmt: skip
    assert office.post("/suggestions/year/inspections", {**seen, "findings": ""}).status_code == 200
    for _ in range(2):
        assert office.post("/suggestions/year/inspections", seen).status_code == 302
    assert text_of(office, "/suggestions/year/inspections?year=2026").count("路灯还差两盏") == 1
    with scope(world.office):
        promise = Promised.objects.get(suggestion_id=pk)
    found = {"looked_on": "2026-11-20", "found": "going", "note": "路灯没有装", "once": "c"}
    assert office.post(f"/suggestions/lookback/{promise.pk}?year=2026", found).status_code == 302
    assert "路灯没有装" in text_of(office, "/suggestions/lookback?year=2026")
    praised = {
        "kind": "unit",
        "subject_id": str(world.unit_id),
        "decided_by": "第二十次主任会议",
        "reason": "",
        "once": "d",
    }
    refused = office.post("/suggestions/year/praise?year=2026", praised)
    assert "请写明理由" in refused.content.decode()
    kept = office.post("/suggestions/year/praise?year=2026", praised | {"reason": "承办最难", "once": "e"})
    assert kept.status_code == 302
    assert "承办最难" in text_of(office, "/suggestions/year/praise?year=2026")


BUDGET = {
    "figures": 14, "board": 13, "lookback": 13, "year": 20, "year/inspections": 12, "year/reports": 12,
    "year/praise": 20, "rules": 11, "figures/list?counted=handed": 13,
}  # fmt: skip


@pytest.mark.parametrize("page", sorted(BUDGET))
def test_a_page_costs_the_same_queries_for_one_and_for_many(
    world: World, page: str, django_assert_max_num_queries: Any
) -> None:
    session(world)
    promising(world)
    client = as_(world.office)
    text_of(client, f"/suggestions/{page}")
    with django_assert_max_num_queries(BUDGET[page]) as few:
        text_of(client, f"/suggestions/{page}")
    mixed(world)
    with django_assert_max_num_queries(len(few.captured_queries)):
        text_of(client, f"/suggestions/{page}")
