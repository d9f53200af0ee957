"""Between the congress and the handling unit: assign, accept, object, answer."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lianxin.attachments.actions import Derivative
from lianxin.kernel.actor import Actor
from lianxin.kernel.errors import DomainError, NotAllowed
from lianxin.kernel.workflow import MoveNotAllowed
from lianxin.people import reads as people
from lianxin.voices import access
from lianxin.voices.actions._drafts import issue
from lianxin.voices.actions._steps import begin, finish, locked, said
from lianxin.voices.models import Case, Draft, Proposal
from lianxin.voices.reads.proposals import unit_for
from lianxin.voices.words import AnswerResult
from lianxin.voices.workflow import CaseState, DraftState

TOO_SHORT = gettext_lazy("答复太短了，请把办了什么、结果怎样写清楚。")


@transaction.atomic
def assign_case(
    *, case_id: int, unit_id: int, note: str, actor: Actor, at: datetime, version: int | None = None
) -> Case:
    """Hand a claimed case to a unit (交办). The unit must serve the place and still be there.

    Never to the unit that the matter is about. Source: domain.md §3.2; ADR-0007 §4; ADR-0016 §6.
    """
    case, before = begin("assign", case_id, actor, version)
    text = _hand_to(case, unit_id, at) + note
    _note_proposal(case, actor, at)
    return finish(
        "assign", case, before, fields=_HANDED, actor=actor, at=at, by_name=actor.name, text=text
    )  # fmt: skip


@transaction.atomic
def arbitrate_case(
    *, case_id: int, unit_id: int, note: str, actor: Actor, at: datetime, version: int | None = None
) -> Case:
    """After two objections the office says whose business it is; that unit can no longer object.

    Source: issue 3 (unit); ADR-0016 §3.
    """
    case, before = begin("arbitrate", case_id, actor, version)
    reason = said(note, least=4, sentence=_("请写明裁定的理由，几个单位都会看到。"))
    text = _hand_to(case, unit_id, at) + reason
    case.is_arbitrated = True
    return finish(
        "arbitrate", case, before, fields=[*_HANDED, "is_arbitrated"], actor=actor, at=at,
        by_name=actor.name, text=text, reason=reason[:200],
    )  # fmt: skip


def _note_proposal(case: Case, actor: Actor, at: datetime) -> None:
    """Keep what history proposed beside what was chosen; nothing where it proposed nothing. ADR-0021 §6."""
    proposed = unit_for(actor, case, people.units_for(case.division_code), at=at)
    if proposed is not None:
        Proposal.objects.create(
            case=case,
            unit_id=proposed.unit_id,
            chosen_id=case.unit_id or 0,
            times=proposed.times,
            out_of=proposed.out_of,
            at=at,
        )


_HANDED = ["unit_id", "assigned_at", "accepted_at"]


def _hand_to(case: Case, unit_id: int, at: datetime) -> str:
    """Put the unit on the case and say so. Raises DomainError for a unit that cannot have it."""
    unit = next((u for u in people.units_for(case.division_code) if u.id == unit_id), None)
    if unit is None:
        raise DomainError(_("这个单位管不到这个地方，或者已经撤并，请换一个单位。"))
    if unit.id == case.about_unit_id:
        raise DomainError(_("反映的就是这个单位，不能先交给它办。请交给能监督它的单位。"))
    case.unit_id, case.assigned_at, case.accepted_at = unit.id, at, None
    return f"交给{unit.name}办理。"  # stored words are in the source language


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
    """The unit says it is not its business, with a reason: back to the one who assigned it.

    Within the time to accept; the second objection to the same matter goes to arbitration, and after that
    there is none. Source: domain.md §1.5 (late = no change); issue 3 (unit); ADR-0016 §3.
    """
    verb = next_objection(locked(case_id, actor, None))
    case, before = begin(verb, case_id, actor, version)
    if case.is_arbitrated:
        raise MoveNotAllowed(
            _("这件事已经裁定由本单位办，不能再退回。办不了的，请在答复里说明原因和下一步。")
        )
    if case.due_on is not None and timezone.localtime(at).date() > case.due_on:
        raise MoveNotAllowed(_("提出异议的时间已经过了，请先领单。办不了的，请在答复里说明原因和下一步。"))
    text = said(reason, least=4, sentence=_("请写明为什么不归本单位办，最好说说归谁办。"))
    case.objection_count += 1
    fields = ["objection_count"]
    if verb == "object":
        # unit_id stays: the unit keeps reading what it sent back, and row-level security would refuse
        # an update that moves the row out of its own sight. The next assignment replaces it.
        case.assigned_at = case.accepted_at = None
        fields += ["assigned_at", "accepted_at"]
    return finish(
        verb, case, before, fields=fields, actor=actor, at=at, by_name=_unit_name(actor), text=text,
        for_citizen=False,
    )  # fmt: skip


def next_objection(case: Case) -> str:
    """The verb of a unit's objection now: the first sends the case back, the second to arbitration."""
    again = case.objection_count and case.state == CaseState.ASSIGNED
    return "object_again" if again else "object"


@transaction.atomic
def answer_case(
    *,
    case_id: int,
    text: str,
    actor: Actor,
    at: datetime,
    version: int | None = None,
    files: Sequence[Derivative] = (),
    result: str = "",
    reason: str = "",
) -> Case:
    """The unit's answer to the citizen, and how far it solves the matter; a draft of it ends here.

    Raises NotAllowed for a handler whose leader has to sign. Source: domain.md §3.1; ADR-0007 §6; ADR-0021.
    """
    case, before = begin("answer", case_id, actor, version)
    if access.needs_signature(actor, case, at=at):
        raise NotAllowed(_("本单位的答复要负责人签发。请写成答复稿，点“提交审签”。"))
    case.answer = said(text, least=10, sentence=str(TOO_SHORT))
    case.answer_result, case.answer_reason = result, _why(result, reason)
    case.answered_at = at
    _end_draft(case, actor, at)
    return finish(
        "answer",
        case,
        before,
        fields=["answer", "answered_at", "answer_result", "answer_reason"],
        actor=actor,
        at=at,
        by_name=_unit_name(actor),
        text=case.answer,
        files=files,
    )


def _why(result: str, reason: str) -> str:
    """Why not everything is solved, and what comes next; "" for what is solved."""
    if result in {"", AnswerResult.SOLVED}:
        return ""
    return said(reason, least=4, sentence=_("没有全部解决的，请写明原因和下一步打算，群众会看到。"))


def _end_draft(case: Case, actor: Actor, at: datetime) -> None:
    """An answer given without its draft ends the draft, so that nobody signs a second one."""
    open_one = Draft.objects.filter(case_id=case.pk, unit_id=case.unit_id or 0)
    draft = open_one.exclude(state=DraftState.ISSUED).select_for_update().first()
    if draft is not None:
        issue(draft, "issue", actor=actor, at=at, place=case.division_code)


def _unit_name(actor: Actor) -> str:
    return people.unit(actor.unit_id).name if actor.unit_id is not None else actor.name
