"""黄牌、红牌: warnings that a unit earns, once for each reason and case. Source: domain.md §3.4 [REC]."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone

from lianxin.calendars import reads as calendars
from lianxin.journal import actions as journal
from lianxin.kernel.actor import Actor
from lianxin.kernel.workdays import workdays_left
from lianxin.voices import access
from lianxin.voices.models import Card, Case
from lianxin.voices.words import CardColour, CardReason, Satisfaction
from lianxin.voices.workflow import CaseState

# Later than this many working days is a yellow card; this many yellow ones in a year are a red one.
YELLOW_AFTER = 5
RED_AT = 2
_YEAR = timedelta(days=365)


@transaction.atomic
def give_cards(*, actor: Actor, at: datetime) -> int:
    """Give what is due among the cases in the actor's sight; returns how many. Twice is as good as once."""
    today = timezone.localtime(at).date()
    return _overdue(actor, at, today) + _unsolved(actor, at, today)


def _overdue(actor: Actor, at: datetime, today: date) -> int:
    with_unit = access.cases_visible_to(actor).filter(
        state__in=[CaseState.ASSIGNED, CaseState.HANDLING], due_on__lt=today - timedelta(days=YELLOW_AFTER)
    )
    fresh = with_unit.exclude(cards__reason=CardReason.OVERDUE).order_by("id")
    given = 0
    for case in fresh:
        if case.due_on is None or -_left(case, case.due_on, today) <= YELLOW_AFTER:
            continue
        _give(case, CardColour.YELLOW, CardReason.OVERDUE, actor, at, today)
        yellow = Card.objects.filter(
            unit_id=case.unit_id or 0, colour=CardColour.YELLOW, given_on__gt=today - _YEAR
        ).count()
        if yellow % RED_AT == 0:
            _give(case, CardColour.RED, CardReason.TWO_YELLOW, actor, at, today)
            given += 1
        given += 1
    return given


def _unsolved(actor: Actor, at: datetime, today: date) -> int:
    """Done again, and the citizen is dissatisfied again."""
    again = access.cases_visible_to(actor).filter(
        state__in=[CaseState.RATED, CaseState.CLOSED],
        reopened_count=1,
        satisfaction=Satisfaction.DISSATISFIED,
        unit_id__isnull=False,
        rated_at__gt=at - _YEAR,
    )
    fresh = list(again.exclude(cards__reason=CardReason.UNSOLVED).order_by("id"))
    for case in fresh:
        _give(case, CardColour.RED, CardReason.UNSOLVED, actor, at, today)
    return len(fresh)


def _left(case: Case, due: date, today: date) -> int:
    return workdays_left(today, due, calendar=calendars.current(), place=case.division_code)


def _give(
    case: Case, colour: CardColour, reason: CardReason, actor: Actor, at: datetime, today: date
) -> None:
    Card.objects.create(case=case, unit_id=case.unit_id or 0, colour=colour, reason=reason, given_on=today)
    journal.write(
        "voices.case", case.pk, f"voices.card.{colour}",
        actor=actor, at=at, division_code=case.division_code, reason=reason,
    )  # fmt: skip
