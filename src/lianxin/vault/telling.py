"""Consent to messages, and the errands that carry them: agree, take back, ask, have done.

Which room asks for what is decided there: this one knows no cases. Nothing here ever holds the number.
Source: ADR-0035.
"""

from __future__ import annotations

import uuid
from datetime import datetime

from django.db import transaction

from lianxin.journal import actions as journal
from lianxin.kernel.actor import Actor
from lianxin.vault.asking import VaultUnavailable, ask_daemon
from lianxin.vault.models import TICKET_LIFE, Consent, Errand
from lianxin.vault.protocol import Ended, Refusal
from lianxin.vault.words import Errands

_DUE_AT_ONCE = 2000


@transaction.atomic
def agree(
    *, item_id: uuid.UUID, purpose: Errands, via: str, actor: Actor, at: datetime, division_code: str
) -> None:
    """The owner agrees to this one purpose. Agreeing twice changes nothing. Source: LAW-PIPL §13, §14."""
    standing = Consent.objects.filter(item_id=item_id, purpose=purpose, withdrawn_at=None)
    if standing.exists():
        return
    consent = Consent(item_id=item_id, purpose=purpose.value, via=via, agreed_at=at)
    consent.save(force_insert=True)
    _note(consent, "given", actor=actor, at=at, division_code=division_code)


@transaction.atomic
def withdraw(
    *, subject_kind: str, subject_id: int, purpose: Errands, actor: Actor, at: datetime, division_code: str
) -> bool:
    """The owner takes consent back: whatever has not been handed over is not sent. False when none stood.

    Source: LAW-PIPL §15 (as easily as it was given).
    """
    standing = Consent.objects.select_for_update(of=("self",)).filter(
        item__subject_kind=subject_kind, item__subject_id=subject_id, purpose=purpose, withdrawn_at=None
    )
    found = list(standing)
    for consent in found:
        consent.withdrawn_at = at
        consent.save(update_fields=["withdrawn_at"])
        _note(consent, "withdrawn", actor=actor, at=at, division_code=division_code)
    return bool(found)


def _note(consent: Consent, word: str, *, actor: Actor, at: datetime, division_code: str) -> None:
    item = consent.item
    journal.write(
        item.subject_kind, item.subject_id, f"vault.consent.{word}",
        actor=actor, at=at, division_code=division_code, after=consent.purpose,
    )  # fmt: skip


@transaction.atomic
def ask_errand(
    *, subject_kind: str, subject_id: int, purpose: Errands, key: str, not_before: datetime, at: datetime
) -> int:
    """Have those told who agreed; how many were asked for, 0 when nobody agreed. Two queries.

    The same key again changes nothing, and neither does another one while a message still waits.
    """
    standing = Consent.objects.filter(
        item__subject_kind=subject_kind,
        item__subject_id=subject_id,
        item__erased_at=None,
        purpose=purpose,
        withdrawn_at=None,
    )
    errands = [
        Errand(
            consent_id=consent_id, key=key, asked_at=at, not_before=not_before,
            expires_at=not_before + TICKET_LIFE,
        )
        for consent_id in standing.values_list("pk", flat=True)
    ]  # fmt: skip
    if errands:
        Errand.objects.bulk_create(errands, ignore_conflicts=True)
    return len(errands)


def run_due(*, at: datetime) -> int:
    """Ask the vault to do what is due, oldest first; how many ended. Stops when the vault is away.

    Holds no lock while it asks: the vault locks the errand, and asking twice has one effect.
    """
    due = Errand.objects.filter(ended_at=None, not_before__lte=at).order_by("not_before", "id")
    ended = 0
    for errand_id in list(due.values_list("id", flat=True)[:_DUE_AT_ONCE]):
        answer = _answer_for(errand_id)
        if answer in {Refusal.DOWN, Refusal.NO_SPOOL, Refusal.DATABASE}:
            break
        ended += answer in set(Ended)
    return ended


def _answer_for(errand_id: uuid.UUID) -> str:
    try:
        answer = ask_daemon({"errand": str(errand_id)})
    except VaultUnavailable as away:
        return away.code
    return str(answer.get("ended") or answer.get("code") or Refusal.DOWN)
