"""What the citizen does with the query code: rate, ask for it again, withdraw."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from lianxin.kernel.actor import Actor
from lianxin.kernel.text import clean
from lianxin.kernel.workflow import MoveNotAllowed
from lianxin.voices.actions._steps import begin, finish
from lianxin.voices.models import Case
from lianxin.voices.words import CITIZEN, CLOSED_BY_RATING, SYSTEM, Satisfaction
from lianxin.voices.workflow import CASE_FLOW, Outcome


@transaction.atomic
def rate_case(
    *,
    case_id: int,
    is_solved: bool,
    satisfaction: Satisfaction,
    text: str,
    actor: Actor,
    at: datetime,
    version: int | None = None,
) -> Case:
    """Rate the result. A good rating closes the case; a bad one waits for the citizen's next word.

    Source: domain.md §3.4; ADR-0007 §8, §10.
    """
    case, before = begin("rate", case_id, actor, version)
    case.is_solved, case.satisfaction, case.rating_text = is_solved, satisfaction, clean(text)[:500]
    case.rated_at = at
    fields = ["is_solved", "satisfaction", "rating_text", "rated_at"]
    rated = finish(
        "rate", case, before, fields=fields, actor=actor, at=at, by_name=CITIZEN, text=case.rating_text
    )
    if is_solved and satisfaction != Satisfaction.DISSATISFIED:
        rated.state, rated.closed_at = CASE_FLOW.next_state(rated.state, "close"), at
        return finish(
            "close", rated, "rated", fields=["closed_at"], actor=actor, at=at, by_name=SYSTEM,
            text=CLOSED_BY_RATING,
        )  # fmt: skip
    return rated


@transaction.atomic
def reopen_case(*, case_id: int, text: str, actor: Actor, at: datetime, version: int | None = None) -> Case:
    """Not solved: have it done again, once; from now on it is supervised.

    Source: domain.md §3.4; ADR-0007 §9.
    """
    case, before = begin("reopen", case_id, actor, version)
    if case.reopened_count >= 1:
        raise MoveNotAllowed(_("这件事已经再办过一次了，人大正在催，有消息会写在这里。"))
    case.reopened_count, case.is_supervised = 1, True
    case.confirmed_at = case.answered_at = case.rated_at = case.is_solved = None
    case.outcome = case.satisfaction = ""
    case.claimed_at, case.merged_into = at, None
    fields = [
        "merged_into", "reopened_count", "is_supervised", "confirmed_at", "answered_at", "rated_at",
        "is_solved", "outcome", "satisfaction", "claimed_at",
    ]  # fmt: skip
    return finish(
        "reopen", case, before, fields=fields, actor=actor, at=at, by_name=CITIZEN, text=clean(text)
    )


@transaction.atomic
def withdraw_case(*, case_id: int, actor: Actor, at: datetime, version: int | None = None) -> Case:
    """Take a matter back before it is handed to a unit. Source: ADR-0007 §12."""
    case, before = begin("withdraw", case_id, actor, version)
    case.outcome, case.closed_at = Outcome.WITHDRAWN, at
    return finish(
        "withdraw", case, before, fields=["outcome", "closed_at"], actor=actor, at=at, by_name=CITIZEN
    )
