"""Bulletins: the two boxes, the page of a recipient, the lists of a sender."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Q
from django.utils.translation import gettext as _

from lianxin.attachments import reads as attachments
from lianxin.attachments.reads import Item
from lianxin.kernel.actor import Actor
from lianxin.kernel.errors import NotFound
from lianxin.kit.paging import Cursor, Page
from lianxin.notices import access
from lianxin.notices.models import Bulletin, Receipt
from lianxin.notices.profiles import next_reminder_at
from lianxin.notices.questions import BETWEEN, Question, question_from
from lianxin.notices.words import FILES_OF, KIND_LABELS, STANCE_LABELS
from lianxin.notices.workflow import ANSWERED, RECEIPT_FLOW, UNREAD, ReceiptState


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


def received_rows(actor: Actor, cursor: Cursor) -> Page[BulletinRow]:
    """What was sent to the account, newest first. One query."""
    rows = cursor.window(access.receipts_of(actor).select_related("bulletin"))
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
    rows = cursor.window(access.bulletins_sent_by(actor))
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
class Asked:
    """One question, and what the reader answered ("" before)."""

    text: str
    kind: str
    options: tuple[str, ...]
    answer: str

    @property
    def chosen(self) -> frozenset[str]:
        """The options the reader chose."""
        return frozenset(self.answer.split(BETWEEN))


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
    questions: tuple[Asked, ...]
    places: int | None
    places_left: int | None
    files: tuple[Item, ...]
    own: Own | None
    counts: Counts | None
    may_remind_at: datetime
    reminders: int


def bulletin_page(actor: Actor, bulletin_id: int, *, today: date) -> BulletinPage:
    """One bulletin for a recipient or its sender's office. Two queries, three for the office.

    One more where it has files, one more where places are limited. Raises NotFound.
    """
    receipt = access.receipts_of(actor).select_related("bulletin").filter(bulletin_id=bulletin_id).first()
    sent = access.bulletins_sent_by(actor).filter(pk=bulletin_id).first()
    bulletin = sent or (receipt.bulletin if receipt else None)
    if bulletin is None:
        raise NotFound(_("没有找到这条通知，请回到列表看看。"))
    is_open = bulletin.deadline_on is None or today <= bulletin.deadline_on
    answers = receipt.answers if receipt else []
    left = _places_left(bulletin)
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
            Asked(q.text, q.kind.value, q.options, answers[number] if number < len(answers) else "")
            for number, q in enumerate(questions_of(bulletin))
        ),
        places=bulletin.places,
        places_left=left,
        files=attachments.items_of(FILES_OF, bulletin.pk) if bulletin.file_count else (),
        own=_own(receipt, bulletin, is_open=is_open, is_full=left == 0) if receipt else None,
        counts=_counts(bulletin) if sent else None,
        may_remind_at=next_reminder_at(bulletin),
        reminders=bulletin.reminders,
    )


def questions_of(bulletin: Bulletin) -> list[Question]:
    """The questions as they were asked."""
    return [question_from(kept) for kept in bulletin.questions]


def _places_left(bulletin: Bulletin) -> int | None:
    if bulletin.places is None:
        return None
    return max(0, bulletin.places - bulletin.spots.count())


def _own(receipt: Receipt, bulletin: Bulletin, *, is_open: bool, is_full: bool) -> Own:
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
        may_register=signing and not is_full and RECEIPT_FLOW.may("register", state),
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
