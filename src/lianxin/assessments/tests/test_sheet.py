"""Figures of a place: each opens what it counts; gaps, quotas, names, who is in charge."""

from __future__ import annotations

import io
import re
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pypdf import PdfReader

from lianxin.assessments import actions, coverage, honours, reads
from lianxin.assessments.honours import HonourFilters
from lianxin.assessments.tests.conftest import COUNTY, OTHER_VILLAGE, SETUP, VILLAGE, Upkeep, deputies
from lianxin.assessments.tests.test_assessment import opened, scored
from lianxin.assessments.words import Duty, HonourKind, HonourLevel, StandardKind
from lianxin.kernel.errors import DomainError, NotAllowed, NotFound
from lianxin.kit.paging import Cursor
from lianxin.kit.scope import scope
from lianxin.venues import actions as venues
from lianxin.venues.words import Tier

TODAY = date(2026, 3, 3)
DEMO, COUNTY_LEVEL = HonourKind.DEMONSTRATION, HonourLevel.COUNTY


def open_room(name: str, code: str, up: Upkeep, tier: Tier = Tier.ROOM, **more: object) -> int:
    with scope(SETUP):
        facts = venues.VenueFacts(tier, name, code, **more)
        return venues.open_venue(facts=facts, opened_on=date(2024, 1, 1), actor=SETUP, at=up.noon).pk


def sheet(up: Upkeep, place: str = COUNTY, on: date = TODAY) -> coverage.Sheet:
    with scope(up.prefecture):
        return coverage.sheet(up.prefecture, place, on=on)


def test_informatised_is_met_in_full_and_the_figure_opens_its_list(upkeep: Upkeep) -> None:
    open_room("东城社区联络室", OTHER_VILLAGE, upkeep)
    pk = scored(upkeep)
    assert sheet(upkeep).whole.informatised == 0
    with scope(upkeep.office):
        actions.grade(assessment_id=pk, version=2, actor=upkeep.office, at=upkeep.noon)
        listed = reads.rows(upkeep.office, Cursor(), kind="informatised", met_on=TODAY, place=COUNTY)
    whole = sheet(upkeep).whole
    assert (whole.informatised, whole.venues, len(listed.rows)) == (1, 2, 1)
    assert whole.informatised_rate == pytest.approx(50)


def test_a_grade_that_has_run_out_counts_no_more(upkeep: Upkeep) -> None:
    pk = scored(upkeep)
    with scope(upkeep.office):
        actions.grade(assessment_id=pk, version=2, actor=upkeep.office, at=upkeep.noon)
    assert sheet(upkeep, on=date(2027, 3, 3)).whole.informatised == 1
    assert sheet(upkeep, on=date(2027, 3, 4)).whole.informatised == 0


def test_a_point_missing_is_not_informatised(upkeep: Upkeep) -> None:
    pk = scored(upkeep, less=1)
    with scope(upkeep.office):
        actions.grade(assessment_id=pk, version=2, actor=upkeep.office, at=upkeep.noon)
    assert sheet(upkeep).whole.informatised == 0


def test_coverage_counts_own_and_joint_venues_and_names_who_must_build(upkeep: Upkeep) -> None:
    deputies(OTHER_VILLAGE, 3, upkeep.noon)
    whole = sheet(upkeep).whole
    assert (whole.villages, whole.covered, whole.must_build) == (3, 1, 1)
    with scope(upkeep.office):
        gaps, more = coverage.gaps(COUNTY)
    assert [(gap.code, gap.deputies, gap.must_build) for gap in gaps] == [
        (OTHER_VILLAGE, 3, True),
        ("532301102001", 0, False),
    ]
    assert more == ""
    open_room("联合联络室", "532301102001", upkeep, also_serves=(OTHER_VILLAGE,))
    assert (sheet(upkeep).whole.covered, sheet(upkeep).whole.must_build) == (3, 0)


def test_two_deputies_need_not_build(upkeep: Upkeep) -> None:
    deputies(OTHER_VILLAGE, 2, upkeep.noon)
    assert sheet(upkeep).whole.must_build == 0


