"""A served site without a demo: a copy of the template database, the small world of the tests, web and worker."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
from django.conf import settings

from lianxin.kit.scope import scope
from lianxin.project import postgres, prepare
from lianxin.project.bench import cpu
from lianxin.project.bench.client import HOST
from lianxin.project.web import answers, free_port_near, web_command
from lianxin.vault.keys import create_key_file, public_key_of
from lianxin.venues.actions import issue_plate
from lianxin.venues.plate_codes import signed_code
from lianxin.voices.testing import NOON, SETUP, World, make_world
from support.databases import clone, drop, in_database, run_name

# The supervisor of an installation starts the worker again when it loses its database.
AGAIN = ["sh", "-c", 'while :; do "$@"; sleep 1; done', "again"]


@dataclass
class LightSite:
    """What `faults.test_kill.Stream` needs of a site, and a little more."""

    port: int
    server: postgres.Server
    name: str
    web: subprocess.Popen[bytes]
    log: Path
    world: World
    # The code of the venue's plate as it is printed.
    plate: str

    def rows(self, query: str, *values: object) -> list[tuple[Any, ...]]:
        """Ask the database as a role that sees every row."""
        with psycopg.connect(self.server.dsn("lianxin_backup", self.name), connect_timeout=5) as connection:
            return connection.execute(query, values or None).fetchall()

    def web_worker(self) -> int | None:
        """A live worker of the web server."""
        found = [pid for pid in cpu.tree(self.web.pid) if pid != self.web.pid and _serves(pid)]
        return random.choice(found) if found else None


def _serves(pid: int) -> bool:
    with suppress(OSError):
        return b"tracker" not in Path(f"/proc/{pid}/cmdline").read_bytes()
    return False


@contextmanager
def light_site(server: postgres.Server, template: str, folder: Path, blocker: Any) -> Iterator[LightSite]:
    """Everything up; afterwards no process and no database of it is left."""
    name = f"light_{run_name()}"
    clone(server, template, name)
    port = free_port_near(HOST, 20000 + os.getpid() % 20000)
    create_key_file(folder / "vault.key")
    environment = prepare.base_environment() | {
        "DATABASE_URL": server.dsn("lianxin_app", name),
        "LIANXIN_DATA": str(folder),
        "LIANXIN_STATIC_ROOT": str(folder / "static"),
        "LIANXIN_HOST": HOST,
        "LIANXIN_PUBLIC_URL": f"http://{HOST}:{port}",
        "LIANXIN_SECRET_KEY": settings.SECRET_KEY,
        "LIANXIN_VAULT_PUBLIC_KEY": public_key_of(folder / "vault.key"),
        # Every citizen comes from an address of their own.
        "LIANXIN_BEHIND_PROXY": "1",
    }
    environment.pop("LIANXIN_DEMO", None)
    prepare.compile_messages()
    prepare.manage("collectstatic", "--noinput", "-v0", environment=environment, doing="收集静态文件")
    world, plate = _filled(name, blocker)
    with (folder / "log").open("wb") as log:
        children = [
            subprocess.Popen(command, env=environment, stdout=log, stderr=log, start_new_session=True)
            for command in (web_command(HOST, port), [*AGAIN, *prepare.lianxin_command("worker")])
        ]
    try:
        until = time.monotonic() + 120
        while not answers(HOST, port):
            assert time.monotonic() < until, (folder / "log").read_text()
            time.sleep(0.1)
        yield LightSite(port, server, name, children[0], folder / "log", world, plate)
    finally:
        for child in children:
            child.terminate()
        for child in children:
            with suppress(subprocess.TimeoutExpired):
                child.wait(20)
            with suppress(ProcessLookupError):
                os.killpg(child.pid, signal.SIGKILL)
            child.wait()
        drop(server, name)


def _filled(name: str, blocker: Any) -> tuple[World, str]:
    """The small world, and a plate for its venue."""
    with in_database(name, blocker):
        world = make_world()
        with scope(SETUP):
            plate = issue_plate(venue_id=world.venue_id, person_id=None, actor=SETUP, at=NOON)
            return world, signed_code(plate.code)
