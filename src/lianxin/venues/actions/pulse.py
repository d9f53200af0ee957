"""When venues were last used, and after how long they count as idle. Source: ADR-0030 §3."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from django.db import transaction

from lianxin.venues.models import Pulse, Venue
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
