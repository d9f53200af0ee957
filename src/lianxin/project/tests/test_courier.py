"""The courier: what the vault put down reaches the gateway once, and the number is wiped."""

from __future__ import annotations

import logging
import sqlite3
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from lianxin.notices.gateways import GatewayRefused, Ledger, Message, Reason
from lianxin.project.courier import carry
from lianxin.vault.spool import PROGRESS_TEXT, Spool

NUMBER = "13912340567"


class Picky:
    """Refuses as it is told, and remembers what it took."""

    def __init__(self, *answers: Exception | None) -> None:
        self.answers, self.taken = list(answers), []

    def send(self, message: Message) -> None:
        answer = self.answers.pop(0) if self.answers else None
        if answer:
            raise answer
        self.taken.append(message)


@pytest.fixture
def spool(tmp_path: Path) -> Spool:
    made = Spool(tmp_path / "spool.sqlite3")
    made.put("key-1", NUMBER, PROGRESS_TEXT)
    return made


def now() -> datetime:
    return datetime.now(UTC)


def kept(spool: Spool) -> bytes:
    return spool.path.read_bytes()


def test_a_message_is_handed_over_once_and_its_number_is_wiped_from_the_file(spool: Spool) -> None:
    gateway = Picky()
    assert carry(spool, gateway, at=now()) == 1
    assert carry(spool, gateway, at=now()) == 0
    assert [(m.key, m.to, m.text) for m in gateway.taken] == [("key-1", NUMBER, PROGRESS_TEXT)]
    assert NUMBER.encode() not in kept(spool)
    spool.put("key-1", NUMBER, PROGRESS_TEXT)
    assert carry(spool, gateway, at=now()) == 0, "the key stays: the same message never goes again"


def test_a_gateway_that_is_away_is_asked_again_and_nothing_personal_is_logged(
    spool: Spool, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    gateway = Picky(GatewayRefused(Reason.UNREACHABLE), RuntimeError(NUMBER))
    assert [carry(spool, gateway, at=now()) for _round in range(3)] == [0, 0, 1]
    assert NUMBER not in caplog.text


def test_what_is_refused_for_good_or_a_day_old_is_wiped_unsent(spool: Spool) -> None:
    gateway = Picky(GatewayRefused(Reason.ADDRESS, is_final=True))
    assert carry(spool, gateway, at=now()) == 0
    spool.put("key-2", NUMBER, PROGRESS_TEXT)
    assert carry(spool, gateway, at=now() + timedelta(hours=25)) == 0
    assert (gateway.taken, spool.waiting()) == ([], [])
    assert NUMBER.encode() not in kept(spool)


def test_spool_and_ledger_gateway_may_be_one_file(tmp_path: Path) -> None:
    both = tmp_path / "outlet.sqlite3"
    Spool(both).put("key-1", NUMBER, PROGRESS_TEXT)
    [line] = Ledger(both).lines()
    assert (line.channel, line.to, line.text) == ("sms", NUMBER, PROGRESS_TEXT)
    with sqlite3.connect(both) as file:
        assert file.execute("select count(*) from message").fetchone() == (1,)
