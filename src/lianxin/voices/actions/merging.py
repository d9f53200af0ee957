"""Many voices, one matter: merge, split, and one answer for all. Links go both ways. Source: ADR-0016 §5."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from lianxin.kernel.actor import Actor
from lianxin.kernel.errors import DomainError, NotFound
from lianxin.voices import access
from lianxin.voices.actions._steps import begin, finish, said
from lianxin.voices.models import Case
from lianxin.voices.words import ANSWERED_WITH_MAIN, SPLIT_FROM_MAIN, SYSTEM
from lianxin.voices.workflow import TAKES_VOICES, CaseState, Outcome


@transaction.atomic
def merge_case(*, case_id: int, main_id: int, actor: Actor, at: datetime, version: int | None = None) -> Case:
    """Handle a matter together with another one that is the same; its own voices come along.

    Raises NotFound when the actor does not see the main case, DomainError when that one cannot take voices.
    """
    main = access.cases_visible_to(actor).select_for_update().filter(pk=main_id).exclude(pk=case_id).first()
    if main is None:
        raise NotFound(_("没有找到要并入的那件事，请从列表里选一件。"))
    if main.state not in TAKES_VOICES:
        raise DomainError(_("那件事已经有结果了，不能再并进去。请另外选一件，或者单独办。"))
    if main.county_code != county_of(case_id, actor):
        raise DomainError(_("不是一个县（市、区）的事，不能并到一起。"))
    case, before = begin("merge", case_id, actor, version)
    case.merged_into = main
    case.claimed_by = case.claimed_at = case.unit_id = case.assigned_at = case.accepted_at = None
    Case.objects.filter(merged_into_id=case.pk, state=CaseState.MERGED).update(merged_into_id=main.pk)
    return finish(
        "merge", case, before,
        fields=["merged_into", "claimed_by", "claimed_at", "unit_id", "assigned_at", "accepted_at"],
        actor=actor, at=at, by_name=actor.name,
        text=f"和{main.number}一起办，有结果一并答复。",  # stored words are in the source language
    )  # fmt: skip


def county_of(case_id: int, actor: Actor) -> str:
    """The county of a case the actor sees; "" when there is none to see."""
    return (
        access.cases_visible_to(actor).filter(pk=case_id).values_list("county_code", flat=True).first() or ""
    )


@transaction.atomic
def split_case(*, case_id: int, reason: str, actor: Actor, at: datetime, version: int | None = None) -> Case:
    """It was another matter after all: it goes its own way from the beginning."""
    case, before = begin("split", case_id, actor, version)
    why = said(reason, least=4, sentence=_("请写明为什么拆开单独办。"))
    return _split(case, before, why, actor.name, actor, at)


def _split(case: Case, before: str, why: str, by_name: str, actor: Actor, at: datetime) -> Case:
    case.merged_into = None
    return finish(
        "split", case, before, fields=["merged_into"], actor=actor, at=at, by_name=by_name, text=why,
        reason=why[:200],
    )  # fmt: skip


def answer_voices(*, main_id: int, actor: Actor, at: datetime) -> int:
    """Give every voice merged into a case its answer, for each citizen to rate; returns how many.

    Voices of a case that was not taken or was withdrawn go their own way again. Twice is as good as once.
    """
    main = access.cases_visible_to(actor).filter(pk=main_id).first()
    if main is None:
        return 0
    voices = access.cases_visible_to(actor).filter(merged_into_id=main_id, state=CaseState.MERGED)
    ids = list(voices.order_by("id").values_list("id", flat=True))
    if main.confirmed_at is not None:
        for case_id in ids:
            _answer_with(main, case_id, actor, at)
    elif main.state in {CaseState.DECLINED, CaseState.WITHDRAWN}:
        for case_id in ids:
            with transaction.atomic():
                case, before = begin("split", case_id, actor, None)
                _split(case, before, SPLIT_FROM_MAIN, SYSTEM, actor, at)
    else:
        return 0
    return len(ids)


@transaction.atomic
def _answer_with(main: Case, case_id: int, actor: Actor, at: datetime) -> Case:
    case, before = begin("answer_merged", case_id, actor, None)
    case.claimed_by, case.claimed_at = main.claimed_by, at
    case.answer, case.outcome = main.answer, Outcome.MERGED
    case.answered_at = case.confirmed_at = at
    return finish(
        "answer_merged", case, before,
        fields=["claimed_by", "claimed_at", "answer", "outcome", "answered_at", "confirmed_at"],
        actor=actor, at=at, by_name=SYSTEM, text=ANSWERED_WITH_MAIN,
    )  # fmt: skip
