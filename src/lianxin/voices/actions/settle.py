"""A holiday notice has come: running deadlines that were provisional get their final day."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from lianxin.calendars import reads as calendars
from lianxin.journal import actions as journal
from lianxin.kernel.actor import Actor
from lianxin.kernel.workdays import Period, Unit, due_on
from lianxin.voices import access
from lianxin.voices.models import Deadline
from lianxin.voices.words import DeadlineKind


@transaction.atomic
def settle_deadlines(*, year: int, actor: Actor, at: datetime) -> int:
    """Derive anew every running provisional deadline in the actor's sight that ends in `year` or later.

    Only provisional ones move: a promise once made on an announced calendar stays. Each change has its
    journal line with the old and the new day. Returns how many were settled. Source: issue 2 A; ADR-0011.
    """
    calendar = calendars.current()
    cases = access.cases_visible_to(actor)
    running = (
        Deadline.objects.select_for_update(of=("self",))
        .select_related("case")
        .filter(case__in=cases, is_provisional=True, ended_at=None, due_on__gte=f"{year}-01-01")
        .order_by("id")
    )
    settled = 0
    for deadline in running:
        due = due_on(
            deadline.started_on,
            Period(deadline.amount, Unit(deadline.unit)),
            calendar=calendar,
            place=deadline.place,
        )
        if due.provisional:
            continue
        before = deadline.due_on
        deadline.due_on, deadline.is_provisional = due.on, False
        deadline.calendar_version = due.calendar_version
        deadline.save(update_fields=["due_on", "is_provisional", "calendar_version"])
        case = deadline.case
        column = "tier_due_on" if deadline.kind == DeadlineKind.TIER else "due_on"
        setattr(case, column, due.on)
        case.version += 1
        case.save(update_fields=[column, "version"])
        journal.write(
            "voices.case",
            case.pk,
            "voices.deadline.settled",
            actor=actor,
            at=at,
            division_code=case.division_code,
            before=before.isoformat(),
            after=due.on.isoformat(),
        )
        settled += 1
    return settled
