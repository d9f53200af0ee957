"""A vault for tests: a fresh key, a committed session beside the test's own, and a running daemon."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TypeVar

import pytest
from django.db import connection, connections
from psycopg.conninfo import make_conninfo

from lianxin.kernel.actor import Actor, Role
from lianxin.kit.scope import scope
from lianxin.vault import daemon
from lianxin.vault.keys import create_key_file

T = TypeVar("T")

LI = Actor(user_id=7001, name="李代表", role=Role.DEPUTY, place="532301001", grant_id=1, person_id=1)
WANG = replace(LI, user_id=7002, name="王代表", grant_id=2, person_id=2)
PHONE = "陈居民 13800001234"


def committed(actor: Actor, work: Callable[[], T]) -> T:
    """Run `work` as `actor` in another session that really commits, so that the daemon can see it."""

    def run() -> T:
        try:
            with scope(actor):
                return work()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(max_workers=1) as pool:
        return pool.submit(run).result()


@pytest.fixture
def key_file(tmp_path: Path, settings: pytest.FixtureRequest) -> Path:
    """A new private key whose public half the web process is given."""
    path = tmp_path / "vault.key"
    settings.LIANXIN_VAULT_PUBLIC_KEY = create_key_file(path)  # type: ignore[attr-defined] # pytest-django's settings
    return path


@pytest.fixture
def vault_dsn(db: None) -> str:
    """The test database, entered as the vault's role."""
    own = connection.settings_dict
    return make_conninfo(
        host=own["HOST"] or None, port=own["PORT"] or None, dbname=own["NAME"], user="lianxin_vault"
    )


@pytest.fixture
def socket_path(settings: pytest.FixtureRequest) -> Iterator[Path]:
    """A path short enough for a Unix socket, told to the web process."""
    with TemporaryDirectory(prefix="lxv") as folder:
        path = Path(folder) / "v.sock"
        settings.LIANXIN_VAULT_SOCKET = str(path)  # type: ignore[attr-defined] # pytest-django's settings
        yield path


@pytest.fixture
def vault(key_file: Path, vault_dsn: str, socket_path: Path) -> Iterator[daemon.Config]:
    """A daemon in a thread, answering on its socket."""
    config = daemon.Config(socket_path=socket_path, key_file=key_file, database_url=vault_dsn)
    with running(config):
        yield config


class running:  # noqa: N801 (reads as `with running(config):`)
    """The daemon runs inside the block."""

    def __init__(self, config: daemon.Config) -> None:
        self._config, self._stop, self._ready = config, threading.Event(), threading.Event()
        self._thread = threading.Thread(target=self._serve, name="vault")

    def _serve(self) -> None:
        daemon.serve(self._config, self._stop, self._ready)

    def __enter__(self) -> None:
        self._thread.start()
        assert self._ready.wait(10), "the daemon did not start"

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        self._thread.join(15)
        assert not self._thread.is_alive()