def test_the_gap_list_is_paged_by_code(upkeep: Upkeep) -> None:
    with scope(upkeep.office):
        first, after = coverage.gaps(COUNTY, limit=1)
        second, end = coverage.gaps(COUNTY, after=after, limit=1)
    assert [first[0].code, second[0].code, end] == [OTHER_VILLAGE, "532301102001", ""]


def test_the_gap_list_shows_those_that_must_build_alone_and_leaves_as_a_file(upkeep: Upkeep) -> None:
    deputies(OTHER_VILLAGE, 3, upkeep.noon)
    office = upkeep.client(upkeep.office)
    must = office.get("/manage/upkeep/gaps?must=1").content.decode()
    assert must.count("登记阵地") == 1
    assert office.get("/manage/upkeep/gaps").content.decode().count("登记阵地") == 2
    file = office.get("/manage/upkeep/gaps/export.csv").content.decode("utf-8-sig").splitlines()
    assert [line.split(",")[0] for line in file] == ["编码", OTHER_VILLAGE, "532301102001"]
    assert file[1].endswith(",3,该建")
    assert len(office.get("/manage/upkeep/gaps/export.csv?must=1").content.splitlines()) == 2


def test_a_place_without_such_a_village_says_so(upkeep: Upkeep) -> None:
    page = upkeep.client(upkeep.office).get("/manage/upkeep/gaps?must=1").content.decode()
    assert "有三名以上代表的村（社区）都有阵地了" in page


def test_rows_below_add_up_to_the_whole(upkeep: Upkeep) -> None:
    found = sheet(upkeep, "5323")
    assert {row.code: row.venues for row in found.rows} == {"532301": 1, "532302": 1}
    for name in ("venues", "villages", "covered", "informatised"):
        assert sum(getattr(row, name) for row in found.rows) == getattr(found.whole, name)


def test_the_sheet_costs_the_same_whatever_it_counts(upkeep: Upkeep) -> None:
    def cost() -> int:
        with scope(upkeep.office), CaptureQueriesContext(connection) as seen:
            coverage.sheet(upkeep.office, COUNTY, on=TODAY)
        return len(seen)

    cost()
    few = cost()
    for number in range(20):
        open_room(f"第{number}联络点", VILLAGE, upkeep, Tier.POINT)
    assert cost() == few <= 10


def name(up: Upkeep, venue_id: int, kind: HonourKind = DEMO, actor=None, level=COUNTY_LEVEL):
    actor = actor or up.office
    with scope(actor):
        return actions.name_venue(
            venue_id=venue_id, kind=kind, level=level, document_no="楚市人办〔2026〕5 号", named_on=TODAY,
            actor=actor, at=up.noon,
        )  # fmt: skip


def test_a_county_names_within_its_quota_and_ending_one_makes_room(upkeep: Upkeep) -> None:
    homes = [open_room(f"第{n}代表之家", COUNTY, upkeep, Tier.HOME) for n in range(2)]
    first = name(upkeep, homes[0])
    with pytest.raises(DomainError, match="最多命名 1 个"):
        name(upkeep, homes[1])
    with scope(upkeep.office):
        actions.end_honour(honour_id=first.pk, on=TODAY, reason="搬迁", actor=upkeep.office, at=upkeep.noon)
    assert name(upkeep, homes[1]).ended_on is None
    with scope(upkeep.office):
        row = next(q for q in honours.quotas(COUNTY, on=TODAY) if q.tier_label == "人大代表之家")
        assert (row.named, row.at_least, row.at_most, row.verdict) == (1, 1, 1, "full")
        assert len(honours.honours(upkeep.office, COUNTY, HonourFilters())) == 1
        assert [h.end_reason for h in honours.honours(upkeep.office, COUNTY, HonourFilters(ended=True))] == [
            "搬迁"
        ]


def test_one_plate_of_a_kind_and_level_at_a_time(upkeep: Upkeep) -> None:
    name(upkeep, upkeep.venue_id)
    with pytest.raises(DomainError, match="已经有这块牌子"):
        name(upkeep, upkeep.venue_id)
    assert name(upkeep, upkeep.venue_id, HonourKind.INNOVATION, upkeep.prefecture, HonourLevel.PREFECTURE).pk


