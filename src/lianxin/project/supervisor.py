"""Keeps the demo's processes running, and takes every one of them down with itself.

Each child has its own process group, dies when the supervisor is killed (`PR_SET_PDEATHSIG`), and is started
again with growing pauses when it ends by itself. The supervisor adopts orphans of its children
(`PR_SET_CHILD_SUBREAPER`), so that nothing is left behind. The database is started anew when it is gone.
"""

from __future__ import annotations

import ctypes
import os
import select
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType

from lianxin.project import postgres
from lianxin.project.console import CommandFailed, say

_PR_SET_PDEATHSIG = 1
_PR_SET_CHILD_SUBREAPER = 36
_TICK_S = 0.25
_DATABASE_EVERY_S = 1.0
_STEADY_S = 30.0
_PAUSES_S = (0.2, 0.5, 1.0, 2.0, 5.0, 10.0, 30.0)
_LOG_LIMIT_BYTES = 10_000_000
_STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


@dataclass(frozen=True, slots=True)
class Child:
    """One program to keep running: what it is called, how it starts, where its output goes."""

    name: str
    label: str
    command: Sequence[str]
    environment: Mapping[str, str]
    log: Path
    stop_within_s: float = 10.0


@dataclass(slots=True)
class _Run:
    child: Child
    process: subprocess.Popen[bytes] | None = None
    started_at: float = 0.0
    failures: int = 0
    start_again_at: float = 0.0


@dataclass(slots=True)
class Supervisor:
    """Runs `children` until a stop signal, then stops them in reverse order and the database last."""

    children: Sequence[Child]
    server: postgres.Server | None = None
    on_ready: Callable[[], None] = lambda: None
    is_ready: Callable[[], bool] = lambda: True
    _runs: list[_Run] = field(default_factory=list)
    _stopping: bool = False
    _announced: bool = False
    _database_seen_at: float = 0.0

    def run(self) -> int:
        """Supervise until SIGINT, SIGTERM or SIGHUP; returns 0 when everything has stopped."""
        _prctl(_PR_SET_CHILD_SUBREAPER, 1)
        self._runs = [_Run(child) for child in self.children]
        with self._signals() as woken:
            try:
                for run in self._runs:
                    self._start(run)
                while not self._stopping:
                    self._look_after()
                    select.select([woken], [], [], _TICK_S)
                    _drain(woken)
                say("正在停止……")
            finally:
                self._stop_all()
        say("已全部停止，数据都已保存。")
        return 0

    @contextmanager
    def _signals(self) -> Iterator[int]:
        reader, writer = os.pipe()
        os.set_blocking(reader, False)
        os.set_blocking(writer, False)
        before = {number: signal.getsignal(number) for number in (*_STOP_SIGNALS, signal.SIGCHLD)}
        for number in _STOP_SIGNALS:
            signal.signal(number, self._on_stop)
        signal.signal(signal.SIGCHLD, _on_child)
        signal.set_wakeup_fd(writer)
        try:
            yield reader
        finally:
            signal.set_wakeup_fd(-1)
            for number, handler in before.items():
                signal.signal(number, handler)
            os.close(reader)
            os.close(writer)

    def _on_stop(self, _number: int, _frame: FrameType | None) -> None:
        self._stopping = True

    def _look_after(self) -> None:
        now = time.monotonic()
        self._look_after_database(now)
        for run in self._runs:
            if run.process is None:
                if now >= run.start_again_at:
                    self._start(run)
            elif run.process.poll() is not None:
                self._note_death(run, now)
        self._reap_orphans()
        if not self._announced and self.is_ready():
            self._announced = True
            self.on_ready()

    def _look_after_database(self, now: float) -> None:
        if self.server is None or now - self._database_seen_at < _DATABASE_EVERY_S:
            return
        self._database_seen_at = now
        if postgres.status(self.server) is not postgres.State.RUNNING:
            say("数据库意外停止，正在重新启动……")
            try:
                postgres.ensure(self.server.data_dir)
            except CommandFailed as failure:
                say(f"{failure}")
            else:
                say("数据库已恢复。")

    def _start(self, run: _Run) -> None:
        child = run.child
        child.log.parent.mkdir(parents=True, exist_ok=True)
        if child.log.exists() and child.log.stat().st_size > _LOG_LIMIT_BYTES:
            child.log.replace(child.log.with_suffix(".log.1"))
        with child.log.open("ab") as log:
            run.process = subprocess.Popen(
                child.command,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                env=dict(child.environment),
                start_new_session=True,
                preexec_fn=_DieWithParent(os.getpid()),  # noqa: PLW1509  this process has one thread
            )
        run.started_at = time.monotonic()

    def _note_death(self, run: _Run, now: float) -> None:
        if run.process is None:
            return
        code = run.process.returncode
        # What the dead leader started must go too, or two generations would answer on one port.
        _kill_group(run.process.pid, signal.SIGKILL)
        run.process = None
        run.failures = 0 if now - run.started_at > _STEADY_S else run.failures + 1
        pause = _PAUSES_S[min(run.failures, len(_PAUSES_S) - 1)]
        run.start_again_at = now + pause
        how = f"信号 {-code}" if code < 0 else f"退出码 {code}"
        say(f"{run.child.label}意外停止（{how}），{pause:g} 秒后重新启动。日志：{run.child.log}")

    def _stop_all(self) -> None:
        for run in reversed(self._runs):
            if run.process is None:
                continue
            _kill_group(run.process.pid, signal.SIGTERM, leader_only=True)
            try:
                run.process.wait(run.child.stop_within_s)
            except subprocess.TimeoutExpired:
                say(f"{run.child.label}没有及时停止，已强制结束。")
            _kill_group(run.process.pid, signal.SIGKILL)
            run.process.wait()
        if self.server is not None:
            postgres.stop(self.server)
        # Orphans need a moment to become ours and to end.
        deadline = time.monotonic() + 5.0
        while self._reap_orphans() and time.monotonic() < deadline:
            time.sleep(0.02)

    def _reap_orphans(self) -> bool:
        """Collect ended processes that our children left to us; True while any process is still ours."""
        own = {
            run.process.pid
            for run in self._runs
            if run.process is not None and run.process.returncode is None
        }
        while True:
            try:
                found = os.waitid(os.P_ALL, 0, os.WEXITED | os.WNOHANG | os.WNOWAIT)
            except ChildProcessError:
                return False
            if found is None or found.si_pid in own:
                return True
            os.waitpid(found.si_pid, 0)


class _DieWithParent:
    """Runs in the child before its program: ask the kernel for a SIGTERM when the supervisor is gone."""

    def __init__(self, parent: int) -> None:
        self._parent = parent

    def __call__(self) -> None:
        _prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)
        if os.getppid() != self._parent:
            os._exit(1)


def _prctl(option: int, value: int) -> None:
    if _LIBC is not None:
        _LIBC.prctl(option, value, 0, 0, 0)


_LIBC = ctypes.CDLL(None) if sys.platform == "linux" else None


def _on_child(_number: int, _frame: FrameType | None) -> None:
    """Only wakes the loop."""


def _drain(reader: int) -> None:
    try:
        os.read(reader, 4096)
    except BlockingIOError:
        return


def _kill_group(leader: int, number: signal.Signals, *, leader_only: bool = False) -> None:
    """Signal a child's group, or only its leader, which tells its own workers; quiet when it is gone."""
    try:
        (os.kill if leader_only else os.killpg)(leader, number)
    except (ProcessLookupError, PermissionError):
        return
