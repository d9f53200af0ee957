"""The vault process end to end: real socket, real role, real commits."""

from __future__ import annotations

import json
import logging
import os
import secrets
import signal
import socket
import stat
import subprocess
import sys
import uuid
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import psycopg
import pytest

from lianxin.vault import actions, daemon, reads
from lianxin.vault.keys import create_key_file
from lianxin.vault.models import SealedItem
from lianxin.vault.protocol import Refusal
from lianxin.vault.sealing import AgeX25519Sealer, pack
from lianxin.vault.tests.conftest import LI, PHONE, committed, running
from lianxin.vault.words import Purpose

pytestmark = pytest.mark.django_db

KIND = "vault_daemon_test"
# These tests commit: their own person and fresh subjects keep them apart from every other test.
ZHAO = replace(LI, user_id=7101, name="赵主任", grant_id=9)


def now() -> datetime:
    """The real time: the daemon trusts the database's clock and no other."""
    return datetime.now(UTC)


def new_subject() -> int:
    """A subject nobody has used."""
    return secrets.randbits(48)


def make_ticket(*, at: datetime | None = None, subject_id: int = 1) -> uuid.UUID:
    """A committed ticket of 赵主任 for a committed item."""
    moment = at or now()

    def work() -> uuid.UUID:
        item = actions.seal(
            subject_kind=KIND, subject_id=subject_id, kind="name_phone", text=PHONE, at=moment
        )
        return actions.ask_reveal(
            item_id=item, purpose=Purpose.VISIT, reason="约定上门时间", actor=ZHAO, at=moment
        ).id

    return committed(ZHAO, work)


