"""The web server and its sessions die at random moments; people press the button again. Source: T02, T08, T12."""

from __future__ import annotations

import os
import random
import signal
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from typing import Any
from urllib.parse import parse_qsl, urlencode

import psycopg
import pytest
from faults.test_kill import (
    AGE_S,
    CITIZENS,
    INVARIANTS,
    Stream,
    case_in,
    code_in,
    is_receipt,
    open_form,
    wait_for,
)
from support.light import LightSite, light_site
from support.scale import NIGHTLY, note, scaled

from lianxin.project import postgres
from lianxin.project.bench.client import Send, ask
from lianxin.project.postgres import Server

pytestmark = [pytest.mark.fault, pytest.mark.timeout(3600 if NIGHTLY else 600)]
# The web server gives up when a worker dies within 5.5 s of its start.
LIVED_S = 6.0
_END_SESSIONS = (
    "select count(pg_terminate_backend(pid)) from pg_stat_activity "
    "where datname = current_database() and usename = 'lianxin_app'"
)


@pytest.fixture(scope="module")
def site(
    server: Server, template: str, django_db_setup: None, django_db_blocker: Any, tmp_path_factory: Any
) -> Iterator[LightSite]:
    with light_site(server, template, tmp_path_factory.mktemp("web"), django_db_blocker) as running:
        yield running


def no_job_waits(site: LightSite) -> bool:
    return site.rows("select count(*) from procrastinate_jobs where status in ('todo', 'doing')") == [(0,)]


@contextmanager
def again_and_again(act: Callable[[], int], pause: Callable[[], float]) -> Iterator[Counter[str]]:
    """Do something in the background until the block ends; how often it happened."""
    done: Counter[str] = Counter()
    stop = threading.Event()

    def run() -> None:
        while not stop.wait(pause()):
            with suppress(OSError, psycopg.Error):
                done["times"] += act()

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    try:
        yield done
    finally:
        stop.set()
        thread.join(30)


def citizens_bring(
    site: LightSite, stream: Stream, *, first: int, until: Callable[[], bool], seconds: float
) -> None:
    """Citizens submit, and repeat whatever was not answered, until told that it is enough."""
    people = [threading.Thread(target=stream.run, args=(first + n,), daemon=True) for n in range(CITIZENS)]
    for person in people:
        person.start()
    try:
        wait_for("enough is brought", lambda: until() or stream.wrong, seconds)
    finally:
        stream.stop.set()
        for person in people:
            person.join(90)
    assert not stream.wrong, stream.wrong


def assert_each_was_made_once(site: LightSite, stream: Stream) -> None:
    """As many cases as acknowledged submissions, each the one that was acknowledged; nothing half done."""
    kept = site.rows("select text, id from voices_case where text = any(%s)", list(stream.acknowledged))
    assert len(kept) == len(stream.acknowledged)
    assert dict(kept) == stream.acknowledged
    wait_for("all jobs are done", lambda: no_job_waits(site), 120)
    assert site.rows(INVARIANTS) == []


def test_web_workers_that_die_at_any_moment_make_each_matter_once(site: LightSite) -> None:
    many, deaths, rng = scaled(60, 1000), scaled(2, 30), random.Random(2)
    stream = Stream(site, site.plate)
    first_seen: dict[int, float] = {}
    answered_at_last_kill = 0

    def kill() -> int:
        nonlocal answered_at_last_kill
        pid = site.web_worker()
        lived = time.monotonic() - first_seen.setdefault(pid or 0, time.monotonic())
        if pid is None or lived < LIVED_S or len(stream.acknowledged) < answered_at_last_kill + 8:
            return 0
        os.kill(pid, signal.SIGKILL)
        answered_at_last_kill = len(stream.acknowledged)
        return 1

    with again_and_again(kill, lambda: rng.uniform(0.1, 0.9)) as kills:
        citizens_bring(
            site, stream, first=2_000_000, seconds=scaled(300, 3000),
            until=lambda: len(stream.acknowledged) >= many and kills["times"] >= deaths,
        )  # fmt: skip
    assert_each_was_made_once(site, stream)
    made = len(stream.acknowledged)
    note("T02", f"{made} submissions, {kills['times']} kills, {stream.repeats} repeats, {made} cases")


def test_sessions_cut_five_times_a_second_leave_no_half_step(site: LightSite) -> None:
    lasting = scaled(6.0, 120.0)
    stream, began = Stream(site, site.plate), time.monotonic()
    with (
        psycopg.connect(site.server.dsn(postgres.SUPERUSER, site.name), autocommit=True) as connection,
        again_and_again(lambda: connection.execute(_END_SESSIONS).fetchone()[0], lambda: 0.2) as cut,
    ):
        citizens_bring(
            site, stream, first=3_000_000, until=lambda: time.monotonic() - began > lasting,
            seconds=lasting + 60,
        )  # fmt: skip
    assert cut["times"] > lasting
    assert stream.acknowledged
    assert_each_was_made_once(site, stream)
    note(
        "T08",
        f"over HTTP: {cut['times']} sessions cut in {lasting:.0f} s, {len(stream.acknowledged)} matters, "
        f"{stream.repeats} only after a repeat, 0 broken invariants",
    )


def test_a_form_sent_fifty_times_at_once_is_one_case_and_other_words_are_refused(site: LightSite) -> None:
    form = open_form(site.port, site.plate, "五十次一起按的一件：桥栏杆断了一截。", 4_000_000)
    time.sleep(AGE_S)
    gate = threading.Barrier(50)

    def click(_number: int) -> tuple[int, str]:
        gate.wait()
        for _ in range(20):
            with suppress(OSError):
                answer = ask(site.port, form.send)
                if is_receipt(answer):
                    return case_in(answer), code_in(answer)
                assert answer.status >= 500, answer.status
        return 0, ""

    with ThreadPoolExecutor(50) as pool:
        answers = set(pool.map(click, range(50)))
    assert len(answers) == 1, "one case, one query code"
    body = dict(parse_qsl(form.send.body or "", keep_blank_values=True)) | {"what": "同一张表写了另一件事情"}
    other = ask(site.port, Send(form.send.path, form.send.headers, urlencode(body)))
    assert other.status == 409
    kept = site.rows("select id from voices_case where text = any(%s)", [form.text, "同一张表写了另一件事情"])
    assert kept == [(answers.pop()[0],)]
    note("T12", "50 parallel sends of one form: 1 case, 1 query code; other words under the same key: 409")
