"""What is measured: a database and two web servers of our own, started for one run and removed after it."""

from __future__ import annotations

import fcntl
import os
import secrets
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from types import FrameType

import psycopg

from lianxin.project import postgres, prepare
from lianxin.project.bench import cpu, world
from lianxin.project.bench.client import HOST, Send, ask, cookie_header, form_with, send_all
from lianxin.project.bench.world import World
from lianxin.project.console import CommandFailed, complain
from lianxin.project.paths import data_dir
from lianxin.project.web import answers, free_port_near, web_command

_HELLO = "lianxin.project.bench.hello:application"
_FIRST_PORT = 18000
_START_WITHIN_S = 60.0
_STOP_WITHIN_S = 15.0
# A closed session writes its statistics down before it ends.
_SETTLE_S = 0.5


@dataclass(frozen=True, slots=True)
class Cost:
    """CPU milliseconds of one request: all processes of the web server, and all of the database."""

    web: float
    database: float

    @property
    def total(self) -> float:
        """Both."""
        return self.web + self.database


@dataclass(frozen=True, slots=True)
class Site:
    """The running servers and what they hold."""

    port: int
    web_pid: int
    hello_port: int
    hello_pid: int
    server: postgres.Server
    world: World
    # Cookie headers by role; the public has none.
    cookies: Mapping[str, dict[str, str]]
    environment: Mapping[str, str]

    def database_seconds(self) -> float:
        """CPU time of the database so far."""
        return cpu.seconds(postmaster(self.server))

    def all_seconds(self) -> float:
        """CPU time of web server and database so far."""
        return cpu.seconds(self.web_pid) + self.database_seconds()

    def cost(self, requests: Sequence[Send], expect: int) -> Cost:
        """Send the requests once and say what each cost."""
        database = postmaster(self.server)
        web_before, database_before = cpu.seconds(self.web_pid), cpu.seconds(database)
        send_all(self.port, requests, expect=expect)
        web, used = cpu.seconds(self.web_pid) - web_before, cpu.seconds(database) - database_before
        return Cost(web * 1000 / len(requests), used * 1000 / len(requests))

    def hello(self, count: int) -> float:
        """CPU milliseconds of one "hello, world": H."""
        before = cpu.seconds(self.hello_pid)
        send_all(self.hello_port, [Send("/")] * count, expect=200)
        return (cpu.seconds(self.hello_pid) - before) * 1000 / count

    def raw_insert(self, count: int) -> float:
        """CPU milliseconds of the database for one durable INSERT into a table with three indexes."""
        with psycopg.connect(self.server.dsn(postgres.SUPERUSER), autocommit=True) as connection:
            connection.execute(_RAW_TABLE)
            before = cpu.seconds(postmaster(self.server))
            for number in range(count):
                connection.execute(_RAW_INSERT, [f"532301{number % 1000:06d}", number])
            used = cpu.seconds(postmaster(self.server)) - before
            connection.execute("drop table bench_raw")
        return used * 1000 / count

    def buffers(self, request: Send, count: int) -> float:
        """Database pages that one such request touches; opening a session is not counted."""
        few = self._buffers_of([request] * (count // 4))
        many = self._buffers_of([request] * (count // 4 + count))
        return (many - few) / count

    def _buffers_of(self, requests: Sequence[Send]) -> int:
        with psycopg.connect(self.server.dsn(postgres.SUPERUSER), autocommit=True) as connection:
            before = _touched(connection)
            send_all(self.port, requests, expect=200)
            return _touched(connection) - before


_RAW_TABLE = """
drop table if exists bench_raw;
create table bench_raw (
    id bigint generated always as identity primary key,
    at timestamptz not null, place text not null, what int not null
);
create index on bench_raw (at);
create index on bench_raw (place)
"""
_RAW_INSERT = "insert into bench_raw (at, place, what) values (now(), %s, %s)"
_END_SESSIONS = "select pg_terminate_backend(pid, 5000) from pg_stat_activity where usename = 'lianxin_app'"
_TOUCHED = "select blks_hit + blks_read from pg_stat_database where datname = current_database()"


def _touched(connection: psycopg.Connection[tuple[object, ...]]) -> int:
    """Pages touched so far by sessions that have ended; ends those of the application first."""
    connection.execute(_END_SESSIONS)
    time.sleep(_SETTLE_S)
    found = connection.execute(_TOUCHED).fetchone()
    return int(str(found[0])) if found else 0


def postmaster(server: postgres.Server) -> int:
    """The process that started all others of the database."""
    noted = (server.cluster / "postmaster.pid").read_text(encoding="utf-8")
    return int(noted.splitlines()[0])


# Starting and stopping


@contextmanager
def running(rows: int) -> Iterator[Site]:
    """Everything up, with `rows` cases; afterwards no process and no file of it is left."""
    data = data_dir() / "bench"
    with _only_one(data), _interruptible():
        _forget(data)
        data.mkdir(parents=True, mode=0o700)
        try:
            server = postgres.ensure(data)
            yield from _started(data, server, rows)
        finally:
            _forget(data)


def _started(data: Path, server: postgres.Server, rows: int) -> Iterator[Site]:
    port = free_port_near(HOST, _FIRST_PORT)
    hello_port = free_port_near(HOST, port)
    environment = _environment(data, server, port)
    prepare.compile_messages()
    prepare.collect_static(data, environment)
    made = world.build(server, rows, environment)
    complain("正在启动网页服务……")
    hello_command = [
        _HELLO if part.endswith(":application") else part for part in web_command(HOST, hello_port)
    ]
    with (
        _process(web_command(HOST, port), environment, port, data / "web.log") as web_pid,
        _process(hello_command, prepare.base_environment(), hello_port, data / "hello.log") as hello_pid,
    ):
        cookies = {
            "": {},
            "staff": _signed_in(port, made.staff, made.password),
            "deputy": _signed_in(port, made.deputy, made.password),
        }
        yield Site(port, web_pid, hello_port, hello_pid, server, made, cookies, environment)


def _environment(data: Path, server: postgres.Server, port: int) -> dict[str, str]:
    environment = prepare.base_environment()
    for name in ("LIANXIN_DEMO", "LIANXIN_DEBUG"):
        environment.pop(name, None)
    return environment | {
        "DATABASE_URL": server.dsn(),
        "LIANXIN_DATA": str(data),
        "LIANXIN_STATIC_ROOT": str(data / "static"),
        "LIANXIN_HOST": HOST,
        "LIANXIN_PUBLIC_URL": f"http://{HOST}:{port}",
        "LIANXIN_SECRET_KEY": secrets.token_urlsafe(48),
        # Every submission comes from an address of its own, else the limit per address would refuse it.
        "LIANXIN_BEHIND_PROXY": "1",
    }


@contextmanager
def _process(command: Sequence[str], environment: Mapping[str, str], port: int, log: Path) -> Iterator[int]:
    with log.open("wb") as output:
        process = subprocess.Popen(
            command,
            env=dict(environment),
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            start_new_session=True,
        )
    try:
        deadline = time.monotonic() + _START_WITHIN_S
        while not answers(HOST, port):
            if process.poll() is not None or time.monotonic() > deadline:
                message = f"网页服务没有启动：{log.read_text(encoding='utf-8', errors='replace')[-300:]}"
                raise CommandFailed(message)
            time.sleep(0.1)
        yield process.pid
    finally:
        process.terminate()
        with suppress(subprocess.TimeoutExpired):
            process.wait(_STOP_WITHIN_S)
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def _signed_in(port: int, login: str, password: str) -> dict[str, str]:
    """Sign in by the form; returns the cookie header of the session."""
    page = ask(port, Send("/accounts/sign-in"))
    body = form_with(page.text, "password").filled(name=login, password=password)
    answer = ask(port, Send("/accounts/sign-in", cookie_header(page.cookies), body))
    if answer.status != 302:
        message = f"测量用的账号 {login} 没能登录（{answer.status}），无法测量。"
        raise CommandFailed(message)
    return cookie_header(page.cookies | answer.cookies)


@contextmanager
def _only_one(data: Path) -> Iterator[None]:
    data.parent.mkdir(parents=True, exist_ok=True)
    with (data.parent / "bench.lock").open("w", encoding="utf-8") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            message = "另一次测量正在进行，请等它结束再试。"
            raise CommandFailed(message) from error
        yield


@contextmanager
def _interruptible() -> Iterator[None]:
    """Being told to stop cleans up like Ctrl-C."""
    numbers = (signal.SIGTERM, signal.SIGHUP)
    before = {number: signal.signal(number, _interrupt) for number in numbers}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _interrupt(_number: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt


def _forget(data: Path) -> None:
    if data.exists():
        postgres.stop(postgres.locate(data))
        shutil.rmtree(data)
