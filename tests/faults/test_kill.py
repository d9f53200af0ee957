"""Kill -9 of database, worker and web process while citizens submit, on the demo as it is started. Source: T01.

Twenty in every run; two hundred of the database and its sessions at night.

A submission is acknowledged when the answer leads to its receipt. A citizen who gets no answer, or an error,
presses the button again: the same form with the same key.
"""

from __future__ import annotations

import base64
import json
import os
import random
import signal
import subprocess
import sys
import threading
import time
from collections import Counter, deque
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.client import HTTPException
from pathlib import Path
from typing import Any

import psycopg
import pytest
from support.scale import NIGHTLY, note, scaled

from lianxin.kernel.codes import signature
from lianxin.project import postgres, prepare
from lianxin.project.bench import cpu
from lianxin.project.bench.client import HOST, Answer, Send, ask, cookie_header, form_with
from lianxin.project.web import answers, free_port_near

pytestmark = [pytest.mark.fault, pytest.mark.timeout(7200 if NIGHTLY else 600)]

INVARIANTS = (Path(__file__).parents[1] / "invariants.sql").read_text(encoding="utf-8")
_MIXED = [*["database"] * 9, *["session"] * 2, *["worker"] * 5, *["web"] * 2, *["web worker"] * 2]
KILLS = [*["database"] * 4, "session"] * scaled(0, 40) or _MIXED
CITIZENS = 3
# A form younger than two seconds is refused as a program's: forms are opened ahead and kept a while.
AGE_S = 2.3
START = """
import sys
from argparse import Namespace
from lianxin.project.commands import demo
raise SystemExit(demo.run(Namespace(port=int(sys.argv[1]), place="5323", size="tiny", reset=False)))
"""


@dataclass
class Site:
    """The running demo: its supervisor, its port, its database."""

    process: subprocess.Popen[bytes]
    port: int
    server: postgres.Server
    log: Path

    def rows(self, query: str, *values: object) -> list[tuple[Any, ...]]:
        """Ask the database as a role that sees every row."""
        with psycopg.connect(self.server.dsn("lianxin_backup"), connect_timeout=5) as connection:
            return connection.execute(query, values or None).fetchall()

    def child(self, word: str) -> int | None:
        """The supervisor's child whose command line has this word."""
        return next((pid for pid in children(self.process.pid) if word in command(pid)), None)

    def victim(self, kind: str) -> int | None:
        """A live process of this kind."""
        if kind in {"database", "session"}:
            with suppress(OSError, ValueError, IndexError):
                noted = (self.server.cluster / "postmaster.pid").read_text(encoding="utf-8").splitlines()
                if kind == "database" and len(noted) > 7 and noted[7].strip() == "ready":
                    return int(noted[0])
                sessions = [pid for pid in cpu.tree(int(noted[0])) if "lianxin_app" in command(pid)]
                return random.choice(sessions) if kind == "session" and sessions else None
            return None
        if kind == "worker":
            return self.child("lianxin\0worker")
        leader = self.child("granian")
        if leader is None or kind == "web":
            return leader
        serving = [pid for pid in cpu.tree(leader) if pid != leader and "tracker" not in command(pid)]
        return random.choice(serving) if serving else None


