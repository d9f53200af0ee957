"""Out of the loop's own hands: the 12345 line, a formal suggestion, a higher deputy. Source: ADR-0016 §4."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from lianxin.kernel.actor import Actor
from lianxin.kernel.text import clean
from lianxin.voices.actions._steps import begin, finish, said
from lianxin.voices.models import Case
from lianxin.voices.words import REFERRAL_LABELS, Referral
from lianxin.voices.workflow import Outcome

_EXITS = {
    Referral.HOTLINE_12345: Outcome.TO_12345,
    Referral.SUGGESTION: Outcome.CONVERT_TO_SUGGESTION,
    Referral.HIGHER_DEPUTY: Outcome.HAND_TO_HIGHER_DEPUTY,
}


@transaction.atomic
def refer_case(
    *,
    case_id: int,
    referral: Referral,
    to: str,
    note: str,
    actor: Actor,
    at: datetime,
    version: int | None = None,
) -> Case:
    """Send a matter to where it can be settled; the deputy remains the one who answers the citizen.

    `to` is the number there (a 12345 ticket), the suggestion's title or the deputy's name. Source: domain.md
    §3.2, §3.4.
    """
    case, before = begin("refer", case_id, actor, version)
    case.referral, case.referred_at = referral, at
    case.referral_to = said(to, least=2, sentence=_("请写明转给谁，或者那边的受理编号，以后好查。"))[:80]
    case.unit_id = case.assigned_at = case.accepted_at = None
    with override(settings.LANGUAGE_CODE):  # stored words are in the source language
        text = f"{REFERRAL_LABELS[referral]}：{case.referral_to}。{clean(note)}"
    return finish(
        "refer", case, before,
        fields=["referral", "referral_to", "referred_at", "unit_id", "assigned_at", "accepted_at"],
        actor=actor, at=at, by_name=actor.name, text=text,
    )  # fmt: skip


@transaction.atomic
def report_back(*, case_id: int, text: str, actor: Actor, at: datetime, version: int | None = None) -> Case:
    """What came of it elsewhere, told to the citizen, who rates it. Source: domain.md §3.4."""
    case, before = begin("report_back", case_id, actor, version)
    case.answer = said(text, least=10, sentence=_("请把那边办了什么、结果怎样写清楚，群众会看到。"))
    case.answered_at = case.confirmed_at = at
    case.outcome = _EXITS[Referral(case.referral)]
    return finish(
        "report_back", case, before, fields=["answer", "answered_at", "confirmed_at", "outcome"], actor=actor,
        at=at, by_name=actor.name, text=case.answer,
    )  # fmt: skip


@transaction.atomic
def recall_case(*, case_id: int, reason: str, actor: Actor, at: datetime, version: int | None = None) -> Case:
    """It was not taken there: back to the deputy, who finds another way."""
    case, before = begin("recall", case_id, actor, version)
    why = said(reason, least=4, sentence=_("请写明为什么收回。"))
    case.referral, case.referral_to, case.referred_at = "", "", None
    return finish(
        "recall", case, before, fields=["referral", "referral_to", "referred_at"], actor=actor, at=at,
        by_name=actor.name, text=why, reason=why[:200],
    )  # fmt: skip
