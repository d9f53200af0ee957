"""From room to station to home: what a tier cannot settle goes up with its story. Source: ADR-0016 §1."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from lianxin.kernel.actor import Actor
from lianxin.kernel.workflow import MoveNotAllowed
from lianxin.venues import reads as venues
from lianxin.voices import access
from lianxin.voices.actions._steps import begin, finish, said
from lianxin.voices.models import Case
from lianxin.voices.words import LIFTED_BY_TIME, SYSTEM
from lianxin.voices.workflow import WITH_VENUE


@transaction.atomic
def lift_case(*, case_id: int, reason: str, actor: Actor, at: datetime, version: int | None = None) -> Case:
    """Hand a matter to the venue one tier up; its deputies take it there, with a clock of that tier.

    Raises MoveNotAllowed where there is no higher venue. Source: domain.md §3.2 (室→站→家).
    """
    case, before = begin("lift", case_id, actor, version)
    why = said(reason, least=4, sentence=_("请写明为什么要上交，上一级的代表会看到。"))
    return _lift(case, before, why, actor.name, actor, at)


def _lift(case: Case, before: str, why: str, by_name: str, actor: Actor, at: datetime) -> Case:
    upper = venues.upper_of(case.venue_id)
    if upper is None:
        raise MoveNotAllowed(_("再往上没有站了，交不上去。请交给部门办，或者转给别处办。"))
    if case.origin_venue_id is None:
        case.origin_venue_id = case.venue_id
    else:
        case.via_venue_id = case.venue_id
    case.venue_id = upper.id
    case.claimed_by = case.claimed_at = case.unit_id = case.assigned_at = case.accepted_at = None
    return finish(
        "lift",
        case,
        before,
        fields=[
            "venue_id", "origin_venue_id", "via_venue_id", "claimed_by", "claimed_at", "unit_id",
            "assigned_at", "accepted_at",
        ],
        actor=actor,
        at=at,
        by_name=by_name,
        text=why,
        reason=why[:200],
    )  # fmt: skip


def lift_overdue(*, actor: Actor, at: datetime) -> int:
    """Lift what a tier has kept too long, in the actor's sight; returns how many went up.

    Each case on its own: one that cannot go up stays and stands on the overdue board. Source: domain.md §3.3
    (auto-escalate one tier on timeout).
    """
    today = timezone.localtime(at).date()
    late = access.cases_visible_to(actor).filter(state__in=list(WITH_VENUE), tier_due_on__lt=today)
    late = late.exclude(venue_id__in=venues.homes())
    lifted = 0
    for case_id in list(late.order_by("id").values_list("id", flat=True)):
        try:
            with transaction.atomic():
                case, before = begin("lift", case_id, actor, None)
                _lift(case, before, LIFTED_BY_TIME, SYSTEM, actor, at)
        except MoveNotAllowed:
            continue
        lifted += 1
    return lifted
