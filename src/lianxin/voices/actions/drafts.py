"""A unit's answer before it goes out: write, submit, take back, return, sign or issue."""

from __future__ import annotations

import re
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from lianxin.kernel.actor import Actor, Role
from lianxin.kernel.errors import DomainError, NotAllowed, NotFound, Stale
from lianxin.kernel.text import clean
from lianxin.kernel.workflow import MoveNotAllowed
from lianxin.kit import events
from lianxin.voices import access
from lianxin.voices.actions._drafts import issue, move_draft, note_draft
from lianxin.voices.actions._steps import locked, said
from lianxin.voices.actions.unit import TOO_SHORT, answer_case
from lianxin.voices.events import DraftMoved
from lianxin.voices.models import Case, Draft
from lianxin.voices.words import AnswerResult
from lianxin.voices.workflow import CASE_FLOW, DraftState

_GAP = re.compile(r"\{[^{}\n]{1,20}\}")


@transaction.atomic
def write_draft(
    *,
    case_id: int,
    text: str,
    result: str,
    reason: str,
    actor: Actor,
    at: datetime,
    version: int | None = None,
) -> Draft:
    """Keep the words of an answer while it is written; unfinished is allowed.

    Raises MoveNotAllowed while the leader has it. Source: ADR-0021 §1.
    """
    case, draft = _locked(case_id, actor, version)
    return _written(case, draft, text, result, reason, actor, at)


@transaction.atomic
def submit_draft(
    *,
    case_id: int,
    text: str,
    result: str,
    reason: str,
    actor: Actor,
    at: datetime,
    version: int | None = None,
) -> Draft:
    """Send the answer to the unit's leader (提交审签), complete. Source: ADR-0021 §2."""
    case, draft = _locked(case_id, actor, version)
    if not access.needs_signature(actor, case, at=at):
        raise MoveNotAllowed(_("这份答复不用别人签发，请直接点“答复群众”。"))
    draft = _complete(_written(case, draft, text, result, reason, actor, at))
    draft.submitted_at, draft.remark = at, ""
    move_draft(
        draft, "submit", fields=["submitted_at", "remark"], actor=actor, at=at, place=case.division_code
    )
    return _tell("submit", case, draft, actor, at)


@transaction.atomic
def issue_draft(
    *,
    case_id: int,
    text: str,
    result: str,
    reason: str,
    actor: Actor,
    at: datetime,
    version: int | None = None,
) -> Case:
    """Answer with the draft, where no signature is asked for or the leader wrote it. Source: ADR-0021 §3."""
    case, draft = _locked(case_id, actor, version)
    if access.needs_signature(actor, case, at=at):
        raise NotAllowed(_("本单位的答复要负责人签发。请点“提交审签”。"))
    draft = _complete(_written(case, draft, text, result, reason, actor, at))
    issue(draft, "issue", actor=actor, at=at, place=case.division_code)
    return _answer(case, draft, actor, at)


@transaction.atomic
def take_back_draft(*, case_id: int, actor: Actor, at: datetime, version: int | None = None) -> Draft:
    """The handler wants to change it before the leader signs. Source: ADR-0021 §2."""
    case, draft = _existing(case_id, actor, version)
    move_draft(draft, "take_back", fields=[], actor=actor, at=at, place=case.division_code)
    return draft


@transaction.atomic
def return_draft(
    *, case_id: int, remark: str, actor: Actor, at: datetime, version: int | None = None
) -> Draft:
    """The leader wants it changed, and says what. Source: ADR-0021 §2."""
    case, draft = _existing(case_id, actor, version)
    _require_leader(actor)
    draft.remark = said(remark, least=4, sentence=_("请写明要改哪里，经办人好改。"))[:500]
    move_draft(draft, "return", fields=["remark"], actor=actor, at=at, place=case.division_code)
    return _tell("return", case, draft, actor, at)


