"""The vault process: `python -m lianxin.vault.daemon`. It alone holds the private key.

Own operating-system user, own database role (`lianxin_vault`), no Django, no network: one Unix socket.
It trusts a ticket only as far as the database confirms it, by the database's clock, and logs ids only.
Source: shared security paper §3, `docs/mechanisms/vault.md`.
"""

from __future__ import annotations

import json
import logging
import os
import shutil
import signal
import socket
import socketserver
import stat
import sys
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

import psycopg
import pyrage

from lianxin.vault.errands import Runner
from lianxin.vault.keys import KeyFileError, load_identities
from lianxin.vault.protocol import MAX_QUESTION_BYTES, SENTENCES, Refusal, Refused
from lianxin.vault.sealing import unpack

log = logging.getLogger("lianxin.vault")

Connection = psycopg.Connection[tuple[object, ...]]

_READ_TIMEOUT_S = 5
_MAX_CLIENTS = 8
# A thief of the web process could write tickets in many names; this bounds what an hour can give away.
_OPENINGS_PER_HOUR = 300

_TICKET = """
select i.id, i.sealed, i.erased_at, r.opened_at, r.by_user_id,
       r.expires_at <= now() or r.asked_at > now() + interval '5 minutes'
  from vault_reveal r join vault_sealeditem i on i.id = r.item_id
 where r.id = %s
   for update of r
"""
_OPENED_LAST_HOUR = "select count(*) from vault_reveal where opened_at > now() - interval '1 hour'"
_STAMP = "update vault_reveal set opened_at = now() where id = %s and opened_at is null"


@dataclass(frozen=True, slots=True)
class Config:
    """What the process needs to run."""

    socket_path: Path
    key_file: Path
    database_url: str
    socket_group: str = ""
    openings_per_hour: int = _OPENINGS_PER_HOUR
    # Where messages of consenting people go; None: none are sent.
    spool: Path | None = None


class Vault:
    """Opens tickets against the database, one short connection each, so that its restarts do no harm."""

    def __init__(
        self,
        identities: Sequence[pyrage.x25519.Identity],
        database_url: str,
        openings_per_hour: int,
        spool: Path | None = None,
    ) -> None:
        """Keep the private keys in memory; nothing is connected yet."""
        self._identities = list(identities)
        self._database_url = database_url
        self._openings_per_hour = openings_per_hour
        self._errands = Runner(self._decrypt, spool)

    def open(self, ticket: UUID) -> str:
        """The text behind `ticket`; stamps the first opening before the text leaves. Raises Refused."""
        return self._connected(self._open, ticket)

    def run(self, errand: UUID) -> str:
        """Do an errand that its owner agreed to; says how it ended and never the text. Raises Refused."""
        return self._connected(self._errands.run, errand)

    def _connected(self, act: Callable[[Connection, UUID], str], asked: UUID) -> str:
        try:
            with psycopg.connect(
                self._database_url,
                connect_timeout=4,
                options="-c statement_timeout=4000 -c lock_timeout=4000",
                application_name="lianxin-vault",
            ) as connection:
                return act(connection, asked)
        except psycopg.Error as error:
            log.error("database asked=%s error=%s", asked, type(error).__name__)  # noqa: TRY400 (no traceback: it may quote rows)
            raise Refused(Refusal.DATABASE) from None

    def _open(self, connection: Connection, ticket: UUID) -> str:
        row = connection.execute(_TICKET, [ticket]).fetchone()
        if row is None:
            raise Refused(Refusal.UNKNOWN)
        item_id, sealed, erased_at, opened_at, user_id, is_expired = row
        if is_expired:
            raise Refused(Refusal.EXPIRED)
        if erased_at is not None or not isinstance(sealed, bytes) or not isinstance(item_id, UUID):
            raise Refused(Refusal.ERASED)
        if opened_at is None and self._opened_last_hour(connection) >= self._openings_per_hour:
            raise Refused(Refusal.TOO_MANY)
        text = self._decrypt(item_id, sealed)
        connection.execute(_STAMP, [ticket])
        connection.commit()
        log.info("opened ticket=%s item=%s user=%s", ticket, item_id, user_id)
        return text

    @staticmethod
    def _opened_last_hour(connection: Connection) -> int:
        row = connection.execute(_OPENED_LAST_HOUR).fetchone()
        return int(str(row[0])) if row else 0

    def _decrypt(self, item_id: UUID, sealed: bytes) -> str:
        try:
            return unpack(item_id, bytes(pyrage.decrypt(sealed, self._identities)))
        except (pyrage.DecryptError, ValueError, KeyError):
            log.error("unreadable item=%s", item_id)  # noqa: TRY400 (no traceback: it may quote the text)
            raise Refused(Refusal.UNREADABLE) from None


