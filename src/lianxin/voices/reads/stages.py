"""The five stages of a case as every page draws them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import cache

from django.utils.translation import gettext as _

from lianxin.kit.jinja_env import day
from lianxin.voices.workflow import END_STATES, STAGES, Outcome


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


@cache
def bare_stages(state: str, *, is_claimed: bool) -> tuple[Stage, ...]:
    """What the bars in a list show: statuses, neither words nor days."""
    now = next((index for index, (_label, states) in enumerate(STAGES) if state in states), int(is_claimed))
    reached = "done" if state in END_STATES else "now"
    return tuple(
        Stage("", "todo" if index > now else "done" if index < now else reached, "")
        for index in range(len(STAGES))
    )


def stages_of(facts: Milestones) -> tuple[Stage, ...]:
    """Five stages; all done once closed, and done as far as it came when declined or withdrawn.

    Source: domain.md §3.1. What was answered on the spot skips 交办 and says so.
    """
    moments = (facts.received_at, facts.claimed_at, facts.assigned_at, facts.accepted_at, facts.confirmed_at)
    bare = bare_stages(facts.state, is_claimed=facts.claimed_at is not None)
    on_spot = facts.outcome == Outcome.ANSWERED_ON_SPOT
    stages = []
    for index, (stage, (label, _states), moment) in enumerate(zip(bare, STAGES, moments, strict=True)):
        date = day(moment) if moment is not None and stage.status != "todo" else ""
        if on_spot and index in {2, 3}:
            date = _("现场答复") if index == 2 else ""
        stages.append(Stage(_(label), stage.status, date))
    return tuple(stages)
