"""The dates of an account's own bulletins, and the account behind a secret address."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from lianxin.accounts import reads as accounts
from lianxin.kernel.actor import Actor
from lianxin.kernel.errors import NotFound
from lianxin.notices import access, feeds
from lianxin.notices.feeds import Dated, hash_of
from lianxin.notices.models import CalendarAddress
from lianxin.notices.workflow import ANSWERED, ReceiptState

# How far back a calendar reaches, and how many bulletins it holds at most.
_BACK = timedelta(days=60)
_MOST = 300


@dataclass(frozen=True, slots=True)
class Subscription:
    """Whether the account has an address, and since when."""

    made_at: datetime | None


def subscription_of(actor: Actor) -> Subscription:
    """The account's own address, without its secret. One query."""
    found = (
        CalendarAddress.objects.filter(user_id=actor.user_id or 0).values_list("made_at", flat=True).first()
    )
    return Subscription(found)


def reader_of(secret: str, *, at: datetime) -> Actor:
    """The account behind an address, in its oldest valid post; without a post it has no calendar any more.

    Three queries. Raises NotFound.
    """
    found = (
        CalendarAddress.objects.filter(secret_hash=hash_of(secret)).values_list("user_id", flat=True).first()
    )
    user = accounts.user_by_id(found) if found is not None else None
    grants = accounts.valid_grants(user.pk, at=at) if user is not None and user.is_active else []
    if user is None or not grants:
        raise NotFound(_("这个日历地址已经停用了。请在“怎样告诉我”里换一个新的。"))
    return accounts.actor_from(user, grants[0], source="calendar")


def calendar_of(actor: Actor, *, at: datetime) -> bytes:
    """The whole file: everything that rooms tell of this account's dates."""
    since = timezone.localtime(at).date() - _BACK
    return feeds.calendar_file(_("连心桥"), feeds.dates_of(actor, since=since), at=at)


def dates_of_bulletins(actor: Actor, *, since: date) -> Iterator[Dated]:
    """Meetings one was invited to and did not decline, last days of what is still to be answered. One query.

    Titles and places only: the text stays in the product.
    """
    mine = access.receipts_of(actor).select_related("bulletin").order_by("-id")
    mine = mine.filter(Q(bulletin__event_at__date__gte=since) | Q(bulletin__deadline_on__gte=since))
    for receipt in mine[:_MOST]:
        bulletin = receipt.bulletin
        if bulletin.event_at is not None and receipt.state != ReceiptState.DECLINED:
            yield Dated(
                f"bulletin-{bulletin.pk}-event@lianxin", bulletin.title, starts_at=bulletin.event_at,
                place=bulletin.event_place,
            )  # fmt: skip
        if bulletin.deadline_on is not None and receipt.state not in ANSWERED:
            title = _("截止：%(title)s") % {"title": bulletin.title}
            yield Dated(f"bulletin-{bulletin.pk}-deadline@lianxin", title, on=bulletin.deadline_on)
