"""Files as offices have them, each with the report it must give."""

from __future__ import annotations

import pytest

from lianxin.divisions.testing import make_places
from lianxin.exchange import engine
from lianxin.exchange.tests.corpus import CORPUS, Ugly
from lianxin.kernel.actor import Actor, Role
from lianxin.kit.scope import scope
from lianxin.people.models import Mandate, Person

SETUP = Actor(role=Role.TENANT_ADMIN, place="532301", source="setup", name="装机")


def order(noon, **more) -> engine.Order:
    return engine.Order(kind="deputies", place="532301", actor=SETUP, at=noon, term=17, **more)


def test_the_corpus_holds_at_least_thirty_kinds_of_defect() -> None:
    assert len({ugly.name for ugly in CORPUS}) == len(CORPUS) >= 30


@pytest.mark.parametrize("ugly", CORPUS, ids=lambda u: u.name)
def test_an_ugly_file_gives_its_report_and_importing_it_again_makes_nothing(ugly: Ugly, db, noon) -> None:
    data = ugly.make()
    with scope(SETUP):
        make_places()
        report = engine.run(ugly.file, engine.sheets_of(data, ugly.file), order(noon), dry_run=False)
        told = report.as_dict()
        found = {key: told[key] for key in ("rows", "rejected", "created", "unchanged", "skipped")}
        expected = {
            "rows": ugly.rows, "rejected": ugly.rejected, "created": ugly.created,
            "unchanged": ugly.unchanged, "skipped": ugly.skipped,
        }  # fmt: skip
        assert found == expected, told["problems"]
        assert told["accepted"] + told["rejected"] == told["rows"]
        first = next(engine.normalised(report))
        assert {key: first[key] for key in ugly.facts} == ugly.facts
        assert {p["code"] for p in told["problems"]} == set(ugly.codes)
        assert Mandate.objects.count() == Person.objects.count() == ugly.created
        again = engine.run(ugly.file, engine.sheets_of(data, ugly.file), order(noon), dry_run=False).as_dict()
        assert (again["created"], again["updated"]) == (0, 0), again["problems"]
        assert again["unchanged"] == ugly.rows - ugly.rejected
        assert Person.objects.count() == ugly.created
