"""The invariants are silent on a healthy database and name what a hand-made corruption breaks."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import psycopg
import pytest
import test_main_line
from django.test import override_settings
from support.databases import in_database

from lianxin.accounts.models import User
from lianxin.kernel.actor import Actor
from lianxin.kit.scope import scope
from lianxin.notices import actions as notices
from lianxin.project import postgres
from lianxin.vault.keys import create_key_file
from lianxin.venues.models import Venue
from lianxin.voices import actions as voices
from lianxin.voices.words import Channel, Topic

NOON = datetime(2026, 3, 3, 4, tzinfo=UTC)
INVARIANTS = (Path(__file__).parent / "invariants.sql").read_text(encoding="utf-8")
CLOSED = "id = (select id from voices_case where state = 'closed')"
OPEN = "id = (select id from voices_case where state = 'received')"


def broken(connection: psycopg.Connection) -> set[str]:
    return {row[0] for row in connection.execute(INVARIANTS)}


def _second_case(noon: datetime) -> None:
    """A case that waits, with a sealed contact, and a notice of it."""
    room = Venue.objects.get()
    matter = voices.Matter(
        text="二组的自来水浑了三天",
        topic=Topic.WATER,
        channel=Channel.VENUE_PLATE,
        venue_id=room.pk,
        venue_name=room.name,
        division_code="532301101001",
        phone="13800000001",
        contact_name="王某",
    )
    with scope(Actor()):
        receipt = voices.receive_case(matter=matter, actor=Actor(), at=noon + timedelta(days=1))
        user = User.objects.get(login="ligf")
        notices.send(
            user_ids=[user.pk],
            key="event-1",
            kind="voices",
            title=receipt.number,
            url=f"/voices/{receipt.case_id}",
            at=noon,
        )


@pytest.fixture(scope="module")
def healthy(
    server: postgres.Server,
    template: str,
    django_db_setup: None,
    django_db_blocker: object,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[str]:
    """A database of its own in which the main line was carried through and committed."""
    name = f"test_invariants_{os.environ.get('PYTEST_XDIST_WORKER', 'main')}"
    with psycopg.connect(server.dsn(postgres.SUPERUSER, "postgres"), autocommit=True) as cluster:
        cluster.execute(
            "select pg_advisory_lock(4711)"
        )  # as conftest.clone: nobody else may use the template
        cluster.execute(f"drop database if exists {name} with (force)")
        cluster.execute(f"create database {name} template {template} owner lianxin_owner")
    key = create_key_file(tmp_path_factory.mktemp("vault") / "vault.key")
    with (
        override_settings(LIANXIN_JOBS="inline", LIANXIN_VAULT_PUBLIC_KEY=key),
        in_database(name, django_db_blocker),
    ):
        test_main_line.test_a_matter_is_carried_to_the_public_page(NOON)
        _second_case(NOON)
    return name


@pytest.fixture
def superuser(server: postgres.Server, healthy: str) -> Iterator[psycopg.Connection]:
    """Sees and changes everything; whatever it does is rolled back."""
    with psycopg.connect(server.dsn(postgres.SUPERUSER, healthy)) as connection:
        yield connection
        connection.rollback()


def test_a_healthy_database_breaks_nothing(superuser: psycopg.Connection) -> None:
    assert superuser.execute("select count(*) from voices_case").fetchone() == (2,)
    assert superuser.execute(INVARIANTS).fetchall() == []


def test_the_backup_role_sees_enough_and_the_application_role_is_told_that_it_does_not(
    server: postgres.Server, healthy: str
) -> None:
    with psycopg.connect(server.dsn("lianxin_backup", healthy)) as connection:
        assert broken(connection) == set()
    with psycopg.connect(server.dsn(postgres.SUPERUSER, healthy)) as connection:
        connection.execute("grant select on all tables in schema public to lianxin_app")
        connection.execute("set local role lianxin_app")
        assert "the role that runs this file does not see every row" in broken(connection)
        connection.rollback()


def corruption(rule: str, *statements: str) -> object:
    return pytest.param(rule, statements, id=rule)


@pytest.mark.parametrize(
    ("rule", "statements"),
    [
        corruption(
            "an open case has exactly one running clock",
            f"update voices_deadline set ended_at = now() where case_{OPEN}",
        ),
        corruption(
            "an open case has exactly one running clock",
            "drop index one_running_clock_per_case",
            "insert into voices_deadline select id + 1, kind, started_on, amount, unit, place, due_on, rule, calendar_version, "
            f"is_provisional, ended_at, case_id from voices_deadline where kind <> 'tier' and case_{OPEN}",
        ),
        corruption(
            "an ended case has no running clock",
            f"update voices_deadline set ended_at = null where id = (select max(id) from voices_deadline where kind <> 'tier' and case_{CLOSED})",
        ),
        corruption(
            "the due date on a case is its running clock's",
            f"update voices_case set due_on = due_on + 1 where {OPEN}",
        ),
        corruption(
            "a case has a tier clock exactly while a venue holds it, and says its day",
            "delete from voices_deadline where kind = 'tier'",
        ),
        corruption(
            "a case that goes with another one goes with an open main case, not with a voice",
            "alter table voices_case drop constraint case_merged_into_another",
            "update voices_case set state = 'merged', merged_into_id = id, tier_due_on = null, answered_at = null "
            f"where {OPEN}",
        ),
        corruption(
            "the running clock fits the state",
            f"update voices_deadline set kind = 'rate' where kind <> 'tier' and case_{OPEN}",
            f"update voices_case set due_kind = 'rate' where {OPEN}",
        ),
        corruption(
            "a case that waits or is in work has no outcome yet",
            "alter table voices_case drop constraint case_outcome_follows_state",
            f"update voices_case set outcome = 'county_unit' where {OPEN}",
        ),
        corruption(
            "a case not taken or withdrawn says so in its outcome",
            "alter table voices_case drop constraint case_outcome_follows_state",
            f"update voices_case set state = 'withdrawn', due_on = null, tier_due_on = null, closed_at = received_at "
            f"where {OPEN}",
        ),
        corruption(
            "nothing is answered, confirmed or rated before it is",
            "alter table voices_case drop constraint case_in_work_is_not_answered",
            f"update voices_case set answered_at = received_at where {OPEN}",
        ),
        corruption(
            "a rating has its date, its answer and its word together",
            f"update voices_case set satisfaction = '' where {CLOSED}",
        ),
        corruption(
            "nothing happens to a case before it is received or after it ended",
            f"update voices_case set closed_at = received_at where {CLOSED}",
        ),
        corruption(
            "a published case was closed with the citizen's consent",
            "alter table voices_case drop constraint case_published_is_complete_and_allowed",
            f"update voices_case set may_publish = false where {CLOSED}",
        ),
        corruption("what a case points to exists", f"update voices_case set venue_id = 0 where {OPEN}"),
        corruption(
            "a number is given once in a venue",
            "drop index case_number_once_per_venue",
            "update voices_case set number = 'x'",
        ),
        corruption(
            "a venue's day has given at least as many numbers as it has cases", "delete from voices_daynumber"
        ),
        corruption("every case has its query code", f"delete from voices_querycode where case_{OPEN}"),
        corruption(
            "a case has a sealed contact exactly when it says so",
            f"update voices_case set has_contact = false where {OPEN}",
        ),
        corruption(
            "a case has a sealed contact exactly when it says so", "truncate vault_sealeditem cascade"
        ),
        corruption("a sealed contact belongs to a case", "update vault_sealeditem set subject_id = 1"),
        corruption(
            "a case is received once in the journal, first of all",
            "alter table journal_entry disable trigger all",
            f"delete from journal_entry where event = 'voices.case.received' and subject_{OPEN}",
        ),
        corruption(
            "the journal's last word on a case is its state",
            "alter table voices_case disable trigger all",
            "alter table voices_case drop constraint case_confirmed_waits_for_rating",
            f"update voices_case set state = 'confirmed', due_on = '2030-01-01', closed_at = null, published_at = null where {CLOSED}",
        ),
        corruption(
            "each journal line of a case begins where the one before ended",
            "alter table journal_entry disable trigger all",
            "delete from journal_entry where event = 'voices.case.accepted'",
        ),
        corruption(
            "a journal line belongs to a case that exists",
            "insert into journal_entry (at, event, subject_kind, subject_id, division_code, actor_role, actor_place, source, "
            "before, after, reason, request_id) values (now(), 'voices.case.received', 'voices.case', 1, '', '', '', 'web', "
            "'', 'received', '', '')",
        ),
        corruption(
            "every move of a case stands in its timeline",
            "delete from voices_step where verb = 'confirm'",
        ),
        corruption(
            "nobody acts under a grant that is not valid",
            "update accounts_grant set revoked_at = valid_from, revoke_reason = '离任' where role = 'deputy'",
        ),
        corruption(
            "a notice reaches an account once",
            "alter table notices_notice drop constraint one_notice_per_event_and_user",
            "insert into notices_notice (user_id, key, kind, title, values, url, at) "
            "select user_id, key, kind, title, values, url, at from notices_notice",
        ),
        corruption(
            "a notice goes to an account that exists",
            "update notices_notice set user_id = 0 where key = 'event-1'",
        ),
        corruption(
            "a venue, or a deputy in it, has one valid plate",
            "insert into venues_plate (code, kind, venue_id, issued_at, revoke_reason) "
            "select code, 'venue', id, now(), '' from venues_venue, (values ('AAAAAA'), ('BBBBBB')) as codes(code)",
        ),
        corruption(
            "no job is given up",
            "insert into procrastinate_jobs (queue_name, task_name, status) values ('events', 'kit.deliver', 'failed')",
        ),
    ],
)
def test_a_corruption_is_named(superuser: psycopg.Connection, rule: str, statements: tuple[str, ...]) -> None:
    assert rule not in broken(superuser)
    for statement in statements:
        assert superuser.execute(statement).rowcount != 0, statement
    assert rule in broken(superuser)


def test_every_rule_of_the_file_is_broken_by_some_corruption() -> None:
    found = re.findall(r"^select '((?:[^']|'')+)' *(?:as|,)", INVARIANTS, re.MULTILINE)
    rules = {rule.replace("''", "'") for rule in found}
    marker = next(mark for mark in test_a_corruption_is_named.pytestmark if mark.name == "parametrize")
    tried = {param.values[0] for param in marker.args[1]}
    assert rules == tried | {"the role that runs this file does not see every row"}
