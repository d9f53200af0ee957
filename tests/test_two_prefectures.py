"""文山 and 昭通 as their offices would send them: workbooks in, and the pages print the figures of their statements.

The places are the real ones: nine homes and 106 townships in 文山, twelve and 150 in 昭通. Who has a page without
gaps and who met the informatisation standard are two different figures (1,016 and 971 of 1,025).
Source: ADR-0030 §4.
"""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime

import pytest
import xlsxwriter
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from lianxin.accounts.reads import actor_from
from lianxin.accounts.testing import make_grant, make_user, sign_in
from lianxin.assessments import actions as assessments
from lianxin.assessments import coverage, honours
from lianxin.assessments.honours import HonourFilters
from lianxin.assessments.words import HonourKind, HonourLevel
from lianxin.divisions import reads as divisions
from lianxin.divisions.actions import YUNNAN, Row, import_divisions, read_rows
from lianxin.exchange import engine
from lianxin.kernel.actor import Actor, Role
from lianxin.kit.scope import scope
from lianxin.venues import reads as venues
from lianxin.venues.reads import health
from lianxin.venues.reads.health import HealthFilters
from lianxin.venues.words import Tier

pytestmark = [pytest.mark.django_db, pytest.mark.once, pytest.mark.timeout(900)]
AT = datetime(2024, 4, 18, 2, tzinfo=UTC)
TODAY = date(2024, 4, 18)
BEFORE = datetime(2023, 1, 1, tzinfo=UTC)
SETUP = Actor(source="setup", name="装机")
VENUE_HEADS = [
    "县（市、区）",
    "乡镇（街道）",
    "村（社区）",
    "阵地名称",
    "类别",
    "地址",
    "电话",
    "开放时间",
    "对应专（工）委",
    "专业领域",
]
GRADING_HEADS = ["县（市、区）", "乡镇（街道）", "村（社区）", "阵地名称", "标准", "结果", "定级日期"]


@dataclass(frozen=True)
class Statement:
    """What a prefecture's office counts."""

    code: str
    rooms: int
    professional: int
    # How many have every fact on their page, and how many met the informatisation standard.
    online: int
    informatised: int
    # Innovation contact points of the prefecture, by tier.
    named: dict[str, int]


WENSHAN = Statement("5326", 910, 0, 1016, 971, {"station": 7, "room": 7})
ZHAOTONG = Statement("5306", 1314, 8, 1484, 0, {"station": 12, "room": 12})


def book(heads: list[str], rows: list[list[str]]) -> bytes:
    data = io.BytesIO()
    with xlsxwriter.Workbook(data, {"in_memory": True}) as workbook:
        sheet = workbook.add_worksheet("数据")
        for number, row in enumerate([heads, *rows]):
            sheet.write_row(number, 0, row)
    return data.getvalue()


def venue_rows(told: Statement, places: list[Row]) -> list[list[str]]:
    """A home for the prefecture and each county, a station for each township, rooms in villages; gaps at the end."""
    names = {row.code: row.name for row in places}
    where = {
        row.code: [names.get(row.code[:n], "") if len(row.code) >= n else "" for n in (6, 9, 12)]
        for row in places
    }
    own = [row for row in places if row.code.startswith(told.code)]
    rows = [[*where[r.code], f"{r.name}人大代表之家", "代表之家"] for r in own if row_level(r) == 3]
    rows += [[*where[r.code], f"{r.name}人大代表工作站", "工作站"] for r in own if row_level(r) == 4]
    villages = [r for r in own if row_level(r) == 5]
    double = Counter((r.code[:9], r.name) for r in villages)
    single = [r for r in villages if double[(r.code[:9], r.name)] == 1]
    rows += [[*where[r.code], f"{r.name}人大代表联络室", "联络室"] for r in single[: told.rooms]]
    facts = [[*row, "一楼", "0876-2100000", "周一至周五 9:00–17:00", "", ""] for row in rows]
    fields = ("生态环境", "乡村振兴", "文化旅游", "社会治理", "大健康", "工业", "教育", "法治")
    # The prefecture's own come first: below a county's heading a blank cell means that county.
    top = [
        [
            "",
            "",
            "",
            f"{names[told.code]}人大代表之家",
            "代表之家",
            "一楼",
            "0876-2100000",
            "周一至周五",
            "",
            "",
        ]
    ]
    top += [
        ["", "", "", f"{names[told.code]}{field}专业代表工作站", "专业代表工作站", "一楼", "0870-2100000",
         "周一至周五", f"{field}委", field]
        for field in fields[: told.professional]
    ]  # fmt: skip
    facts = [*top, *facts]
    for row in facts[told.online :]:
        row[7] = ""  # no hours: the page is there, and not complete
    return facts