def command(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/cmdline").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""


def children(pid: int) -> list[int]:
    with suppress(OSError):
        return [int(p) for p in Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii").split()]
    return []


def wait_for(what: str, happened: Any, seconds: float) -> Any:
    """Ask again and again until it is so."""
    deadline = time.monotonic() + seconds
    while not (found := happened()):
        assert time.monotonic() < deadline, f"not within {seconds} s: {what}"
        time.sleep(0.05)
    return found


@contextmanager
def served(folder: Path) -> Iterator[Site]:
    """The tiny demo under its own supervisor; nothing of it is left afterwards."""
    port = free_port_near(HOST, 20000 + os.getpid() % 20000)
    log = folder / "demo.log"
    environment = prepare.base_environment() | {"LIANXIN_DATA": str(folder), "LIANXIN_BEHIND_PROXY": "1"}
    for name in ("DATABASE_URL", "LIANXIN_SECRET_KEY", "LIANXIN_DEMO"):
        environment.pop(name, None)
    server = postgres.locate(folder / "demo")
    with log.open("wb") as output:
        process = subprocess.Popen(
            [sys.executable, "-P", "-c", START, str(port)],
            env=environment, stdin=subprocess.DEVNULL, stdout=output, stderr=output,
            start_new_session=True,
        )  # fmt: skip
    site = Site(process, port, server, log)
    try:
        wait_for(f"the demo answers\n{log}", lambda: answers(HOST, port) or process.poll() is not None, 240)
        assert process.poll() is None, log.read_text(encoding="utf-8")
        yield site
    finally:
        if process.poll() is None:
            process.terminate()
            with suppress(subprocess.TimeoutExpired):
                process.wait(40)
        if process.poll() is None:
            for pid in reversed(cpu.tree(process.pid)):
                with suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGKILL)
            process.wait()
        postgres.stop(server)


# Citizens


@dataclass(frozen=True)
class Filled:
    """A form a citizen has filled in, ready to be sent as often as it takes."""

    text: str
    send: Send
    opened_at: float


def address_of(number: int) -> dict[str, str]:
    """Each matter comes from an address of its own: the limit per address is another test's business."""
    return {"X-Forwarded-For": f"10.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}"}


def open_form(port: int, plate: str, text: str, number: int) -> Filled:
    """Open the plate's form and fill it in; raises for any answer but the form."""
    page = ask(port, Send(f"/voices/new?q={plate}", address_of(number)))
    if page.status >= 500:
        raise HTTPException(f"{page.status}")
    assert page.status == 200, f"the form answered {page.status}"
    form = form_with(page.text, "what")
    body = form.filled(what=text, phone=f"139{number:08d}" if number % 3 == 0 else "")
    sent = Send(form.action or "/voices/new", address_of(number) | cookie_header(page.cookies), body)
    return Filled(text, sent, time.monotonic())


def case_in(answer: Answer) -> int:
    """The case that a receipt's address carries (its content is signed, not secret)."""
    token = answer.location.rstrip("/").rpartition("/")[2].partition(":")[0]
    return int(json.loads(base64.urlsafe_b64decode(token + "=" * (-len(token) % 4)))[1])


def code_in(answer: Answer) -> str:
    """The query code that the receipt's cookie carries."""
    note = answer.cookies["receipt"].partition(":")[0]
    return str(json.loads(base64.urlsafe_b64decode(note + "=" * (-len(note) % 4)))[2])


def is_receipt(answer: Answer) -> bool:
    return answer.status == 302 and "/voices/received/" in answer.location


@dataclass
class Stream:
    """Citizens at work: what was acknowledged, and which case it was said to be."""

    site: Site
    plate: str
    acknowledged: dict[str, int] = field(default_factory=dict)
    repeats: int = 0
    wrong: list[str] = field(default_factory=list)
    stop: threading.Event = field(default_factory=threading.Event)

    def run(self, citizen: int) -> None:
        """One citizen after the other, until told to stop; what was begun is brought to its receipt."""
        waiting: deque[Filled] = deque()
        number = citizen
        try:
            while waiting or not self.stop.is_set():
                if not self.stop.is_set() and len(waiting) < 40:
                    number += CITIZENS
                    with suppress(OSError, HTTPException):
                        text = f"第 {number} 位群众：三组到小学的路灯坏了半个月，请来看一看。"
                        waiting.append(open_form(self.site.port, self.plate, text, number))
                if waiting and time.monotonic() - waiting[0].opened_at > AGE_S:
                    self._bring(waiting[0])
                    waiting.popleft()
                time.sleep(0.05)
        except BaseException as error:
            self.wrong.append(repr(error))

    def _bring(self, form: Filled) -> None:
        deadline = time.monotonic() + scaled(60, 300)
        for attempt in range(10_000):
            with suppress(OSError, HTTPException):
                answer = ask(self.site.port, form.send)
                if is_receipt(answer):
                    self.repeats += attempt > 0
                    self.acknowledged[form.text] = case_in(answer)
                    # One in ten sends it again after a good answer too.
                    if len(self.acknowledged) % 10 == 0:
                        self._again(form)
                    return
                assert answer.status >= 500, f"{answer.status}: {answer.text[:300]}"
            assert time.monotonic() < deadline, f"no answer for {form.text}"
            time.sleep(0.1)

    def _again(self, form: Filled) -> None:
        with suppress(OSError, HTTPException):
            answer = ask(self.site.port, form.send)
            if answer.status < 500:
                assert is_receipt(answer), answer.status
                assert case_in(answer) == self.acknowledged[form.text]


def replay_and_double_click(site: Site, plate: str) -> set[str]:
    """Send one form twice in a row and another twice at once; returns their texts."""
    first = open_form(site.port, plate, "重复提交的一件：村口的垃圾池满了几天没有人清。", 1_000_001)
    second = open_form(site.port, plate, "连点两下的一件：村卫生室十天没有开门了。", 1_000_002)
    time.sleep(AGE_S)
    replayed = [ask(site.port, first.send), ask(site.port, first.send)]
    gate, clicked = threading.Barrier(2), []

    def click() -> None:
        gate.wait()
        clicked.append(ask(site.port, second.send))

    clicks = [threading.Thread(target=click) for _ in range(2)]
    for thread in clicks:
        thread.start()
    for thread in clicks:
        thread.join()
    for pair in (replayed, clicked):
        assert [answer.status for answer in pair] == [302, 302]
        assert len({case_in(answer) for answer in pair}) == 1
        assert len({code_in(answer) for answer in pair}) == 1, "a repeat shows the same query code"
    return {first.text, second.text}


def kill_all(site: Site, stream: Stream) -> tuple[Counter[str], float]:
    """Kill in a fixed order; before each kill the site works again and the stream has moved on.

    Also returns the longest time that this took, in seconds.
    """
    slowest = 0.0
    rng = random.Random(20)
    order = KILLS.copy()
    rng.shuffle(order)
    killed: Counter[str] = Counter()
    for kind in order:
        before, killed_at = len(stream.acknowledged), time.monotonic()
        wait_for(
            f"submissions go on after {killed}",
            lambda before=before: len(stream.acknowledged) > before or stream.wrong,
            scaled(40, 120),
        )
        slowest = max(slowest, time.monotonic() - killed_at)
        assert not stream.wrong, stream.wrong
        time.sleep(rng.uniform(0.05, 0.6))
        while True:
            pid = wait_for(f"a {kind} to kill", lambda kind=kind: site.victim(kind), 40)
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
                break
        killed[kind] += 1
    return killed, slowest


def test_kills_lose_nothing_and_double_nothing(tmp_path: Path) -> None:
    started = time.monotonic()
    with served(tmp_path) as site:
        up = time.monotonic()
        plate = signed_plate(site)
        own = replay_and_double_click(site, plate)
        stream = Stream(site, plate)
        citizens = [threading.Thread(target=stream.run, args=(n,), daemon=True) for n in range(CITIZENS)]
        for citizen in citizens:
            citizen.start()
        try:
            killed, slowest = kill_all(site, stream)
        finally:
            stream.stop.set()
            for citizen in citizens:
                citizen.join(90)
        quiet = time.monotonic()
        assert killed == Counter(KILLS)
        assert not stream.wrong, stream.wrong
        assert len(stream.acknowledged) >= len(KILLS)
        wait_for("all jobs are done", lambda: no_job_waits(site), 60)

        kept = site.rows(
            "select id, text from voices_case where text like '%%位群众：%%' or text = any(%s)", list(own)
        )
        times = Counter(text for _, text in kept)
        assert {text for text in own if times[text] != 1} == set()
        by_text = {text: case_id for case_id, text in kept}
        lost = {text for text, case_id in stream.acknowledged.items() if by_text.get(text) != case_id}
        assert not lost, f"acknowledged but not kept: {lost}"
        assert [text for text, count in times.items() if count > 1] == []
        assert set(times) == own | set(stream.acknowledged), "whatever was kept was acknowledged in the end"

        told = site.rows(
            "select n.url, n.user_id, count(*) from notices_notice n join voices_case c "
            "on n.url = '/voices/' || c.id where c.text = any(%s) group by 1, 2",
            list(times),
        )
        assert [row for row in told if row[2] != 1] == [], "one notice for each account and case"
        reached = Counter(url for url, _, _ in told)
        assert set(reached) == {f"/voices/{case_id}" for case_id, _ in kept}, "somebody hears of every case"
        assert len(set(reached.values())) == 1, "every case reaches the same people"

        assert site.rows(INVARIANTS) == []
        alive = cpu.tree(site.process.pid)
        site.process.terminate()
        assert site.process.wait(40) == 0, site.log.read_text(encoding="utf-8")
        wait_for("every process has ended", lambda: not [p for p in alive if command(p)], 10)
        assert postgres.status(site.server) is postgres.State.STOPPED
    assert slowest < 15 or not NIGHTLY, f"it took {slowest:.0f} s until the site worked again"
    note(
        "T01",
        f"{killed['database']} kills of the database, {killed['session']} of a session; "
        f"{len(stream.acknowledged)} acknowledged, 0 lost, 0 twice, {stream.repeats} only after a repeat; "
        f"worked again within {slowest:.1f} s",
    )
    sys.stderr.write(
        f"{len(stream.acknowledged)} acknowledged, {stream.repeats} only after a repeat, "
        f"{sum(killed.values())} kills; up in {up - started:.0f} s, killed and answered in {quiet - up:.0f} s, "
        f"settled in {time.monotonic() - quiet:.0f} s\n"
    )


def no_job_waits(site: Site) -> bool:
    with suppress(psycopg.OperationalError):
        return site.rows("select count(*) from procrastinate_jobs where status in ('todo', 'doing')") == [
            (0,)
        ]
    return False


def signed_plate(site: Site) -> str:
    """The code of a venue's plate as it is printed."""
    code, *_ = site.rows(
        "select p.code from venues_plate p join accounts_grant g on g.venue_id = p.venue_id "
        "where p.kind = 'venue' and p.revoked_at is null order by p.id limit 1"
    )[0]
    key = (site.server.data_dir / "keys" / "secret.key").read_text(encoding="ascii")
    return code + signature(key, f"plate:{code}")
