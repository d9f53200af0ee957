"""Workloads that are more than one page: search, event write, export, many at once.

Source: shared performance paper, workloads 4, 10, 12 and 13.
"""

from __future__ import annotations

import json
import random
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from queue import Empty, SimpleQueue
from statistics import median, quantiles

import psycopg

from lianxin.project import prepare
from lianxin.project.bench import cpu, workloads
from lianxin.project.bench.client import HOST, Send, ask, cookie_header, form_with, send
from lianxin.project.bench.many_people import people
from lianxin.project.bench.site import Site
from lianxin.project.bench.workloads import PAGES
from lianxin.project.bench.world import COUNTY
from lianxin.project.console import complain

# Name, value, unit, reference, target.
Line = tuple[str, float, str, float, float]

_TIMEOUT_S = 60
_MB = 1024 * 1024


def search(site: Site) -> list[Line]:
    """Milliseconds in the database; the reference is one millisecond."""
    code = f"from lianxin.project.bench.finding import tell; tell({site.world.rows})"
    told = prepare.manage(
        "shell", "--no-imports", "-v0", "-c", code, environment=site.environment, doing="测量搜索"
    )
    spent = json.loads(told)
    cut = quantiles(spent["plain"], n=100, method="inclusive")
    narrowed = quantiles(spent["narrowed"], n=100, method="inclusive")
    return [
        ("search_p50", cut[49], "ms", 1.0, 3.0),
        ("search_p95", cut[94], "ms", 1.0, 15.0),
        ("search_p99", cut[98], "ms", 1.0, 40.0),
        ("search_narrowed_p95", narrowed[94], "ms", 1.0, 1000.0),
        ("search_narrowed_most", max(spent["narrowed"]), "ms", 1.0, 2000.0),
    ]


_SCOPE = "select set_config('app.scope', %s, true), set_config('app.user', '1', true)"
_STEP = """
insert into voices_step (case_id, verb, at, by_name, by_role, text, for_citizen)
values (%s, 'visit', now(), '李桂芳', 'deputy', '到现场看过', true)
"""
_EVENTS = 1000


def event_write(site: Site) -> list[Line]:
    """One line of a case's history under row-level security, against one raw INSERT; durable both."""
    complain("汇总数现在是读的时候算的，不在写入的事务里；这里测的是写一条办理记录本身。")
    with psycopg.connect(site.server.dsn()) as connection:
        before = site.database_seconds()
        for _ in range(_EVENTS):
            connection.execute(_SCOPE, [COUNTY], prepare=True)
            connection.execute(_STEP, [site.world.case_id], prepare=True)
            connection.commit()
        used = (site.database_seconds() - before) * 1000 / _EVENTS
    return [("event_write", used, "CPU ms", site.raw_insert(_EVENTS), 1.4)]


def _rss_mb(root: int) -> dict[int, float]:
    """Resident memory of each process of the tree."""
    found: dict[int, float] = {}
    for pid in cpu.tree(root):
        try:
            pages = int(Path(f"/proc/{pid}/statm").read_text(encoding="ascii").split()[1])
        except OSError:
            continue
        found[pid] = pages * 4096 / _MB
    return found


def export(site: Site) -> list[Line]:
    """A topic's cases as CSV: the first byte against a list page, and how memory grows."""
    complain("没有测量批量导入：还没有这个功能。")
    listed = next(page for page in PAGES if page.name == "staff_list").request(site)
    pages = []
    for _ in range(10):
        before = time.perf_counter()
        ask(site.port, listed)
        pages.append(time.perf_counter() - before)
    path, cookies = "/voices/export?view=&topic=road", site.cookies["staff"]
    page = ask(site.port, Send(path, dict(cookies)))
    body = form_with(page.text, "purpose").filled(purpose="性能测量", kind="csv")
    headers = cookies | {"Cookie": f"{cookies['Cookie']}; {cookie_header(page.cookies).get('Cookie', '')}"}
    headers["Content-Type"] = "application/x-www-form-urlencoded"
    rss = sum(_rss_mb(site.web_pid).values())
    first, seconds, lines, most = _streamed(site, path, headers, body)
    complain(f"导出了 {lines} 行，每秒 {lines / seconds:.0f} 行。")
    return [
        ("export_first_byte", first * 1000, "ms", median(pages) * 1000, 10.0),
        ("export_memory", max(0.0, most - rss), "MB", 1.0, 30.0),
    ]


