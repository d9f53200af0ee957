"""A message somebody agreed to: who gets one, who never does, and that nobody is shown the number on the way."""

from __future__ import annotations

import json
import logging
import os
import secrets
import sqlite3
import subprocess
import sys
import uuid
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import psycopg
import pytest
from django.db import connection
from psycopg.conninfo import make_conninfo

from lianxin.kernel.actor import ANONYMOUS
from lianxin.vault import actions, daemon, reads, telling
from lianxin.vault.models import Consent, Errand
from lianxin.vault.protocol import Ended, Refusal
from lianxin.vault.spool import PROGRESS_TEXT, Spool
from lianxin.vault.tests.conftest import committed, running
from lianxin.vault.tests.test_vault_daemon import say
from lianxin.vault.words import Errands

pytestmark = pytest.mark.django_db
KIND, NUMBER = "vault_errand_test", "13912340567"
TELL = Errands.TELL_PROGRESS


def now() -> datetime:
    return datetime.now(UTC)


@pytest.fixture
def spool(tmp_path: Path) -> Spool:
    return Spool(tmp_path / "spool.sqlite3")


@pytest.fixture
def config(key_file: Path, vault_dsn: str, socket_path: Path, spool: Spool) -> daemon.Config:
    return daemon.Config(socket_path, key_file, vault_dsn, spool=spool.path)


@pytest.fixture
def sending(config: daemon.Config) -> Iterator[daemon.Config]:
    with running(config):
        yield config


def citizen(*, agrees: bool = True, text: str = f"陈居民 {NUMBER}") -> int:
    """A committed subject with a sealed number, and consent if it is given."""
    subject, at = secrets.randbits(48), now() - timedelta(hours=2)

    def work() -> int:
        item = actions.seal(subject_kind=KIND, subject_id=subject, kind="name_phone", text=text, at=at)
        if agrees:
            for _twice in range(2):
                telling.agree(
                    item_id=item, purpose=TELL, via="web", actor=ANONYMOUS, at=at, division_code="532301001"
                )
        return subject

    return committed(ANONYMOUS, work)


def ask(subject: int, *, key: str = "", at: datetime | None = None, wait: timedelta = timedelta()) -> int:
    moment = at or now() - timedelta(seconds=5)
    return committed(
        ANONYMOUS,
        lambda: telling.ask_errand(
            subject_kind=KIND, subject_id=subject, purpose=TELL, key=key or uuid.uuid4().hex,
            not_before=moment + wait, at=moment,
        ),
    )  # fmt: skip


def stop(subject: int) -> bool:
    return committed(
        ANONYMOUS,
        lambda: telling.withdraw(
            subject_kind=KIND, subject_id=subject, purpose=TELL,
            actor=ANONYMOUS, at=now(), division_code="532301001",
        ),
    )  # fmt: skip


def run() -> int:
    return telling.run_due(at=now())


def errands(subject: int) -> list[Errand]:
    return list(Errand.objects.filter(consent__item__subject_id=subject).order_by("asked_at"))


def rows(spool: Spool) -> list[tuple[str, str, str, int]]:
    if not spool.path.exists():
        return []
    with sqlite3.connect(spool.path) as file:
        return list(file.execute("select key, recipient, text, asked from message order by number"))


