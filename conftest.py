"""The test database: made by the owner role, used as the application role, so row-level security is on.

Migrations run once into a template database named after their content; each worker clones it.
"""

from __future__ import annotations

import gc
import hashlib
import os
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import psycopg
import pytest
from psycopg import sql
from support.databases import clone, drop, keep_plans, run_name

ROOT = Path(__file__).resolve().parent
NOON = datetime(2026, 3, 3, 4, tzinfo=UTC)  # Tuesday, 12:00 in Beijing


# A minute and more each: begun first, so that no worker waits at the end for another's last.
LONG = ("tests/matrix", "tests/test_loop_stateful.py", "tests/test_suggestions_stateful.py", "tests/faults")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    items.sort(key=lambda item: not item.nodeid.startswith(LONG))
    for item in items:
        asks = {"db", "transactional_db", "live", "server"} & set(getattr(item, "fixturenames", ()))
        if asks or item.get_closest_marker("django_db"):
            item.add_marker(pytest.mark.postgres)


def pytest_collection_finish(session: pytest.Session) -> None:
    """What is loaded by now stays until the end: not looked through for rubbish every few requests."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)


def _fingerprint() -> str:
    digest = hashlib.sha256()
    files = [*ROOT.glob("src/lianxin/*/migrations/*.py"), *ROOT.glob("src/lianxin/*/grants.py")]
    for path in [*sorted(files), ROOT / "requirements.txt", ROOT / "src/lianxin/kit/database.py"]:
        digest.update(path.read_bytes())
    return digest.hexdigest()[:10]


@pytest.fixture(scope="session")
def server() -> object:
    """The embedded server of the tests (or the one of LIANXIN_POSTGRES_BIN)."""
    from lianxin.project import postgres

    kind = "installed" if os.environ.get("LIANXIN_POSTGRES_BIN") else "embedded"
    return postgres.ensure(ROOT / "var" / f"test-{kind}", durable=False)


@pytest.fixture(scope="session")
def template(server: object) -> str:
    """A migrated template database, made once per content of the migrations."""
    name = f"template_{_fingerprint()}"
    with psycopg.connect(server.dsn("lianxin_owner", "lianxin"), autocommit=True) as connection:
        connection.execute("select pg_advisory_lock(4711)")
        exists = connection.execute("select 1 from pg_database where datname = %s", [name]).fetchone()
        if not exists:
            partial = name + "_partial"
            for statement in ("drop database if exists {}", "create database {}"):
                connection.execute(sql.SQL(statement).format(sql.Identifier(partial)))
            environment = os.environ | {
                "LIANXIN_OWNER_DATABASE_URL": server.dsn("lianxin_owner", partial),
                "LIANXIN_AS_OWNER": "1",
                "PYTHONPATH": str(ROOT / "src"),
            }
            code = (
                "import django; django.setup(); from django.core.management import call_command as c;"
                "c('migrate', verbosity=0); from lianxin.kit.database import grant_app_role; grant_app_role()"
            )
            subprocess.run(
                [sys.executable, "-c", code],
                env=environment | {"DJANGO_SETTINGS_MODULE": "lianxin.project.settings"},
                check=True,
            )
            connection.execute(
                sql.SQL("alter database {} rename to {}").format(
                    sql.Identifier(partial), sql.Identifier(name)
                )
            )
        connection.execute("select pg_advisory_unlock(4711)")
    return name


@pytest.fixture(scope="session")
def database_name(server: object, template: str) -> Iterator[str]:
    """This worker's own copy."""
    name = f"test_{run_name()}"
    clone(server, template, name)
    yield name
    drop(server, name)


@pytest.fixture(scope="session")
def django_db_setup(server: object, database_name: str, django_db_blocker: object) -> Iterator[None]:
    """Point Django at this worker's copy, as the application role."""
    from django.db import connections

    from lianxin.project.settings import database

    keep_plans()
    fresh = database(server.dsn("lianxin_app", database_name))
    connection = connections["default"]
    connection.close()
    connection.settings_dict.update(fresh)
    connection.settings_dict["CONN_MAX_AGE"] = 0
    yield
    with django_db_blocker.unblock():
        connection.close()


@pytest.fixture
def as_owner(server: object, database_name: str) -> Iterator[psycopg.Connection]:
    """A connection that owns the tables: for raw updates against CHECK constraints. Rolls back."""
    with psycopg.connect(server.dsn("lianxin_owner", database_name)) as connection:
        yield connection
        connection.rollback()


@pytest.fixture(scope="session", autouse=True)
def _urls() -> None:
    """Read the addresses under the settings of the run, not under those of whichever test asks first."""
    from django.urls import get_resolver

    assert get_resolver().url_patterns


@pytest.fixture(autouse=True)
def _test_settings(settings: object, tmp_path: Path) -> None:
    settings.LIANXIN_JOBS = "inline"
    settings.STORAGES = {
        "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
    settings.WHITENOISE_AUTOREFRESH = True
    settings.LIANXIN_FILES = tmp_path / "files"
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def noon() -> datetime:
    return NOON


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-matrix", action="store_true", help="write tests/matrix/expected.json")
