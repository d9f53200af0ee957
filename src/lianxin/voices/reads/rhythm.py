"""日在线、周驻点、月进站: how a deputy's day, week and month look from what the platform knows.

Online today: this page is being read. At a point this week: a visit or a look at a result since Monday.
In a station this month: an answer given on the spot in a station or home. Nobody signs in at a station
yet, so without such an answer the month is unknown, never "no". Source: domain.md §0 (Chuxiong); ADR-0021 §9.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from lianxin.kernel.actor import Actor, Role
from lianxin.kit.jinja_env import day
from lianxin.venues import reads as venues
from lianxin.venues.words import Tier
from lianxin.voices import access
from lianxin.voices.models import Step

_AT_A_POINT = ("visit", "confirm")
_ON_THE_SPOT = "answer_on_spot"


@dataclass(frozen=True, slots=True)
class Beat:
    """One of the three: `is_kept` is None where the platform cannot know."""

    label: str
    is_kept: bool | None
    words: str


def rhythm_of(actor: Actor, *, today: date) -> tuple[Beat, ...]:
    """Today, this week, this month. One query, one more after an answer on the spot."""
    monday, first = today - timedelta(days=today.weekday()), today.replace(day=1)
    steps = Step.objects.filter(
        case__in=access.taken_by(actor),
        by_role=Role.DEPUTY,
        verb__in=(*_AT_A_POINT, _ON_THE_SPOT),
        at__gte=_start(min(monday, first)),
    )
    found = [
        (verb, timezone.localdate(at), venue_id)
        for verb, at, venue_id in steps.order_by("-id").values_list("verb", "at", "case__venue_id")[:200]
    ]
    seen = next((on for verb, on, _venue in found if verb in _AT_A_POINT and on >= monday), None)
    spots = [(on, venue_id) for verb, on, venue_id in found if verb == _ON_THE_SPOT and on >= first]
    tiers = venues.tiers_of(venue_id for _on, venue_id in spots)
    stood = next((on for on, venue_id in spots if tiers.get(venue_id) in {Tier.STATION, Tier.HOME}), None)
    return (
        Beat(_("日在线"), True, _("今天您在线")),
        Beat(_("周驻点"), seen is not None, _week(seen)),
        Beat(_("月进站"), True if stood else None, _month(stood)),
    )


def _start(on: date) -> datetime:
    return timezone.make_aware(datetime.combine(on, time()))


def _week(on: date | None) -> str:
    if on is None:
        return _("这周还没有走访或者核实的记录")
    return _("%(day)s去看过现场") % {"day": day(on)}


def _month(on: date | None) -> str:
    if on is None:
        return _("这个月进没进站，这里看不出来：站里还没有签到")
    return _("%(day)s在站里答复过群众") % {"day": day(on)}
