"""Contact points: registered under a venue or a place, found, changed, closed, exported, shown to everybody."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from lianxin.journal.models import Entry
from lianxin.kernel.actor import Actor, Role
from lianxin.kernel.errors import DomainError, NotAllowed, NotFound, Stale
from lianxin.kit.scope import scope
from lianxin.venues import actions as venues
from lianxin.venues.actions import points as actions
from lianxin.venues.models import ContactPoint
from lianxin.venues.reads import points as point_reads
from lianxin.venues.tests.conftest import SETUP, VILLAGE, Cast
from lianxin.venues.views import BUILDERS, POINT_STAFF
from lianxin.venues.words import PointKind

NEW = {
    "kind": "company",
    "name": "彝人古镇商会人大代表联系点",
    "division_code": VILLAGE,
    "address": "彝人古镇游客中心二楼",
    "responsible_name": "李会长",
    "phone": "0878-3111111",
    "opening_hours": "周一至周五 9:00–17:00",
}
NESTED = 3  # a test runs in a transaction, so the request makes a savepoint and resets the scope


def make_point(cast: Cast, name: str = "三组联系点", **more: Any) -> ContactPoint:
    facts = {
        "kind": PointKind.GROUP, "name": name, "division_code": VILLAGE, "address": "三组活动室",
        "responsible_name": "王组长", "venue_id": cast.venue_id,
    }  # fmt: skip
    with scope(SETUP):
        return actions.open_point(
            facts=actions.PointFacts(**facts | more),
            opened_on=date(2026, 1, 5),
            actor=SETUP,
            at=cast.noon,
        )


def lines_of(point_id: int) -> list[tuple[str, str]]:
    with scope(Actor(role=Role.AUDITOR, place="5323")):
        found = Entry.objects.filter(subject_kind="venues.point", subject_id=point_id).order_by("id")
        return list(found.values_list("event", "after"))


@pytest.mark.parametrize("role", BUILDERS)
def test_a_point_is_registered_under_a_venue(cast: Cast, role: Role) -> None:
    answer = cast.client(role).post("/manage/points/new", NEW | {"venue_id": cast.venue_id})
    made = ContactPoint.objects.get()
    assert answer.headers["Location"] == f"/manage/points/{made.pk}"
    assert made.venue_id == cast.venue_id and made.closed_on is None
    assert lines_of(made.pk) == [("venues.point.opened", "company")]


def test_a_double_click_registers_one_point(cast: Cast) -> None:
    browser = cast.client()
    page = browser.get("/manage/points/new").content.decode()
    key = page.split('name="once"')[1].split('value="')[1].split('"')[0]
    answers = [browser.post("/manage/points/new", NEW | {"once": key}) for _ in range(2)]
    assert ContactPoint.objects.count() == 1
    assert answers[0].headers["Location"] == answers[1].headers["Location"]


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"name": ""}, "请填联系点名称"),
        ({"address": ""}, "请填地址"),
        ({"responsible_name": ""}, "请填负责人"),
        ({"division_code": "999999"}, "没有这个编码的地方"),
        ({"kind": "legislative"}, "哪个机关确定"),
        ({"venue_id": "999"}, "请重新选择"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_stays(cast: Cast, wrong: dict, sentence: str) -> None:
    page = cast.client().post("/manage/points/new", NEW | wrong).content.decode()
    assert sentence in page and NEW["phone"] in page
    assert not ContactPoint.objects.exists()


def test_two_open_points_of_a_place_have_different_names(cast: Cast) -> None:
    make_point(cast, NEW["name"])
    assert "已经有同名的联系点" in cast.client().post("/manage/points/new", NEW).content.decode()


def test_a_point_is_not_registered_outside_ones_place(cast: Cast) -> None:
    answer = cast.client().post("/manage/points/new", NEW | {"division_code": "532302101001"})
    assert answer.status_code == 403 and not ContactPoint.objects.exists()


def test_a_point_belongs_to_a_venue_near_it(cast: Cast) -> None:
    with pytest.raises(DomainError, match="同一个乡镇"):
        make_point(cast, venue_id=cast.other_id)


def test_the_list_shows_ones_own_place_and_is_narrowed(cast: Cast) -> None:
    make_point(cast)
    make_point(cast, "南门小学联系点", kind=PointKind.SCHOOL, division_code="532302101001", venue_id=None)
    make_point(cast, "紫溪小学联系点", kind=PointKind.SCHOOL, venue_id=None)
    browser = cast.client()

    def names(query: str = "") -> set[str]:
        page = browser.get("/manage/points" + query).content.decode()
        return {n for n in ("三组", "南门小学", "紫溪小学") if f"{n}联系点</a>" in page}

    assert names() == {"三组", "紫溪小学"}
    assert names("?kind=school") == names("?q=紫溪") == {"紫溪小学"}
    assert names("?q=王组长&kind=group") == names(f"?venue={cast.venue_id}") == {"三组"}
    assert names("?place=532301101002") == names("?state=closed") == set()
    assert names("?place=532302101") == {"三组", "紫溪小学"}  # a foreign place widens nothing


def test_a_long_list_is_cut_into_pages_within_its_budget(cast: Cast, django_assert_max_num_queries) -> None:
    for number in range(45):
        make_point(cast, f"第{number}联系点")
    browser = cast.client()
    browser.get("/manage/points")
    with django_assert_max_num_queries(5 + NESTED):
        page = browser.get("/manage/points").content.decode()
    assert "第44联系点" in page and "第0联系点" not in page
    last = page.split('href="?before=')[1].split('"')[0]
    assert "第0联系点" in browser.get(f"/manage/points?before={last}").content.decode()


@pytest.mark.parametrize("role", [r for r in Role if r not in POINT_STAFF and r != Role.CITIZEN])
def test_other_roles_do_not_find_the_pages(cast: Cast, role: Role) -> None:
    point = make_point(cast)
    browser = cast.client(role, unit_id=1, person_id=1)
    for path in ("", "/new", f"/{point.pk}", f"/{point.pk}/edit", f"/{point.pk}/close"):
        assert browser.get("/manage/points" + path).status_code == 404
    assert browser.post("/manage/points/export.csv").status_code == 404


def test_a_neighbours_point_does_not_exist(cast: Cast) -> None:
    point = make_point(cast, division_code="532302101001", venue_id=None)
    browser = cast.client()
    for page in ("", "/edit", "/close"):
        assert browser.get(f"/manage/points/{point.pk}{page}").status_code == 404
    assert browser.post(f"/manage/points/{point.pk}/reopen").status_code == 404


def test_a_liaison_changes_how_it_is_reached_but_not_what_it_is(cast: Cast) -> None:
    point = make_point(cast)
    browser = cast.client(Role.LIAISON, VILLAGE, venue_id=cast.venue_id)
    browser.post(f"/manage/points/{point.pk}/edit", NEW | {"version": 0})
    point.refresh_from_db()
    assert (point.responsible_name, point.name, point.kind) == ("李会长", "三组联系点", "group")
    assert lines_of(point.pk)[-1] == ("venues.point.changed", "地址、负责人、电话、开放时间")
    liaison = Actor(role=Role.LIAISON, user_id=1, grant_id=1, venue_id=cast.other_id, place="532302101001")
    facts = actions.PointFacts(PointKind.GROUP, "三组联系点", VILLAGE, "别处", "王组长")
    with scope(liaison), pytest.raises(NotAllowed):
        actions.change_point(point_id=point.pk, facts=facts, version=1, actor=liaison, at=cast.noon)


def test_a_stale_page_changes_nothing(cast: Cast) -> None:
    point = make_point(cast)
    facts = actions.PointFacts(
        PointKind.GROUP, "三组联系点", VILLAGE, "四楼", "王组长", venue_id=cast.venue_id
    )
    with scope(SETUP):
        actions.change_point(point_id=point.pk, facts=facts, version=0, actor=SETUP, at=cast.noon)
        # The same again is no change, and no line.
        actions.change_point(point_id=point.pk, facts=facts, version=0, actor=SETUP, at=cast.noon)
        other = actions.PointFacts(PointKind.GROUP, "三组联系点", VILLAGE, "五楼", "王组长")
        with pytest.raises(Stale):
            actions.change_point(point_id=point.pk, facts=other, version=0, actor=SETUP, at=cast.noon)
    assert [event for event, _after in lines_of(point.pk)] == ["venues.point.opened", "venues.point.changed"]


def test_closing_asks_why_keeps_the_history_and_can_be_taken_back(cast: Cast) -> None:
    point = make_point(cast)
    browser, here = cast.client(), f"/manage/points/{point.pk}"
    assert "公开页面不再显示" in browser.get(here + "/close").content.decode()
    assert "请写一句原因" in browser.post(here + "/close", {"reason": ""}).content.decode()
    browser.post(here + "/close", {"reason": "企业搬走了"})
    browser.post(here + "/close", {"reason": "又点了一次"})
    point.refresh_from_db()
    assert point.closed_on is not None and point.close_reason == "企业搬走了"
    page = browser.get(here).content.decode()
    assert "企业搬走了" in page and "撤销联系点" in page
    answer = browser.post(here + "/edit", NEW | {"version": 1})
    assert "已经撤销" in answer.content.decode()
    browser.post(here + "/reopen")
    point.refresh_from_db()
    assert point.closed_on is None
    assert [event for event, _after in lines_of(point.pk)] == [
        "venues.point.opened", "venues.point.closed", "venues.point.reopened",
    ]  # fmt: skip


def test_a_venue_with_open_points_is_not_closed(cast: Cast) -> None:
    point = make_point(cast)
    with scope(SETUP):
        with pytest.raises(DomainError, match="联系点挂在它下面"):
            venues.close_venue(
                venue_id=cast.venue_id, on=date(2026, 3, 3), reason="合并", actor=SETUP, at=cast.noon
            )
        day = date(2026, 3, 3)
        actions.close_point(point_id=point.pk, on=day, reason="合并", actor=SETUP, at=cast.noon)
        venues.close_venue(venue_id=cast.venue_id, on=day, reason="合并", actor=SETUP, at=cast.noon)
        with pytest.raises(DomainError, match="所属的阵地已经撤销"):
            actions.reopen_point(point_id=point.pk, actor=SETUP, at=cast.noon)
        with pytest.raises(NotFound):
            actions.close_point(point_id=0, on=day, reason="没有", actor=SETUP, at=cast.noon)


def test_the_export_holds_the_filtered_list_and_is_written_down(cast: Cast) -> None:
    make_point(cast)
    make_point(cast, "=1+1", kind=PointKind.COMPANY)
    answer = cast.client().post("/manage/points/export.csv?kind=company")
    text = b"".join(answer).decode("utf-8-sig")
    assert "三组联系点" not in text and "'=1+1" in text and "西城社区人大代表联络室" in text
    assert "合计,1" in text
    assert lines_of(0)[-1][0] == "venues.point.exported"


def test_everybody_sees_open_points_on_the_venues_page_and_in_the_list(cast: Cast, client: Client) -> None:
    make_point(cast, phone="0878-3222222")
    closed = make_point(cast, "旧联系点")
    with scope(SETUP):
        actions.close_point(point_id=closed.pk, on=date(2026, 3, 3), reason="合并", actor=SETUP, at=cast.noon)
    make_point(cast, "立法联系点", kind=PointKind.LEGISLATIVE, named_by="楚雄州人大常委会", venue_id=None)
    page = client.get(f"/venues/{cast.venue_id}").content.decode()
    assert "三组联系点" in page and "王组长" in page and "tel:0878-3222222" in page
    assert "旧联系点" not in page and "立法联系点</span>" not in page
    page = client.get("/points?division=532301101").content.decode()
    assert "三组联系点" in page and "楚雄州人大常委会确定" in page and "旧联系点" not in page
    assert "这里还没有联系点" in client.get("/points?division=532302").content.decode()


def test_the_public_list_goes_on_from_page_to_page(cast: Cast) -> None:
    for number in range(5):
        make_point(cast, f"第{number}联系点")
    seen, after = [], ""
    while True:
        rows, after = point_reads.public_points("5323", after=after, size=2)
        seen += [row.name for row in rows]
        if not after:
            break
    assert seen == [f"第{number}联系点" for number in range(5)]


@pytest.mark.parametrize(
    "wrong",
    [
        {"kind": PointKind.LEGISLATIVE, "named_by": ""},
        {"closed_on": date(2026, 3, 3), "close_reason": ""},
        {"close_reason": "没有日子"},
        {"closed_on": date(2020, 1, 1), "close_reason": "早于登记"},
    ],
)
def test_the_database_refuses_what_cannot_be(cast: Cast, wrong: dict) -> None:
    point = make_point(cast)
    with pytest.raises(IntegrityError), transaction.atomic():
        ContactPoint.objects.filter(pk=point.pk).update(**wrong)