class _Handler(socketserver.StreamRequestHandler):
    timeout = _READ_TIMEOUT_S
    server: Server

    def handle(self) -> None:
        if not self.server.places.acquire(blocking=False):
            self._answer(_refusal(Refusal.BUSY))
            return
        try:
            self._answer(self._reply())
        finally:
            self.server.places.release()

    def _reply(self) -> Mapping[str, str]:
        try:
            kind, asked = _asked_in(self.rfile.readline(MAX_QUESTION_BYTES + 1))
            if kind == "errand":
                return {"ended": self.server.vault.run(asked)}
            return {"text": self.server.vault.open(asked)}
        except Refused as refused:
            log.info("refused code=%s", refused.code)
            return _refusal(refused.code)
        except TimeoutError:
            return _refusal(Refusal.MALFORMED)

    def _answer(self, answer: Mapping[str, str]) -> None:
        try:
            self.wfile.write(json.dumps(answer, ensure_ascii=False).encode() + b"\n")
        except OSError:
            log.info("client left before the answer")


class Server(socketserver.ThreadingUnixStreamServer):
    """Answers each client in its own thread, at most eight at once."""

    daemon_threads = False
    block_on_close = True
    request_queue_size = 32

    def __init__(self, path: Path, vault: Vault, group: str = "") -> None:
        """Bind the socket with mode 0600, or 0660 for `group`."""
        self.vault = vault
        self.places = threading.BoundedSemaphore(_MAX_CLIENTS)
        self.path = path
        _clear_stale(path)
        before = os.umask(0o177)
        try:
            super().__init__(str(path), _Handler)
        finally:
            os.umask(before)
        if group:
            shutil.chown(path, group=group)
            path.chmod(0o660)

    def handle_error(self, request: object, client_address: object) -> None:
        """Log the kind of fault only: a traceback might quote what was opened."""
        kind = sys.exc_info()[0]
        log.error("client fault error=%s", kind.__name__ if kind else "unknown")

    def server_close(self) -> None:
        """Stop listening, let running answers end, remove the socket."""
        self.path.unlink(missing_ok=True)
        super().server_close()


def _asked_in(line: bytes) -> tuple[str, UUID]:
    if len(line) > MAX_QUESTION_BYTES or not line.endswith(b"\n"):
        raise Refused(Refusal.MALFORMED)
    try:
        question = json.loads(line)
        kind = "errand" if "errand" in question else "ticket"
        return kind, UUID(question[kind])
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        raise Refused(Refusal.MALFORMED) from None


def _refusal(code: Refusal) -> Mapping[str, str]:
    return {"error": SENTENCES[code], "code": code.value}


def _clear_stale(path: Path) -> None:
    """Remove a socket nobody listens on. Raises OSError when somebody does, or it is no socket."""
    if not path.exists():
        return
    if not stat.S_ISSOCK(path.stat().st_mode):
        raise FileExistsError(f"{path} exists and is no socket")
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as link:
        link.settimeout(2)
        try:
            link.connect(str(path))
        except (ConnectionRefusedError, FileNotFoundError):
            path.unlink(missing_ok=True)
            return
    raise FileExistsError(f"another vault already listens on {path}")


def config_from(environ: Mapping[str, str]) -> Config:
    """Read the environment. Raises KeyError naming the variable that is missing."""
    return Config(
        socket_path=Path(environ["LIANXIN_VAULT_SOCKET"]),
        key_file=Path(environ["LIANXIN_VAULT_KEY_FILE"]),
        database_url=environ["LIANXIN_VAULT_DATABASE_URL"],
        socket_group=environ.get("LIANXIN_VAULT_SOCKET_GROUP", ""),
        openings_per_hour=int(environ.get("LIANXIN_VAULT_OPENINGS_PER_HOUR", _OPENINGS_PER_HOUR)),
        spool=Path(environ["LIANXIN_VAULT_SPOOL"]) if environ.get("LIANXIN_VAULT_SPOOL") else None,
    )


def serve(config: Config, stop: threading.Event, ready: threading.Event | None = None) -> None:
    """Answer clients until `stop` is set, then finish running answers. Raises KeyFileError, OSError."""
    identities = load_identities(config.key_file)
    vault = Vault(identities, config.database_url, config.openings_per_hour, config.spool)
    with Server(config.socket_path, vault, config.socket_group) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.1}, name="listen")
        thread.start()
        log.info("listening socket=%s", config.socket_path)
        if ready:
            ready.set()
        stop.wait()
        server.shutdown()
        thread.join()
    log.info("stopped")


def main() -> int:
    """Run until SIGTERM or SIGINT; returns 1 with one plain line when it cannot start."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s %(message)s")
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    try:
        serve(config_from(os.environ), stop)
    except KeyError as error:
        log.error("cannot start: environment variable %s is not set", error)  # noqa: TRY400 (one plain line)
        return 1
    except (KeyFileError, OSError, ValueError) as error:
        log.error("cannot start: %s", error)  # noqa: TRY400 (one plain line)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
