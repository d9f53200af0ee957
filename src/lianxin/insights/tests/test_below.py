"""What a prefecture counts of its counties: the counties' own figures, and never a case."""

from __future__ import annotations

import random
from datetime import date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from lianxin.accounts.testing import actor_for, as_
from lianxin.divisions import reads as divisions
from lianxin.insights import below as below_room
from lianxin.insights import reads
from lianxin.insights.below import below
from lianxin.insights.formulas import COUNTS
from lianxin.insights.reads import Period
from lianxin.kernel.actor import Actor, Role
from lianxin.kernel.errors import NotFound
from lianxin.kit.scope import scope
from lianxin.voices.testing import OTHER_VILLAGE, PATHS, World, make_case, make_world
from lianxin.voices.words import Topic

pytestmark = pytest.mark.django_db
PERIOD = Period(date(2026, 3, 1), date(2026, 3, 31))


@pytest.fixture
def world(noon: datetime, monkeypatch: pytest.MonkeyPatch, settings) -> World:
    settings.LIANXIN_SMALLEST_SHOWN = 1
    monkeypatch.setattr("django.utils.timezone.now", lambda: noon + timedelta(days=28))
    made = make_world(noon)
    draw = random.Random(20261125)
    for number in range(32):
        at = noon + timedelta(days=draw.randrange(-10, 25), minutes=draw.randrange(600))
        if number % 8 == 0:
            make_case(made, at=at, division_code=OTHER_VILLAGE, topic=draw.choice(list(Topic)[:4]))
        else:
            make_case(made, draw.choice(list(PATHS)), at=at, topic=draw.choice(list(Topic)[:4]))
    return made


@pytest.fixture
def prefecture(world: World) -> Actor:
    return actor_for(Role.DEPUTY_AFFAIRS, "5323", name="州办")


def own_counts(actor: Actor) -> dict[str, str]:
    with scope(actor):
        whole = reads.overall(actor, PERIOD, today=timezone.localdate())
    return {code: str(count.number) for code, count in whole.counts.items()}


def test_a_county_counts_the_same_from_above_as_in_its_own_office(world: World, prefecture: Actor) -> None:
    with scope(prefecture):
        found = below(prefecture, "", PERIOD, today=timezone.localdate())
    by_code = {row.key: row for row in found.places}
    assert by_code["532301"].counts == own_counts(world.office)
    assert by_code[OTHER_VILLAGE[:6]].counts == own_counts(world.other_office)
    for code in COUNTS:
        assert int(found.whole.counts[code]) == sum(int(row.counts[code]) for row in found.places)
        assert int(found.whole.counts[code]) == sum(int(row.counts[code]) for row in found.topics)
    assert int(found.whole.counts["all"]) > 20


def test_every_county_stands_there_also_without_a_matter(prefecture: Actor) -> None:
    with scope(prefecture):
        found = below(prefecture, "", Period(date(2025, 1, 1), date(2025, 1, 2)), today=timezone.localdate())
    assert [row.key for row in found.places] == [code for code, _name in divisions.names_below("5323")]
    assert len(found.places) > 1
    assert {row.counts["all"] for row in found.places} == {"0"}
    assert {rate for row in found.places for rate in row.rates} == {"—"}


def test_the_province_sees_prefectures_and_goes_down_to_their_counties(prefecture: Actor) -> None:
    province = actor_for(Role.DEPUTY_AFFAIRS, "53", name="省办")
    with scope(prefecture):
        own = below(prefecture, "", PERIOD, today=timezone.localdate())
    with scope(province):
        above = below(province, "", PERIOD, today=timezone.localdate())
        same = below(province, "5323", PERIOD, today=timezone.localdate())
    assert len(above.places) == len(divisions.names_below("53"))
    assert next(row for row in above.places if row.key == "5323").counts == own.whole.counts
    assert same.places == own.places


def test_small_numbers_are_hidden_and_cannot_be_reckoned(prefecture: Actor, settings) -> None:
    settings.LIANXIN_SMALLEST_SHOWN = 10
    with scope(prefecture):
        found = below(prefecture, "", PERIOD, today=timezone.localdate())
    shown = [row.counts["all"] for row in found.places]
    # The other county has fewer than ten; hidden alone it would be the total less ours.
    assert shown.count("…") == 2
    assert found.whole.counts["all"] != "…"


def test_nobody_looks_beside_their_own_place(prefecture: Actor) -> None:
    client = as_(prefecture)
    for place in ("5329", "532301", "53", "53x3", "5399"):
        with scope(prefecture), pytest.raises(NotFound):
            below(prefecture, place, PERIOD, today=timezone.localdate())
        assert client.get(f"/insights/below?place={place}").status_code == 404


def test_a_county_a_unit_and_a_deputy_have_no_such_page(world: World) -> None:
    for actor in (world.office, world.officer, world.liaison, world.deputy):
        assert as_(actor).get("/insights/below").status_code == 404
        assert as_(actor).get("/insights/below.csv").status_code == 404
    assert "下级情况" not in as_(world.office).get("/insights").content.decode()


@pytest.mark.usefixtures("world")
def test_the_database_answers_only_who_sits_above() -> None:
    def cells(place: str, asked: str) -> int:
        actor = actor_for(Role.DEPUTY_AFFAIRS, place, name=f"{place}办") if place else Actor()
        with scope(actor), connection.cursor() as cursor:
            cursor.execute(
                "select count(*) from voices_cells_below(%s, 0, 9223372036854775807, current_date)", [asked]
            )
            return cursor.fetchone()[0]

    assert cells("5323", "5323") > 0
    for place, asked in (("", "5323"), ("532301", "5323"), ("5329", "5323"), ("5323", "53"), ("5323", "")):
        assert cells(place, asked) == 0, (place, asked)


def test_the_page_and_the_table_in_few_queries(prefecture: Actor) -> None:
    client, days = as_(prefecture), "from=2026-03-01&to=2026-03-31"
    client.get("/insights/below")
    with CaptureQueriesContext(connection) as asked:
        page = client.get(f"/insights/below?{days}").content.decode()
    assert len(asked.captured_queries) <= 16
    assert sum("voices_cells_below" in query["sql"] for query in asked.captured_queries) == 1
    assert "楚雄市" in page
    assert "/voices?" not in page
    table = client.get(f"/insights/below.csv?{days}").content.decode()
    assert "州办" in table
    assert "2026-03-01 – 2026-03-31" in table
    assert table.count("\r\n") == len(divisions.names_below("5323")) + 5


def test_formulas_ask_only_what_a_cell_says() -> None:
    assert below_room._CELLS.count("sum(cases) filter") == len(COUNTS)