def test_each_level_names_on_its_own_level_and_place(upkeep: Upkeep) -> None:
    for actor, level in ((upkeep.office, HonourLevel.PREFECTURE), (upkeep.neighbour, COUNTY_LEVEL), (upkeep.liaison, COUNTY_LEVEL)):  # fmt: skip
        with pytest.raises(NotAllowed):
            name(upkeep, upkeep.venue_id, actor=actor, level=level)


def put(up: Upkeep, who: str, day: date, actor=None):
    actor = actor or up.office
    with scope(actor):
        return actions.put_in_charge(
            venue_id=up.venue_id,
            duty=Duty.SUPERVISOR,
            name=who,
            post="副主任",
            since=day,
            actor=actor,
            at=up.noon,
        )


def test_who_comes_next_ends_who_was_before(upkeep: Upkeep) -> None:
    first = put(upkeep, "赵玉明", date(2025, 1, 1))
    assert put(upkeep, "赵玉明", date(2025, 5, 1)).pk == first.pk
    put(upkeep, "普建华", TODAY)
    with scope(upkeep.office):
        first.refresh_from_db()
        assert first.until == TODAY
        assert [c.name for c in reads.charges_of(upkeep.office, upkeep.venue_id)] == ["普建华"]
    with pytest.raises(NotAllowed):
        put(upkeep, "别人", TODAY, upkeep.neighbour)


# --- pages


PAGES = ["", "/gaps", "/honours", "/standards", "/assessments"]


@pytest.mark.parametrize("page", PAGES)
def test_pages_open_for_offices_and_liaisons(upkeep: Upkeep, page: str) -> None:
    opened(upkeep)
    for actor in (upkeep.office, upkeep.liaison):
        answer = upkeep.client(actor).get("/manage/upkeep" + page)
        assert answer.status_code == 200
        assert answer.content.decode().count("<h1") == 1


def test_the_whole_way_through_the_pages(upkeep: Upkeep) -> None:
    liaison, office = upkeep.client(upkeep.liaison), upkeep.client(upkeep.office)
    assert "还没有评估过" in liaison.get(f"/manage/upkeep/venues/{upkeep.venue_id}").content.decode()
    answer = liaison.post(f"/manage/upkeep/venues/{upkeep.venue_id}/open", {"kind": "informatised"})
    page = answer.headers["Location"]
    pk = int(page.rpartition("/")[2])
    with scope(upkeep.office):
        lines = [line.id for line in reads.assessment_page(upkeep.office, pk).lines]
    half = {f"met_{line}": "yes" for line in lines[1:]} | {"version": 0}
    again = liaison.post(f"{page}/report", half).content.decode()
    assert "还有 1 项没有选有没有" in again
    said = half | {f"met_{lines[0]}": "no", f"words_{lines[0]}": "电话还没有装"}
    assert liaison.post(f"{page}/report", said).status_code == 302
    shown = office.get(page).content.decode()
    assert "电话还没有装" in shown and "待评分" in shown
    points = {f"points_{line}": 1 for line in lines} | {"version": 1}
    assert "请选是线上看的还是现场看的" in office.post(f"{page}/score", points).content.decode()
    bad = office.post(f"{page}/score", points | {"mode": "online", f"points_{lines[0]}": 7}).content.decode()
    assert "最多 1 分" in bad
    assert office.post(f"{page}/score", points | {"mode": "online"}).status_code == 302
    assert office.post(f"{page}/grade", {"version": 2}).status_code == 302
    assert "5 星" in liaison.get(page).content.decode()


def test_a_wrong_way_is_no_page(upkeep: Upkeep) -> None:
    pk = opened(upkeep)
    page = f"/manage/upkeep/assessments/{pk}"
    assert upkeep.client(upkeep.neighbour).get(page).status_code == 404
    assert upkeep.client(upkeep.neighbour).get(f"/manage/upkeep/venues/{upkeep.venue_id}").status_code == 404
    assert upkeep.client(upkeep.office).post(f"{page}/nothing").status_code == 404
    assert (
        upkeep.client(upkeep.liaison).post(f"{page}/score", {"version": 0}).status_code == 409
    )  # not reported yet
    assert upkeep.client(upkeep.office).post(f"{page}/grade", {"version": 0}).status_code == 409
    with scope(upkeep.office), pytest.raises(NotFound):
        reads.photo_of(upkeep.office, pk, "00000000-0000-4000-8000-000000000000", small=False)


