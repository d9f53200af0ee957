"""What venues do with matters: when last used, what is open or late there. Source: ADR-0030 §3."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime

from django.db.models import Count, Max, Q
from django.db.models.functions import Coalesce
from django.utils import timezone

from lianxin.kernel.actor import VENUE_ROLES, Actor, Role
from lianxin.voices import access
from lianxin.voices.ids import id_bounds as first_id_at
from lianxin.voices.models import Step
from lianxin.voices.workflow import OPEN_STATES

_PEOPLE = [Role.DEPUTY, *sorted(VENUE_ROLES)]


def raised_by_venue(actor: Actor, *, since: datetime) -> dict[int, date]:
    """The day on which a citizen last brought a matter to each venue: where it came in, wherever it is now.

    One query. A matter that was taken back by who raised it counts: somebody was there.
    """
    cases = access.cases_visible_to(actor).filter(id__gte=first_id_at(since))
    where = Coalesce("origin_venue_id", "venue_id")
    found = cases.annotate(where=where).values_list("where").annotate(last=Max("received_at"))
    return {venue: timezone.localtime(last).date() for venue, last in found.order_by()}


def handled_by_venue(actor: Actor, *, since: datetime) -> dict[int, date]:
    """The day on which a deputy or the keeper last did something on a matter of each venue. One query.

    A lifted matter counts where it is now. Matters brought before `since` are left out.
    """
    cases = access.cases_visible_to(actor).filter(id__gte=first_id_at(since)).values("pk")
    steps = Step.objects.filter(case__in=cases, by_role__in=_PEOPLE)
    found = steps.values_list("case__venue_id").annotate(last=Max("at"))
    return {venue: timezone.localtime(last).date() for venue, last in found.order_by()}


def open_by_venue(actor: Actor, venue_ids: Collection[int], *, on: date) -> dict[int, tuple[int, int]]:
    """Open matters and late ones the actor sees, by venue: what the lists of the venue hold. One query."""
    if not venue_ids:
        return {}
    open_cases = access.cases_visible_to(actor).filter(
        venue_id__in=list(venue_ids), state__in=list(OPEN_STATES)
    )
    late = Count("pk", filter=Q(due_on__lt=on))
    found = open_cases.values_list("venue_id").annotate(n=Count("pk"), late=late)
    return {venue: (count, overdue) for venue, count, overdue in found.order_by()}
