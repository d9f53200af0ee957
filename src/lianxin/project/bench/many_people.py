"""Workload `people`: 140,000 deputies over 20,000 venues, and what each page of theirs costs and asks.

Source: issue 4, must-show 3. Written in bulk; looked at inside Django by `looking.py`.
"""

from __future__ import annotations

import json
import time
from pathlib import Path

import psycopg

from lianxin.project import postgres, prepare
from lianxin.project.bench.site import Site, postmaster
from lianxin.project.bench.world import COUNTY
from lianxin.project.console import complain

DEPUTIES, VENUES = 140_000, 20_000
# What a page may cost against the list of cases of the same run, by its name in `looking.ITEMS`.
_TARGETS = {"structure": 12.0, "structure_list": 12.0, "health_board": 8.0}
_TARGET = 3.0
_REFERENCE = "staff_list"
_SQL = Path(__file__).with_suffix(".sql")
# Name, value, unit, reference, target: the same as `extra.Line`.
_Line = tuple[str, float, str, float, float]


def fill(url: str, *, deputies: int = DEPUTIES, venues: int = VENUES) -> float:
    """Write them as the superuser behind `url`; returns the seconds it took."""
    began = time.monotonic()
    values = {"deputies": deputies, "venues": venues}
    with psycopg.connect(url) as connection:
        connection.execute("set local synchronous_commit = off")
        for part in _SQL.read_text(encoding="utf-8").split(";\n"):
            if statement := part.strip():
                asked = values if "%(" in statement else None
                connection.execute(statement if asked else statement.replace("%%", "%"), asked)
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("vacuum (analyze)")
    return time.monotonic() - began


def people(site: Site) -> list[_Line]:
    """CPU of Django and database for each page, against the list of cases; and queries against its budget."""
    complain(f"正在写入 {DEPUTIES} 名代表、{VENUES} 个阵地……")
    took = fill(site.server.dsn(postgres.SUPERUSER))
    code = f"from lianxin.project.bench.looking import tell; tell({postmaster(site.server)}, '{COUNTY}')"
    told = prepare.manage(
        "shell", "--no-imports", "-v0", "-c", code, environment=site.environment, doing="测量代表和阵地的页面"
    )
    found: dict[str, list[float]] = json.loads(told)
    reference, _queries, _budget = found.pop(_REFERENCE)
    lines: list[_Line] = [("people_load", took, "s", 60.0, 1.0)]
    for name, (cost, queries, budget) in found.items():
        lines.append((f"people_{name}", cost, "CPU ms", reference, _TARGETS.get(name, _TARGET)))
        lines.append((f"people_{name}_queries", queries, "queries", budget, 1.0))
    return lines
