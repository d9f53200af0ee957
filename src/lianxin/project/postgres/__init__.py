"""The embedded database: PostgreSQL from a wheel, in a data folder, on a private Unix socket.

`ensure(data_dir)` makes and starts a server, or adopts the one that already runs; `stop(server)` ends it.
Nothing is started when the operator gives `DATABASE_URL`: use `environment(data_dir)`.
Traps and measurements: `docs/zh/deploy.md`, ADR-0002.
"""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from enum import StrEnum
from pathlib import Path

import psycopg

from lianxin.project.console import CommandFailed
from lianxin.project.postgres.cluster import bring_up, state_roles
from lianxin.project.postgres.processes import alive, clear_the_dead, postmaster, reap
from lianxin.project.postgres.programs import namespaces_work, run
from lianxin.project.postgres.server import (
    DATABASE,
    PORT,
    SUPERUSER,
    Server,
    binaries,
    locate,
    major_version,
    wheel_binaries,
)

__all__ = [
    "DATABASE", "PORT", "SUPERUSER", "Server", "State", "binaries", "ensure", "environment", "locate",
    "major_version", "namespaces_work", "status", "stop", "urls", "wheel_binaries",
]  # fmt: skip


class State(StrEnum):
    """What the server in a data folder is doing."""

    ABSENT = "absent"
    STOPPED = "stopped"
    RUNNING = "running"


def ensure(data_dir: Path, *, durable: bool = True) -> Server:
    """Make the cluster if there is none, start it if it does not run, state its roles and database.

    Safe to call from several processes at once, and after a kill -9 of anything. Raises CommandFailed, also
    when it dies again at once. `durable=False` is for tests whose rows may be lost with the machine.
    """
    server = locate(data_dir)
    try:
        server.data_dir.mkdir(parents=True, exist_ok=True)
        with _locked(server):
            bring_up(server, durable=durable)
            state_roles(server)
    except PermissionError as error:
        message = (
            f"没有权限写入 {error.filename}。请改变该目录的所有者，或把 LIANXIN_DATA 设为自己可写的目录。"
        )
        raise CommandFailed(message) from error
    except psycopg.OperationalError as error:
        # Killed again between its start and our first question.
        raise CommandFailed("数据库起来以后马上又停了，请再试一次。") from error
    return server


def stop(server: Server) -> None:
    """Stop the server; open sessions are ended, nothing acknowledged is lost. Quiet when it does not run."""
    if not server.data_dir.exists():
        return
    with _locked(server):
        pid = postmaster(server)
        if pid is None:
            clear_the_dead(server)
            return
        run(server, "pg_ctl", "-D", server.cluster, "-m", "fast", "-w", "-t", "60", "stop", check=False)
        if alive(server):
            run(
                server,
                "pg_ctl",
                "-D",
                server.cluster,
                "-m",
                "immediate",
                "-w",
                "-t",
                "20",
                "stop",
                check=False,
            )
        reap(pid)
        if server.socket_dir.parent != server.data_dir:
            with suppress(OSError):  # Somebody else's socket may still be in it.
                server.socket_dir.rmdir()


def status(server: Server) -> State:
    """Whether the server runs, is stopped, or was never made."""
    if postmaster(server) is not None:
        return State.RUNNING
    return State.STOPPED if (server.cluster / "PG_VERSION").exists() else State.ABSENT


def environment(data_dir: Path) -> dict[str, str]:
    """The database URLs for a child process; starts the embedded server unless `DATABASE_URL` is given."""
    if os.environ.get("DATABASE_URL"):
        return {}
    return urls(ensure(data_dir))


def urls(server: Server, database: str = DATABASE) -> dict[str, str]:
    """The environment names for the four roles of one database."""
    return {
        "DATABASE_URL": server.dsn("lianxin_app", database),
        "LIANXIN_OWNER_DATABASE_URL": server.dsn("lianxin_owner", database),
        "LIANXIN_VAULT_DATABASE_URL": server.dsn("lianxin_vault", database),
        "LIANXIN_BACKUP_DATABASE_URL": server.dsn("lianxin_backup", database),
    }


@contextmanager
def _locked(server: Server) -> Iterator[None]:
    with (server.data_dir / f"pg{server.major}.lock").open("w", encoding="utf-8") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
