"""The database of the measurements: all of Yunnan, many invented cases, one case with a long history."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import cast

import psycopg
from psycopg import sql

from lianxin.project import postgres, prepare
from lianxin.project.console import CommandFailed, complain

# 楚雄市: the county of the staff account.
COUNTY = "532301"
_EVENTS = 20
# Suggestions for every hundred cases: 300,000 beside the usual million.
_SUGGESTIONS = 30
_DEEP = 500_000
_SQL = Path(__file__).parent

# The indexes of a table that no constraint needs: built after the rows, ten times faster than with them.
_INDEXES = """
select i.indexname, i.indexdef from pg_indexes i
where i.tablename = 'voices_case' and not exists (
    select from pg_constraint c where c.conindid = format('%I.%I', i.schemaname, i.indexname)::regclass
)
"""

# One case in the middle of its life with a long history.
_DETAIL = """
select id from voices_case where county_code = %(county)s and state = 'handling' order by id desc limit 1
"""
_PUBLISHED = """
select id, venue_id, claimed_by from voices_case
where published_at is not null and county_code = %(county)s order by id desc limit 1
"""
_ENDED = "from voices_case where county_code = %s and state in ('closed', 'declined', 'withdrawn')"


@dataclass(frozen=True, slots=True)
class World:
    """What the requests need to know of the database."""

    rows: int
    case_id: int
    published_id: int
    venue_id: int
    deep_id: int
    depth: int
    plate: str
    staff: str
    deputy: str
    password: str


def build(server: postgres.Server, rows: int, environment: Mapping[str, str]) -> World:
    """Schema, places, cases, and two accounts: a congress office of the county and one of its deputies."""
    complain("正在建立数据库结构和行政区划……")
    owner = {"LIANXIN_OWNER_DATABASE_URL": server.dsn("lianxin_owner")}
    prepare.migrate({**environment, **owner})
    prepare.manage("load_divisions", environment=environment, doing="导入行政区划")
    complain(f"正在写入 {rows} 件民情……")
    url = server.dsn(postgres.SUPERUSER)
    case_id = _fill(url, rows)
    with psycopg.connect(url) as connection:
        published_id, venue_id, person_id = _one(connection, _PUBLISHED, {"county": COUNTY})
        deep_id, depth = _deep(connection)
    code = f"from lianxin.project.bench.people import tell; tell({venue_id}, {person_id})"
    doing = "建立测量用的账号"
    told = prepare.manage("shell", "--no-imports", "-v0", "-c", code, environment=environment, doing=doing)
    people = cast("dict[str, str]", json.loads(told))
    return World(rows, case_id, published_id, venue_id, deep_id, depth, **people)


def _fill(url: str, rows: int) -> int:
    """Write the cases and all that belongs to them; returns the case with the long history."""
    values: dict[str, object] = {
        "rows": rows,
        "until": datetime.now(UTC),
        "county": COUNTY,
        "events": _EVENTS,
        "suggestions": max(1, rows * _SUGGESTIONS // 100),
    }
    with psycopg.connect(url) as connection:
        connection.execute("set local maintenance_work_mem = '256MB'")
        connection.execute("set local synchronous_commit = off")
        indexes = connection.execute(_INDEXES).fetchall()
        for name, _definition in indexes:
            connection.execute(sql.SQL("drop index {}").format(sql.Identifier(name)))
        for statement in (*_statements("world.sql"), *_statements("suggestions.sql")):
            connection.execute(statement, values if "%(" in statement else None)
        # Keys are checked at the end of a transaction; no index can be built while they wait.
        connection.execute("set constraints all immediate")
        complain("正在建索引……")
        for _name, definition in indexes:
            connection.execute(definition)
        (case_id,) = _one(connection, _DETAIL, values)
        for statement in _statements("history.sql"):
            connection.execute(statement, values | {"case": case_id})
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("vacuum (analyze)")
        connection.execute("checkpoint")
    return case_id


def _statements(name: str) -> list[str]:
    """The statements of a file beside this one; ours hold no semicolon inside."""
    found = [part.strip() for part in (_SQL / name).read_text(encoding="utf-8").split(";\n")]
    return [part if "%(" in part else part.replace("%%", "%") for part in found if part]


def _deep(connection: psycopg.Connection[tuple[object, ...]]) -> tuple[int, int]:
    """The id after which the deep page of the staff list starts, and how many rows lie before it."""
    (count,) = _one(connection, f"select count(*) {_ENDED}", [COUNTY])
    depth = min(_DEEP, count * 5 // 6)
    (found,) = _one(connection, f"select id {_ENDED} order by id desc offset {depth} limit 1", [COUNTY])
    return found, depth


def _one(
    connection: psycopg.Connection[tuple[object, ...]],
    query: str,
    values: Mapping[str, object] | list[str] | None = None,
) -> tuple[int, ...]:
    found = connection.execute(query, values).fetchone()
    if found is None:
        message = "测量数据太少，请用 --rows 写入更多民情。"
        raise CommandFailed(message)
    return cast("tuple[int, ...]", found)
