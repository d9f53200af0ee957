"""The database is gone while a citizen presses 提交: the words wait on the phone and go out once. Source: T09."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
import pytest
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict
from support.browser import Site, Visitors
from support.scale import NIGHTLY, note, scaled

from lianxin.project import postgres

pytestmark = [pytest.mark.browser, pytest.mark.fault, pytest.mark.timeout(300)]
PHONE = {"width": 390, "height": 844}
_READING_MS = 2300
_WORDS = "库房断电的时候写的：水闸的手轮转不动了"


@contextmanager
def unreachable(server: Any, site: Site) -> Iterator[None]:
    """Nobody gets into the site's database, and who is in is thrown out."""
    name = conninfo_to_dict(site.environment["DATABASE_URL"])["dbname"]
    allow = sql.SQL("alter database {} with allow_connections {}")
    with psycopg.connect(server.dsn(postgres.SUPERUSER, "postgres"), autocommit=True) as root:
        root.execute(allow.format(sql.Identifier(name), sql.SQL("false")))
        root.execute("select pg_terminate_backend(pid) from pg_stat_activity where datname = %s", [name])
        try:
            yield
        finally:
            root.execute(allow.format(sql.Identifier(name), sql.SQL("true")))


def test_what_a_citizen_sends_while_the_database_is_gone_waits_and_becomes_one_case(
    visitor: Visitors, server: Any, site: Site
) -> None:
    lasting = scaled(6.0, 60.0)
    citizen = visitor(size=PHONE)
    citizen.go("/demo/")
    page = citizen.page
    page.locator("main a[href^='/q/']").first.click()
    page.locator("main a[href*='/voices/new']").first.click()
    page.locator("textarea[name=what]").fill(_WORDS)
    page.wait_for_timeout(_READING_MS)
    send = page.locator("main form[method=post] button[type=submit]").last
    with unreachable(server, site):
        began = time.monotonic()
        send.click()
        page.locator("[data-signal-note]").wait_for(state="visible", timeout=20_000)
        send.click(force=True)
        other = visitor(size=PHONE).page.goto(site.url + "/cases")
        assert other is not None and other.status == 503
        page.wait_for_timeout(max(0, 1000 * (lasting - time.monotonic() + began)))
        assert page.locator("textarea[name=what]").input_value() == _WORDS
    page.wait_for_url("**/voices/received/**", timeout=40_000)
    assert len(re.sub(r"\D", "", page.locator(".code").inner_text())) == 16
    dsn = conninfo_to_dict(site.environment["DATABASE_URL"])["dbname"]
    with psycopg.connect(server.dsn("lianxin_backup", dsn)) as witness:
        assert witness.execute("select count(*) from voices_case where text = %s", [_WORDS]).fetchone() == (
            1,
        )
    if NIGHTLY:
        note(
            "T09", f"database unreachable for {lasting:.0f} s: the words stayed, 1 case by itself afterwards"
        )