def row_level(row: Row) -> int:
    return (2, 4, 6, 9, 12).index(len(row.code)) + 1


@pytest.fixture(params=[WENSHAN, ZHAOTONG], ids=["wenshan", "zhaotong"])
def prefecture(
    request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> Iterator[tuple[Statement, Actor]]:
    """The prefecture with its venues, results and names, all through the doors an office uses."""
    told: Statement = request.param
    monkeypatch.setattr("django.utils.timezone.now", lambda: AT)
    places = [row for row in read_rows(YUNNAN) if row.code == "53" or row.code.startswith(told.code)]
    divisions.forget()
    with scope(SETUP):
        import_divisions(rows=places, actor=SETUP, at=AT)
    user = make_user("office")
    office = actor_from(user, make_grant(user, Role.DEPUTY_AFFAIRS, told.code))
    rows = venue_rows(told, places)
    taken_in(office, "venues", book(VENUE_HEADS, rows), len(rows))
    met = [[*row[:4], "信息化标准", "达标", "2024-03-29"] for row in rows[: told.informatised]]
    if met:
        taken_in(office, "gradings", book(GRADING_HEADS, met), len(met))
    with scope(office):
        for tier, count in told.named.items():
            for venue in venues.venues_in(told.code, tier=tier, limit=count):
                assessments.name_venue(
                    venue_id=venue.id, kind=HonourKind.INNOVATION, level=HonourLevel.PREFECTURE,
                    document_no="州人办〔2023〕9 号", named_on=date(2023, 9, 1), actor=office, at=AT,
                )  # fmt: skip
    yield told, office
    divisions.forget()


def taken_in(office: Actor, kind: str, data: bytes, count: int) -> None:
    order = engine.Order(kind=kind, place=office.place, actor=office, at=AT)
    with scope(office):
        report = engine.run(f"{kind}.xlsx", engine.sheets_of(data, "x.xlsx"), order, dry_run=False).as_dict()
    assert (report["created"], report["rejected"]) == (count, 0), report["problems"][:5]


def test_the_pages_print_the_figures_of_the_statement(prefecture: tuple[Statement, Actor]) -> None:
    told, office = prefecture
    homes = {"5326": 9, "5306": 12}[told.code]
    stations = {"5326": 106, "5306": 150}[told.code]
    with scope(office):
        with CaptureQueriesContext(connection) as queries:
            sheet = coverage.sheet(office, told.code, on=TODAY)
        counts = health.health_counts(office, HealthFilters(), on=TODAY)
        named = honours.honours(office, told.code, HonourFilters(kind="innovation", level="prefecture"))
        tiers = {code: count for code, _label, count in sheet.tiers}
        stations_named = sum(row.tier_label == "人大代表工作站" for row in named)
    assert len(queries) <= 12
    assert tiers == {
        Tier.HOME: homes, Tier.STATION: stations, Tier.ROOM: told.rooms, Tier.POINT: 0,
        Tier.PROFESSIONAL: told.professional,
    }  # fmt: skip
    assert (counts.venues, counts.online) == (sum(tiers.values()), told.online)
    assert sheet.whole.venues == counts.venues and sheet.whole.informatised == told.informatised
    assert len(named) == sum(told.named.values()) and stations_named == told.named["station"]
    # The rows below add up to the whole, which has the prefecture's own venues beside them.
    below = sum(row.venues for row in sheet.rows)
    assert below == counts.venues - 1 - told.professional
    if told is WENSHAN:
        assert (counts.venues, counts.online, sheet.whole.informatised) == (1025, 1016, 971)
        assert f"{sheet.whole.informatised_rate:.2f}" == "94.73"
    else:
        assert (tiers[Tier.HOME], tiers[Tier.STATION], tiers[Tier.ROOM], tiers[Tier.PROFESSIONAL]) == (
            12, 150, 1314, 8,
        )  # fmt: skip
    _as_the_browser_shows(told, counts.venues)


def _as_the_browser_shows(told: Statement, whole: int) -> None:
    user, browser = make_user("reader"), Client()
    sign_in(browser, user, make_grant(user, Role.STANDING_LEADER, told.code, valid_from=BEFORE))
    page = browser.get("/manage/upkeep").content.decode()
    assert f">{whole}<" in page
    if told.informatised:
        assert "94.73" in page and "971 个达标 ÷ 1025 个阵地" in page
    board = browser.get("/manage/upkeep/health").content.decode()
    assert f">{told.online}<" in board
    names = browser.get("/manage/upkeep/honours?kind=innovation&level=prefecture").content.decode()
    assert names.count("州人办〔2023〕9 号") == sum(told.named.values())
