"""The public pages: each answers, none shows what is not public, none asks the database too much."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

import pytest
from django.contrib.staticfiles import finders
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from lianxin.divisions.reads import forget, remember
from lianxin.kit.scope import scope
from lianxin.people import actions as people
from lianxin.people import reads as people_reads
from lianxin.venues import actions as venues
from lianxin.venues.models import ScanDay
from lianxin.venues.plate_codes import signed_code
from lianxin.voices.testing import (
    NOON,
    PREFECTURE,
    SETUP,
    VENUE_NAME,
    VILLAGE,
    World,
    make_case,
    make_world,
)
from lianxin.voices.workflow import CaseState

PUBLIC = ("claim", "assign", "accept", "answer", "confirm", "rate", "close", "publish")


@dataclass
class Town:
    world: World
    slug: str
    venue_plate: str
    deputy_plate: str
    revoked_plate: str
    published: int
    private: int


def _seat(person_id: int, level: int, code: str, name: str, number: int) -> None:
    congress = people.record_congress(level=level, division_code=code, name=name, actor=SETUP, at=NOON)
    term = people.open_term(
        congress_id=congress.pk, number=number, starts_on=date(2022, 1, 10), actor=SETUP, at=NOON
    )
    people.give_mandate(
        person_id=person_id,
        term_id=term.pk,
        home_code=VILLAGE,
        electoral_district="第一选区",
        since=date(2022, 1, 10),
        actor=SETUP,
        at=NOON,
    )


@pytest.fixture
def town(db: None) -> Town:
    forget()
    world = make_world()
    person_id = world.deputy.person_id
    assert person_id is not None
    with scope(SETUP):
        _seat(person_id, 3, "532301", "楚雄市人民代表大会", 18)
        _seat(person_id, 2, PREFECTURE, "楚雄彝族自治州人民代表大会", 13)
        venue_plate = venues.issue_plate(venue_id=world.venue_id, person_id=None, actor=SETUP, at=NOON)
        deputy_plate = venues.issue_plate(venue_id=world.venue_id, person_id=person_id, actor=SETUP, at=NOON)
        lost = venues.issue_plate(
            venue_id=world.venue_id, person_id=world.second_deputy.person_id, actor=SETUP, at=NOON
        )
        venues.revoke_plate(plate_id=lost.pk, reason="牌子丢了", actor=SETUP, at=NOON)
    published = make_case(world, path=PUBLIC, text="三组的路灯坏了，我是王大爷")
    private = make_case(world, CaseState.CLOSED, text="不能公开的事情")
    remember([VILLAGE])
    return Town(
        world=world,
        slug=people_reads.slug_of(person_id) or "",
        venue_plate=signed_code(venue_plate.code),
        deputy_plate=signed_code(deputy_plate.code),
        revoked_plate=signed_code(lost.code),
        published=published,
        private=private,
    )


def text(client: Client, path: str, status: int = 200) -> str:
    response = client.get(path)
    assert response.status_code == status, f"{path}: {response.status_code}"
    body = response.content.decode()
    assert body.count("<h1") == 1, f"{path} has {body.count('<h1')} main headings"
    return body


def statements(queries: CaptureQueriesContext) -> list[str]:
    """What a visit costs without the savepoints and the closing scope that only tests have."""
    kept = [q["sql"] for q in queries.captured_queries if "SAVEPOINT" not in q["sql"].upper()]
    scopes = [sql for sql in kept if "set_config" in sql]
    return [sql for sql in kept if sql not in scopes] + scopes[:1]


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/q",
        "/venues",
        f"/venues?division={VILLAGE}&tier=room",
        "/people",
        "/people?q=lgf&level=3",
        "/cases",
        f"/cases?division={VILLAGE}&topic=road",
        "/help",
        "/help/citizen",
        "/help/deputy",
        "/help/office",
        "/help/unit",
        "/help/deploy",
        "/help/privacy",
        "/help/accessibility",
        "/settings",
    ],
)
def test_every_page_answers(town: Town, client: Client, path: str) -> None:
    text(client, path)


@pytest.mark.parametrize(
    "path",
    [
        "/q/AAAA-AAAAAA",
        "/venues/999999",
        "/people/nobody",
        "/cases/1",
        "/cases/99999999999999999999999",
        "/help/secrets",
        "/help/README",
        "/help/..%2fREADME",
    ],
)
def test_what_is_not_there_is_said_kindly(town: Town, client: Client, path: str) -> None:
    response = client.get(path)
    assert response.status_code == 404
    assert "<h1" in response.content.decode()


def test_a_venue_plate_opens_the_venue_and_leads_to_the_form(town: Town, client: Client) -> None:
    page = text(client, f"/q/{town.venue_plate}")
    assert VENUE_NAME in page
    assert f"/voices/new?q={town.venue_plate}" in page
    assert "李桂芳" in page
    assert "小学路灯修好了" in page


def test_a_plate_is_found_however_its_code_is_typed(town: Town, client: Client) -> None:
    code = town.venue_plate.lower()
    assert VENUE_NAME in text(client, f"/q/{code[:3]}-{code[3:6]}-{code[6:]}")
    response = client.get("/q", {"code": f" {code} "})
    assert response.status_code == 302
    assert VENUE_NAME in client.get(response["Location"]).content.decode()


def test_a_deputy_plate_opens_the_deputy(town: Town, client: Client) -> None:
    page = text(client, f"/q/{town.deputy_plate}")
    assert "李桂芳" in page
    assert "州（市）人大代表、县（市、区）人大代表" in page
    assert f"/people/{town.slug}" in page


def test_a_scan_is_counted_once_and_only_on_a_real_visit(town: Town, client: Client) -> None:
    text(client, f"/q/{town.venue_plate}")
    text(client, f"/q/{town.venue_plate}")
    client.head(f"/q/{town.venue_plate}")
    client.get(f"/q/{town.revoked_plate}")
    assert [day.scans for day in ScanDay.objects.all()] == [2]


def test_a_revoked_plate_says_what_to_do_next(town: Town, client: Client) -> None:
    page = text(client, f"/q/{town.revoked_plate}", 410)
    assert "这块牌子换过了" in page
    assert VENUE_NAME in page
    assert f"/voices/new?venue={town.world.venue_id}" in page
    assert "普学明" not in page


def test_a_forged_plate_names_no_venue(town: Town, client: Client) -> None:
    last = "0" if town.venue_plate[-1] != "0" else "1"
    page = text(client, f"/q/{town.venue_plate[:-1]}{last}", 404)
    assert VENUE_NAME not in page
    assert "没有认出这个码" in page


def test_the_form_sends_a_revoked_plate_to_its_page(town: Town, client: Client) -> None:
    response = client.get("/voices/new", {"q": town.revoked_plate})
    assert response["Location"] == f"/q/{town.revoked_plate}"


def test_a_venue_page_is_its_online_twin(town: Town, client: Client) -> None:
    page = text(client, f"/venues/{town.world.venue_id}")
    assert "楚雄州楚雄市鹿城镇西城社区" in page or "西城社区" in page
    assert "李桂芳" in page
    assert "普学明" in page
    assert f"/voices/new?venue={town.world.venue_id}" in page


def test_a_deputy_page_shows_mandates_at_several_levels(town: Town, client: Client) -> None:
    page = text(client, f"/people/{town.slug}")
    assert "楚雄市人民代表大会第 18 届" in page
    assert "楚雄彝族自治州人民代表大会第 13 届" in page
    assert f"/voices/new?venue={town.world.venue_id}&amp;to={town.slug}" in page
    assert "小学路灯修好了" in page


def test_deputies_are_found_by_place_level_and_name(town: Town, client: Client) -> None:
    for query in ("q=李桂", "q=lgf", "level=2", f"division={VILLAGE}", "division=53"):
        assert "李桂芳" in text(client, f"/people?{query}"), query
    for query in ("q=王", "level=0", "division=532302"):
        assert "李桂芳" not in text(client, f"/people?{query}"), query


def test_venues_are_found_by_place_and_kind(town: Town, client: Client) -> None:
    assert VENUE_NAME in text(client, "/venues?division=532301")
    assert VENUE_NAME not in text(client, "/venues?division=532302")
    assert VENUE_NAME not in text(client, "/venues?tier=home")


def test_long_lists_are_paged_without_losing_anybody(town: Town) -> None:
    from lianxin.people.reads import deputy_list
    from lianxin.venues.reads import venue_list

    with scope(SETUP):
        person_id = town.world.second_deputy.person_id
        assert person_id is not None
        _seat(person_id, 4, "532301101", "鹿城镇人民代表大会", 5)
    first = deputy_list(size=1)
    second = deputy_list(size=1, after=first.next_after)
    assert [row.name for row in (*first.rows, *second.rows)] == ["李桂芳", "普学明"]
    assert second.next_after == ""
    one = venue_list(tier="room", size=1)
    two = venue_list(tier="room", size=1, after=one.next_after)
    assert [one.rows[0].name, two.rows[0].name] == [VENUE_NAME, "南门社区人大代表联络室"]
    assert two.next_after == ""
    assert venue_list(after="乱写").rows == venue_list().rows


def test_only_published_cases_are_public(town: Town, client: Client) -> None:
    page = text(client, "/cases")
    assert "小学路灯修好了" in page
    assert "不能公开" not in page
    assert client.get(f"/cases/{town.private}").status_code == 404


def test_a_published_case_is_shown_in_its_public_words(town: Town, client: Client) -> None:
    page = text(client, f"/cases/{town.published}")
    assert "换了三盏灯。" in page
    assert "王大爷" not in page
    assert "又坏了" not in page


def test_a_published_case_is_narrowed_by_place_and_topic(town: Town, client: Client) -> None:
    assert "小学路灯修好了" in text(client, "/cases?division=532301&topic=road")
    assert "小学路灯修好了" not in text(client, "/cases?division=532302")
    assert "小学路灯修好了" not in text(client, "/cases?topic=water")


@pytest.mark.parametrize(
    ("path", "most"),
    [
        ("/", 5),
        ("/venues", 5),
        ("/people", 5),
        ("/cases", 5),
        ("/help/citizen", 1),
        ("/settings", 1),
        ("/venues/{venue}", 10),
        ("/points", 3),
        ("/people/{slug}", 8),
        ("/cases/{case}", 8),
        ("/q/{plate}", 8),
        ("/q/{deputy_plate}", 8),
    ],
)
def test_pages_keep_their_query_budget(town: Town, client: Client, path: str, most: int) -> None:
    address = path.format(
        venue=town.world.venue_id,
        slug=town.slug,
        case=town.published,
        plate=town.venue_plate,
        deputy_plate=town.deputy_plate,
    )
    with CaptureQueriesContext(connection) as queries:
        text(client, address)
    assert len(statements(queries)) <= most, "\n".join(statements(queries))


def test_names_are_escaped(town: Town, client: Client) -> None:
    with scope(SETUP):
        facts = venues.VenueFacts(venues.Tier.ROOM, "<script>alert(1)</script>室", VILLAGE)
        evil = venues.open_venue(facts=facts, opened_on=date(2024, 1, 1), actor=SETUP, at=NOON)
    for path in (f"/venues/{evil.pk}", "/venues", '/people?q="><script>', "/q/<script>"):
        assert "<script>alert" not in client.get(path).content.decode()
        assert '"><script>' not in client.get(path).content.decode()


@pytest.mark.parametrize(
    ("query", "cookie", "value"),
    [
        ("mode=elder", "mode", "elder"),
        ("theme=dark", "theme", "dark"),
        ("theme=light", "theme", "light"),
        ("lang=en", "lang", "en"),
        ("keys=off", "keys", "off"),
    ],
)
def test_settings_are_kept_and_lead_back(
    town: Town, client: Client, query: str, cookie: str, value: str
) -> None:
    response = client.get(f"/settings?{query}&next=/venues?tier=room")
    assert response["Location"] == "/venues?tier=room"
    assert response.cookies[cookie].value == value
    assert response.cookies[cookie]["samesite"] == "Lax"


@pytest.mark.parametrize("query", ["mode=", "mode=plain", "theme=system", "theme=<b>"])
def test_the_usual_look_forgets_the_cookie(town: Town, client: Client, query: str) -> None:
    response = client.get(f"/settings?{query}&next=/")
    assert [morsel.value for morsel in response.cookies.values()] == [""]


def test_elder_mode_and_theme_change_the_page(town: Town, client: Client) -> None:
    client.get("/settings?mode=elder")
    client.get("/settings?theme=dark")
    page = text(client, "/")
    assert 'data-mode="elder"' in page
    assert 'data-theme="dark"' in page


@pytest.mark.parametrize("target", ["https://evil.example/", "//evil.example", "/\\evil.example"])
def test_settings_lead_to_no_other_site(town: Town, client: Client, target: str) -> None:
    response = client.get("/settings", {"mode": "elder", "next": target})
    assert response["Location"] == "/settings"
    assert (
        "evil.example"
        not in client.get("/settings", {"next": target})
        .content.decode()
        .split("<main", 1)[1]
        .split("</main", 1)[0]
    )


def test_guides_link_inside_the_product(town: Town, client: Client) -> None:
    for name in ("citizen", "deputy", "office", "unit", "deploy"):
        page = text(client, f"/help/{name}")
        assert ".md" not in page.split("<article", 1)[1].replace(".md</code>", ""), name
        for picture in re.findall(r'<img src="([^"]*)"', page):
            assert finders.find(picture.removeprefix("/static/")), picture


def test_robots_stay_out_of_a_demo(client: Client, db: None, settings: object) -> None:
    settings.LIANXIN_DEMO = True
    assert "Disallow: /\n" in client.get("/robots.txt").content.decode()
    settings.LIANXIN_DEMO = False
    served = client.get("/robots.txt").content.decode()
    assert "Disallow: /voices" in served
    assert "Disallow: /\n" not in served
