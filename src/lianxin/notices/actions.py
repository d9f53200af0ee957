"""Sending and reading notices."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from lianxin.kernel.actor import Actor
from lianxin.notices.models import Notice


@transaction.atomic
def send(
    *,
    user_ids: Iterable[int],
    key: str,
    kind: str,
    title: str,
    url: str,
    at: datetime,
    except_user: int | None = None,
) -> None:
    """Give each account one notice; sending the same key again changes nothing (jobs run at least once)."""
    Notice.objects.bulk_create(
        [
            Notice(user_id=user_id, key=key, kind=kind, title=title, url=url, at=at)
            for user_id in sorted(set(user_ids) - {except_user})
        ],
        ignore_conflicts=True,
    )


@transaction.atomic
def mark_read(*, notice_id: int | None, actor: Actor, at: datetime, until: datetime | None = None) -> int:
    """Mark one notice of the actor's own (None: all, or all before `until`) as read; returns how many."""
    if actor.user_id is None:
        return 0
    notices = Notice.objects.filter(user_id=actor.user_id, read_at=None)
    if notice_id is not None:
        notices = notices.filter(pk=notice_id)
    if until is not None:
        notices = notices.filter(at__lt=until)
    return notices.update(read_at=at)
