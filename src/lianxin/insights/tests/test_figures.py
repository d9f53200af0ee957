"""Each figure against plain Python over the raw cases, and the page that shows them."""

from __future__ import annotations

import csv
import random
import re
from datetime import date, datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from lianxin.accounts.testing import actor_for, as_
from lianxin.insights import reads
from lianxin.insights.formulas import FORMULAS
from lianxin.insights.reads import Period
from lianxin.kernel.actor import Role
from lianxin.kernel.figures import Count, Rate
from lianxin.kit.scope import scope
from lianxin.voices.models import Case
from lianxin.voices.testing import PATHS, World, make_case, make_world
from lianxin.voices.words import Topic
from lianxin.voices.workflow import CaseState as S

pytestmark = pytest.mark.django_db
PERIOD = Period(date(2026, 3, 1), date(2026, 3, 31))


@pytest.fixture
def world(noon: datetime, monkeypatch: pytest.MonkeyPatch) -> World:
    monkeypatch.setattr("django.utils.timezone.now", lambda: noon + timedelta(days=28))
    made = make_world(noon)
    draw = random.Random(20261123)
    for _ in range(60):
        at = noon + timedelta(days=draw.randrange(-10, 25), minutes=draw.randrange(600))
        make_case(made, draw.choice(list(PATHS)), at=at, topic=draw.choice(list(Topic)[:4]))
    return made


def plain(cases: list[Case], today: date) -> dict[str, int]:
    """The definitions once more, read from the words of domain.md §3.4 and §8."""
    kept = [c for c in cases if c.state not in {S.DECLINED, S.WITHDRAWN}]
    return {
        "all": len(cases),
        "accepted": len(kept),
        "claimed": sum(c.claimed_at is not None for c in kept),
        "closed": sum(c.state == S.CLOSED for c in cases),
        "rated": sum(c.is_solved is not None for c in cases),
        "solved": sum(c.is_solved is True for c in cases),
        "judged": sum(c.satisfaction != "" for c in cases),
        "satisfied": sum(c.satisfaction in {"satisfied", "basically"} for c in cases),
        "overdue": sum(c.due_on is not None and c.due_on < today for c in cases),
        "supervised": sum(c.is_supervised for c in cases),
        "outstanding": sum(c.is_supervised and c.closed_at is None for c in cases),
        "assigned": sum(c.assigned_at is not None for c in cases),
        "replied": sum(c.assigned_at is not None and c.answered_at is not None for c in cases),
        "suggested": sum(c.outcome == "convert_to_suggestion" for c in cases),
    }


def raw(world: World) -> list[Case]:
    with scope(world.office):
        cases = list(Case.objects.all())
    return [c for c in cases if PERIOD.since <= timezone.localtime(c.received_at).date() <= PERIOD.until]


def test_every_count_equals_plain_python(world: World) -> None:
    today, cases = timezone.localdate(), raw(world)
    with scope(world.office):
        whole = reads.overall(world.office, PERIOD, today=today)
        by_topic = reads.table(world.office, PERIOD, "topic", today=today)
    assert {code: count.number for code, count in whole.counts.items()} == plain(cases, today)
    assert {row.key for row in by_topic} == {c.topic for c in cases}
    for row in by_topic:
        expected = plain([c for c in cases if c.topic == row.key], today)
        assert {code: count.number for code, count in row.counts.items()} == expected


def test_every_group_equals_plain_python(world: World) -> None:
    columns = {"place": "township_code", "venue": "venue_id", "unit": "unit_id", "deputy": "claimed_by"}
    today, every = timezone.localdate(), raw(world)
    for by, column in columns.items():
        with scope(world.office):
            rows = reads.table(world.office, PERIOD, by, today=today)
        cases = [c for c in every if getattr(c, column) is not None]
        assert {row.key for row in rows} == {str(getattr(c, column)) for c in cases}
        for row in rows:
            expected = plain([c for c in cases if str(getattr(c, column)) == row.key], today)
            assert {code: count.number for code, count in row.counts.items()} == expected, (by, row.key)


def test_a_number_opens_the_list_it_counts(world: World) -> None:
    client = as_(world.office)
    with scope(world.office):
        whole = reads.overall(world.office, PERIOD, today=timezone.localdate())
    assert {code: listed(client, count.url) for code, count in whole.counts.items()} == {
        code: count.number for code, count in whole.counts.items()
    }


def listed(client: Client, url: str) -> int:
    """How many cases the exported list behind the same address holds."""
    asked = {"purpose": "核对统计数字", "kind": "csv"}
    response = client.post(url.replace("/voices?", "/voices/export?"), asked)
    lines = list(csv.reader(b"".join(response.streaming_content).decode().splitlines()))
    said = next(int(cells[1]) for cells in lines if cells and cells[0] == "件数")
    assert lines.index([]) - 1 == said, "the footer counts the rows above it"
    return said


def test_nothing_to_divide_by_is_a_dash() -> None:
    assert Rate("solve", Count(0, ""), Count(0, "")).text == "—"
    assert Rate("solve", Count(0, ""), Count(3, "")).text == "0.0%"
    assert Rate("solve", Count(2, ""), Count(3, "")).text == "66.7%"
    assert Rate("solve", Count(3, ""), Count(3, "")).text == "100.0%"


def test_the_page_shows_numbers_with_their_basis_in_few_queries(world: World) -> None:
    client = as_(world.office)
    client.get("/insights")
    with CaptureQueriesContext(
        connection,
    ) as queries:
        page = client.get("/insights?from=2026-03-01&to=2026-03-31").content.decode()
    about_cases = [q for q in queries.captured_queries if "voices_case_stat" in q["sql"]]
    assert len(about_cases) == 2
    assert len(queries.captured_queries) <= 18
    assert "统计口径" in page
    assert all(str(formula.name) in page for formula in FORMULAS)
    with scope(world.office):
        whole = reads.overall(world.office, PERIOD, today=timezone.localdate())
    assert re.search(rf">{whole.counts['all'].number}</a>", page)


def test_another_county_counts_nothing_of_ours(world: World) -> None:
    for actor in (world.other_office, world.other_officer, world.other_liaison):
        with scope(actor):
            assert reads.overall(actor, PERIOD, today=timezone.localdate()).counts["all"].number == 0


def test_above_the_county_the_page_says_why_it_counts_so_little(world: World) -> None:
    above = as_(actor_for(Role.DEPUTY_AFFAIRS, "5323", name="州办")).get("/insights").content.decode()
    assert "只有上交到本级的民情" in above
    assert "只有上交到本级的民情" not in as_(world.office).get("/insights").content.decode()


def test_row_security_holds_behind_the_view(world: World) -> None:
    with scope(world.other_office), connection.cursor() as cursor:
        cursor.execute("select count(*) from voices_case_stat")
        assert cursor.fetchone() == (0,)


def test_deputies_and_visitors_do_not_open_the_page(world: World) -> None:
    assert as_(world.deputy).get("/insights").status_code == 404
    assert Client().get("/insights").status_code == 302


def test_the_table_for_spreadsheets_says_who_when_and_over_what(world: World) -> None:
    text = (
        as_(world.office).get("/insights/export.csv?by=topic&from=2026-03-01&to=2026-03-31").content.decode()
    )
    assert "杨晓梅" in text
    assert "2026-03-01 – 2026-03-31" in text
    assert "公式版本" in text
    assert as_(world.office).get("/insights/definitions").status_code == 200
