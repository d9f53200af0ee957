"""The picture of coverage says what the sheet and the gap list say, village by village."""

from __future__ import annotations

import random
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from lianxin.assessments import coverage
from lianxin.assessments.coverage_map import Cover, CoverageMap, coverage_map
from lianxin.assessments.tests.conftest import COUNTY, OTHER_VILLAGE, VILLAGE, Upkeep, deputies
from lianxin.assessments.tests.test_sheet import TODAY, open_room
from lianxin.divisions import reads as divisions
from lianxin.kit.scope import scope
from lianxin.venues.words import Tier

THIRD = "532301102001"
ADDRESS = "/manage/upkeep/coverage-map"


def drawn(up: Upkeep, place: str = COUNTY) -> CoverageMap:
    with scope(up.prefecture):
        return coverage_map(place)


def covers(found: CoverageMap) -> dict[str, Cover]:
    return {s.code: s.cover for group in found.groups for s in group.whole.squares}


def test_every_village_stands_once_with_what_it_has(upkeep: Upkeep) -> None:
    deputies(OTHER_VILLAGE, 3, upkeep.noon)
    found = drawn(upkeep)
    assert covers(found) == {VILLAGE: Cover.OWN, OTHER_VILLAGE: Cover.MUST, THIRD: Cover.NONE}
    joint = open_room("联合联络室", THIRD, upkeep, also_serves=(OTHER_VILLAGE,))
    found = drawn(upkeep)
    assert covers(found) == {VILLAGE: Cover.OWN, OTHER_VILLAGE: Cover.JOINT, THIRD: Cover.OWN}
    [square] = [s for g in found.groups for s in g.whole.squares if s.code == OTHER_VILLAGE]
    assert (square.venue_id, square.venue_name, square.deputies) == (joint, "联合联络室", 3)


@pytest.mark.parametrize("seed", range(6))
def test_its_sums_are_those_of_the_sheet_and_the_gap_list(upkeep: Upkeep, seed: int) -> None:
    draw = random.Random(seed)
    deputies(draw.choice((VILLAGE, OTHER_VILLAGE, THIRD)), draw.randrange(1, 5), upkeep.noon)
    for number, code in enumerate((OTHER_VILLAGE, THIRD)):
        if draw.random() < 0.4:
            others = tuple(c for c in (OTHER_VILLAGE, THIRD) if c != code and draw.random() < 0.5)
            open_room(f"第{number}联络室", code, upkeep, also_serves=others)
    for place in ("53", "5323", COUNTY, VILLAGE[:9]):
        found, (gaps, _more) = drawn(upkeep, place), coverage.gaps(place, limit=None)
        with scope(upkeep.prefecture):
            sheet = coverage.sheet(upkeep.prefecture, place, on=TODAY)
        counts = found.whole.counts
        assert (found.whole.villages, found.whole.covered) == (sheet.whole.villages, sheet.whole.covered)
        assert counts[Cover.MUST] == sheet.whole.must_build == sum(gap.must_build for gap in gaps)
        assert counts[Cover.MUST] + counts[Cover.NONE] == len(gaps)
        for cover in Cover:
            assert counts[cover] == sum(group.whole.counts[cover] for group in found.groups)
            counties = [part.counts[cover] for group in found.groups for part in group.counties]
            assert found.is_drawn or counts[cover] == sum(counties)


def test_the_page_has_a_square_for_each_village_and_a_link_for_each_sum(upkeep: Upkeep) -> None:
    deputies(OTHER_VILLAGE, 3, upkeep.noon)
    page = upkeep.client(upkeep.office).get(ADDRESS).content.decode()
    squares = re.findall(r'<a class="sq sq--(\w+)" tabindex="-1" title="([^"]+)" href="([^"]+)"', page)
    assert sorted(kind for kind, _title, _href in squares) == ["must", "none", "own"]
    must = next(square for square in squares if square[0] == "must")
    assert "3 名代表，还没有阵地" in must[1]
    assert must[2].endswith(f"?place={OTHER_VILLAGE}")
    assert f"/manage/upkeep/gaps?must=1&amp;place={COUNTY}" in page or f"gaps?must=1&place={COUNTY}" in page
    assert "不是地理图" in page


def test_a_province_has_a_bar_for_each_county(upkeep: Upkeep) -> None:
    found = drawn(upkeep, "53")
    assert not found.is_drawn
    parts = {part.code: part for group in found.groups for part in group.counties}
    assert set(parts) == {code[:6] for code, _name in divisions.villages_of("53")}
    assert (parts[COUNTY].covered, parts[COUNTY].villages, parts[COUNTY].share) == (1, 3, 33)


def test_the_map_costs_the_same_whatever_it_draws(upkeep: Upkeep) -> None:
    def cost() -> int:
        with scope(upkeep.office), CaptureQueriesContext(connection) as seen:
            coverage_map(COUNTY)
        return len(seen)

    cost()
    few = cost()
    for number in range(10):
        open_room(f"第{number}联络点", VILLAGE, upkeep, Tier.POINT)
    assert cost() == few <= 7


def test_whoever_asks_for_another_county_sees_the_own_one(upkeep: Upkeep) -> None:
    office = upkeep.client(upkeep.office)
    own, other = (office.get(ADDRESS + query).content.decode() for query in ("", "?place=532302"))
    titles = re.compile(r'tabindex="-1" title="([^"]+)"')
    assert titles.findall(other) == titles.findall(own) != []
