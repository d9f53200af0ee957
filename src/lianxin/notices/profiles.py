"""The local rules of a place on a day, and when a message may go out under them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache

from django.utils import timezone

from lianxin.kit.dated import holding, nearest
from lianxin.notices.models import Bulletin, Preference, Profile
from lianxin.notices.words import URGENT, About


@dataclass(frozen=True, slots=True)
class Rules:
    """What holds at a place: quiet hours, digest, tries, reminders."""

    quiet_from: time = time(21)
    quiet_to: time = time(8)
    digest_at: time = time(8, 30)
    urgent_in_quiet_hours: bool = False
    default_channel: str = ""
    max_attempts: int = 6
    remind_hours: int = 24


# Where a place has entered nothing. Source: ADR-0019 §4 (no messages between 21:00 and 8:00).
DEFAULT = Rules()


@lru_cache(maxsize=4096)
def rules_for(division_code: str, on: date) -> Rules:
    """The rules at a place on a day: nearest place first, newest valid-from. One query, then cached."""
    best = nearest(holding(Profile.objects.all(), division_code, on))
    if best is None:
        return DEFAULT
    return Rules(
        best.quiet_from, best.quiet_to, best.digest_at, best.urgent_in_quiet_hours,
        best.default_channel, best.max_attempts, best.remind_hours,
    )  # fmt: skip


def may_go_at(wish: Preference, rules: Rules, about: About, *, is_held: bool, at: datetime) -> datetime:
    """The earliest moment at which a message may go out, `at` itself when it may go now.

    A digest gathers until its hour; quiet hours end in the morning. What is urgent waits for no digest, and
    for no morning where the profile says so. Times are local (Beijing).
    """
    moment, urgent = at, about in URGENT
    if wish.wants_digest and not urgent and not is_held:
        moment = _next(rules.digest_at, moment)
    if urgent and rules.urgent_in_quiet_hours:
        return moment
    start, end = wish.quiet_from or rules.quiet_from, wish.quiet_to or rules.quiet_to
    return _next(end, moment) if _is_between(timezone.localtime(moment).time(), start, end) else moment


def _is_between(now: time, start: time, end: time) -> bool:
    """Whether `now` lies in the span, which may run over midnight; equal ends make no span."""
    return start <= now < end if start <= end else now >= start or now < end


def _next(clock: time, at: datetime) -> datetime:
    """The next moment after `at` when the local clock shows this."""
    local = timezone.localtime(at)
    found = local.replace(hour=clock.hour, minute=clock.minute, second=0, microsecond=0)
    return found if found > local else found + timedelta(days=1)


def next_reminder_at(bulletin: Bulletin) -> datetime:
    """When unread recipients may be told again: so many hours after the last time, by the place's profile."""
    rules = rules_for(bulletin.division_code, timezone.localtime(bulletin.sent_at).date())
    if bulletin.reminded_at is None:
        return bulletin.sent_at
    return bulletin.reminded_at + timedelta(hours=rules.remind_hours)