def say(path: Path, line: bytes, *, half_close: bool = True) -> dict[str, str]:
    """Send raw bytes, return the answer."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as link:
        link.settimeout(10)
        link.connect(str(path))
        link.sendall(line)
        if half_close:
            link.shutdown(socket.SHUT_WR)
        with link.makefile("rb") as stream:
            answer: dict[str, str] = json.loads(stream.readline())
    return answer


def ask(path: Path, ticket: uuid.UUID) -> dict[str, str]:
    """Ask for a ticket in the plain protocol."""
    return say(path, json.dumps({"ticket": str(ticket)}).encode() + b"\n")


def test_a_ticket_opens_is_stamped_once_and_no_text_reaches_a_log(
    vault: daemon.Config, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    subject = new_subject()
    ticket = make_ticket(subject_id=subject)
    assert actions.open_reveal(ticket=ticket, actor=ZHAO) == PHONE
    [look] = reads.looks_at(KIND, subject)
    assert look.opened_at is not None
    assert actions.open_reveal(ticket=ticket, actor=ZHAO) == PHONE
    assert reads.looks_at(KIND, subject) == [look]
    assert str(ticket) in caplog.text
    assert "1380" not in caplog.text
    assert "陈居民" not in caplog.text


def test_only_its_owner_may_use_the_socket(vault: daemon.Config) -> None:
    assert stat.S_IMODE(vault.socket_path.stat().st_mode) == 0o600


def test_an_expired_ticket_is_refused_and_not_stamped(vault: daemon.Config) -> None:
    subject = new_subject()
    ticket = make_ticket(at=now() - timedelta(hours=24, minutes=1), subject_id=subject)
    with pytest.raises(actions.VaultRefused, match="24 小时") as error:
        actions.open_reveal(ticket=ticket, actor=ZHAO)
    assert error.value.code is Refusal.EXPIRED
    assert reads.looks_at(KIND, subject)[0].opened_at is None


def test_a_ticket_dated_ahead_is_refused(vault: daemon.Config) -> None:
    assert ask(vault.socket_path, make_ticket(at=now() + timedelta(hours=1)))["code"] == Refusal.EXPIRED


def test_an_unknown_ticket_is_refused(vault: daemon.Config) -> None:
    answer = ask(vault.socket_path, uuid.uuid4())
    assert answer["code"] == Refusal.UNKNOWN
    assert "没有找到" in answer["error"]


def test_an_erased_item_does_not_open(vault: daemon.Config) -> None:
    ticket = make_ticket()
    row = reads.ticket_of(ticket, user_id=ZHAO.user_id or 0)
    assert row is not None
    committed(ZHAO, lambda: actions.erase(item_id=row.item_id, actor=ZHAO, at=now(), reason="群众要求删除"))
    assert ask(vault.socket_path, ticket)["code"] == Refusal.ERASED


def test_bytes_sealed_for_another_item_or_key_do_not_open(vault: daemon.Config, tmp_path: Path) -> None:
    foreign = AgeX25519Sealer(create_key_file(tmp_path / "foreign"))
    own = AgeX25519Sealer(create_key_file(tmp_path / "moved"))

    def work(sealer: AgeX25519Sealer) -> uuid.UUID:
        item = SealedItem(
            subject_kind=KIND, subject_id=1, kind="phone", created_at=now(), key_id=sealer.key_id
        )
        item.sealed = sealer.seal(pack(uuid.uuid4(), PHONE))
        item.save(force_insert=True)
        return actions.ask_reveal(
            item_id=item.id, purpose=Purpose.VISIT, reason="约定上门时间", actor=ZHAO, at=now()
        ).id

    for sealer in (foreign, own):
        ticket = committed(ZHAO, lambda sealer=sealer: work(sealer))  # type: ignore[misc] # bound per turn
        assert ask(vault.socket_path, ticket)["code"] == Refusal.UNREADABLE


@pytest.mark.parametrize(
    "line",
    [
        b"\n",
        b"{}\n",
        b"[]\n",
        b"null\n",
        b'{"ticket": 5}\n',
        b'{"ticket": "x"}\n',
        b"\xff\xfe\n",
        b'{"ticket": "00000000-0000-0000-0000-000000000000"}',
        b"[" * 400 + b"\n",
        b"x" * 5000 + b"\n",
        b"",
    ],
)
def test_nonsense_is_answered_kindly_and_the_vault_lives_on(vault: daemon.Config, line: bytes) -> None:
    assert say(vault.socket_path, line)["code"] == Refusal.MALFORMED
    assert ask(vault.socket_path, uuid.uuid4())["code"] == Refusal.UNKNOWN


def test_a_client_that_says_nothing_is_dropped(vault: daemon.Config, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(daemon._Handler, "timeout", 0.2)
    assert say(vault.socket_path, b"", half_close=False)["code"] == Refusal.MALFORMED


def test_several_clients_at_once_all_get_their_answer(vault: daemon.Config) -> None:
    ticket = make_ticket()
    with ThreadPoolExecutor(max_workers=6) as pool:
        answers = list(pool.map(lambda _: ask(vault.socket_path, ticket), range(12)))
    assert answers == [{"text": PHONE}] * 12


def test_an_hour_gives_away_only_so_much(vault: daemon.Config, tmp_path: Path) -> None:
    opened, fresh = make_ticket(), make_ticket()
    assert ask(vault.socket_path, opened) == {"text": PHONE}
    strict = replace(vault, socket_path=vault.socket_path.with_name("s.sock"), openings_per_hour=1)
    with running(strict):
        assert ask(strict.socket_path, fresh)["code"] == Refusal.TOO_MANY
        assert ask(strict.socket_path, opened) == {"text": PHONE}


def test_a_database_that_is_away_is_said_and_a_return_is_noticed(vault: daemon.Config) -> None:
    lost = replace(
        vault,
        socket_path=vault.socket_path.with_name("l.sock"),
        database_url="host=/nonexistent user=lianxin_vault dbname=lianxin",
    )
    ticket = make_ticket()
    with running(lost):
        assert ask(lost.socket_path, ticket)["code"] == Refusal.DATABASE
    assert ask(vault.socket_path, ticket) == {"text": PHONE}


@pytest.mark.usefixtures("key_file")
def test_the_vault_role_may_stamp_and_nothing_else(vault_dsn: str) -> None:
    ticket = make_ticket()
    for sql in (
        "update vault_reveal set expires_at = now() + interval '1 year' where id = %s",
        "delete from vault_reveal where id = %s",
        "update vault_sealeditem set sealed = '' where id = %s",
        "select * from journal_entry where %s is not null",
    ):
        with psycopg.connect(vault_dsn) as link, pytest.raises(psycopg.errors.InsufficientPrivilege):
            link.execute(sql, [ticket])


def test_a_second_vault_on_the_same_socket_does_not_start_and_a_dead_socket_is_replaced(
    vault: daemon.Config,
) -> None:
    with pytest.raises(FileExistsError, match="another vault"):
        daemon.Server(vault.socket_path, daemon.Vault([], vault.database_url, 1))
    dead = vault.socket_path.with_name("d.sock")
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as link:
        link.bind(str(dead))
    with running(replace(vault, socket_path=dead)):
        assert ask(dead, uuid.uuid4())["code"] == Refusal.UNKNOWN


def _environment(config: daemon.Config) -> dict[str, str]:
    return {
        **os.environ,
        "PYTHONPATH": str(Path(daemon.__file__).parents[2]),
        "LIANXIN_VAULT_SOCKET": str(config.socket_path),
        "LIANXIN_VAULT_KEY_FILE": str(config.key_file),
        "LIANXIN_VAULT_DATABASE_URL": config.database_url,
    }


def _start(config: daemon.Config) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "lianxin.vault.daemon"],
        env=_environment(config),
        stderr=subprocess.PIPE,
        text=True,
    )


def test_the_process_says_when_it_listens_and_ends_on_sigterm_without_a_trace_of_text(
    key_file: Path, vault_dsn: str, socket_path: Path
) -> None:
    config = daemon.Config(socket_path=socket_path, key_file=key_file, database_url=vault_dsn)
    ticket = make_ticket()
    process = _start(config)
    assert process.stderr is not None
    try:
        first = process.stderr.readline()
        assert "listening" in first
        assert actions.open_reveal(ticket=ticket, actor=ZHAO) == PHONE
    finally:
        process.send_signal(signal.SIGTERM)
        _, rest = process.communicate(timeout=15)
    assert process.returncode == 0
    assert not socket_path.exists()
    assert str(ticket) in rest
    assert "1380" not in first + rest


def test_the_process_refuses_to_start_without_a_private_key_file(
    key_file: Path, vault_dsn: str, socket_path: Path
) -> None:
    config = daemon.Config(socket_path=socket_path, key_file=key_file, database_url=vault_dsn)
    key_file.chmod(0o644)
    for broken in (config, replace(config, key_file=key_file.with_name("none"))):
        process = _start(broken)
        _, said = process.communicate(timeout=15)
        assert process.returncode == 1
        assert "cannot start" in said
        assert "Traceback" not in said
    assert not socket_path.exists()
