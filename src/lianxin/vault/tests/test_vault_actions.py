"""Seal, ask and erase as the application role: what the actions and the database refuse."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.db import DatabaseError, connection, transaction

from lianxin.journal.models import Entry
from lianxin.kernel.actor import ANONYMOUS
from lianxin.kernel.errors import DomainError, NotAllowed, NotFound
from lianxin.kit import events
from lianxin.kit.scope import scope
from lianxin.vault import actions, reads
from lianxin.vault.models import Reveal, SealedItem
from lianxin.vault.protocol import Refusal
from lianxin.vault.tests.conftest import LI, PHONE, WANG
from lianxin.vault.words import Purpose

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("key_file")]

AT = datetime(2026, 4, 28, 1, 30, tzinfo=UTC)
WHY = "核实路灯位置"
KIND = "vault_test"


def make_item() -> uuid.UUID:
    """One sealed phone number of subject 1."""
    return actions.seal(subject_kind=KIND, subject_id=1, kind="name_phone", text=PHONE, at=AT)


def ask(item_id: uuid.UUID, *, at: datetime = AT, reason: str = WHY) -> Reveal:
    """李代表 asks."""
    return actions.ask_reveal(item_id=item_id, purpose=Purpose.VERIFY, reason=reason, actor=LI, at=at)


def refused(sql: str, *params: object) -> str:
    """The database's answer to a statement it must refuse."""
    with pytest.raises(DatabaseError) as error, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, params)
    return str(error.value)


def test_sealing_keeps_no_readable_text_and_tells_only_that_it_exists() -> None:
    item_id = make_item()
    [row] = reads.items_of(KIND, 1)
    assert (row.id, row.kind, row.is_erased) == (item_id, "name_phone", False)
    assert reads.items_of(KIND, 2) == []


def test_the_application_role_cannot_read_what_it_sealed() -> None:
    item_id = make_item()
    for sql in (
        "select sealed from vault_sealeditem where id = %s",
        "select * from vault_sealeditem where id = %s",
        "update vault_sealeditem set sealed = '', erased_at = now() where id = %s returning sealed",
        """insert into vault_sealeditem select gen_random_uuid(), subject_kind, subject_id, kind, sealed, key_id,
        created_at, erased_at from vault_sealeditem where id = %s""",
    ):
        assert "permission denied" in refused(sql, item_id)
    with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
        _ = SealedItem.objects.get(id=item_id).sealed


def test_the_application_role_cannot_replace_or_remove_a_sealed_item() -> None:
    item_id = make_item()
    assert "row-level security" in refused("update vault_sealeditem set sealed = 'x' where id = %s", item_id)
    assert "permission denied" in refused("update vault_sealeditem set key_id = 'x' where id = %s", item_id)
    assert "permission denied" in refused("delete from vault_sealeditem where id = %s", item_id)


def test_a_look_cannot_be_changed_removed_or_asked_in_another_name() -> None:
    item_id = make_item()
    with scope(LI):
        reveal = ask(item_id)
        assert "permission denied" in refused(
            "update vault_reveal set opened_at = now() where id = %s", reveal.id
        )
        assert "permission denied" in refused("delete from vault_reveal where id = %s", reveal.id)
    with scope(WANG), pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
        ask(item_id)


def test_asking_gives_a_ticket_for_a_day_and_is_journalled_and_shown_without_personal_data() -> None:
    item_id = make_item()
    with scope(LI):
        reveal = actions.ask_reveal(
            item_id=item_id, purpose=Purpose.VERIFY, reason=WHY, actor=LI, at=AT, division_code="532301002"
        )
        [look] = reads.looks_at(KIND, 1)
    assert reveal.expires_at == AT + timedelta(hours=24)
    assert (look.name, look.role, look.place, look.purpose, look.asked_at, look.opened_at) == (
        "李代表",
        "deputy",
        "532301001",
        "联系群众核实情况",
        AT,
        None,
    )


