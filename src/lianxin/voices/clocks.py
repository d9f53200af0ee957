"""The running clocks of a case: one while it is open; a second one, the tier's, while a venue holds it."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from datetime import date, datetime

from django.utils import timezone

from lianxin.calendars import reads as calendars
from lianxin.kernel.workdays import Period, due_on
from lianxin.venues import reads as venues
from lianxin.voices.models import Case, Deadline
from lianxin.voices.profiles import Rules, rules_for
from lianxin.voices.words import DeadlineKind
from lianxin.voices.workflow import WITH_VENUE, CaseState

# The clock that runs in each open state. Source: domain.md §3.3; ADR-0007 §13; ADR-0016.
CLOCK_OF = {
    CaseState.RECEIVED: DeadlineKind.CLAIM,
    CaseState.CLAIMED: DeadlineKind.TRIAGE,
    CaseState.ASSIGNED: DeadlineKind.ACCEPT,
    CaseState.ARBITRATION: DeadlineKind.ARBITRATE,
    CaseState.HANDLING: DeadlineKind.HANDLE,
    CaseState.REFERRED: DeadlineKind.RESULT,
    CaseState.MERGED: DeadlineKind.RESULT,
    CaseState.ANSWERED: DeadlineKind.CONFIRM,
    CaseState.CONFIRMED: DeadlineKind.RATE,
    CaseState.RATED: DeadlineKind.RATE,
}


def prepare(case: Case, *, at: datetime) -> Deadline | None:
    """Put the clock of the case's state on it and return its row, unsaved; None when the case has ended."""
    kind = CLOCK_OF.get(CaseState(case.state))
    if kind is None:
        case.due_kind, case.due_on = "", None
        return None
    start, rules = _today(case, at)
    deadline = _clock(case, kind, start, rules.period(kind), rules)
    case.due_kind, case.due_on = kind, deadline.due_on
    return deadline


def prepare_tier(case: Case, *, at: datetime, tier: str = "", anew: bool = False) -> Deadline | None:
    """Put the clock of the case's tier on it and return its row, unsaved; None when it runs on or stops.

    One query for the venue's tier unless it is given. Source: domain.md §3.3; ADR-0016 §1.
    """
    if CaseState(case.state) not in WITH_VENUE:
        case.tier_due_on = None
        return None
    if case.tier_due_on is not None and not anew:
        return None
    start, rules = _today(case, at)
    period = rules.tier_period(tier or venues.tier_of(case.venue_id))
    deadline = _clock(case, DeadlineKind.TIER, start, period, rules)
    case.tier_due_on = deadline.due_on
    return deadline


def prepare_extension(case: Case, *, at: datetime) -> Deadline:
    """More time from the day the running clock would have ended; puts it on the case (domain.md §3.3)."""
    _start, rules = _today(case, at)
    if case.due_on is None:
        raise ValueError("no clock runs")
    deadline = _clock(case, DeadlineKind(case.due_kind), case.due_on, rules.extension, rules)
    case.due_on = deadline.due_on
    return deadline


def _today(case: Case, at: datetime) -> tuple[date, Rules]:
    start = timezone.localtime(at).date()
    return start, rules_for(case.division_code, start)


def _clock(case: Case, kind: DeadlineKind, start: date, period: Period, rules: Rules) -> Deadline:
    due = due_on(start, period, calendar=calendars.current(), place=case.division_code)
    return Deadline(
        case=case,
        kind=kind,
        started_on=start,
        amount=period.amount,
        unit=period.unit,
        place=case.division_code,
        due_on=due.on,
        rule=rules.reference,
        calendar_version=due.calendar_version,
        is_provisional=due.provisional,
    )


def restart(case: Case, deadlines: Iterable[Deadline | None], *, at: datetime) -> None:
    """Stop what no longer runs and start the prepared clocks. Two statements.

    The clock of the step stops at every move; the tier's only with its own successor, or when the venue has
    passed the matter on.
    """
    prepared = [deadline for deadline in deadlines if deadline is not None]
    running = Deadline.objects.filter(case=case, ended_at=None)
    goes_on = case.tier_due_on is not None and all(d.kind != DeadlineKind.TIER for d in prepared)
    (running.exclude(kind=DeadlineKind.TIER) if goes_on else running).update(ended_at=at)
    start(prepared)


def start(deadlines: Iterable[Deadline | None]) -> None:
    """Start prepared clocks. The insert asks nothing back: a citizen may not read the rows."""
    prepared = [deadline for deadline in deadlines if deadline is not None]
    for deadline in prepared:
        deadline.id = secrets.randbits(62)
    Deadline.objects.bulk_create(prepared)
