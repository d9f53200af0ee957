"""What goes on record without moving a case: facts, visits, progress, time, supervision (ADR-0016 §2)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from lianxin.attachments.actions import Derivative
from lianxin.kernel.actor import Actor
from lianxin.kernel.errors import DomainError
from lianxin.people import reads as people
from lianxin.voices import clocks
from lianxin.voices.actions._steps import begin, finish, said
from lianxin.voices.models import Case, Step
from lianxin.voices.words import CITIZEN

MOST_FACTS = 20


@transaction.atomic
def add_fact(*, case_id: int, text: str, actor: Actor, at: datetime, version: int | None = None) -> Case:
    """The citizen adds what came to mind or happened since. At most twenty times."""
    case, before = begin("add_fact", case_id, actor, None)
    fact = said(text, least=2, sentence=_("请写一写要补充的情况。"))
    if Step.objects.filter(case=case, verb="add_fact").count() >= MOST_FACTS:
        raise DomainError(_("已经补充了很多次，都收到了。还有要说的，请等代表联系您，或者打站里的电话。"))
    return finish("add_fact", case, before, fields=[], actor=actor, at=at, by_name=CITIZEN, text=fact[:1000])


@transaction.atomic
def note_visit(
    *,
    case_id: int,
    text: str,
    actor: Actor,
    at: datetime,
    version: int | None = None,
    files: Sequence[Derivative] = (),
) -> Case:
    """The deputy was there: when, and what was seen. Source: LAW-DEPUTIES-2025 §28."""
    case, before = begin("visit", case_id, actor, version)
    seen = said(text, least=4, sentence=_("请写写什么时候去的、看到了什么。"))
    return finish(
        "visit", case, before, fields=[], actor=actor, at=at, by_name=actor.name, text=seen, files=files
    )


@transaction.atomic
def note_progress(
    *,
    case_id: int,
    text: str,
    actor: Actor,
    at: datetime,
    version: int | None = None,
    files: Sequence[Derivative] = (),
) -> Case:
    """The unit says how far it has come; the citizen reads it."""
    case, before = begin("progress", case_id, actor, version)
    done = said(text, least=4, sentence=_("请写一写办到哪一步了，群众会看到。"))
    return finish(
        "progress", case, before, fields=[], actor=actor, at=at, by_name=_unit(case), text=done, files=files
    )


@transaction.atomic
def extend_case(*, case_id: int, reason: str, actor: Actor, at: datetime, version: int | None = None) -> Case:
    """More time for the unit: once, before the time is up, with a reason that the citizen reads.

    Source: domain.md §3.3 (extension once +10 wd with reason).
    """
    case, before = begin("extend", case_id, actor, version)
    if case.extended_at is not None:
        raise DomainError(_("这件事已经延过一次期，不能再延。请在期限内答复，办不完的说明下一步。"))
    if case.due_on is None or timezone.localtime(at).date() > case.due_on:
        raise DomainError(_("期限已经过了，不能再申请延期。请尽快答复群众。"))
    why = said(reason, least=4, sentence=_("请写明为什么要延期，群众会看到。"))
    case.extended_at = at
    longer = clocks.prepare_extension(case, at=at)
    clocks.restart(case, [longer], at=at)
    return finish(
        "extend", case, before, fields=["extended_at", "due_on"], actor=actor, at=at, by_name=_unit(case),
        text=why, reason=why[:200],
    )  # fmt: skip


@transaction.atomic
def supervise_case(
    *, case_id: int, note: str, actor: Actor, at: datetime, version: int | None = None
) -> Case:
    """The congress office follows a matter itself and says what it expects (督办).

    Source: domain.md §3.1 (跟踪督办), §3.4.
    """
    case, before = begin("supervise", case_id, actor, version)
    wish = said(note, least=4, sentence=_("请写明督办的要求，承办的人会看到。"))
    case.is_supervised = True
    return finish(
        "supervise", case, before, fields=["is_supervised"], actor=actor, at=at, by_name=actor.name,
        text=wish, for_citizen=False, reason=wish[:200],
    )  # fmt: skip


def _unit(case: Case) -> str:
    return people.unit(case.unit_id).name if case.unit_id is not None else ""
