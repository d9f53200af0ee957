"""Bulletins: the two boxes, the page of a recipient, the lists of a sender."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from io import StringIO
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _

from lianxin.accounts import reads as accounts
from lianxin.kernel.actor import Actor
from lianxin.kernel.errors import NotFound
from lianxin.kit.paging import Cursor, Page
from lianxin.notices import access
from lianxin.notices.models import Bulletin, Receipt
from lianxin.notices.profiles import next_reminder_at
from lianxin.notices.words import KIND_LABELS, STANCE_LABELS
from lianxin.notices.workflow import ANSWERED, RECEIPT_FLOW, UNREAD, ReceiptState

# A cell that begins like a formula would be run by a spreadsheet. Source: shared security paper T20.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
LISTS = {"unread": UNREAD, "read": frozenset({ReceiptState.READ}), "answered": ANSWERED}


@dataclass(frozen=True, slots=True)
class BulletinRow:
    """One bulletin in a box. Out: `read` of `total` have read it. In: `state` in words, the page's tone."""

    id: int
    bulletin_id: int
    kind: str
    title: str
    sender: str
    at: datetime
    deadline_on: date | None
    read: int
    total: int
    state: str


def _paged(found: QuerySet[Any], cursor: Cursor) -> list[Any]:
    """One more row than the page holds, from the cursor on."""
    if cursor.after is not None:
        found = found.filter(id__gt=cursor.after).order_by("id")
    else:
        found = found.order_by("-id")
        if cursor.before is not None:
            found = found.filter(id__lt=cursor.before)
    return list(found[: cursor.size + 1])


def received_rows(actor: Actor, cursor: Cursor) -> Page[BulletinRow]:
    """What was sent to the account, newest first. One query."""
    rows = _paged(access.receipts_of(actor).select_related("bulletin"), cursor)
    return cursor.page(
        [
            BulletinRow(
                r.pk, r.bulletin_id, str(KIND_LABELS[r.bulletin.kind]), r.bulletin.title,
                r.bulletin.sender_post or r.bulletin.sender_name, r.bulletin.sent_at, r.bulletin.deadline_on,
                0, 0, _("未读") if r.state in UNREAD else RECEIPT_FLOW.states[r.state].label,
            )
            for r in rows
        ]
    )  # fmt: skip


def sent_rows(actor: Actor, cursor: Cursor) -> Page[BulletinRow]:
    """What the actor's office sent, newest first, with how many have read it. Two queries."""
    rows = _paged(access.bulletins_sent_by(actor), cursor)
    counts = _counts_by_bulletin(row.pk for row in rows)
    return cursor.page(
        [
            BulletinRow(
                b.pk, b.pk, str(KIND_LABELS[b.kind]), b.title, b.sender_name, b.sent_at, b.deadline_on,
                *counts.get(b.pk, (0, 0)), "",
            )
            for b in rows
        ]
    )  # fmt: skip


def _counts_by_bulletin(ids: Iterable[int]) -> dict[int, tuple[int, int]]:
    found = Receipt.objects.filter(bulletin_id__in=list(ids)).values_list("bulletin_id")
    counted = found.annotate(read=Count("id", filter=~Q(state__in=UNREAD)), total=Count("id"))
    return {bulletin: (read, total) for bulletin, read, total in counted}


@dataclass(frozen=True, slots=True)
class Question:
    """One question, and what the reader answered ("" before)."""

    text: str
    answer: str


@dataclass(frozen=True, slots=True)
class Own:
    """The reader's own receipt. `may_…`: which forms the page offers; `is_unread`: not yet noted as read."""

    state: str
    label: str
    read_at: datetime | None
    answered_at: datetime | None
    reason: str
    is_unread: bool
    may_confirm: bool
    may_register: bool
    may_decline: bool


@dataclass(frozen=True, slots=True)
class Counts:
    """The three lists, and what stands in the third."""

    unread: int
    read: int
    answered: int
    registered: int
    declined: int

    @property
    def total(self) -> int:
        """Everybody it was sent to."""
        return self.unread + self.read + self.answered

    @property
    def seen(self) -> int:
        """Everybody who has read it, answered or not."""
        return self.read + self.answered


@dataclass(frozen=True, slots=True)
class BulletinPage:
    """A bulletin with what this reader may do: `own` for a recipient, `counts` for the sender's office."""

    id: int
    kind: str
    stance: str
    title: str
    text: str
    sender: str
    sent_at: datetime
    deadline_on: date | None
    event_at: datetime | None
    event_place: str
    audience: tuple[str, ...]
    needs_receipt: bool
    needs_tick: bool
    asks_sign_up: bool
    is_open: bool
    questions: tuple[Question, ...]
    own: Own | None
    counts: Counts | None
    may_remind_at: datetime
    reminders: int


