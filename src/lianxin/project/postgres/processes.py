"""Which processes of a cluster live, and clearing away what a killed one left."""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path

from lianxin.project.postgres.server import PORT, Server

_ORPHAN_PATIENCE_S = 3.0


def alive(server: Server) -> list[int]:
    """Live processes of this cluster: all of them have the cluster folder as working directory.

    This is stronger than a process number in a file, which may by now be a zombie or another program.
    """
    wanted = str(server.cluster)
    found = []
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            if str((entry / "cwd").readlink()) != wanted:
                continue
            name, state = _name_and_state(entry)
        except OSError:
            continue
        if name.startswith("postgres") and state not in "ZX":
            found.append(int(entry.name))
    return found


def _name_and_state(entry: Path) -> tuple[str, str]:
    line = (entry / "stat").read_text(encoding="utf-8", errors="replace")
    start, end = line.index("("), line.rindex(")")
    return line[start + 1 : end], line[end + 2]


def _noted_pid(server: Server) -> int | None:
    try:
        return int((server.cluster / "postmaster.pid").read_text(encoding="utf-8").splitlines()[0])
    except (OSError, ValueError, IndexError):
        return None


def postmaster(server: Server) -> int | None:
    """The number of the running server process, or None."""
    pid = _noted_pid(server)
    if pid is None:
        return None
    if Path("/proc/self").exists():
        return pid if pid in alive(server) else None
    try:  # A system without /proc: the number alone must do.
        os.kill(pid, 0)
    except OSError:
        return None
    return pid


def clear_the_dead(server: Server) -> int | None:
    """The running server's number, or None after what a killed one left behind has been cleared away."""
    pid = postmaster(server)
    if pid is not None:
        return pid
    # Sessions of a killed server still hold its memory; a new one must not start beside them.
    deadline = time.monotonic() + _ORPHAN_PATIENCE_S
    while (orphans := alive(server)) and time.monotonic() < deadline:
        time.sleep(0.05)
    for orphan in orphans:
        os.kill(orphan, signal.SIGKILL)
    while orphans and alive(server):
        time.sleep(0.05)
    noted = _noted_pid(server)
    if noted is not None and _exists(noted):
        # PostgreSQL itself clears its file when the number is gone; it only gives up when the number
        # belongs to a zombie or to another program, and just then we know better.
        (server.cluster / "postmaster.pid").unlink(missing_ok=True)
    lock = server.socket_dir / f".s.PGSQL.{PORT}.lock"
    try:
        holder = int(lock.read_text(encoding="utf-8").splitlines()[0])
    except (OSError, ValueError, IndexError):
        return None
    if _exists(holder):
        lock.unlink(missing_ok=True)
        (server.socket_dir / f".s.PGSQL.{PORT}").unlink(missing_ok=True)
    return None


def _exists(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def reap(pid: int) -> None:
    """Collect the stopped server when a supervisor had adopted it, so that no zombie stays."""
    try:
        for _ in range(100):
            if os.waitpid(pid, os.WNOHANG)[0]:
                return
            time.sleep(0.02)
    except ChildProcessError:
        return
