"""The matrices: each cell is plain Python's count, opens its list, and the sums add up."""

from __future__ import annotations

from collections import Counter

import pytest
from django.test import Client
from django.utils import timezone

from lianxin.accounts.testing import as_
from lianxin.insights import reads
from lianxin.insights.charts import BOTTOM, HEIGHT, TOP, months_chart
from lianxin.insights.tests.test_figures import PERIOD, listed, raw
from lianxin.insights.topics import Grid, month_period, months_of, topics_of
from lianxin.kit.scope import scope
from lianxin.voices.testing import World
from lianxin.voices.words import TOPICS

pytestmark = pytest.mark.django_db


def adds_up(grid: Grid) -> bool:
    rows = all(sum(c.number for c in row.cells) == row.total.number for row in grid.rows)
    below = [sum(row.cells[at].number for row in grid.rows) for at in range(len(grid.columns))]
    return rows and below == [c.number for c in grid.totals] and sum(below) == grid.total.number


def test_every_cell_equals_plain_python_adds_up_and_opens_its_list(few: World) -> None:
    with scope(few.office):
        found = topics_of(few.office, PERIOD, today=timezone.localdate())
    cases = raw(few)
    expected = Counter(str(TOPICS[case.topic]) for case in cases)
    assert {row.name: row.total.number for row in found.by_month.rows} == expected
    assert found.by_place.total.number == len(cases)
    assert adds_up(found.by_place)
    assert adds_up(found.by_month)
    assert sum(month.received.number for month in found.months) == len(cases)
    assert sum(month.closed.number for month in found.months) == sum(c.state == "closed" for c in cases)
    grids = (found.by_place, found.by_month)
    counts = [c for grid in grids for row in grid.rows for c in (*row.cells, row.total)]
    counts += [c for month in found.months for c in (month.received, month.closed)]
    client = as_(few.office)
    for count in counts:
        assert listed(client, count.url) == count.number
    chart = months_chart(found.months)
    assert max(bar.received_height for bar in chart.bars) == HEIGHT - TOP - BOTTOM
    assert all(0 <= bar.closed_height <= bar.received_height for bar in chart.bars)


def test_every_row_of_every_table_opens_the_list_it_counts(few: World) -> None:
    with scope(few.office):
        found = reads.overview(few.office, PERIOD, today=timezone.localdate())
        waiting = reads.outstanding(few.office)
    client = as_(few.office)
    for by in reads.TABLES:
        rows = found.tables[by]
        assert rows, by
        for count in rows[0].counts.values():
            assert listed(client, count.url) == count.number
    assert found.repeated
    assert found.together
    for count in [row.count for row in (*found.repeated, *found.together)] + [c for _name, c in waiting]:
        assert listed(client, count.url) == count.number


def test_months_without_cases_stand_too_and_keep_inside_the_period() -> None:
    period = reads.Period(PERIOD.since.replace(month=1, day=15), PERIOD.until)
    assert months_of(period) == ["2026-01", "2026-02", "2026-03"]
    assert month_period("2026-01", period).since == period.since
    assert str(month_period("2026-02", period).until) == "2026-02-28"
    assert len(months_of(reads.Period(period.since.replace(year=2010), period.until))) == 24


def test_the_page_prints_its_basis_and_outsiders_do_not_open_it(few: World) -> None:
    page = as_(few.office).get("/insights/topics?from=2026-03-01&to=2026-03-31").content.decode()
    assert "统计口径" in page
    assert "公式版本" in page
    assert "<svg" in page
    assert as_(few.deputy).get("/insights/topics").status_code == 404
    assert Client().get("/insights/topics").status_code == 302
