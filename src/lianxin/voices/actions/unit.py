"""Between the congress and the handling unit: assign, accept, object, answer."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from lianxin.kernel.actor import Actor
from lianxin.kernel.errors import DomainError
from lianxin.people import reads as people
from lianxin.voices.actions._steps import begin, finish, said
from lianxin.voices.models import Case


@transaction.atomic
def assign_case(
    *, case_id: int, unit_id: int, note: str, actor: Actor, at: datetime, version: int | None = None
) -> Case:
    """Hand a claimed case to a unit (交办). The unit must serve the place and still be there.

    Source: domain.md §3.2; ADR-0007 §4.
    """
    case, before = begin("assign", case_id, actor, version)
    unit = next((u for u in people.units_for(case.division_code) if u.id == unit_id), None)
    if unit is None:
        raise DomainError(_("这个单位管不到这个地方，或者已经撤并，请换一个单位。"))
    case.unit_id, case.assigned_at, case.accepted_at = unit.id, at, None
    return finish(
        "assign",
        case,
        before,
        fields=["unit_id", "assigned_at", "accepted_at"],
        actor=actor,
        at=at,
        by_name=actor.name,
        text=_("交给%(unit)s办理。") % {"unit": unit.name} + note,
    )


@transaction.atomic
def accept_case(*, case_id: int, actor: Actor, at: datetime, version: int | None = None) -> Case:
    """The unit takes the matter over (领单); its handling clock starts now.

    Source: domain.md §3.1; ADR-0007 §5.
    """
    case, before = begin("accept", case_id, actor, version)
    case.accepted_at = at
    return finish(
        "accept", case, before, fields=["accepted_at"], actor=actor, at=at, by_name=_unit_name(actor)
    )


@transaction.atomic
def object_case(*, case_id: int, reason: str, actor: Actor, at: datetime, version: int | None = None) -> Case:
    """The unit says it is not its business, with a reason; the case goes back. Source: ADR-0007 §5."""
    case, before = begin("object", case_id, actor, version)
    text = said(reason, least=4, sentence=_("请写明为什么不归本单位办，最好说说归谁办。"))
    # unit_id stays: the unit keeps reading what it sent back, and row-level security would refuse
    # an update that moves the row out of its own sight. The next assignment replaces it.
    case.assigned_at = case.accepted_at = None
    return finish(
        "object",
        case,
        before,
        fields=["assigned_at", "accepted_at"],
        actor=actor,
        at=at,
        by_name=_unit_name(actor),
        text=text,
        for_citizen=False,
    )


@transaction.atomic
def answer_case(*, case_id: int, text: str, actor: Actor, at: datetime, version: int | None = None) -> Case:
    """The unit's answer to the citizen. Source: domain.md §3.1; ADR-0007 §6."""
    case, before = begin("answer", case_id, actor, version)
    case.answer = said(text, least=10, sentence=_("答复太短了，请把办了什么、结果怎样写清楚。"))
    case.answered_at = at
    return finish(
        "answer",
        case,
        before,
        fields=["answer", "answered_at"],
        actor=actor,
        at=at,
        by_name=_unit_name(actor),
        text=case.answer,
    )


def _unit_name(actor: Actor) -> str:
    return people.unit(actor.unit_id).name if actor.unit_id is not None else actor.name
