"""Reading one's own notices."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import connection

from lianxin.kernel.actor import Actor
from lianxin.kit.paging import Cursor, Page
from lianxin.notices.models import Notice

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
    if cursor.after is not None:
        notices = notices.filter(id__gt=cursor.after).order_by("id")
    else:
        notices = notices.order_by("-id")
        if cursor.before is not None:
            notices = notices.filter(id__lt=cursor.before)
    rows = [NoticeRow(n.pk, n.kind, n.title, n.url, n.at, n.read_at) for n in notices[: cursor.size + 1]]
    return cursor.page(rows)


def url_of(actor: Actor, notice_id: int) -> str | None:
    """Where a notice leads; None when it is not the actor's. One query."""
    return (
        Notice.objects.filter(pk=notice_id, user_id=actor.user_id or 0).values_list("url", flat=True).first()
    )