def _streamed(site: Site, path: str, headers: dict[str, str], body: str) -> tuple[float, float, int, float]:
    """Seconds to the first byte and to the end, lines, and the most memory in between."""
    connection = HTTPConnection(HOST, site.port, timeout=_TIMEOUT_S)
    started = time.perf_counter()
    connection.request("POST", path, body, headers)
    response = connection.getresponse()
    response.read(1)
    first, lines, most = time.perf_counter() - started, 0, 0.0
    while block := response.read(_MB // 4):
        lines += block.count(b"\n")
        most = max(most, sum(_rss_mb(site.web_pid).values()))
    connection.close()
    return first, time.perf_counter() - started, lines, most


# Many at once

_AT_ONCE = 32
_CORES = 2
# Shares of a hundred requests. Search words are common ones and a village's name.
_MIX: tuple[tuple[int, str], ...] = (
    (30, "staff_list"), (10, "deputy_list"), (10, "public_list"), (10, "staff_case"), (10, "public_case"),
    (15, "search"), (10, "report_post"), (5, "dashboard"),
)  # fmt: skip
_POSTS_PER_S = 8


@dataclass(slots=True)
class _Tally:
    """What the threads saw."""

    took: list[float] = field(default_factory=list)
    wrong: int = 0
    lock: threading.Lock = field(default_factory=threading.Lock)


def _requests(site: Site) -> dict[str, Send]:
    found = {page.name: page.request(site) for page in PAGES}
    found["search"] = Send("/voices?view=&q=%E8%B7%AF%E7%81%AF", dict(site.cookies["staff"]))
    found["dashboard"] = Send("/insights", dict(site.cookies["staff"]))
    return found


def mixed(site: Site, seconds: int) -> list[Line]:
    """Thirty-two at once for so long: CPU against the same requests alone, waiting, errors, memory."""
    requests = _requests(site)
    alone = {name: site.cost([requests[name]] * 40, 200).total for _share, name in _MIX if name in requests}
    alone["report_post"] = site.cost(workloads.submissions(site, 40), 302).total
    expected = sum(share * alone[name] for share, name in _MIX) / 100
    posts: SimpleQueue[Send] = SimpleQueue()
    for post in workloads.submissions(site, seconds * _POSTS_PER_S):
        posts.put(post)
    rss = _rss_mb(site.web_pid)
    before, tally = site.all_seconds(), _Tally()
    _together(site, seconds, requests, posts, tally)
    used = (site.all_seconds() - before) * 1000 / len(tally.took)
    after = _rss_mb(site.web_pid)
    growth = max(after.values()) / max(rss.values())
    complain(f"{len(tally.took)} 次请求，每秒 {len(tally.took) / seconds:.0f} 次。")
    return [
        ("mixed_cpu", used, "CPU ms", expected, round(1 / 0.85, 3)),
        ("mixed_p99", quantiles(tally.took, n=100)[98] * 1000, "ms", _AT_ONCE * used / _CORES, 4.0),
        ("mixed_errors", float(tally.wrong), "answers", 1.0, 0.0),
        ("mixed_memory", max(after.values()), "MB", 1.0, 110.0),
        ("mixed_memory_growth", growth, "x", 1.0, 1.05),
    ]


def _together(
    site: Site, seconds: int, requests: dict[str, Send], posts: SimpleQueue[Send], tally: _Tally
) -> None:
    until = time.monotonic() + seconds
    names = [name for share, name in _MIX for _ in range(share)]

    def drawn(draw: random.Random) -> tuple[Send, int]:
        name = draw.choice(names)
        if name in requests:
            return requests[name], 200
        try:
            return posts.get_nowait(), 302
        except Empty:  # faster than forms were opened for
            return requests["report_form"], 200

    def visitor(number: int) -> None:
        draw = random.Random(number)  # noqa: S311  no secret
        connection = HTTPConnection(HOST, site.port, timeout=_TIMEOUT_S)
        while time.monotonic() < until:
            request, expect = drawn(draw)
            started = time.perf_counter()
            try:
                is_right = send(connection, request).status == expect
            except (OSError, HTTPException):
                is_right = False
                connection.close()
            with tally.lock:
                tally.took.append(time.perf_counter() - started)
                tally.wrong += not is_right
        connection.close()

    with ThreadPoolExecutor(_AT_ONCE) as pool:
        list(pool.map(visitor, range(_AT_ONCE)))


# Name → number of the paper, the figures it gives, and how it is measured.
EXTRA: dict[str, tuple[int, Callable[[Site, int], list[Line]]]] = {
    "search": (4, lambda site, _seconds: search(site)),
    "event_write": (10, lambda site, _seconds: event_write(site)),
    "export": (12, lambda site, _seconds: export(site)),
    "mixed": (13, mixed),
    "people": (3, lambda site, _seconds: people(site)),
}