def test_the_journal_line_names_the_purpose_and_nothing_personal(monkeypatch: pytest.MonkeyPatch) -> None:
    lines: list[Entry] = []
    monkeypatch.setattr(Entry.objects, "bulk_create", lambda entries, **_: lines.extend(entries))
    item_id = make_item()
    with scope(LI):
        ask(item_id)
        actions.erase(item_id=item_id, actor=LI, at=AT, reason="群众要求删除")
    looked, erased = lines
    assert (looked.event, looked.subject_kind, looked.subject_id) == ("vault.item.revealed", KIND, 1)
    assert (looked.reason, looked.after) == ("联系群众核实情况", "verify")
    assert erased.event == "vault.item.erased"
    assert "1380" not in repr([vars(line) for line in lines])


@pytest.mark.parametrize("reason", ["", "  ", "看一看", " 看一 "])
def test_asking_needs_a_reason_of_four_characters(reason: str) -> None:
    item_id = make_item()
    with scope(LI), pytest.raises(DomainError, match="至少 4 个字"):
        ask(item_id, reason=reason)


def test_asking_needs_a_person_a_listed_purpose_and_an_item() -> None:
    item_id = make_item()
    with pytest.raises(NotAllowed):
        actions.ask_reveal(item_id=item_id, purpose=Purpose.VISIT, reason=WHY, actor=ANONYMOUS, at=AT)
    with scope(LI), pytest.raises(ValueError, match="curious"):
        actions.ask_reveal(item_id=item_id, purpose=Purpose("curious"), reason=WHY, actor=LI, at=AT)
    with scope(LI), pytest.raises(NotFound):
        ask(uuid.uuid4())


def test_the_sixth_look_within_a_day_is_marked_and_told(monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[events.Event] = []
    monkeypatch.setattr(events, "publish", told.append)
    item_id = make_item()
    with scope(LI):
        marks = [ask(item_id, at=AT + timedelta(minutes=n)).is_unusual for n in range(6)]
        assert marks == [False] * 5 + [True]
        [event] = told
        assert (event.user_id, event.count_24h) == (LI.user_id, 6)  # type: ignore[attr-defined] # RevealsUnusual
        assert not ask(item_id, at=AT + timedelta(hours=25)).is_unusual


def test_erasing_leaves_nothing_to_open_but_keeps_the_looks_and_may_be_done_twice() -> None:
    item_id = make_item()
    with scope(LI):
        ask(item_id)
        actions.erase(item_id=item_id, actor=LI, at=AT, reason="办结满两年")
        actions.erase(item_id=item_id, actor=LI, at=AT + timedelta(days=1), reason="办结满两年")
        [row] = reads.items_of(KIND, 1)
        assert row.erased_at == AT
        assert len(reads.looks_at(KIND, 1)) == 1
        with pytest.raises(actions.VaultRefused) as error:
            ask(item_id)
    assert error.value.code is Refusal.ERASED


def test_without_a_public_key_nothing_is_sealed(settings: pytest.FixtureRequest) -> None:
    settings.LIANXIN_VAULT_PUBLIC_KEY = ""  # type: ignore[attr-defined] # pytest-django's settings
    with pytest.raises(DomainError, match="公钥"):
        make_item()


def test_a_ticket_opens_for_its_owner_only_and_says_so_when_the_vault_is_down(socket_path: Path) -> None:
    item_id = make_item()
    assert not socket_path.exists()
    with scope(LI):
        ticket = ask(item_id).id
        assert reads.ticket_of(ticket, user_id=WANG.user_id or 0) is None
        own = reads.ticket_of(ticket, user_id=LI.user_id or 0)
        assert own is not None
        assert (own.subject_kind, own.subject_id) == (KIND, 1)
        with pytest.raises(NotFound):
            actions.open_reveal(ticket=ticket, actor=WANG)
        with pytest.raises(actions.VaultUnavailable, match="没有应答"):
            actions.open_reveal(ticket=ticket, actor=LI)
