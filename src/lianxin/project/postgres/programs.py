"""Running PostgreSQL's programs as a user it accepts: it refuses root."""

from __future__ import annotations

import functools
import os
import shutil
import subprocess
from pathlib import Path

from lianxin.project.console import CommandFailed
from lianxin.project.postgres.server import Server

START_TIMEOUT_S = 120
_NOBODY = 65534


@functools.cache
def namespaces_work() -> bool:
    """Whether this root may start a program inside a user namespace as an ordinary user."""
    if shutil.which("unshare") is None:
        return False
    tried = subprocess.run([*_UNSHARE, "true"], capture_output=True, check=False, timeout=30)
    return tried.returncode == 0


_UNSHARE = ("unshare", "-U", "--map-user=1000", "--map-group=1000")


def server_uid(server: Server) -> int:
    """Whose the server's files are: an existing cluster's owner, else ours, else nobody under a bare root."""
    if os.geteuid() != 0:
        return os.geteuid()
    if server.cluster.exists():
        return server.cluster.stat().st_uid
    return 0 if namespaces_work() else _NOBODY


def _prefix(server: Server) -> list[str]:
    """PostgreSQL refuses root: what to put before its programs so that they run as somebody else."""
    if os.geteuid() != 0:
        return []
    uid = server_uid(server)
    if uid == 0:
        if not namespaces_work():
            message = (
                "数据文件属于 root，而这台机器不允许用户命名空间，PostgreSQL 不能以 root 运行。"
                f"请执行：chown -R nobody {server.data_dir}，或以普通用户运行。"
            )
            raise CommandFailed(message)
        return list(_UNSHARE)
    return ["setpriv", f"--reuid={uid}", f"--regid={_group_of(uid)}", "--clear-groups"]


def _group_of(uid: int) -> int:
    import pwd

    try:
        return pwd.getpwuid(uid).pw_gid
    except KeyError:
        return uid


def give(server: Server, *paths: Path) -> None:
    """Under root, let the server's own user own these files."""
    uid = server_uid(server)
    if os.geteuid() == 0 and uid != 0:
        for path in paths:
            os.chown(path, uid, _group_of(uid))


def run(
    server: Server, program: str, *arguments: str | Path, check: bool = True
) -> subprocess.CompletedProcess[str]:
    """Run one of PostgreSQL's programs to its end. Raises CommandFailed when it fails and `check` is set."""
    command = [*_prefix(server), str(server.bin_dir / program), *map(str, arguments)]
    # The server inherits nothing of ours but its log: an inherited pipe would keep its reader waiting.
    done = subprocess.run(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
        cwd="/",
        env={**os.environ, "LC_ALL": "C.UTF-8", "TZ": "UTC"},
        timeout=START_TIMEOUT_S + 60,
    )
    if check and done.returncode:
        message = (
            f"{program} 失败（{done.returncode}）：{done.stdout.strip().splitlines()[-1:] or '没有输出'}"
        )
        raise CommandFailed(message)
    return done
