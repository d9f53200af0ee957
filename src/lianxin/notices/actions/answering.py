"""What a recipient does with a bulletin: read, confirm, sign up, decline. Each only for the own account."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from lianxin.journal import actions as journal
from lianxin.kernel.actor import Actor
from lianxin.kernel.errors import DomainError, NotFound
from lianxin.kernel.text import clean
from lianxin.notices import access
from lianxin.notices.actions.spots import give_back_spot, take_spot
from lianxin.notices.models import Receipt
from lianxin.notices.questions import fitting, question_from
from lianxin.notices.workflow import RECEIPT_FLOW, UNREAD, ReceiptState


def _lock(bulletin_id: int, actor: Actor) -> Receipt:
    own = access.receipts_of(actor).select_related("bulletin").select_for_update(of=("self",))
    receipt = own.filter(bulletin_id=bulletin_id).first()
    if receipt is None:
        raise NotFound(_("没有找到这条通知，请回到列表看看。"))
    return receipt


def _answer(receipt: Receipt, verb: str, *, actor: Actor, at: datetime) -> None:
    """Move, stamp, save, journal. Reading is implied by answering."""
    before, receipt.state = receipt.state, RECEIPT_FLOW.next_state(receipt.state, verb)
    receipt.read_at, receipt.answered_at = receipt.read_at or at, at
    receipt.save(update_fields=["state", "read_at", "answered_at", "reason", "answers"])
    event = f"notices.receipt.{receipt.state}"
    journal.write(
        "notices.bulletin", receipt.bulletin_id, event, actor=actor, at=at,
        division_code=receipt.sender_place, before=before, after=receipt.state,
    )  # fmt: skip


@transaction.atomic
def read_bulletin(*, bulletin_id: int, actor: Actor, at: datetime) -> None:
    """Note that the account has opened it; again, or after an answer, it changes nothing. Raises NotFound."""
    receipt = _lock(bulletin_id, actor)
    if receipt.state not in UNREAD:
        return
    receipt.state, receipt.read_at = RECEIPT_FLOW.next_state(receipt.state, "read"), at
    receipt.save(update_fields=["state", "read_at"])


@transaction.atomic
def confirm_bulletin(*, bulletin_id: int, ticked: bool, actor: Actor, at: datetime) -> None:
    """Confirm having read it. A second time changes nothing.

    Raises NotFound, and DomainError when no receipt is asked for or the tick it asks for is missing.
    """
    receipt = _lock(bulletin_id, actor)
    if receipt.state == ReceiptState.CONFIRMED:
        return
    if not receipt.bulletin.needs_receipt or receipt.bulletin.asks_sign_up:
        raise DomainError(_("这条通知不用确认，看过就行。"))
    if receipt.bulletin.needs_tick and not ticked:
        raise DomainError(_("请先勾选“我已经看完，明白内容”，再确认。"))
    _answer(receipt, "confirm", actor=actor, at=at)


@transaction.atomic
def sign_up(*, bulletin_id: int, answers: Sequence[str], actor: Actor, at: datetime) -> None:
    """Sign up, or send in the questionnaire, until its last day.

    Raises NotFound, MoveNotAllowed when done already, and DomainError when nothing of the kind is asked
    for, the last day has passed, an answer is missing or does not fit, or all places are taken.
    """
    receipt = _lock(bulletin_id, actor)
    _require_open(receipt, at)
    said = fitting([question_from(kept) for kept in receipt.bulletin.questions], answers)
    RECEIPT_FLOW.next_state(receipt.state, "register")
    take_spot(receipt)
    receipt.answers, receipt.reason = said, ""
    _answer(receipt, "register", actor=actor, at=at)


@transaction.atomic
def decline_bulletin(*, bulletin_id: int, reason: str, actor: Actor, at: datetime) -> None:
    """Say that one does not take part, and why, until the last day. Raises like `sign_up`."""
    receipt = _lock(bulletin_id, actor)
    _require_open(receipt, at)
    reason = clean(reason)
    if not reason:
        raise DomainError(_("请写一下不参加的原因，几个字就行。"))
    RECEIPT_FLOW.next_state(receipt.state, "decline")
    give_back_spot(receipt)
    receipt.answers, receipt.reason = [], reason[:200]
    _answer(receipt, "decline", actor=actor, at=at)


def _require_open(receipt: Receipt, at: datetime) -> None:
    if not receipt.bulletin.asks_sign_up:
        raise DomainError(_("这条通知不用报名，看过就行。"))
    last = receipt.bulletin.deadline_on
    if last is not None and timezone.localtime(at).date() > last:
        raise DomainError(_("报名截止了。还想参加或者不能参加，请直接打电话告诉发通知的人。"))
