"""Writing to people, and asking again those who have not read."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, override

from lianxin.accounts import reads as accounts
from lianxin.attachments.actions import Held, attach_held
from lianxin.journal import actions as journal
from lianxin.kernel.actor import Actor
from lianxin.kernel.errors import DomainError, NotFound, TooMany
from lianxin.notices import access
from lianxin.notices.actions.sending import send
from lianxin.notices.models import Bulletin, Receipt
from lianxin.notices.profiles import next_reminder_at
from lianxin.notices.questions import Question
from lianxin.notices.words import FILES_OF, KIND_LABELS, MOST_FILES, BulletinKind, Stance
from lianxin.notices.workflow import UNREAD


@dataclass(frozen=True, slots=True)
class Letter:
    """What a sender says and asks for, as the form gives it."""

    kind: BulletinKind
    title: str
    text: str
    stance: Stance = Stance.NONE
    needs_receipt: bool = False
    needs_tick: bool = False
    asks_sign_up: bool = False
    questions: tuple[Question, ...] = ()
    places: int | None = None
    deadline_on: date | None = None
    event_at: datetime | None = None
    event_place: str = ""


@transaction.atomic
def send_bulletin(
    *,
    letter: Letter,
    user_ids: Iterable[int],
    audience: Iterable[str],
    actor: Actor,
    at: datetime,
    files: Sequence[Held] = (),
) -> int:
    """Send a bulletin to these accounts: a receipt and a notice for each; returns its id.

    The caller resolved the accounts within the sender's place, and shows that `files` were held for this
    sender. Accounts without a post now get none. A fixed
    number of statements, whatever the number of recipients. Raises NotAllowed, and DomainError when nobody is
    left, the last day has passed or there are too many files. Source: domain.md §9; ADR-0019 §7; ADR-0031.
    """
    sender_id = access.require_may_write(actor)
    recipients = accounts.contacts_of(user_ids, at=at)
    if not recipients:
        raise DomainError(_("选中的这些人里没有可以收通知的账号。请换一组收件人，或者请管理员先开通账号。"))
    if letter.deadline_on is not None and letter.deadline_on < timezone.localtime(at).date():
        raise DomainError(_("截止日期已经过去了，请改成今天或以后。"))
    if len(files) > MOST_FILES:
        raise DomainError(_("最多带 %(most)d 个附件，请去掉几个。") % {"most": MOST_FILES})
    bulletin = Bulletin(
        sender_user_id=sender_id, sender_name=actor.name, sender_post=accounts.post_of(actor),
        division_code=actor.place, kind=letter.kind.value, stance=letter.stance.value, title=letter.title,
        text=letter.text, audience=list(audience), questions=[q.as_json() for q in letter.questions],
        needs_receipt=letter.needs_receipt or letter.needs_tick, needs_tick=letter.needs_tick,
        asks_sign_up=letter.asks_sign_up or letter.kind == BulletinKind.SURVEY,
        deadline_on=letter.deadline_on, event_at=letter.event_at, event_place=letter.event_place, sent_at=at,
        places=letter.places, file_count=len(files),
    )  # fmt: skip
    bulletin.save(force_insert=True)
    Receipt.objects.bulk_create(
        Receipt(
            bulletin=bulletin, user_id=who.user_id, name=who.name, post=who.post, division_code=who.place,
            sender_user_id=sender_id, sender_place=actor.place,
        )
        for who in recipients.values()
    )  # fmt: skip
    attach_held(subject_kind=FILES_OF, subject_id=bulletin.pk, division_code=actor.place, files=files, at=at)
    _tell(bulletin, recipients, key=f"bulletin:{bulletin.pk}", at=at)
    journal.write(
        "notices.bulletin", bulletin.pk, "notices.bulletin.sent",
        actor=actor, at=at, division_code=actor.place, after=str(len(recipients)),
    )  # fmt: skip
    return bulletin.pk


def _tell(
    bulletin: Bulletin, user_ids: Iterable[int], *, key: str, at: datetime, again: bool = False
) -> None:
    with override(settings.LANGUAGE_CODE):
        kind = str(KIND_LABELS[bulletin.kind])
    title = gettext_noop("请看%(kind)s：%(title)s") if again else gettext_noop("%(kind)s：%(title)s")
    send(
        user_ids=user_ids,
        key=key,
        kind=bulletin.kind,
        title=title,
        values={"kind": kind, "title": bulletin.title},
        url=f"/bulletins/{bulletin.pk}",
        at=at,
    )


@transaction.atomic
def remind_unread(*, bulletin_id: int, actor: Actor, at: datetime) -> int:
    """Tell those who have not read a bulletin once more; returns how many.

    Raises NotFound, TooMany within the profile's hours since it was sent or last reminded, and DomainError
    when everybody has read it. Source: domain.md §9 (reminder ladder); ADR-0019 §7.
    """
    bulletin = access.bulletins_sent_by(actor).select_for_update().filter(pk=bulletin_id).first()
    if bulletin is None:
        raise NotFound(_("没有找到这条通知，请回到列表看看。"))
    access.require_may_write(actor)
    may_again_at = next_reminder_at(bulletin)
    if at < may_again_at:
        moment = timezone.localtime(may_again_at).strftime("%m-%d %H:%M")
        raise TooMany(_("刚提醒过，%(moment)s 以后可以再提醒。急事请打电话。") % {"moment": moment})
    unread = list(bulletin.receipts.filter(state__in=UNREAD).values_list("user_id", flat=True))
    if not unread:
        raise DomainError(_("所有人都已经读了，不用再提醒。"))
    bulletin.reminders += 1
    bulletin.reminded_at = at
    bulletin.save(update_fields=["reminders", "reminded_at"])
    _tell(bulletin, unread, key=f"bulletin:{bulletin.pk}:{bulletin.reminders}", at=at, again=True)
    journal.write(
        "notices.bulletin", bulletin.pk, "notices.bulletin.reminded",
        actor=actor, at=at, division_code=bulletin.division_code, after=str(len(unread)),
    )  # fmt: skip
    return len(unread)


@transaction.atomic
def note_export(*, bulletin_id: int, actor: Actor, at: datetime, answers: bool = False) -> None:
    """Write down that somebody took the list of those who have not read, or the answers. Raises NotFound."""
    bulletin = access.bulletins_sent_by(actor).filter(pk=bulletin_id).first()
    if bulletin is None:
        raise NotFound(_("没有找到这条通知，请回到列表看看。"))
    journal.write(
        "notices.bulletin", bulletin.pk,
        "notices.bulletin.answers_exported" if answers else "notices.bulletin.exported",
        actor=actor, at=at, division_code=bulletin.division_code,
    )  # fmt: skip
