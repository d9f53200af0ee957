"""The board of use: what counts as use, idle by a dated rule, numbers that open their lists, the morning look."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from lianxin.accounts.testing import make_grant, make_user, sign_in
from lianxin.insights import actions, health, tasks
from lianxin.journal.models import Entry
from lianxin.kernel.actor import Actor, Role
from lianxin.kit.jobs import last_run
from lianxin.kit.paging import Cursor
from lianxin.kit.scope import scope
from lianxin.localrules.actions import enter
from lianxin.notices.models import Notice
from lianxin.venues import actions as venues
from lianxin.venues.actions import pulse
from lianxin.venues.models import IdleRule, Pulse
from lianxin.venues.reads import health as reads
from lianxin.venues.reads.health import HealthFilters
from lianxin.venues.words import Use
from lianxin.voices.testing import (
    COUNTY,
    OTHER_COUNTY,
    SETUP,
    TOWNSHIP,
    VILLAGE,
    World,
    make_case,
    make_world,
)
from lianxin.voices.workflow import CaseState as S

pytestmark = pytest.mark.django_db
TODAY = date(2026, 3, 31)
EVERY = Cursor(size=50)


@pytest.fixture
def town(noon: datetime, monkeypatch: pytest.MonkeyPatch) -> World:
    """A county with one claimed and one received matter; it is 31 March."""
    monkeypatch.setattr("django.utils.timezone.now", lambda: noon + timedelta(days=28))
    made = make_world(noon)
    make_case(made, S.CLAIMED, at=noon)
    make_case(made, S.RECEIVED, at=noon + timedelta(days=3))
    return made


def looked(town: World, at: datetime, on: date = TODAY) -> int:
    with scope(town.office):
        return actions.look_at_venues(actor=town.office, on=on, at=at)


def rows_of(actor: Actor, on: date = TODAY, **filters: str) -> dict[int, reads.HealthRow]:
    with scope(actor):
        return {row.id: row for row in health.board(actor, HealthFilters(**filters), EVERY, on=on).rows}


def browser_of(role: Role, place: str, **more: int) -> Client:
    user, browser = make_user(f"{role}-{place}"), Client()
    sign_in(browser, user, make_grant(user, role, place, **more))
    return browser


def test_use_is_a_matter_brought_or_something_done_on_one(town: World, noon: datetime) -> None:
    looked(town, noon)
    assert {p.venue_id: (p.used_on, p.use) for p in Pulse.objects.all()} == {
        town.venue_id: (date(2026, 3, 6), Use.RAISED)
    }
    row = rows_of(town.office)[town.venue_id]
    assert (row.used_on, row.use, row.idle_for) == (date(2026, 3, 6), "群众来反映事情", 25)
    assert rows_of(town.office)[town.station_id].used_on is None


def test_what_a_deputy_does_is_use_too(town: World, noon: datetime) -> None:
    make_case(town, S.CLOSED, at=noon + timedelta(days=10))
    looked(town, noon)
    one = Pulse.objects.get(venue_id=town.venue_id)
    assert one.used_on >= date(2026, 3, 13)


def test_a_scan_and_an_edit_are_no_use(town: World, noon: datetime) -> None:
    with scope(SETUP):
        plate = venues.issue_plate(venue_id=town.station_id, person_id=None, actor=SETUP, at=noon)
        venues.count_scan(plate_id=plate.pk, at=noon)
        facts = venues.VenueFacts("station", "鹿城片区人大代表工作站", TOWNSHIP, phone="0878-3000000")
        venues.change_venue(venue_id=town.station_id, facts=facts, actor=SETUP, at=noon)
    looked(town, noon)
    assert not Pulse.objects.filter(venue_id=town.station_id).exists()


def test_an_older_finding_never_replaces_a_newer_one(town: World) -> None:
    venue = town.venue_id
    assert pulse.record_use(last={venue: (date(2026, 3, 6), Use.RAISED)}) == 1
    assert pulse.record_use(last={venue: (date(2026, 3, 1), Use.HANDLED)}) == 0
    assert pulse.record_use(last={venue: (date(2026, 3, 9), Use.HANDLED), 10**9: (TODAY, Use.RAISED)}) == 1
    assert list(Pulse.objects.values_list("venue_id", "used_on", "use")) == [
        (venue, date(2026, 3, 9), Use.HANDLED)
    ]


def test_a_venue_is_idle_one_day_after_its_limit(town: World, noon: datetime) -> None:
    looked(town, noon)
    last_good, first_idle = date(2026, 3, 6) + timedelta(days=90), date(2026, 3, 6) + timedelta(days=91)
    assert not rows_of(town.office, last_good)[town.venue_id].is_idle
    assert rows_of(town.office, first_idle)[town.venue_id].is_idle
    assert rows_of(town.office, first_idle, lack="idle").keys() == {
        town.venue_id, town.station_id, town.home_id,
    }  # fmt: skip


def test_the_nearest_dated_rule_decides(town: World, noon: datetime) -> None:
    looked(town, noon)
    IdleRule.objects.create(
        division_code="5323", valid_from=date(2026, 1, 1), days=10, source="州办〔2026〕1 号"
    )
    assert rows_of(town.office)[town.venue_id].is_idle
    with scope(town.office):
        enter(
            code="venues", values={"days": 30}, valid_from=date(2026, 4, 10), source="市办〔2026〕2 号",
            actor=town.office, at=noon,
        )  # fmt: skip
        assert reads.idle_days(VILLAGE, on=TODAY) == 10
        assert reads.idle_days(VILLAGE, on=date(2026, 4, 10)) == 30
        assert reads.idle_days("5329", on=TODAY) == reads.IDLE_DAYS
    # Seen from the prefecture each county keeps its own number.
    prefecture = Actor(role=Role.DEPUTY_AFFAIRS, place="5323", user_id=1, grant_id=1, name="州代工委")
    later = date(2026, 4, 5)
    assert rows_of(prefecture, later)[town.venue_id].is_idle
    assert not rows_of(prefecture, date(2026, 3, 15))[town.venue_id].is_idle
    # 35 days after: idle by the county's 30 days; 20 days after a rule of 30 days it is not.
    assert rows_of(prefecture, date(2026, 4, 10))[town.venue_id].is_idle
    assert rows_of(prefecture, date(2026, 4, 10))[town.venue_id].limit == 30
    assert rows_of(prefecture, later)[town.venue_id].limit == 10


def test_the_board_leads_the_office_to_the_local_rule_and_nobody_else(town: World, noon: datetime) -> None:
    address = "/manage/local-rules/venues/new"
    browser = browser_of(Role.DEPUTY_AFFAIRS, COUNTY)
    assert address in browser.get("/manage/upkeep/health").content.decode()
    said = {"days": "3", "valid_from": "2026-04-01", "source": "市办〔2026〕2 号"}
    assert "请填 7 到 730 之间的整数" in browser.post(address, said).content.decode()
    assert browser.post(address, said | {"days": "30"}).headers["Location"] == "/manage/local-rules/venues"
    assert reads.idle_days(VILLAGE, on=date(2026, 4, 1)) == 30
    assert address not in browser_of(Role.PRESIDIUM, TOWNSHIP).get("/manage/upkeep/health").content.decode()


def test_numbers_open_lists_that_hold_as_many(town: World, noon: datetime) -> None:
    looked(town, noon)
    browser = browser_of(Role.DEPUTY_AFFAIRS, COUNTY)
    row = rows_of(town.office)[town.venue_id]
    assert row.open == 2 and row.late == 2
    page = browser.get("/manage/upkeep/health").content.decode()
    for link, count in ((f"/voices?view=&counted=open&venue={town.venue_id}", row.open),
                        (f"/voices?view=late&venue={town.venue_id}", row.late)):  # fmt: skip
        assert link.replace("&", "&amp;") in page
        assert browser.get(link).content.decode().count('<a class="ttl"') == count


def test_counts_above_the_table_open_as_many_rows(town: World, noon: datetime) -> None:
    looked(town, noon)
    with scope(SETUP):
        venues.issue_plate(venue_id=town.venue_id, person_id=None, actor=SETUP, at=noon)
        facts = venues.VenueFacts("home", "楚雄市人大代表之家", COUNTY, "市府路 1 号", "0878-1", "全天")
        venues.change_venue(venue_id=town.home_id, facts=facts, actor=SETUP, at=noon)
    with scope(town.office):
        counts = reads.health_counts(town.office, HealthFilters(), on=TODAY)
    assert (counts.venues, counts.idle, counts.page, counts.plate) == (3, 2, 2, 2)
    for lack in ("idle", "page", "plate"):
        assert len(rows_of(town.office, lack=lack)) == 2
    assert town.home_id not in rows_of(town.office, lack="page")
    assert town.venue_id not in rows_of(town.office, lack="plate")


def test_the_board_holds_open_venues_of_ones_own_place_only(town: World, noon: datetime) -> None:
    assert rows_of(town.office).keys() == {town.venue_id, town.station_id, town.home_id}
    assert rows_of(town.township_office).keys() == {town.venue_id, town.station_id}
    assert rows_of(town.liaison).keys() == {town.venue_id}
    assert rows_of(town.deputy) == {} == rows_of(Actor())
    assert rows_of(town.office, place=OTHER_COUNTY).keys() == {town.venue_id, town.station_id, town.home_id}
    assert rows_of(town.office, place=TOWNSHIP, tier="room").keys() == {town.venue_id}
    assert rows_of(town.office, text="片区").keys() == {town.station_id}
    with scope(SETUP):
        venues.close_venue(venue_id=town.station_id, on=TODAY, reason="合并", actor=SETUP, at=noon)
    assert town.station_id not in rows_of(town.office)


def test_the_morning_look_tells_who_keeps_an_idle_venue_once_per_limit(town: World, noon: datetime) -> None:
    keeper, day = town.liaison.user_id, date(2026, 3, 6)

    def told(on: date) -> int:
        looked(town, noon, on)
        with scope(town.liaison):
            return Notice.objects.filter(user_id=keeper, kind="venue").count()

    assert told(day + timedelta(days=90)) == 0
    assert told(day + timedelta(days=91)) == 1
    assert told(day + timedelta(days=92)) == 1
    assert told(day + timedelta(days=180)) == 2
    with scope(town.liaison):
        assert "已经 91 天没有活动记录" in Notice.objects.filter(kind="venue").earliest("id").words


def test_who_keeps_a_venue_that_was_never_used_is_told_so(town: World, noon: datetime) -> None:
    keeper = town.station_liaison
    looked(town, noon)
    with scope(keeper):
        told = Notice.objects.get(user_id=keeper.user_id, kind="venue")
    assert "鹿城片区人大代表工作站”还没有过活动记录" in told.words and told.url == "/manage/upkeep/health"


def test_the_job_runs_over_every_county_and_is_seen_to_run(town: World) -> None:
    browser = browser_of(Role.DEPUTY_AFFAIRS, COUNTY)
    assert "还没有运行过" in browser.get("/manage/upkeep/health").content.decode()
    tasks.look_at_all_venues(timestamp=0)
    run = last_run(health.LOOKING)
    assert run is not None and run.ended_at is not None and run.error == ""
    assert Pulse.objects.filter(venue_id=town.venue_id).exists()
    assert "运行检查上次运行" in browser.get("/manage/upkeep/health").content.decode()
    from procrastinate.contrib.django import app

    assert health.LOOKING in {name for name, _id in app.periodic_registry.periodic_tasks}


def test_the_export_holds_what_the_board_shows_and_is_written_down(town: World, noon: datetime) -> None:
    looked(town, noon)
    answer = browser_of(Role.DEPUTY_AFFAIRS, COUNTY).post("/manage/upkeep/health/export.csv?tier=room")
    text = b"".join(answer).decode("utf-8-sig")
    assert "西城社区人大代表联络室" in text and "片区" not in text
    assert "2026-03-06,群众来反映事情,25,,2,2,地址、电话、开放时间,没有" in text
    with scope(Actor(role=Role.AUDITOR, place="5323")):
        assert Entry.objects.filter(event="insights.health.exported").count() == 1


def test_a_long_board_is_paged_within_its_budget(town: World, noon: datetime) -> None:
    with scope(SETUP):
        for number in range(120):
            facts = venues.VenueFacts("point", f"第{number}联络点", VILLAGE)
            venues.open_venue(facts=facts, opened_on=date(2024, 1, 1), actor=SETUP, at=noon)
    browser = browser_of(Role.DEPUTY_AFFAIRS, COUNTY)
    browser.get("/manage/upkeep/health")
    with CaptureQueriesContext(connection) as queries:
        page = browser.get("/manage/upkeep/health?lack=idle").content.decode()
    assert len(queries) <= 12 + 3, [q["sql"][:120] for q in queries]
    assert "第119联络点" in page and "第0联络点" not in page
    last = page.split('href="?lack=idle&amp;before=')[1].split('"')[0]
    assert "第60联络点" in browser.get(f"/manage/upkeep/health?lack=idle&before={last}").content.decode()


@pytest.mark.parametrize("role", [Role.TENANT_ADMIN, Role.AUDITOR, Role.DEPUTY, Role.UNIT_HANDLER])
def test_other_roles_do_not_find_the_board(town: World, role: Role) -> None:
    browser = browser_of(role, COUNTY, **({"unit_id": town.unit_id} if role == Role.UNIT_HANDLER else {}),
                         **({"person_id": town.deputy.person_id} if role == Role.DEPUTY else {}))  # fmt: skip
    assert browser.get("/manage/upkeep/health").status_code == 404


def test_every_open_venue_has_its_page_and_plate_or_is_listed(
    town: World, noon: datetime, client: Client, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(CommandError, match="3 个开放的阵地里，3 个"):
        call_command("check_twins", "--place", COUNTY)
    listed = capsys.readouterr().out
    assert f"{town.venue_id}\t" in listed and "缺地址、电话、开放时间、阵地牌" in listed
    with scope(SETUP):
        for venue_id, tier, name, place in (
            (town.venue_id, "room", "西城社区人大代表联络室", VILLAGE),
            (town.station_id, "station", "鹿城片区人大代表工作站", TOWNSHIP),
            (town.home_id, "home", "楚雄市人大代表之家", COUNTY),
        ):
            facts = venues.VenueFacts(tier, name, place, "一楼", "0878-1", "全天")
            venues.change_venue(venue_id=venue_id, facts=facts, actor=SETUP, at=noon)
            venues.issue_plate(venue_id=venue_id, person_id=None, actor=SETUP, at=noon)
            assert client.get(f"/venues/{venue_id}").status_code == 200
    call_command("check_twins", "--place", COUNTY)
    assert "3 个开放的阵地都有" in capsys.readouterr().out
    with scope(SETUP):
        venues.close_venue(venue_id=town.venue_id, on=TODAY, reason="合并", actor=SETUP, at=noon)
    assert client.get(f"/venues/{town.venue_id}").status_code == 404
