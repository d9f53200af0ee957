"""The only writing of this room: what left it is on record, and what the nightly look found."""

from __future__ import annotations

from datetime import date, datetime

from django.utils.translation import gettext_noop as _

from lianxin.accounts import reads as accounts
from lianxin.insights import health
from lianxin.journal import actions as journal
from lianxin.kernel.actor import VENUE_ROLES, Actor
from lianxin.notices import actions as notices
from lianxin.venues.actions import pulse


def note_brief(*, month: str, kind: str, actor: Actor, at: datetime) -> None:
    """Put on record that somebody took the brief of a month; without personal data no purpose is asked.

    Source: ADR-0022; domain.md §8.
    """
    journal.write(
        "insights.brief", int(month.replace("-", "")), "insights.brief.taken",
        actor=actor, at=at, division_code=actor.place, after=kind,
    )  # fmt: skip


def note_health_export(*, actor: Actor, at: datetime) -> None:
    """Put on record that somebody took the board of use. Source: ADR-0030 §3."""
    journal.write(
        "insights.health", 0, "insights.health.exported", actor=actor, at=at, division_code=actor.place
    )


def _idle_words(row: health.IdleRow) -> str:
    if not row.was_used:
        return _("“%(name)s”还没有过活动记录，请安排接待，或者看看还有什么没登记")
    return _("“%(name)s”已经 %(days)d 天没有活动记录，请安排接待，或者看看还有什么没登记")


def look_at_venues(*, actor: Actor, on: date, at: datetime) -> int:
    """Record when each venue of the actor's county was last used, and tell who keeps an idle one.

    Returns how many were told. Told twice it says nothing new: the key of a notice is the venue, the day of
    last use and how many times the limit has passed: it comes again once per limit. Source: ADR-0030 §3.
    """
    pulse.record_use(last=health.last_use(actor, at=at))
    told = 0
    for row in health.idle_rows(actor, on=on):
        keepers = {
            user
            for role in sorted(VENUE_ROLES)
            for user in accounts.user_ids_in(role=role, venue_id=row.id, at=at)
        }
        if not keepers:
            continue
        notices.send(
            user_ids=keepers,
            key=f"venue-idle:{row.id}:{row.since}:{row.times}",
            kind="venue",
            title=_idle_words(row),
            values={"name": row.name, "days": row.idle_for},
            url="/manage/upkeep/health",
            at=at,
        )
        told += len(keepers)
    return told