@transaction.atomic
def sign_draft(*, case_id: int, actor: Actor, at: datetime, version: int | None = None) -> Case:
    """The leader signs the words on the page (签发); the citizen is answered. Source: ADR-0021 §2."""
    case, draft = _existing(case_id, actor, version)
    _require_leader(actor)
    issue(draft, "sign", actor=actor, at=at, place=case.division_code)
    return _answer(case, draft, actor, at)


def _answer(case: Case, draft: Draft, actor: Actor, at: datetime) -> Case:
    return answer_case(
        case_id=case.pk, text=draft.text, result=draft.result, reason=draft.reason, actor=actor, at=at
    )


def _require_leader(actor: Actor) -> None:
    if actor.role != Role.UNIT_LEADER:
        raise NotAllowed(_("这一步只能由单位负责人来做。"))


def _locked(case_id: int, actor: Actor, version: int | None) -> tuple[Case, Draft | None]:
    """The case and the unit's draft, locked. Raises NotFound, NotAllowed, MoveNotAllowed or Stale.

    A person's own saving in between is no reason to refuse: the page saves by itself while it is sent.
    """
    case = locked(case_id, actor, None)
    access.require_may("answer", actor, case)
    CASE_FLOW.next_state(case.state, "answer")
    mine = access.drafts_visible_to(actor).filter(case_id=case_id)
    draft = mine.select_for_update().first()
    if version is None or draft is None or draft.version == version:
        return case, draft
    if draft.written_by != actor.user_id or draft.state in {DraftState.WAITING, DraftState.RETURNED}:
        raise Stale(_("就在刚才，同事动过这份答复稿。请刷新页面，看看最新的再决定。"))
    return case, draft


def _existing(case_id: int, actor: Actor, version: int | None) -> tuple[Case, Draft]:
    case, draft = _locked(case_id, actor, version)
    if draft is None:
        raise NotFound(_("这件事还没有答复稿。"))
    return case, draft


def _written(
    case: Case, draft: Draft | None, text: str, result: str, reason: str, actor: Actor, at: datetime
) -> Draft:
    if result not in {"", *AnswerResult}:
        raise DomainError(_("请从列表里选一个办理结果。"))
    words = {"text": clean(text)[:2000], "result": result, "reason": clean(reason)[:500]}
    wrote = {"written_by": actor.user_id, "writer_name": actor.name, "written_at": at}
    if draft is None:
        draft = Draft.objects.create(case=case, unit_id=actor.unit_id or 0, **words, **wrote)
        note_draft(draft, "begin", actor=actor, at=at, place=case.division_code)
        return draft
    for name, value in (words | wrote).items():
        setattr(draft, name, value)
    fields = [*words, *wrote]
    if draft.state == DraftState.ISSUED:
        draft.signed_at = draft.submitted_at = None
        draft.signer_name = ""
        fields += ["signed_at", "submitted_at", "signer_name"]
        move_draft(draft, "rewrite", fields=fields, actor=actor, at=at, place=case.division_code)
        return draft
    if draft.state == DraftState.WAITING:
        raise MoveNotAllowed(_("这份答复稿正在等负责人签发。要改的话，请先点“收回修改”。"))
    draft.version += 1
    draft.save(update_fields=["version", *fields])
    return draft


def _complete(draft: Draft) -> Draft:
    """Raises DomainError naming the first thing that is missing."""
    said(draft.text, least=10, sentence=str(TOO_SHORT))
    gap = _GAP.search(draft.text)
    if gap:
        raise DomainError(_("还有一处没填：%(gap)s。请写上实际情况，或者删掉它。") % {"gap": gap.group()})
    if not draft.result:
        raise DomainError(_("请选一下办理结果。"))
    if draft.result != AnswerResult.SOLVED:
        said(draft.reason, least=4, sentence=_("没有全部解决的，请写明原因和下一步打算，群众会看到。"))
    return draft


def _tell(verb: str, case: Case, draft: Draft, actor: Actor, at: datetime) -> Draft:
    events.publish(
        DraftMoved(
            case_id=case.pk,
            number=case.number,
            verb=verb,
            unit_id=draft.unit_id,
            written_by=draft.written_by,
            actor_user_id=actor.user_id,
            at=at.isoformat(),
        )
    )
    return draft
