"""The clocks of a suggestion: one for where it is, and one per unit for what that unit owes.

The reply clock counts from the day of 交办 and not from submission; the extension is six months in all, from
that same day. Source: LAW-DEPUTIES-2025 §51; domain.md §1.5.
"""

from __future__ import annotations

from datetime import date, datetime

from django.utils import timezone

from lianxin.calendars import reads as calendars
from lianxin.kernel.workdays import due_on
from lianxin.suggestions.models import Deadline, Handling, Suggestion
from lianxin.suggestions.profiles import rules_for
from lianxin.suggestions.words import ClockKind
from lianxin.suggestions.workflow import SuggestionState

S = SuggestionState
_WITH_UNITS = (S.HANDED, S.ASSIGNED, S.DISPUTED, S.HANDLING)


def local_day(at: datetime) -> date:
    """The calendar day of a moment where the office is."""
    return timezone.localtime(at).date()


def kind_now(suggestion: Suggestion) -> ClockKind | None:
    """The clock that runs in the suggestion's state; None where nobody is pressed."""
    if suggestion.state == S.SUBMITTED:
        return ClockKind.REVIEW
    if suggestion.state == S.ACCEPTED:
        return ClockKind.ASSIGN
    if suggestion.state in _WITH_UNITS:
        if suggestion.rehandled_count:
            return ClockKind.REHANDLE
        return ClockKind.EXTENDED if suggestion.extended_at else ClockKind.REPLY
    return ClockKind.FEEDBACK if suggestion.state == S.REPLIED else None


def set_state_clock(suggestion: Suggestion, *, at: datetime) -> None:
    """Let the clock of the state run: unchanged while the same one goes on. At most two statements.

    Changes `due_kind` and `due_on` of the suggestion, which the caller saves.
    """
    kind = kind_now(suggestion)
    if kind is not None and suggestion.due_kind == kind:
        return
    Deadline.objects.filter(suggestion=suggestion, handling=None, ended_at=None).update(ended_at=at)
    if kind is None:
        suggestion.due_kind, suggestion.due_on = "", None
        return
    since = suggestion.handed_at if kind in {ClockKind.REPLY, ClockKind.EXTENDED} else at
    deadline = _clock(suggestion, None, kind, local_day(since or at), at)
    suggestion.due_kind, suggestion.due_on = kind, deadline.due_on


def start(handling: Handling, kind: ClockKind, *, at: datetime) -> date:
    """Let a unit's own clock run; returns its last day."""
    return _clock(handling.suggestion, handling, kind, local_day(at), at).due_on


def stop(handling: Handling, *kinds: ClockKind, at: datetime) -> None:
    """Stop clocks of a unit's part; all of them when none is named."""
    running = Deadline.objects.filter(handling=handling, ended_at=None)
    (running.filter(kind__in=kinds) if kinds else running).update(ended_at=at)


def stop_all(suggestion: Suggestion, *, at: datetime) -> None:
    """Nothing is owed any more."""
    Deadline.objects.filter(suggestion=suggestion, ended_at=None).update(ended_at=at)


def _clock(
    suggestion: Suggestion, handling: Handling | None, kind: ClockKind, since: date, at: datetime
) -> Deadline:
    rules = rules_for(suggestion.division_code, local_day(at))
    period, place = rules.period(kind), suggestion.division_code
    due = due_on(since, period, calendar=calendars.current(), place=place)
    deadline = Deadline(
        suggestion=suggestion, handling=handling, kind=kind, started_on=since, amount=period.amount,
        unit=period.unit, place=place, due_on=due.on, rule=rules.reference,
        calendar_version=due.calendar_version, is_provisional=due.provisional,
    )  # fmt: skip
    deadline.save(force_insert=True)
    return deadline


def running_opinions(suggestion: Suggestion, at: datetime) -> set[int]:
    """Ids of the handlings whose days to give an opinion still run. One query."""
    rows = Deadline.objects.filter(
        suggestion=suggestion, kind=ClockKind.OPINION, ended_at=None, due_on__gte=local_day(at)
    )
    return {pk for pk in rows.values_list("handling_id", flat=True) if pk is not None}
