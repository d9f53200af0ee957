"""Several offices accept at the same moment: every number once, and none is missing."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from django.db import connections
from support.databases import own_database

from lianxin.kernel.errors import DomainError
from lianxin.kit.scope import scope
from lianxin.project.postgres import Server
from lianxin.suggestions.models import Suggestion
from lianxin.suggestions.testing import NOON, World, make, make_world, perform

pytestmark = pytest.mark.postgres
LATER = NOON + timedelta(hours=1)


@pytest.fixture(scope="module")
def world(server: Server, template: str, django_db_setup: None, django_db_blocker: object) -> Iterator[World]:
    """A database of its own, because other sessions see only what was committed."""
    with own_database(server, template, django_db_blocker, "numbers"):
        yield make_world()


def change_of_mind() -> None:
    raise DomainError("改主意了")


def accepted(world: World, pk: int, start: Barrier, *, fails: bool) -> object:
    """Accept one; `fails` throws the transaction away after the number was drawn."""
    try:
        start.wait(20)
        if fails:
            with scope(world.office):
                perform("accept", world, pk, at=LATER)
                change_of_mind()
        return perform("accept", world, pk, at=LATER).number
    except DomainError as error:
        return error
    finally:
        connections.close_all()


def test_numbers_drawn_together_have_no_gap_even_when_some_fail(world: World) -> None:
    ids = [make(world, "submitted") for _ in range(12)]
    start = Barrier(len(ids))
    with ThreadPoolExecutor(len(ids)) as pool:
        outcomes = list(
            pool.map(lambda pair: accepted(world, pair[1], start, fails=pair[0] % 4 == 3), enumerate(ids))
        )
    assert sum(isinstance(outcome, DomainError) for outcome in outcomes) == 3
    assert sorted(o for o in outcomes if isinstance(o, int)) == list(range(1, 10))
    with scope(world.office):
        stored = Suggestion.objects.filter(number__isnull=False).values_list("number", flat=True)
        assert sorted(stored) == list(range(1, 10))
