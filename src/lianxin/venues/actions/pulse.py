"""When venues were last used, and after how long they count as idle. Source: ADR-0030 §3."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from lianxin.journal import actions as journal
from lianxin.kernel.actor import Actor
from lianxin.kernel.errors import DomainError
from lianxin.kernel.text import clean
from lianxin.venues import access
from lianxin.venues.models import IdleRule, Pulse, Venue
from lianxin.venues.words import Use


@transaction.atomic
def record_use(*, last: Mapping[int, tuple[date, Use]]) -> int:
    """Keep the newer of what is recorded and what was found, by venue; returns how many became newer.

    It is a finding of a job, not a deed of somebody: what was done stands in the journal of its own room.
    Three statements for each 1,000 venues.
    """
    known = dict(Pulse.objects.filter(venue_id__in=list(last)).values_list("venue_id", "used_on"))
    newer = {pk: found for pk, found in last.items() if pk not in known or found[0] > known[pk]}
    there = set(Venue.objects.filter(pk__in=list(newer)).values_list("pk", flat=True))
    Pulse.objects.bulk_create(
        [Pulse(venue_id=pk, used_on=day, use=use) for pk, (day, use) in sorted(newer.items()) if pk in there],
        update_conflicts=True,
        unique_fields=["venue"],
        update_fields=["used_on", "use"],
        batch_size=1000,
    )
    return len(there)


@transaction.atomic
def set_idle_rule(*, days: int, valid_from: date, source: str, actor: Actor, at: datetime) -> IdleRule:
    """Set after how many days venues of the actor's place count as idle, from a day on.

    Raises DomainError for a number outside 7 to 730, without a source, or for a day that has a rule.
    """
    access.require_may_set_idle(actor)
    if not 7 <= days <= 730:
        raise DomainError(_("天数请填 7 到 730 之间的整数。"))
    if len(clean(source)) < 2:
        raise DomainError(_("请写明依据，例如文件名称和文号。"))
    if IdleRule.objects.filter(division_code=actor.place, valid_from=valid_from).exists():
        raise DomainError(_("这一天起用的规则已经有了。要改，请换一个起用的日子。"))
    rule = IdleRule.objects.create(
        division_code=actor.place, valid_from=valid_from, days=days, source=clean(source)
    )
    journal.write(
        "venues.idle_rule", rule.pk, "venues.idle_rule.set",
        actor=actor, at=at, division_code=actor.place, after=f"{days}",
    )  # fmt: skip
    return rule
