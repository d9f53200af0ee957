"""Sending and reading notices."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from lianxin.accounts import reads as accounts
from lianxin.kernel.actor import Actor
from lianxin.kit import events
from lianxin.notices.actions.answering import read_bulletin
from lianxin.notices.events import DeliveriesWritten
from lianxin.notices.gateways import open_channels
from lianxin.notices.models import Choice, Delivery, Notice
from lianxin.notices.profiles import rules_for
from lianxin.notices.words import Channel, about


@transaction.atomic
def send(
    *,
    user_ids: Iterable[int],
    key: str,
    kind: str,
    title: str,
    url: str,
    at: datetime,
    values: dict[str, str | int] | None = None,
    except_user: int | None = None,
) -> None:
    """Give each account one notice; sending the same key again changes nothing (jobs run at least once).

    `title` is a sentence of the catalogue in Chinese (`gettext_noop`) with `values` for its names; among them
    `kind` is a word of the catalogue itself. Each reader has it in the own language.

    Whoever wants it by SMS or mail too gets a delivery in the same transaction; the worker sends it. One
    statement, and up to four more where the installation has a gateway, whatever the number of accounts.
    """
    recipients = sorted(set(user_ids) - {except_user})
    Notice.objects.bulk_create(
        [
            Notice(user_id=user_id, key=key, kind=kind, title=title, values=values or {}, url=url, at=at)
            for user_id in recipients
        ],
        ignore_conflicts=True,
    )
    deliveries = _deliveries(recipients, key=key, kind=kind, at=at) if open_channels() else []
    if deliveries:
        Delivery.objects.bulk_create(deliveries, ignore_conflicts=True)
        events.publish(DeliveriesWritten(count=len(deliveries)))


def _deliveries(recipients: list[int], *, key: str, kind: str, at: datetime) -> list[Delivery]:
    """One for each account that wants it and has a post now: whoever lost the post hears nothing outside."""
    channels = [channel.value for channel in open_channels()]
    own = Choice.objects.filter(user_id__in=recipients, about=about(kind))
    chosen = dict(own.values_list("user_id", "channel"))
    day = timezone.localtime(at).date()
    return [
        Delivery(
            key=message_key(key, user_id, channel), user_id=user_id, notice_key=key, channel=channel,
            about=about(kind), division_code=place, created_at=at, not_before=at,
        )
        for user_id, place in sorted(accounts.places_of(recipients, at=at).items())
        if (channel := chosen.get(user_id, rules_for(place, day).default_channel)) in channels
    ]  # fmt: skip


def message_key(key: str, user_id: int, channel: Channel | str) -> str:
    """What a gateway knows a message by: the same for every try, and telling nothing."""
    return hashlib.sha256(f"{key}|{user_id}|{channel}".encode()).hexdigest()[:40]


@transaction.atomic
def mark_read(*, notice_id: int | None, actor: Actor, at: datetime, until: datetime | None = None) -> int:
    """Mark one notice of the actor's own (None: all, or all before `until`) as read; returns how many."""
    if actor.user_id is None:
        return 0
    notices = Notice.objects.filter(user_id=actor.user_id, read_at=None)
    if notice_id is not None:
        notices = notices.filter(pk=notice_id)
        _read_what_it_leads_to(notice_id, actor, at)
    if until is not None:
        notices = notices.filter(at__lt=until)
    return notices.update(read_at=at)


def _read_what_it_leads_to(notice_id: int, actor: Actor, at: datetime) -> None:
    """Opening the notice of a bulletin is reading the bulletin."""
    keys = Notice.objects.filter(pk=notice_id, user_id=actor.user_id or 0).values_list("key", flat=True)
    word, _colon, number = next(iter(keys), "").partition(":")
    if word == "bulletin":
        read_bulletin(bulletin_id=int(number.split(":")[0]), actor=actor, at=at)
