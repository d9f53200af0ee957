"""Reading one's own notices and wishes, and for administrators what did not arrive."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time

from django.db import connection
from django.db.models import QuerySet
from django.utils import timezone

from lianxin.accounts import reads as accounts
from lianxin.kernel.actor import Actor
from lianxin.kit.paging import Cursor, Page
from lianxin.notices import access
from lianxin.notices.gateways import REASON_LABELS, open_channels
from lianxin.notices.models import Choice, Delivery, Notice, Preference
from lianxin.notices.profiles import Rules, may_go_at, rules_for
from lianxin.notices.words import ABOUT_LABELS, CHANNEL_LABELS, About, Channel
from lianxin.notices.workflow import DeliveryState

# On every page of whoever is signed in: the ORM takes longer to write it than the database to answer.
_UNREAD = """
select count(*) from (
    select from notices_notice where user_id = %s and read_at is null limit 100
) as unread
"""


@dataclass(frozen=True, slots=True)
class NoticeRow:
    """One notice in the list."""

    id: int
    kind: str
    title: str
    url: str
    at: datetime
    read_at: datetime | None


def unread_count(actor: Actor) -> int:
    """Unread notices, counted to 100 at most. One query."""
    if actor.user_id is None:
        return 0
    with connection.cursor() as cursor:
        cursor.execute(_UNREAD, [actor.user_id])
        row: tuple[int] = cursor.fetchone()
    return row[0]


def notice_rows(actor: Actor, cursor: Cursor, *, only_unread: bool = False) -> Page[NoticeRow]:
    """The actor's notices, newest first. One query."""
    notices = Notice.objects.filter(user_id=actor.user_id or 0)
    if only_unread:
        notices = notices.filter(read_at=None)
    rows = [NoticeRow(n.pk, n.kind, n.words, n.url, n.at, n.read_at) for n in cursor.window(notices)]
    return cursor.page(rows)


def url_of(actor: Actor, notice_id: int) -> str | None:
    """Where a notice leads; None when it is not the actor's. One query."""
    return (
        Notice.objects.filter(pk=notice_id, user_id=actor.user_id or 0).values_list("url", flat=True).first()
    )


def sends(channel: Channel) -> bool:
    """Whether this installation has a gateway for the channel."""
    return channel in open_channels()


def day_time(division_code: str, *, at: datetime) -> datetime:
    """The earliest moment outside a place's quiet hours, for whom we know no wishes of: a citizen.

    One query, then cached.
    """
    rules = rules_for(division_code, timezone.localtime(at).date())
    return may_go_at(Preference(), rules, About.CASE, is_held=False, at=at)


@dataclass(frozen=True, slots=True)
class OwnSettings:
    """How an account wants to be told; `rules` are its place's, `offered` what the installation has."""

    channels: dict[About, str]
    mail_address: str
    wants_digest: bool
    quiet_from: time | None
    quiet_to: time | None
    rules: Rules
    offered: tuple[Channel, ...]
    phone: str


def own_settings(actor: Actor, *, at: datetime) -> OwnSettings:
    """The actor's own wishes, filled up with what holds at its place. Three queries."""
    user_id = actor.user_id or 0
    rules = rules_for(actor.place, timezone.localtime(at).date())
    offered = tuple(open_channels())
    default = rules.default_channel if rules.default_channel in offered else ""
    chosen = dict(Choice.objects.filter(user_id=user_id).values_list("about", "channel"))
    wish = Preference.objects.filter(pk=user_id).first() or Preference()
    ways = {group: chosen.get(group, default) for group in About}
    return OwnSettings(
        {group: way if way in offered else "" for group, way in ways.items()},
        wish.mail_address, wish.wants_digest, wish.quiet_from, wish.quiet_to, rules, offered,
        accounts.phone_of(user_id) or "",
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class DeliveryRow:
    """One delivery on the administrators' page; `why` says what to do."""

    id: int
    name: str
    channel: str
    about: str
    state: str
    attempts: int
    why: str
    at: datetime


def failed_rows(actor: Actor, cursor: Cursor) -> Page[DeliveryRow]:
    """What was given up, newest first, inside the administrator's place. Two queries."""
    return _delivery_page(access.deliveries_visible_to(actor).filter(state=DeliveryState.FAILED), cursor)


def held_rows(actor: Actor, cursor: Cursor) -> Page[DeliveryRow]:
    """What still waits to go out, newest first. Two queries."""
    waiting = [DeliveryState.WAITING, DeliveryState.READY]
    return _delivery_page(access.deliveries_visible_to(actor).filter(state__in=waiting), cursor)


def _delivery_page(found: QuerySet[Delivery], cursor: Cursor) -> Page[DeliveryRow]:
    deliveries = list(cursor.window(found))
    names = accounts.names_of({delivery.user_id for delivery in deliveries})
    return cursor.page([_delivery_row(delivery, names.get(delivery.user_id, "")) for delivery in deliveries])


def _delivery_row(delivery: Delivery, name: str) -> DeliveryRow:
    return DeliveryRow(
        delivery.pk, name, str(CHANNEL_LABELS[Channel(delivery.channel)]),
        str(ABOUT_LABELS[About(delivery.about)][0]), delivery.state, delivery.attempts,
        str(REASON_LABELS.get(delivery.reason, "")), delivery.ended_at or delivery.not_before,
    )  # fmt: skip
