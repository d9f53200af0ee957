"""What the sender's office sees of its recipients: the three lists, the call sheet, the answers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from lianxin.accounts import reads as accounts
from lianxin.kernel.actor import Actor
from lianxin.kernel.errors import NotFound
from lianxin.kit.paging import Cursor, Page
from lianxin.notices import access
from lianxin.notices.bulletin_reads import questions_of
from lianxin.notices.models import Receipt
from lianxin.notices.questions import Question
from lianxin.notices.workflow import ANSWERED, RECEIPT_FLOW, UNREAD, ReceiptState

LISTS = {"unread": UNREAD, "read": frozenset({ReceiptState.READ}), "answered": ANSWERED}


@dataclass(frozen=True, slots=True)
class ReceiptRow:
    """One recipient in a list of the sender."""

    id: int
    name: str
    post: str
    code: str
    state: str
    at: datetime | None
    reason: str
    answers: tuple[str, ...]
    downloaded_at: datetime | None


def _receipts(actor: Actor, bulletin_id: int, which: str) -> QuerySet[Receipt]:
    """Receipts of one list of a bulletin that the actor's office sent; none for anybody else."""
    theirs = access.bulletins_sent_by(actor).filter(pk=bulletin_id)
    return Receipt.objects.filter(bulletin__in=theirs, state__in=LISTS[which])


def receipt_rows(actor: Actor, bulletin_id: int, which: str, cursor: Cursor) -> Page[ReceiptRow]:
    """One of the three lists: "unread", "read" or "answered". One query."""
    return cursor.page([_receipt_row(r) for r in cursor.window(_receipts(actor, bulletin_id, which))])


def _receipt_row(receipt: Receipt) -> ReceiptRow:
    at = receipt.answered_at or receipt.read_at or receipt.delivered_at
    label = RECEIPT_FLOW.states[receipt.state].label
    return ReceiptRow(
        receipt.pk, receipt.name, receipt.post, receipt.state, label, at, receipt.reason,
        tuple(receipt.answers), receipt.downloaded_at,
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Answers:
    """What was asked, and everybody's answers."""

    questions: tuple[Question, ...]
    rows: tuple[ReceiptRow, ...]


def answers_of(actor: Actor, bulletin_id: int) -> Answers:
    """Everybody who answered a bulletin of the actor's office, by place and name. Two queries.

    Raises NotFound.
    """
    bulletin = access.bulletins_sent_by(actor).filter(pk=bulletin_id).first()
    if bulletin is None:
        raise NotFound(_("没有找到这条通知，请回到列表看看。"))
    answered = _receipts(actor, bulletin_id, "answered").order_by("division_code", "name", "id")
    return Answers(tuple(questions_of(bulletin)), tuple(_receipt_row(r) for r in answered))


@dataclass(frozen=True, slots=True)
class Call:
    """One line of the call sheet."""

    name: str
    post: str
    phone: str


def call_sheet(actor: Actor, bulletin_id: int, *, at: datetime) -> list[Call]:
    """Whom to ring up: everybody who has not read it, by name as they were sent it. Two queries."""
    unread = list(_receipts(actor, bulletin_id, "unread").order_by("division_code", "name", "id"))
    phones = accounts.contacts_of([receipt.user_id for receipt in unread], at=at)
    return [Call(r.name, r.post, phones[r.user_id].phone if r.user_id in phones else "") for r in unread]
