"""Seal, ask, open, erase.

Who may ask is decided by the calling room (for a citizen's phone: `voices.access`) before it calls here:
the vault knows no cases. It demands a purpose and a reason, writes them down, and lets nobody take them back.
"""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta
from functools import lru_cache

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from lianxin.journal import actions as journal
from lianxin.kernel.actor import Actor
from lianxin.kernel.errors import DomainError, NotAllowed, NotFound
from lianxin.kit import events
from lianxin.vault.asking import VaultRefused, VaultUnavailable, ask_daemon
from lianxin.vault.events import RevealsUnusual
from lianxin.vault.models import REASON_MIN_CHARS, TICKET_LIFE, Reveal, SealedItem
from lianxin.vault.protocol import SENTENCES, Refusal
from lianxin.vault.sealing import AgeX25519Sealer, Provider, pack
from lianxin.vault.telling import agree, ask_errand, run_due, withdraw
from lianxin.vault.words import Purpose, label_of

__all__ = [
    "VaultRefused",
    "VaultUnavailable",
    "agree",
    "ask_errand",
    "ask_reveal",
    "erase",
    "open_reveal",
    "run_due",
    "seal",
    "withdraw",
]

# Source: shared security paper §3: the sixth look within a day is reported to the audit administrator.
USUAL_PER_DAY = 5


@transaction.atomic
def seal(*, subject_kind: str, subject_id: int, kind: str, text: str, at: datetime) -> uuid.UUID:
    """Encrypt `text` to the vault's public key and keep it for the subject; returns the item's id.

    The caller journals its own action. Raises DomainError when no public key is configured.
    """
    item = SealedItem(subject_kind=subject_kind, subject_id=subject_id, kind=kind, created_at=at)
    sealer = _sealer()
    item.key_id, item.sealed = sealer.key_id, sealer.seal(pack(item.id, text))
    item.save(force_insert=True)
    return item.id


@transaction.atomic
def ask_reveal(
    *, item_id: uuid.UUID, purpose: Purpose, reason: str, actor: Actor, at: datetime, division_code: str = ""
) -> Reveal:
    """Give `actor` a ticket to open the item during 24 hours; the subject will see who, why and when.

    `division_code` is the subject's place for the journal (the actor's own when empty).
    The sixth and every further ticket within 24 hours is marked and tells `RevealsUnusual`.
    Raises NotAllowed without a signed-in person, NotFound, and DomainError for an erased item or a
    reason too short. The ticket opens only after this transaction has committed.
    """
    item = _lock(item_id)
    if not actor.is_signed_in or actor.user_id is None:
        raise NotAllowed(_("请先登录，再申请查看联系方式。"))
    reason = reason.strip()
    if len(reason) < REASON_MIN_CHARS:
        raise DomainError(_("请写明查看原因，至少 4 个字。查看记录会告知群众本人。"))
    if item.erased_at is not None:
        raise VaultRefused(Refusal.ERASED)
    asked_before = Reveal.objects.filter(
        by_user_id=actor.user_id, asked_at__gt=at - timedelta(hours=24), asked_at__lte=at
    ).count()
    reveal = Reveal(
        item=item,
        purpose=Purpose(purpose).value,
        reason=reason,
        by_user_id=actor.user_id,
        by_name=actor.name,
        by_role=actor.role.value,
        by_place=actor.place,
        asked_at=at,
        expires_at=at + TICKET_LIFE,
        is_unusual=asked_before >= USUAL_PER_DAY,
    )
    reveal.save(force_insert=True)
    journal.write(
        item.subject_kind,
        item.subject_id,
        "vault.item.revealed",
        actor=actor,
        at=at,
        division_code=division_code or actor.place,
        after=purpose.value,
        reason=label_of(purpose),
    )
    if reveal.is_unusual:
        events.publish(
            RevealsUnusual(
                reveal_id=str(reveal.id), user_id=actor.user_id, place=actor.place, count_24h=asked_before + 1
            )
        )
    return reveal


def open_reveal(*, ticket: uuid.UUID, actor: Actor) -> str:
    """The text behind a ticket, from the vault process; the first opening is stamped there.

    The ticket must be the actor's own and committed before (ask in one request, open in the next). Stamping
    is a write: call it from a POST, and never store, log or cache the text.
    Raises NotFound, VaultRefused (expired, erased, …) and VaultUnavailable.
    """
    if actor.user_id is None or not Reveal.objects.filter(id=ticket, by_user_id=actor.user_id).exists():
        raise NotFound(_(SENTENCES[Refusal.UNKNOWN]))
    answer = ask_daemon({"ticket": str(ticket)})
    text = answer.get("text")
    if isinstance(text, str):
        return text
    code = answer.get("code")
    refusal = next((known for known in Refusal if known.value == code), Refusal.DOWN)
    if refusal in {Refusal.BUSY, Refusal.DATABASE, Refusal.DOWN}:
        raise VaultUnavailable(refusal)
    raise VaultRefused(refusal)


@transaction.atomic
def erase(*, item_id: uuid.UUID, actor: Actor, at: datetime, reason: str, division_code: str = "") -> None:
    """Overwrite the sealed bytes with nothing; who looked stays on record. Doing it twice changes nothing.

    Source: LAW-PIPL §47 (delete when the purpose is reached or consent withdrawn).
    """
    item = _lock(item_id)
    if item.erased_at is not None:
        return
    item.sealed, item.erased_at = b"", at
    item.save(update_fields=["sealed", "erased_at"])
    journal.write(
        item.subject_kind,
        item.subject_id,
        "vault.item.erased",
        actor=actor,
        at=at,
        division_code=division_code or actor.place,
        reason=reason,
    )


def _lock(item_id: uuid.UUID) -> SealedItem:
    item = SealedItem.objects.select_for_update().filter(id=item_id).first()
    if item is None:
        raise NotFound(_("没有找到这份联系方式。请返回办件页面。"))
    return item


@lru_cache(maxsize=4)
def _sealer_of(public_key: str) -> Provider:
    return AgeX25519Sealer(public_key)


def _sealer() -> Provider:
    if not settings.LIANXIN_VAULT_PUBLIC_KEY:
        raise DomainError(
            _("保管服务还没有配置公钥，暂时不能留联系方式。您可以不留电话继续提交，凭查询码查结果。")
        )
    return _sealer_of(settings.LIANXIN_VAULT_PUBLIC_KEY)
