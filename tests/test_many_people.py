"""Pages of deputies and venues keep their number of queries with a crowd; `./lianxin bench people` has 140,000."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from support.databases import own_database
from support.scale import note, scaled

from lianxin.divisions.testing import make_places
from lianxin.kernel.actor import Actor
from lianxin.kit.scope import scope
from lianxin.project import postgres
from lianxin.project.bench import looking, many_people

pytestmark = [pytest.mark.timeout(900)]
DEPUTIES, VENUES = scaled(3000, 140_000), scaled(800, 20_000)


def test_no_page_of_deputies_or_venues_asks_more_than_its_budget(
    server: Any, template: str, django_db_setup: object, django_db_blocker: Any
) -> None:
    with own_database(server, template, django_db_blocker, "crowd") as name:
        with scope(Actor(source="setup", name="装机")):
            make_places()
        took = many_people.fill(server.dsn(postgres.SUPERUSER, name), deputies=DEPUTIES, venues=VENUES)
        with connection.cursor() as cursor:
            cursor.execute("select count(*) from people_person")
            assert cursor.fetchone() == (DEPUTIES,)
        found = {
            page: (looking.asked_by(act), budget)
            for page, (act, budget) in looking.prepared("532301").items()
        }
    over = {page: figures for page, figures in found.items() if figures[0] > figures[1]}
    assert over == {}, "page: (queries, budget)"
    assert took < 60, "the crowd is written in bulk"
    note(
        "people",
        f"{DEPUTIES} deputies, {VENUES} venues written in {took:.0f} s; {len(found)} pages in budget",
    )
