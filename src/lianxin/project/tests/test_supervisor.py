"""The supervisor: restarts what dies, leaves nothing behind, dies with everything."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

pytestmark = pytest.mark.fault

# A child with a worker of its own, as the web server has: both write their numbers down.
_CHILD = """
import os, subprocess, sys, time
worker = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])
with open(sys.argv[1], "a") as out:
    out.write(f"{os.getpid()} {worker.pid}\\n")
time.sleep(600)
"""
_STUBBORN = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); time.sleep(600)"
_SUPERVISOR = """
import os, sys
from pathlib import Path
from lianxin.project.supervisor import Child, Supervisor
folder = Path(sys.argv[1])
children = [
    Child("pair", "一对", [sys.executable, "-c", sys.argv[2], str(folder / "pids")], dict(os.environ), folder / "a.log"),
    Child("stubborn", "顽固", [sys.executable, "-c", sys.argv[3]], dict(os.environ), folder / "b.log", 0.3),
]
sys.exit(Supervisor(children, None, lambda: print("READY", flush=True)).run())
"""


class Running:
    def __init__(self, folder: Path) -> None:
        self.pids_file = folder / "pids"
        source = str(Path(__file__).parents[3])
        self.process = subprocess.Popen(
            [sys.executable, "-P", "-c", _SUPERVISOR, str(folder), _CHILD, _STUBBORN],
            env=os.environ | {"PYTHONPATH": source, "PYTHONUTF8": "1"},
            stdout=subprocess.PIPE,
            text=True,
        )

    def generation(self, number: int) -> list[int]:
        """The two process numbers of the n-th start of the pair."""
        return [int(pid) for pid in _until(lambda: self.pids_file.read_text().splitlines()[number]).split()]


def _until(look: object, within_s: float = 8.0) -> str:
    deadline = time.monotonic() + within_s
    while True:
        try:
            return look()
        except (OSError, IndexError):
            assert time.monotonic() < deadline, "took too long"
            time.sleep(0.02)


def _lives(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] not in "ZX"
    except OSError:
        return False


def _gone(pids: list[int], within_s: float = 5.0) -> bool:
    deadline = time.monotonic() + within_s
    while any(map(_lives, pids)) and time.monotonic() < deadline:
        time.sleep(0.02)
    return not any(map(_lives, pids))


def _children_of(pid: int) -> list[int]:
    return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


@pytest.fixture
def running(tmp_path: Path) -> Iterator[Running]:
    started = Running(tmp_path)
    yield started
    started.process.kill()
    started.process.wait()
    assert started.process.stdout is not None
    started.process.stdout.close()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_stop_signal_ends_everything(running: Running, number: signal.Signals) -> None:
    pids = running.generation(0) + _children_of(running.process.pid)
    running.process.send_signal(number)
    assert running.process.wait(10) == 0
    assert _gone(pids)
    assert "已全部停止" in running.process.stdout.read()


def test_a_killed_child_comes_back_and_its_orphans_do_not_stay(running: Running) -> None:
    leader, worker = running.generation(0)
    os.kill(leader, signal.SIGKILL)
    new_leader, _ = running.generation(1)
    assert _gone([leader, worker])
    assert _lives(new_leader)
    # The orphan was collected: the supervisor has only its two children.
    assert len(_children_of(running.process.pid)) == 2


def test_children_die_with_a_killed_supervisor(running: Running) -> None:
    leader, _worker = running.generation(0)
    running.process.kill()
    running.process.wait()
    assert _gone([leader])
    for pid in running.generation(0)[1:]:
        os.kill(pid, signal.SIGKILL)
