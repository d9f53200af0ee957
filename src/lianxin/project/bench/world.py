"""The database of the measurements: made once, kept for the next run, made anew when migrations or size change."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

import psycopg
from psycopg import sql

from lianxin.project import postgres, prepare
from lianxin.project.console import complain
from lianxin.project.paths import PACKAGE, ROOT

DATABASE = "bench"
# 楚雄市: the county of the staff account.
COUNTY = "532301"
_EVENTS = 20
_SQL = Path(__file__).with_name("world.sql")

# The indexes of a table that no constraint needs: built after the rows, ten times faster than along with them.
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
_HISTORY = (
    """insert into voices_step (case_id, verb, at, by_name, by_role, text, for_citizen)
    select %(case)s, (array['claim', 'assign', 'object'])[1 + i %% 3], now() - make_interval(hours => 100 - i),
           '李桂芳', 'deputy', '到现场看过，情况属实，已经和单位说好这周来修。', i %% 3 <> 2
    from generate_series(1, %(events)s) as i""",
    """insert into journal_entry (at, event, subject_kind, subject_id, division_code, actor_role, actor_place, source,
                                 before, after, reason, request_id)
    select now() - make_interval(hours => 100 - i), 'voices.case.claimed', 'voices.case', %(case)s, %(county)s,
           'deputy', %(county)s, 'web', 'received', 'claimed', '', '' from generate_series(1, %(events)s) as i""",
    """insert into voices_deadline (id, case_id, kind, started_on, amount, unit, place, due_on, rule,
                                   calendar_version, is_provisional, ended_at)
    select i, id, due_kind, received_at::date, 15, 'workdays', division_code, due_on, 'yunnan-default@1', 'bench',
           false, case when i < 4 then received_at + make_interval(days => i) end
    from voices_case, generate_series(1, 4) as i where id = %(case)s""",
)


@dataclass(frozen=True, slots=True)
class World:
    """What the requests need to know of the database."""

    stamp: str
    rows: int
    detail_case: int


def stamp_of(rows: int) -> str:
    """What the kept database depends on."""
    migrations = [*PACKAGE.glob("*/migrations/*.py"), *PACKAGE.glob("*/grants.py")]
    code = prepare.sum_of_files([*migrations, *Path(__file__).parent.glob("world.*"), ROOT / "requirements.txt"])
    return f"{rows} {code}"


def ensure(data: Path, server: postgres.Server, rows: int) -> World:
    """The kept database when it still fits, else a new one."""
    file = data / f"world{server.major}.json"
    stamp = stamp_of(rows)
    if file.exists():
        kept = World(**json.loads(file.read_text(encoding="utf-8")))
        if kept.stamp == stamp:
            return kept
        file.unlink()
    complain(f"正在准备 {rows} 件民情的测量数据库（以后会沿用）……")
    _migrated(server)
    world = World(stamp, rows, fill(server.dsn(postgres.SUPERUSER, DATABASE), rows))
    file.write_text(json.dumps(asdict(world)), encoding="utf-8")
    return world


def _migrated(server: postgres.Server) -> None:
    """An empty database of this code's schema, with all places of Yunnan."""
    with psycopg.connect(server.dsn(postgres.SUPERUSER, postgres.SUPERUSER), autocommit=True) as connection:
        connection.execute(f"drop database if exists {DATABASE} with (force)")
        connection.execute(f"create database {DATABASE} owner lianxin_owner template template0")
    environment = prepare.base_environment() | {
        "DATABASE_URL": server.dsn("lianxin_app", DATABASE),
        "LIANXIN_OWNER_DATABASE_URL": server.dsn("lianxin_owner", DATABASE),
    }
    prepare.migrate(environment)
    prepare.manage("load_divisions", environment=environment, doing="导入行政区划")


def fill(url: str, rows: int) -> int:
    """Write the cases and all that belongs to them; returns the case with the long history."""
    values: dict[str, object] = {"rows": rows, "until": datetime.now(UTC), "county": COUNTY, "events": _EVENTS}
    with psycopg.connect(url) as connection:
        connection.execute("set local maintenance_work_mem = '256MB'")
        connection.execute("set local synchronous_commit = off")
        indexes = connection.execute(_INDEXES).fetchall()
        for name, _definition in indexes:
            connection.execute(sql.SQL("drop index {}").format(sql.Identifier(name)))
        for statement in _statements():
            connection.execute(statement, values if "%(" in statement else None)
        complain("  数据已写入，正在建索引……")
        for _name, definition in indexes:
            connection.execute(definition)
        found = connection.execute(_DETAIL, values).fetchone()
        if found is None:
            message = f"{COUNTY} 没有办理中的件"
            raise LookupError(message)
        for statement in _HISTORY:
            connection.execute(statement, values | {"case": found[0]})
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("vacuum (analyze)")
        connection.execute("checkpoint")
    return int(found[0])


def _statements() -> list[str]:
    """The statements of the file; ours hold no semicolon inside."""
    found = [part.strip() for part in _SQL.read_text(encoding="utf-8").split(";\n")]
    return [part if "%(" in part else part.replace("%%", "%") for part in found if part]


def cursor_at(url: str, offset: int) -> tuple[int, int]:
    """The id at which the page after `offset` rows of the county's list starts, and how deep it really is."""
    with psycopg.connect(url) as connection:
        count = connection.execute("select count(*) from voices_case where county_code = %s", [COUNTY]).fetchone()
        depth = min(offset, int(count[0]) * 5 // 6) if count else 0
        found = connection.execute(
            "select id from voices_case where county_code = %s order by id desc offset %s limit 1", [COUNTY, depth]
        ).fetchone()
    return (int(found[0]) if found else 0), depth
