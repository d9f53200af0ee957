"""The five stages of a case as every page draws them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from lianxin.kit.jinja_env import day
from lianxin.voices.workflow import STAGES, CaseState, Outcome


@dataclass(frozen=True, slots=True)
class Stage:
    """One of five: its name, done|now|todo, and a few words under it."""

    label: str
    status: str
    date: str


@dataclass(frozen=True, slots=True)
class Milestones:
    """The facts that the stages are drawn from."""

    state: str
    outcome: str
    received_at: datetime
    claimed_at: datetime | None
    assigned_at: datetime | None
    accepted_at: datetime | None
    confirmed_at: datetime | None


def _current(facts: Milestones) -> int:
    for index, (_label, states) in enumerate(STAGES):
        if facts.state in states:
            return index
    return 1 if facts.claimed_at else 0


def stages_of(facts: Milestones, *, dated: bool = True) -> tuple[Stage, ...]:
    """Five stages; all done once closed, and done as far as it came when declined or withdrawn.

    Without `dated` only what bars in a list show: statuses, neither words nor days (250 words fewer a page).

    Source: domain.md §3.1. What was answered on the spot skips 交办 and says so.
    """
    now = _current(facts)
    ended = facts.state in {CaseState.CLOSED, CaseState.DECLINED, CaseState.WITHDRAWN}
    moments = (facts.received_at, facts.claimed_at, facts.assigned_at, facts.accepted_at, facts.confirmed_at)
    stages = []
    for index, ((label, _states), moment) in enumerate(zip(STAGES, moments, strict=True)):
        status = "todo" if index > now else "done" if index < now or ended else "now"
        if not dated:
            stages.append(Stage("", status, ""))
            continue
        date = day(moment) if moment is not None and status != "todo" else ""
        if facts.outcome == Outcome.ANSWERED_ON_SPOT and index in {2, 3}:
            date = _("现场答复") if index == 2 else ""
        stages.append(Stage(_(label), status, date))
    return tuple(stages)
