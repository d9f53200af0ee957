"""`lianxin test`: installs what the suite needs, runs all checks, then the suite on each database."""

from __future__ import annotations

import argparse
import os
import re
import shutil
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path
from threading import Thread
from typing import IO

from lianxin.project import postgres, prepare
from lianxin.project.commands.check import STEPS, run_steps
from lianxin.project.console import say
from lianxin.project.paths import ROOT

_DEBIAN_15 = Path("/usr/lib/postgresql/15/bin")
_APT_UPDATE_LIMIT_S = 120
_APT_INSTALL_LIMIT_S = 420
# A run that hangs is ended after this; one that is only slower than promised, 25 minutes on two idle cores,
# is told so and not failed: it may share its machine.
_WHOLE_LIMIT_S = 2700
_PROMISED_S = 1500
_OUTCOMES = ("failed", "passed", "skipped", "error")
_COUNT = re.compile(r"(\d+) (failed|passed|skipped|errors?)\b")
# A program or a file that shows a Debian package is there.
_NEEDED = {
    "chromium": Path("/usr/bin/chromium"),
    "fonts-noto-cjk": Path("/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc"),
    "postgresql": Path("/usr/lib/postgresql"),
}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What to leave out while working on something."""
    parser.add_argument("--no-check", action="store_true", help="不运行代码检查")
    parser.add_argument("--no-install", action="store_true", help="不安装系统软件包")
    parser.add_argument("--only-embedded", action="store_true", help="只用内置数据库运行一遍")
    parser.add_argument("--workers", default="2", help="并行进程数（默认 2）")
    parser.add_argument("paths", nargs="*", help="只运行这些测试（默认全部）")


def run(args: argparse.Namespace) -> int:
    """Everything in turn; status 1 if anything failed. What could not be run is printed as SKIPPED.

    The last line is the test runner's summary, over all its runs.
    """
    total: Counter[str] = Counter()
    started = time.monotonic()
    skipped = [] if args.no_install else _install_packages()
    for line in skipped:
        say(line)
    prepare.compile_messages()
    failed = []
    if not args.no_check:
        say("== check")
        failed += [f"check: {outcome.name}" for outcome in run_steps(list(STEPS)) if not outcome.ok]
    say("== pytest, embedded PostgreSQL")
    common = ["-n", args.workers, "--dist", "worksteal", "-q", *args.paths]
    if _suite(common, {}, _left(started), total):
        failed.append("pytest (embedded)")
    if not args.only_embedded:
        if _DEBIAN_15.exists():
            say(f"== pytest, {_DEBIAN_15}")
            # Not again: what asks no database (pytest-django lets it reach none), or tests our own code only.
            chosen = [*common, "-m", "postgres and not browser and not fault and not once"]
            if _suite(chosen, {"LIANXIN_POSTGRES_BIN": str(_DEBIAN_15)}, _left(started), total):
                failed.append("pytest (PostgreSQL 15)")
        else:
            skipped.append(f"SKIPPED: the second run on PostgreSQL 15, because {_DEBIAN_15} is not there")
            say(skipped[-1])
    for line in skipped:
        say(line)
    if time.monotonic() - started > _PROMISED_S:
        say(f"SLOW: {time.monotonic() - started:.0f} s, promised are {_PROMISED_S} s on two idle cores")
    say(f"FAILED: {', '.join(failed)}" if failed else "PASSED: all checks and tests")
    say(_summary(total, time.monotonic() - started))
    return 1 if failed else 0


def _left(started: float) -> int:
    return int(_WHOLE_LIMIT_S - (time.monotonic() - started))


def _summary(total: Counter[str], seconds: float) -> str:
    """Like the runner's own last line: 3 failed, 2105 passed, 1 skipped in 512.00s."""
    words = [f"{total[word]} {word}" for word in _OUTCOMES if total[word]] or ["no tests ran"]
    return f"{', '.join(words)} in {seconds:.2f}s"


def _echo(output: IO[str], total: Counter[str]) -> None:
    """Pass the runner's words on as they come; its summary line is added to the total."""
    last = ""
    for line in output:
        sys.stdout.write(line)
        sys.stdout.flush()
        last = line if _COUNT.search(line) and " in " in line else last
    total.update({word.rstrip("s") if word == "errors" else word: int(n) for n, word in _COUNT.findall(last)})


def _suite(options: list[str], extra: dict[str, str], limit_s: int, total: Counter[str]) -> int:
    """One pytest run; a database server that it started is stopped afterwards."""
    server = _test_server(extra)
    was_running = postgres.status(server) is postgres.State.RUNNING
    environment = prepare.base_environment() | extra
    for name in ("LIANXIN_DEMO", "LIANXIN_DEBUG"):
        environment.pop(name, None)
    command = [sys.executable, "-P", "-m", "pytest", *options]
    process = subprocess.Popen(
        command,
        cwd=ROOT,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )
    if process.stdout is None:
        raise RuntimeError("a pipe was asked for")
    echo = Thread(target=_echo, args=(process.stdout, total), daemon=True)
    echo.start()
    try:
        return process.wait(limit_s)
    except subprocess.TimeoutExpired:
        say(f"FAILED: 测试没有在 {limit_s} 秒内完成")
        return 1
    finally:
        _end_group(process)
        echo.join(10)
        if not was_running:
            postgres.stop(server)


def _end_group(process: subprocess.Popen[str]) -> None:
    try:
        os.killpg(process.pid, 15 if process.poll() is None else 9)
    except ProcessLookupError:
        return
    try:
        process.wait(10)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, 9)
        process.wait()


def _test_server(extra: dict[str, str]) -> postgres.Server:
    """The server of one run: the suite's conftest.py keeps one per kind of programs."""
    given = extra.get("LIANXIN_POSTGRES_BIN") or os.environ.get("LIANXIN_POSTGRES_BIN")
    folder = ROOT / "var" / ("test-installed" if given else "test-embedded")
    return postgres.locate(folder, Path(given) if given else None)


def _install_packages() -> list[str]:
    """Install the Debian packages the suite uses; returns one SKIPPED line for each reason why not."""
    lacking = [name for name, sign in _NEEDED.items() if not sign.exists()]
    if not lacking:
        return []
    names = ", ".join(lacking)
    if shutil.which("apt-get") is None:
        return [f"SKIPPED: installing {names}, because this system has no apt-get"]
    if os.geteuid() != 0:
        return [
            f"SKIPPED: installing {names}, because only root may (run: apt-get install {' '.join(lacking)})"
        ]
    say(f"== installing {names}")
    # Run level 1 keeps the package from starting a database server of its own on this machine.
    environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive", "RUNLEVEL": "1"}
    quiet = ["-qq", "-o", "Dpkg::Use-Pty=0", "-o", "Acquire::Retries=2"]
    for arguments, limit_s in (
        (["update"], _APT_UPDATE_LIMIT_S),
        (["install", "-y", "--no-install-recommends", *lacking], _APT_INSTALL_LIMIT_S),
    ):
        try:
            done = subprocess.run(
                ["apt-get", *quiet, *arguments],
                env=environment,
                stdin=subprocess.DEVNULL,
                capture_output=True,
                text=True,
                timeout=limit_s,
                check=False,
            )
        except subprocess.TimeoutExpired:
            return [f"SKIPPED: installing {names}, because apt-get {arguments[0]} took more than {limit_s} s"]
        if done.returncode and arguments[0] == "install":
            reason = (done.stderr.strip().splitlines() or ["no output"])[-1]
            return [f"SKIPPED: installing {names}, because apt-get said: {reason}"]
    return []
