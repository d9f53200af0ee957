"""Copies of the template database."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
from django.db import connections
from django.test import override_settings
from psycopg import sql
from psycopg._preparing import PrepareManager

from lianxin.project import postgres


def clone(server: object, template: str, name: str) -> None:
    """Make `name` a fresh copy of the template."""
    with psycopg.connect(server.dsn("lianxin_owner", "lianxin"), autocommit=True) as connection:
        connection.execute("select pg_advisory_lock(4711)")
        connection.execute(sql.SQL("drop database if exists {} with (force)").format(sql.Identifier(name)))
        connection.execute(
            sql.SQL("create database {} template {}").format(sql.Identifier(name), sql.Identifier(template))
        )
        connection.execute("select pg_advisory_unlock(4711)")


def keep_plans() -> None:
    """A connection keeps its prepared statements when something is rolled back.

    psycopg forgets them all, because a rolled-back table may be made anew. Here every test ends with a rollback,
    and every request of the access matrix; planning the policies anew cost more than all rows. Statements are
    no part of a transaction for the server, and what tests alter in tables has it plan anew by itself.
    """
    usual = PrepareManager._should_discard

    def discard(self: PrepareManager, prep: Any, results: Any) -> bool:
        rolled_back = all(result.command_status == b"ROLLBACK" for result in results)
        return False if rolled_back else usual(self, prep, results)

    PrepareManager._should_discard = discard
    PrepareManager.prepared_max = 1000


def run_name() -> str:
    """This run and worker: two runs in one checkout must not share a database."""
    run = os.environ.get("PYTEST_XDIST_TESTRUNUID", str(os.getpid()))[:8]
    return f"{run}_{os.environ.get('PYTEST_XDIST_WORKER', 'main')}"


def drop(server: object, name: str) -> None:
    """Remove a database that a run made, with sessions of any role that are just ending."""
    with psycopg.connect(server.dsn(postgres.SUPERUSER, "postgres"), autocommit=True) as connection:
        connection.execute(sql.SQL("drop database if exists {} with (force)").format(sql.Identifier(name)))


@contextmanager
def in_database(name: str, blocker: Any) -> Iterator[None]:
    """Django works in this database until the block ends."""
    connection = connections["default"]
    usual = connection.settings_dict["NAME"]
    with blocker.unblock():
        connection.close()
        connection.settings_dict["NAME"] = name
        try:
            yield
        finally:
            connection.close()
            connection.settings_dict["NAME"] = usual


@contextmanager
def own_database(server: Any, template: str, blocker: Any, purpose: str) -> Iterator[str]:
    """A copy in which Django works and what is done stays done, for other sessions to see; jobs run at once."""
    name = f"{purpose}_{run_name()}"
    clone(server, template, name)
    try:
        with override_settings(LIANXIN_JOBS="inline"), in_database(name, blocker):
            yield name
    finally:
        drop(server, name)