def test_an_office_sets_a_standard_by_lines(upkeep: Upkeep) -> None:
    office = upkeep.client(upkeep.office)
    facts = {
        "kind": "building", "tier": "room", "name": "本市十二有", "source": "楚市人办〔2026〕6 号",
        "valid_from": "2026-03-01", "items": "有固定场所 10 照片\n有牌子",
    }  # fmt: skip
    assert "第 2 行没有分值" in office.post("/manage/upkeep/standards/new", facts).content.decode()
    assert (
        office.post(
            "/manage/upkeep/standards/new", facts | {"items": "有固定场所 10 照片\n有牌子 5"}
        ).status_code
        == 302
    )
    assert "本市十二有" in office.get("/manage/upkeep/standards").content.decode()
    with scope(upkeep.office):
        found = reads.standard_in_force(VILLAGE, StandardKind.BUILDING, "room", on=TODAY)
        assert found is not None
        assert [(i.title, i.points, i.needs_photo) for i in found.items.order_by("position")] == [
            ("有固定场所", 10, True),
            ("有牌子", 5, False),
        ]


def test_assessments_are_found_by_the_name_of_the_venue(upkeep: Upkeep) -> None:
    opened(upkeep)
    office = upkeep.client(upkeep.office)
    row = 'href="/manage/upkeep/assessments/'
    assert row in office.get("/manage/upkeep/assessments?q=联络室").content.decode()
    assert row not in office.get("/manage/upkeep/assessments?q=没有这个名字").content.decode()


def test_naming_and_ending_by_form(upkeep: Upkeep) -> None:
    office = upkeep.client(upkeep.office)
    form = f"/manage/upkeep/honours/name/{upkeep.venue_id}"
    assert office.get(form).status_code == 200
    assert office.post(form, {"kind": "demonstration", "document_no": "5 号"}).status_code == 302
    page = office.get("/manage/upkeep/honours").content.decode()
    assert "县级示范阵地" in page
    assert "5 号" in office.get("/manage/upkeep/honours?tier=room").content.decode()
    for other in ("tier=home", "q=没有这个名字"):
        assert "5 号" not in office.get(f"/manage/upkeep/honours?{other}").content.decode()
    end = re.findall(r"/manage/upkeep/honours/(\d+/end)", page)[0]
    assert "记录会留着" in office.get(f"/manage/upkeep/honours/{end}").content.decode()
    assert office.post(f"/manage/upkeep/honours/{end}", {"reason": "搬迁"}).status_code == 302
    assert "搬迁" in office.get("/manage/upkeep/honours?ended=1").content.decode()


def test_the_shipped_standards_name_a_source_their_readers_can_open(upkeep: Upkeep) -> None:
    page = upkeep.client(upkeep.office).get("/manage/upkeep/standards").content.decode()
    assert "ADR-0028" in page and "domain.md" not in page


def test_a_plaque_is_printed_for_what_hangs_and_not_for_what_was_taken_down(upkeep: Upkeep) -> None:
    honour = name(upkeep, open_room("鹿城镇人大代表工作站", COUNTY, upkeep, Tier.STATION))
    office, address = upkeep.client(upkeep.office), "/manage/upkeep/honours/plaques.pdf"
    listed = office.get("/manage/upkeep/honours").content.decode()
    assert f"{address}?one={honour.pk}" in listed
    for query, size in (("", 842), (f"?one={honour.pk}&paper=a3", 1191)):
        [page] = PdfReader(io.BytesIO(office.get(address + query).content)).pages
        words = "".join(page.extract_text().split())
        assert round(float(page.mediabox.width)) == size
        for part in (
            "鹿城镇人大代表工作站",
            "示范人大代表工作站",
            "楚雄市人民代表大会常务委员会",
            "2026年3月",
        ):
            assert part in words
    assert office.get(f"{address}?kind=innovation").status_code == 404
    with scope(upkeep.office):
        actions.end_honour(honour_id=honour.pk, on=TODAY, reason="搬迁", actor=upkeep.office, at=upkeep.noon)
    assert office.get(f"{address}?one={honour.pk}").status_code == 404
    assert "plaques.pdf" not in office.get("/manage/upkeep/honours?ended=1").content.decode()