def bulletin_page(actor: Actor, bulletin_id: int, *, today: date) -> BulletinPage:
    """One bulletin for a recipient or its sender's office. Two queries, three for the office.

    Raises NotFound.
    """
    receipt = access.receipts_of(actor).select_related("bulletin").filter(bulletin_id=bulletin_id).first()
    sent = access.bulletins_sent_by(actor).filter(pk=bulletin_id).first()
    bulletin = sent or (receipt.bulletin if receipt else None)
    if bulletin is None:
        raise NotFound(_("没有找到这条通知，请回到列表看看。"))
    is_open = bulletin.deadline_on is None or today <= bulletin.deadline_on
    answers = receipt.answers if receipt else []
    return BulletinPage(
        id=bulletin.pk,
        kind=str(KIND_LABELS[bulletin.kind]),
        stance=str(STANCE_LABELS[bulletin.stance]) if bulletin.stance else "",
        title=bulletin.title,
        text=bulletin.text,
        sender="，".join(filter(None, (bulletin.sender_post, bulletin.sender_name))),
        sent_at=bulletin.sent_at,
        deadline_on=bulletin.deadline_on,
        event_at=bulletin.event_at,
        event_place=bulletin.event_place,
        audience=tuple(bulletin.audience),
        needs_receipt=bulletin.needs_receipt,
        needs_tick=bulletin.needs_tick,
        asks_sign_up=bulletin.asks_sign_up,
        is_open=is_open,
        questions=tuple(
            Question(text, answers[number] if number < len(answers) else "")
            for number, text in enumerate(bulletin.questions)
        ),
        own=_own(receipt, bulletin, is_open=is_open) if receipt else None,
        counts=_counts(bulletin) if sent else None,
        may_remind_at=next_reminder_at(bulletin),
        reminders=bulletin.reminders,
    )


def _own(receipt: Receipt, bulletin: Bulletin, *, is_open: bool) -> Own:
    state = receipt.state
    signing = bulletin.asks_sign_up and is_open
    return Own(
        state=state,
        label=_("未读") if state in UNREAD else RECEIPT_FLOW.states[state].label,
        read_at=receipt.read_at,
        answered_at=receipt.answered_at,
        reason=receipt.reason,
        is_unread=state in UNREAD,
        may_confirm=bulletin.needs_receipt
        and not bulletin.asks_sign_up
        and RECEIPT_FLOW.may("confirm", state),
        may_register=signing and RECEIPT_FLOW.may("register", state),
        may_decline=signing and RECEIPT_FLOW.may("decline", state),
    )


def _counts(bulletin: Bulletin) -> Counts:
    by_state: dict[str, int] = dict(bulletin.receipts.values_list("state").annotate(Count("id")))

    def of(states: Iterable[str]) -> int:
        return sum(by_state.get(str(state), 0) for state in states)

    return Counts(
        of(UNREAD), of([ReceiptState.READ]), of(ANSWERED),
        of([ReceiptState.REGISTERED]), of([ReceiptState.DECLINED]),
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class ReceiptRow:
    """One recipient in a list of the sender."""

    id: int
    name: str
    post: str
    state: str
    at: datetime | None
    reason: str
    answers: tuple[str, ...]


def _receipts(actor: Actor, bulletin_id: int, which: str) -> QuerySet[Receipt]:
    """Receipts of one list of a bulletin that the actor's office sent; none for anybody else."""
    theirs = access.bulletins_sent_by(actor).filter(pk=bulletin_id)
    return Receipt.objects.filter(bulletin__in=theirs, state__in=LISTS[which])


def receipt_rows(actor: Actor, bulletin_id: int, which: str, cursor: Cursor) -> Page[ReceiptRow]:
    """One of the three lists: "unread", "read" or "answered". One query."""
    return cursor.page([_receipt_row(r) for r in _paged(_receipts(actor, bulletin_id, which), cursor)])


def _receipt_row(receipt: Receipt) -> ReceiptRow:
    at = receipt.answered_at or receipt.read_at or receipt.delivered_at
    label = RECEIPT_FLOW.states[receipt.state].label
    return ReceiptRow(
        receipt.pk, receipt.name, receipt.post, label, at, receipt.reason, tuple(receipt.answers)
    )


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


def unread_lines(calls: Iterable[Call]) -> Iterator[str]:
    """The call sheet as CSV lines for a spreadsheet: byte-order mark, inert cells."""
    yield "\ufeff" + _line([_("姓名"), _("职务"), _("电话")])
    for call in calls:
        yield _line([call.name, call.post, call.phone])


def _line(cells: list[str]) -> str:
    buffer = StringIO()
    csv.writer(buffer).writerow([f"'{cell}" if cell.startswith(_FORMULA) else cell for cell in cells])
    return buffer.getvalue()
