"""The way out of the house: one interface, whatever carries the message.

Which gateway serves a channel is a setting (`LIANXIN_SMS_GATEWAY`, `LIANXIN_MAIL_GATEWAY`): empty for none,
`ledger`, `smtp`, or the dotted name of a class that a county wrote for its own SMS supplier
(docs/zh/deploy.md shows one). Source: ADR-0019.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from functools import lru_cache
from importlib import import_module
from pathlib import Path
from smtplib import SMTPException, SMTPRecipientsRefused
from typing import Protocol, cast
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from lianxin.notices.words import Channel


class Reason(StrEnum):
    """Why a message was not taken."""

    UNREACHABLE = "unreachable"
    REFUSED = "refused"
    ADDRESS = "address"
    BROKEN = "broken"


REASON_LABELS: dict[str, str | Promise] = {
    Reason.UNREACHABLE: _("网关连不上。请检查网络，或问服务商是否停机。"),
    Reason.REFUSED: _("网关拒收。请检查账号、余额和签名。"),
    Reason.ADDRESS: _("号码或邮箱不对。请对方在“怎样告诉我”里改好。"),
    Reason.BROKEN: _("网关程序出错。请把后台任务的日志交给开发人员。"),
}


class GatewayRefused(Exception):
    """The gateway did not take the message. `is_final`: trying again makes no sense."""

    def __init__(self, reason: Reason, *, is_final: bool = False) -> None:
        """Carry the reason; never the address or the text."""
        super().__init__(reason.value)
        self.reason, self.is_final = reason, is_final


@dataclass(frozen=True, slots=True)
class Message:
    """What is handed over. One message keeps its `key`: the same key again must have no second effect."""

    key: str
    channel: Channel
    to: str
    subject: str
    text: str


class Gateway(Protocol):
    """Takes a message. Must answer within ten seconds."""

    def send(self, message: Message) -> None:
        """Take the message, once per key. Raises GatewayRefused."""


@dataclass(frozen=True, slots=True)
class Line:
    """One message in the ledger, and how often it was handed over."""

    key: str
    channel: str
    to: str
    subject: str
    text: str
    at: str
    asked: int


class Ledger:
    """Writes messages into a file, once per key: the demo's way out, or where another program fetches them.

    An SQLite file of its own, so that what it holds does not roll back with our database.
    """

    def __init__(self, path: Path | None = None) -> None:
        """Open `LIANXIN_OUTLET` unless told otherwise; the table is made at the first message."""
        self.path = path or settings.LIANXIN_OUTLET

    def send(self, message: Message) -> None:
        """Keep the message; a repeat is only counted."""
        values = (message.key, message.channel.value, message.to, message.subject, message.text)
        with closing(self._open()) as file, file:
            file.execute(
                "insert into message (key, channel, recipient, subject, text, at) values (?, ?, ?, ?, ?, ?) "
                "on conflict (key) do update set asked = asked + 1",
                (*values, datetime.now(tz=UTC).isoformat(timespec="seconds")),
            )

    def lines(self, limit: int = 100) -> list[Line]:
        """The newest messages; none before the first."""
        if not self.path.exists():
            return []
        with closing(self._open()) as file:
            found = file.execute(
                "select key, channel, recipient, subject, text, at, asked from message "
                "order by number desc limit ?",
                (limit,),
            )
            return [Line(*row) for row in found]

    def _open(self) -> sqlite3.Connection:
        self.path.parent.mkdir(parents=True, exist_ok=True)
        file = sqlite3.connect(self.path, timeout=8)
        file.execute(
            "create table if not exists message (number integer primary key, key text unique not null, "
            "channel text not null, recipient text not null, subject text not null, text text not null, "
            "at text not null, asked integer not null default 1)"
        )
        return file


class Smtp:
    """Mail by the office's own mail server (`LIANXIN_SMTP_…`).

    A mail server knows no keys: one that dies between taking a mail and saying so may send it twice. The
    message id is made from the key, so that mail programs show the repeat once.
    """

    def send(self, message: Message) -> None:
        """Hand one mail to the server."""
        host = urlsplit(settings.LIANXIN_PUBLIC_URL).hostname or "localhost"
        mail = EmailMessage(
            subject=message.subject, body=message.text, to=[message.to],
            headers={"Message-ID": f"<{message.key}@{host}>", "Auto-Submitted": "auto-generated"},
            connection=get_connection(),
        )  # fmt: skip
        try:
            mail.send()
        except SMTPRecipientsRefused as error:
            raise GatewayRefused(Reason.ADDRESS, is_final=True) from error
        except SMTPException as error:
            raise GatewayRefused(Reason.REFUSED) from error
        except OSError as error:
            raise GatewayRefused(Reason.UNREACHABLE) from error


_NAMES = {"ledger": f"{__name__}.Ledger", "smtp": f"{__name__}.Smtp"}


def _name_for(channel: Channel) -> str:
    named = {Channel.SMS: settings.LIANXIN_SMS_GATEWAY, Channel.MAIL: settings.LIANXIN_MAIL_GATEWAY}
    return str(named[channel])


def open_channels() -> list[Channel]:
    """Channels that this installation has a gateway for."""
    return [channel for channel in Channel if _name_for(channel)]


def gateway_for(channel: Channel) -> Gateway | None:
    """The gateway of a channel; None when the installation has none."""
    name = _name_for(channel)
    return _made(_NAMES.get(name, name)) if name else None


@lru_cache(maxsize=8)
def _made(name: str) -> Gateway:
    module, _dot, word = name.rpartition(".")
    return cast("Gateway", getattr(import_module(module), word)())
