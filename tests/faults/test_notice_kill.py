"""T03: kill -9 of the worker in the middle of sending. Every notice has exactly one effect at the gateway, none is lost.

Source: shared security paper §6 T03; ADR-0019 §2.
"""

from __future__ import annotations

import os
import random
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import psycopg
import pytest
from support.databases import clone, drop, run_name
from support.scale import note, scaled

from lianxin.project import prepare

NOTICES, KILLS, LIMIT_S = scaled(200, 5000), scaled(10, 500), scaled(240, 3600)
pytestmark = [pytest.mark.fault, pytest.mark.timeout(LIMIT_S + 60)]
ROOT = Path(__file__).resolve().parents[2]

# Runs as the application role in its own process: accounts that want an SMS, then notices, one transaction each.
MAKE = """
from datetime import UTC, datetime
from lianxin.accounts.testing import make_grant, make_user
from lianxin.divisions.testing import make_places
from lianxin.kernel.actor import Actor, Role
from lianxin.kit.scope import scope
from lianxin.notices import actions
from lianxin.notices.models import Profile
from lianxin.notices.words import About, Channel
at = datetime.now(tz=UTC)
with scope(Actor(source="setup")):
    make_places()
    Profile.objects.create(division_code="53", valid_from="2026-01-01", name="T03", version=1,
                           quiet_from="00:00", quiet_to="00:00", default_channel="sms", source="T03")
    users = []
    for n in range(20):
        user = make_user(f"t03-{n}", phone=f"139{n:08d}")
        make_grant(user, Role.DEPUTY, "532301", person_id=n + 1)
        users.append(user.pk)
"""
SEND = """
for number in range(COUNT // 20):
    with scope(Actor(source="job")):
        actions.send(user_ids=users, key=f"t03-{number}", kind="case", title="新的民情", url="/my", at=at)
    if number == 0:
        print("first", flush=True)
"""


@pytest.fixture
def own_database(server: Any, template: str) -> Iterator[str]:
    name = f"t03_{run_name()}"
    clone(server, template, name)
    yield name
    drop(server, name)


class Worker:
    """The one worker that runs, started again after each kill."""

    def __init__(self, environment: dict[str, str], log: Path) -> None:
        self.nursery = subprocess.Popen(
            [sys.executable, str(ROOT / "tests/support/nursery.py")],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=log.open("wb"), env=environment, text=True,
        )  # fmt: skip
        self.pid = 0

    def start(self) -> None:
        assert self.nursery.stdin is not None and self.nursery.stdout is not None
        self.nursery.stdin.write("one\n")
        self.nursery.stdin.flush()
        self.pid = int(self.nursery.stdout.readline())

    def kill(self) -> None:
        with suppress(ProcessLookupError):
            os.kill(self.pid, signal.SIGKILL)

    def close(self) -> None:
        self.kill()
        self.nursery.kill()
        self.nursery.wait()


@contextmanager
def working(environment: dict[str, str], log: Path) -> Iterator[Worker]:
    worker = Worker(environment, log)
    try:
        yield worker
    finally:
        worker.close()


def effects(file: Path) -> dict[str, int]:
    """Key → how often the gateway was asked; one row is one effect."""
    if not file.exists():
        return {}
    with sqlite3.connect(file, timeout=10) as ledger:
        return dict(ledger.execute("select key, asked from message"))


def wait_until(what: str, happened: Any, deadline: float) -> None:
    while not happened():
        assert time.monotonic() < deadline, f"not in time: {what}"
        time.sleep(0.02)


def test_killing_the_worker_while_it_sends_loses_nothing_and_doubles_nothing(
    server: Any, own_database: str, tmp_path: Path
) -> None:
    deadline = time.monotonic() + LIMIT_S
    outlet, log = tmp_path / "outlet.sqlite3", tmp_path / "worker.log"
    environment = prepare.base_environment() | {
        "DATABASE_URL": server.dsn("lianxin_app", own_database),
        "DJANGO_SETTINGS_MODULE": "lianxin.project.settings",
        "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT / 'tests'}",
        "LIANXIN_OUTLET": str(outlet),
        "LIANXIN_SMS_GATEWAY": "support.slow_gateway.SlowLedger",
        "LIANXIN_SECRET_KEY": "tests-only",
    }
    code = MAKE + SEND.replace("COUNT", str(NOTICES))
    rng, killed = random.Random(3), 0
    with working(environment, log) as worker:
        sender = subprocess.Popen(
            [sys.executable, "-P", "-c", "import django; django.setup()\n" + code],
            env=environment, stdout=subprocess.PIPE, text=True,
        )  # fmt: skip
        assert sender.stdout is not None and sender.stdout.readline() == "first\n"
        worker.start()
        while killed < KILLS:
            # Each kill falls into the work: the gateway has been asked since the last one, and more is to come.
            before = sum(effects(outlet).values())
            wait_until(f"work goes on\n{log}", lambda b=before: sum(effects(outlet).values()) > b, deadline)
            time.sleep(rng.uniform(0.0, 0.12))
            worker.kill()
            killed += 1
            worker.start()
        assert sender.wait(60) == 0
        with psycopg.connect(server.dsn("lianxin_backup", own_database), autocommit=True) as witness:

            def unsent() -> int:
                query = "select count(*) from notices_delivery where state <> 'sent'"
                return int(witness.execute(query).fetchone()[0])

            wait_until(f"everything is sent\n{log}", lambda: unsent() == 0, deadline)
            keys = {row[0] for row in witness.execute("select key from notices_delivery")}
            notices = witness.execute("select count(*) from notices_notice").fetchone()
    asked = effects(outlet)
    assert notices == (NOTICES // 20 * 20,)
    assert len(keys) == NOTICES // 20 * 20
    assert set(asked) == keys, "each notice has exactly one effect at the gateway, and nothing else was sent"
    repeats = sum(asked.values()) - len(asked)
    assert repeats <= killed, "only a kill makes a message be handed over again"
    note(
        "T03",
        f"{len(asked)} notices, {killed} kills, {repeats} handed over again and dropped by the gateway, "
        f"0 lost, 0 doubled",
    )
