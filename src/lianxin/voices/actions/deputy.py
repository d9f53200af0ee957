"""What a deputy does: claim, release, answer on the spot, confirm, send back.

Deputies listen, forward and follow up; they do not decide for an organ. Source: LAW-DEPUTIES-2025 §31.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from lianxin.attachments.actions import Derivative
from lianxin.kernel.actor import Actor
from lianxin.kernel.workflow import MoveNotAllowed
from lianxin.people import reads as people
from lianxin.venues import reads as venues
from lianxin.voices import access
from lianxin.voices.actions._steps import begin, finish, said
from lianxin.voices.models import Case
from lianxin.voices.workflow import UNDO_S, Outcome


@transaction.atomic
def claim_case(*, case_id: int, actor: Actor, at: datetime, version: int | None = None) -> Case:
    """Take a received case (接单).

    Raises MoveNotAllowed when it is taken already, by whomever. Source: domain.md §3.1; ADR-0007 §1.
    """
    case, before = begin("claim", case_id, actor, version)
    if case.origin_venue_id is not None and case.venue_id not in venues.venue_ids_of(actor.person_id or 0):
        raise MoveNotAllowed(_("这件事已经上交，由上一级的代表接单，您可以接着看进展。"))
    case.claimed_by, case.claimed_at = actor.person_id, at
    return finish(
        "claim", case, before, fields=["claimed_by", "claimed_at"], actor=actor, at=at, by_name=actor.name
    )


@transaction.atomic
def release_case(
    *, case_id: int, reason: str, actor: Actor, at: datetime, version: int | None = None
) -> Case:
    """Give a claimed case back for others to take: at once without a reason, later with one.

    A reopened case stays with its deputy; only the congress office, which may release any case whose deputy
    cannot go on, gives it to another. Source: ADR-0007 §2.
    """
    case, before = begin("release", case_id, actor, version)
    is_mine = access.is_claimer(actor, case)
    if is_mine and case.reopened_count:
        raise MoveNotAllowed(_("这是群众要求再办一次的事，请您接着跟到底；实在跟不了，请找人大机关。"))
    quick = is_mine and case.claimed_at is not None and at - case.claimed_at <= timedelta(seconds=UNDO_S)
    text = reason if quick else said(reason, least=2, sentence=_("请写一句退回的原因，方便别的代表接着办。"))
    case.claimed_by = case.claimed_at = None
    case.unit_id = case.assigned_at = case.accepted_at = None
    return finish(
        "release",
        case,
        before,
        fields=["claimed_by", "claimed_at", "unit_id", "assigned_at", "accepted_at"],
        actor=actor,
        at=at,
        by_name=actor.name,
        text=text,
        for_citizen=False,
        reason=text[:200],
    )


@transaction.atomic
def answer_on_spot(
    *,
    case_id: int,
    text: str,
    actor: Actor,
    at: datetime,
    version: int | None = None,
    files: Sequence[Derivative] = (),
) -> Case:
    """Explain a matter to the citizen there and then; it goes straight to the citizen's rating.

    Source: domain.md §3.2 (a); ADR-0007 §3.
    """
    case, before = begin("answer_on_spot", case_id, actor, version)
    case.answer = said(text, least=4, sentence=_("请写下您是怎么答复群众的，至少几个字。"))
    case.answered_at = case.confirmed_at = at
    case.outcome = Outcome.ANSWERED_ON_SPOT
    case.unit_id = case.assigned_at = case.accepted_at = None
    return finish(
        "answer_on_spot",
        case,
        before,
        fields=["answer", "answered_at", "confirmed_at", "outcome", "unit_id", "assigned_at", "accepted_at"],
        actor=actor,
        at=at,
        by_name=actor.name,
        text=case.answer,
        files=files,
    )


@transaction.atomic
def confirm_result(
    *,
    case_id: int,
    text: str,
    actor: Actor,
    at: datetime,
    version: int | None = None,
    files: Sequence[Derivative] = (),
) -> Case:
    """The deputy has looked: the unit's answer is true. Source: domain.md §3.1 (跟踪督办); ADR-0007 §7."""
    case, before = begin("confirm", case_id, actor, version)
    case.confirmed_at, case.outcome = at, _exit_of(case)
    return finish(
        "confirm",
        case,
        before,
        fields=["confirmed_at", "outcome"],
        actor=actor,
        at=at,
        by_name=actor.name,
        text=text,
        files=files,
    )


def _exit_of(case: Case) -> Outcome:
    """Which exit a unit stands for, by the level of its place. Source: domain.md §3.2."""
    level = len(people.unit(case.unit_id).division_code) if case.unit_id is not None else 0
    exits = {12: Outcome.VILLAGE, 9: Outcome.TOWNSHIP_DEPT, 6: Outcome.COUNTY_UNIT}
    return exits.get(level, Outcome.HIGHER_UNIT)


@transaction.atomic
def send_back_answer(
    *, case_id: int, reason: str, actor: Actor, at: datetime, version: int | None = None
) -> Case:
    """The deputy has looked: it is not done yet; the unit handles on. Source: ADR-0007 §7."""
    case, before = begin("send_back", case_id, actor, version)
    text = said(reason, least=4, sentence=_("请写明现场看到的情况，单位好接着办。"))
    case.answered_at = None
    return finish(
        "send_back", case, before, fields=["answered_at"], actor=actor, at=at, by_name=actor.name, text=text,
        reason="",
    )  # fmt: skip
