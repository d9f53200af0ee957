"""Where the vault puts what it sends by itself: one SQLite file, a number and one fixed sentence a row.

Free of Django. The file has the shape of the ledger gateway (`lianxin.notices.gateways.Ledger`), so an office
whose SMS platform fetches from a ledger needs nothing else. Source: ADR-0035 §4.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

# The whole message, whatever happened: no number, no title, no place. Source: ADR-0035 §3.
PROGRESS_TEXT = "您在连心桥反映的事项有了新进展，请凭查询码查看。"

_TABLE = (
    "create table if not exists message (number integer primary key, key text unique not null, "
    "channel text not null, recipient text not null, subject text not null, text text not null, "
    "at text not null, asked integer not null default 1)"
)


@dataclass(frozen=True, slots=True)
class Spooled:
    """One message that nobody has carried away yet."""

    key: str
    to: str
    text: str
    at: datetime


class Spool:
    """A file that keeps each key once."""

    def __init__(self, path: Path) -> None:
        """Nothing is opened or made yet."""
        self.path = path

    def put(self, key: str, to: str, text: str) -> None:
        """Keep the message; the same key again changes nothing but a count. Raises OSError, sqlite3.Error."""
        with self._open() as file:
            file.execute(
                "insert into message (key, channel, recipient, subject, text, at) "
                "values (?, 'sms', ?, '', ?, ?) on conflict (key) do update set asked = asked + 1",
                (key, to, text, datetime.now(tz=UTC).isoformat(timespec="seconds")),
            )

    def waiting(self, limit: int = 100) -> list[Spooled]:
        """The oldest messages that still have a recipient; none before the first was put."""
        if not self.path.exists():
            return []
        with self._open() as file:
            found = file.execute(
                "select key, recipient, text, at from message where recipient <> '' order by number limit ?",
                (limit,),
            )
            return [Spooled(key, to, text, datetime.fromisoformat(at)) for key, to, text, at in found]

    def forget(self, key: str) -> None:
        """Wipe the number; the key stays, so the message can never be put again."""
        with self._open() as file:
            file.execute("update message set recipient = '' where key = ?", (key,))

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        """The file in one transaction; made for its owner and group alone."""
        if not self.path.exists():
            self.path.parent.mkdir(parents=True, exist_ok=True)
            os.close(os.open(self.path, os.O_CREAT | os.O_WRONLY, 0o660))
        with closing(sqlite3.connect(self.path, timeout=4)) as file, file:
            file.execute("pragma secure_delete = on")
            file.execute(_TABLE)
            yield file