def test_who_agreed_gets_one_fixed_sentence_and_the_number_is_nowhere_else(
    sending: daemon.Config, spool: Spool, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    subject = citizen()
    assert ask(subject, key="event-1") == 1
    assert run() == 1
    [errand] = errands(subject)
    assert errand.outcome == Ended.SENT
    assert rows(spool) == [(str(errand.id), NUMBER, PROGRESS_TEXT, 1)]
    assert run() == 0, "what is done is not asked again"
    told = reads.consent_of(KIND, subject, TELL)
    assert told is not None
    assert (told.sent, told.withdrawn_at, told.last_sent_at) == (1, None, errand.ended_at)
    assert NUMBER not in caplog.text
    assert NUMBER not in everything_kept()
    assert reads.looks_at(KIND, subject) == [], "nobody looked"


def everything_kept() -> str:
    """Each row of each table, payloads of jobs too, as the backup reads them."""
    own = connection.settings_dict
    dsn = make_conninfo(
        host=own["HOST"] or None, port=own["PORT"] or None, dbname=own["NAME"], user="lianxin_backup"
    )
    with psycopg.connect(dsn) as witness:
        tables = witness.execute(
            "select relname from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace"
        )
        kept = [
            str(witness.execute(f'select t::text from "{name}" t').fetchall())
            for (name,) in tables.fetchall()
            if not name.startswith("divisions_")
        ]
    return "".join(kept)


def test_without_consent_nothing_is_ever_asked_for(sending: daemon.Config, spool: Spool) -> None:
    subject = citizen(agrees=False)
    assert ask(subject) == 0
    run()
    assert (errands(subject), rows(spool)) == ([], [])


def test_consent_taken_back_stops_what_was_not_handed_over(sending: daemon.Config, spool: Spool) -> None:
    subject = citizen()
    ask(subject)
    assert stop(subject) is True
    assert stop(subject) is False, "twice changes nothing"
    run()
    assert ([each.outcome for each in errands(subject)], rows(spool)) == ([Ended.WITHDRAWN], [])
    assert ask(subject) == 0, "and nothing new is asked for"


def test_the_same_event_twice_and_more_of_one_night_make_one_message(
    sending: daemon.Config, spool: Spool
) -> None:
    subject = citizen()
    ask(subject, key="one")
    ask(subject, key="two")
    run()
    ask(subject, key="one")
    run()
    assert len(rows(spool)) == 1


def test_before_its_time_it_waits_and_a_day_later_it_is_no_news(sending: daemon.Config, spool: Spool) -> None:
    early, late = citizen(), citizen()
    ask(early, wait=timedelta(hours=9))
    ask(late, at=now() - timedelta(hours=25))
    assert run() == 1
    assert [each.outcome for each in (*errands(early), *errands(late))] == ["", Ended.EXPIRED]
    answer = say(sending.socket_path, json.dumps({"errand": str(errands(early)[0].id)}).encode() + b"\n")
    assert (answer["code"], rows(spool)) == (Refusal.EARLY, [])


def test_an_erased_number_and_a_landline_get_none(sending: daemon.Config, spool: Spool) -> None:
    erased, landline = citizen(), citizen(text="陈居民 08783123456")
    for subject in (erased, landline):
        ask(subject)
    [item] = reads.items_of(KIND, erased)
    committed(ANONYMOUS, lambda: actions.erase(item_id=item.id, actor=ANONYMOUS, at=now(), reason="本人要求"))
    run()
    assert [each.outcome for each in (*errands(erased), *errands(landline))] == [
        Ended.ERASED,
        Ended.NO_MOBILE,
    ]
    assert rows(spool) == []


def test_nobody_is_told_more_than_four_times_a_day(sending: daemon.Config, spool: Spool) -> None:
    subject = citizen()
    for _time in range(6):
        ask(subject)
        run()
    assert [each.outcome for each in errands(subject)] == [Ended.SENT] * 4 + [Ended.TOO_OFTEN] * 2
    assert len(rows(spool)) == 4


def test_an_errand_never_answers_with_a_text_and_is_no_ticket(sending: daemon.Config) -> None:
    subject = citizen()
    ask(subject)
    [errand] = errands(subject)
    as_ticket = say(sending.socket_path, json.dumps({"ticket": str(errand.id)}).encode() + b"\n")
    assert as_ticket["code"] == Refusal.UNKNOWN
    answer = say(sending.socket_path, json.dumps({"errand": str(errand.id)}).encode() + b"\n")
    assert answer == {"ended": "sent"}


def test_while_the_vault_is_away_or_has_no_spool_it_waits(
    key_file: Path, vault_dsn: str, socket_path: Path, config: daemon.Config, spool: Spool
) -> None:
    subject = citizen()
    ask(subject)
    assert run() == 0
    with running(daemon.Config(socket_path, key_file, vault_dsn)):
        assert run() == 0
    with running(config):
        assert run() == 1
    assert len(rows(spool)) == 1


KILL = """
import os, signal, sys, uuid
from pathlib import Path
from lianxin.vault import daemon, spool
from lianxin.vault.keys import load_identities
put = spool.Spool.put
def deadly(self, *message):
    put(self, *message)
    os.kill(os.getpid(), signal.SIGKILL)
spool.Spool.put = deadly
key, dsn, path, errand = sys.argv[1:]
daemon.Vault(load_identities(Path(key)), dsn, 300, Path(path)).run(uuid.UUID(errand))
"""


def test_killed_between_handing_over_and_committing_it_still_is_one_message(
    config: daemon.Config, spool: Spool
) -> None:
    subject = citizen()
    ask(subject)
    [errand] = errands(subject)
    killed = subprocess.run(
        [sys.executable, "-P", "-c", KILL, str(config.key_file), config.database_url, str(spool.path), str(errand.id)],
        env=os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)}, check=False, timeout=60,
    )  # fmt: skip
    assert killed.returncode == -9
    assert errands(subject)[0].outcome == "", "the database knows nothing of it"
    with running(config):
        assert run() == 1
    assert rows(spool) == [(str(errand.id), NUMBER, PROGRESS_TEXT, 2)], "put twice, kept once"


@pytest.mark.parametrize(
    "statement",
    [
        "update vault_errand set outcome = 'sent', ended_at = now()",
        "update vault_consent set agreed_at = now()",
        "delete from vault_consent",
        "delete from vault_errand",
    ],
)
def test_the_application_role_neither_ends_an_errand_nor_changes_a_consent(db: None, statement: str) -> None:
    with pytest.raises(Exception, match="permission denied"), connection.cursor() as cursor:
        cursor.execute(statement)


def test_no_errand_is_asked_for_under_a_consent_taken_back(key_file: Path) -> None:
    subject = citizen()
    stop(subject)
    consent = Consent.objects.get(item__subject_id=subject)
    at = now()
    with pytest.raises(Exception, match="row-level security"):
        Errand(
            consent=consent, key="x", asked_at=at, not_before=at, expires_at=at + timedelta(hours=1)
        ).save()
