"""A prefecture loaded in bulk, at a small scale: healthy by every invariant, and the same for the same seed."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path

import psycopg
import pytest
from django.db import connections
from django.test import Client, override_settings
from django.test.utils import CaptureQueriesContext
from support.databases import clone, drop

from lianxin.accounts.models import Grant, User
from lianxin.accounts.testing import sign_in
from lianxin.demo import actions as demo
from lianxin.demo.actions import Loaded
from lianxin.demo.world import SIZES, Size
from lianxin.kernel.errors import DomainError
from lianxin.project import postgres
from lianxin.vault.keys import create_key_file

pytestmark = [pytest.mark.postgres, pytest.mark.once, pytest.mark.timeout(900)]
TODAY = date(2026, 3, 4)
AT = datetime(2026, 3, 4, 2, tzinfo=UTC)
FEW = Size(1, 3, 1, 0, 1, 3, 36, all_venues=230, all_deputies=600, all_cases=2000)
INVARIANTS = (Path(__file__).parent / "invariants.sql").read_text(encoding="utf-8")
OF_SUGGESTIONS = (Path(__file__).parent / "suggestion_invariants.sql").read_text(encoding="utf-8")
SUM = "select md5(string_agg(state || title || number || coalesce(due_on::text, ''), '|' order by {order})) from voices_case"


@contextmanager
def connected(name: str, user: str) -> Iterator[None]:
    """Point Django at another database and role, and back."""
    connection = connections["default"]
    usual = connection.settings_dict["NAME"], connection.settings_dict["USER"]
    connection.close()
    connection.settings_dict["NAME"], connection.settings_dict["USER"] = name, user
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict["NAME"], connection.settings_dict["USER"] = usual


@pytest.fixture(scope="module")
def loaded(
    server: postgres.Server,
    template: str,
    django_db_setup: None,
    django_db_blocker: object,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[tuple[str, Loaded, list[int]]]:
    """A database of its own, loaded over a superuser's connection as `./lianxin demo` does, and committed."""
    name = f"test_prefecture_{os.environ.get('PYTEST_XDIST_WORKER', 'main')}"
    clone(server, template, name)
    key = create_key_file(tmp_path_factory.mktemp("vault") / "vault.key")
    seen: list[int] = []
    hashers = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    with (
        django_db_blocker.unblock(),
        override_settings(LIANXIN_JOBS="inline", LIANXIN_VAULT_PUBLIC_KEY=key, PASSWORD_HASHERS=hashers),
        pytest.MonkeyPatch.context() as patch,
        connected(name, postgres.SUPERUSER),
    ):
        patch.setitem(SIZES, "few", FEW)
        made = demo.load(
            place="5323", size="few", seed=1, today=TODAY, at=AT, progress=lambda done, _: seen.append(done)
        )
    yield name, made, seen
    drop(server, name)


@pytest.fixture
def database(server: postgres.Server, loaded: tuple[str, Loaded, list[int]]) -> Iterator[psycopg.Connection]:
    with psycopg.connect(server.dsn(postgres.SUPERUSER, loaded[0])) as connection:
        yield connection
        connection.rollback()


def test_a_bulk_load_breaks_no_invariant(database: psycopg.Connection) -> None:
    assert database.execute(INVARIANTS).fetchall() == []
    assert database.execute(OF_SUGGESTIONS).fetchall() == []


def test_it_makes_as_much_as_it_says(
    database: psycopg.Connection, loaded: tuple[str, Loaded, list[int]]
) -> None:
    _name, made, seen = loaded
    assert made.cases == 2000
    for table, number in (
        ("voices_case where not is_imported", made.cases),
        ("people_person", made.people),
        ("venues_venue", made.venues),
    ):
        assert database.execute(f"select count(*) from {table}").fetchone() == (number,)
    assert made.people == FEW.all_deputies
    assert seen == sorted(seen)
    assert seen[-1] == 100


def test_cases_of_two_years_stand_in_every_state_and_most_are_over(database: psycopg.Connection) -> None:
    states = dict(database.execute("select state, count(*) from voices_case group by 1").fetchall())
    assert len(states) == 13
    assert states["closed"] > 1400
    first, last, ahead = database.execute(
        "select min(received_at), max(received_at), count(*) filter (where received_at > %s) from voices_case",
        [AT],
    ).fetchone()
    assert (last - first).days > 650
    assert ahead == 0


def test_offices_act_on_working_days_and_never_after_today(database: psycopg.Connection) -> None:
    late = database.execute("select count(*) from voices_step where at >= %s", [AT]).fetchone()
    unordered = database.execute(
        "select count(*) from (select at - lag(at) over (partition by case_id order by id) as gap from voices_step) g "
        "where gap < interval '0'"
    ).fetchone()
    assert (late, unordered) == ((0,), (0,))


def test_the_journal_of_the_bulk_is_in_the_order_of_time(database: psycopg.Connection) -> None:
    wrong = database.execute(
        "select count(*) from (select at < lag(at) over (order by id) as back from journal_entry "
        "where source in ('demo', 'citizen') and id > (select max(id) - 5000 from journal_entry)) l where back"
    ).fetchone()
    assert wrong == (0,)


def test_bulk_cases_open_by_no_code_but_those_of_the_tour_do(database: psycopg.Connection) -> None:
    shared, own = database.execute(
        "select count(*) filter (where n > 1), count(*) filter (where n = 1) "
        "from (select hash, count(*) as n from voices_querycode group by hash) h"
    ).fetchone()
    assert shared == 1
    assert own >= FEW.cases


# Queries of a page, the session and the menu among them, however many cases there are.
BUDGETS = {
    "yangxm": {
        "/desk": 14, "/voices?view=": 14, "/voices?view=late": 14, "/voices?view=to_publish": 14, "/voices/overdue": 14,
        "/insights": 18, "/insights/topics": 12, "/manage/venues": 14, "/manage/people/": 14, "{case}": 22,
    },
    "ligf": {"/my": 16, "/my/voices": 14},
    "duangq": {"/unit": 14},
    "": {"/": 10, "/cases": 8, "/people": 8, "/venues": 8},
}  # fmt: skip


def newest_case(client: Client) -> str:
    return re.search(r'href="(/voices/\d+)"', client.get("/voices?view=").content.decode())[1]


def test_pages_keep_their_query_budgets_on_it(
    django_db_blocker: object, loaded: tuple[str, Loaded, list[int]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("django.utils.timezone.now", lambda: AT)
    found, over = {}, {}
    with django_db_blocker.unblock(), connected(loaded[0], "lianxin_app"):
        for login, budgets in BUDGETS.items():
            client = Client()
            if login:
                user = User.objects.get(login=login)
                sign_in(client, user, Grant.objects.filter(user=user).order_by("pk").first())
            for pattern, most in budgets.items():
                address = newest_case(client) if pattern == "{case}" else pattern
                client.get(address)  # names of places are remembered from the first look on
                with CaptureQueriesContext(connections["default"]) as queries:
                    assert client.get(address).status_code == 200, address
                found[login, address] = len(queries)
                over |= {(login, address): (len(queries), most)} if len(queries) > most else {}
    print(found)  # noqa: T201 (the figures of docs/quality.md)
    assert not over


@pytest.mark.django_db
def test_the_application_role_may_not_load_in_bulk() -> None:
    with pytest.raises(DomainError, match="全州规模"):
        demo._work_beside_superuser()
