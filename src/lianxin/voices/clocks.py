"""The running clock of a case: exactly one while it is open, none after it ends."""

from __future__ import annotations

import secrets
from datetime import datetime

from django.utils import timezone

from lianxin.calendars import reads as calendars
from lianxin.kernel.workdays import due_on
from lianxin.voices.models import Case, Deadline
from lianxin.voices.profiles import rules_for
from lianxin.voices.words import DeadlineKind
from lianxin.voices.workflow import CaseState

# The clock that runs in each open state. Source: domain.md §3.3; ADR-0007 §13.
CLOCK_OF = {
    CaseState.RECEIVED: DeadlineKind.CLAIM,
    CaseState.CLAIMED: DeadlineKind.TRIAGE,
    CaseState.ASSIGNED: DeadlineKind.ACCEPT,
    CaseState.HANDLING: DeadlineKind.HANDLE,
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
    start = timezone.localtime(at).date()
    rules = rules_for(case.division_code, start)
    period = rules.period(kind)
    due = due_on(start, period, calendar=calendars.current(), place=case.division_code)
    case.due_kind, case.due_on = kind, due.on
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


def restart(case: Case, deadline: Deadline | None, *, at: datetime) -> None:
    """Stop the running clock and start the prepared one. Two statements."""
    Deadline.objects.filter(case=case, ended_at=None).update(ended_at=at)
    start(deadline)


def start(deadline: Deadline | None) -> None:
    """Start a prepared clock. The insert asks nothing back: a citizen may not read the row."""
    if deadline is not None:
        deadline.id = secrets.randbits(62)
        deadline.save(force_insert=True)
