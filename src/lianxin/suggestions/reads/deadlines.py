"""Every clock of a suggestion, day by day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from lianxin.calendars import reads as calendars
from lianxin.divisions import reads as divisions
from lianxin.kernel.actor import Actor
from lianxin.kernel.workdays import DayStep, Period, Unit, explain
from lianxin.people import reads as people
from lianxin.suggestions.models import (
    Deadline,
)
from lianxin.suggestions.reads.sight import sight
from lianxin.suggestions.words import (
    CLOCK_LABELS,
)


@dataclass(frozen=True, slots=True)
class ClockRow:
    """One clock with its derivation."""

    label: str
    unit_name: str
    started_on: date
    due_on: date
    period: str
    rule: str
    calendar_version: str
    place: str
    is_provisional: bool
    ended_at: datetime | None
    steps: tuple[DayStep, ...]
    is_replayed: bool


def deadlines_of(actor: Actor, suggestion_id: int) -> tuple[str, list[ClockRow]]:
    """The suggestion's title and every clock it had, running ones first, day by day. Three queries."""
    suggestion = sight(actor, suggestion_id)
    rows = []
    clocks = list(Deadline.objects.filter(suggestion=suggestion).select_related("handling").order_by("-pk"))
    names = people.unit_names(clock.handling.unit_id for clock in clocks if clock.handling)
    for clock in sorted(clocks, key=lambda c: c.ended_at is not None):
        period = Period(clock.amount, Unit(clock.unit))
        steps = explain(clock.started_on, period, calendar=calendars.current(), place=clock.place)
        rows.append(
            ClockRow(
                label=str(CLOCK_LABELS[clock.kind]),
                unit_name=names.get(clock.handling.unit_id, "") if clock.handling else "",
                started_on=clock.started_on,
                due_on=clock.due_on,
                period=str(period),
                rule=clock.rule,
                calendar_version=clock.calendar_version,
                place=divisions.path_name(clock.place),
                is_provisional=clock.is_provisional,
                ended_at=clock.ended_at,
                steps=steps,
                is_replayed=steps[-1].day == clock.due_on,
            )
        )
    return suggestion.title, rows
