"""CPU time of whole process trees, from /proc: other programs on the machine do not add to it."""

from __future__ import annotations

import os
from pathlib import Path

_TICKS_PER_S = os.sysconf("SC_CLK_TCK")


def tree(root: int) -> list[int]:
    """The process and all its living descendants."""
    children: dict[int, list[int]] = {}
    for entry in Path("/proc").glob("[0-9]*"):
        if fields := _fields(int(entry.name)):
            children.setdefault(int(fields[1]), []).append(int(entry.name))
    found, waiting = [], [root]
    while waiting:
        pid = waiting.pop()
        found.append(pid)
        waiting += children.get(pid, [])
    return found


def seconds(root: int) -> float:
    """User and system time of the tree so far, ended descendants included."""
    ticks = 0
    for pid in tree(root):
        ticks += sum(map(int, _fields(pid)[11:15]))
    return ticks / _TICKS_PER_S


def _fields(pid: int) -> list[str]:
    """The fields of /proc/PID/stat after the name, or nothing when the process is gone."""
    try:
        return (
            Path(f"/proc/{pid}/stat").read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()
        )
    except OSError:
        return []
