"""A unit's answer while it is written: its page, what waits for a signature, templates."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from lianxin.kernel.actor import Actor, Role
from lianxin.kernel.errors import NotFound
from lianxin.kit.jinja_env import day, moment
from lianxin.people import reads as people
from lianxin.voices import access
from lianxin.voices.models import AnswerTemplate, Case, Draft
from lianxin.voices.reads.rows import STATE_TONES, CaseRow, rows_of
from lianxin.voices.words import RESULT_LABELS
from lianxin.voices.workflow import CASE_FLOW, DRAFT_FLOW, DraftState

_NAMED = re.compile(r"\{([^{}\n]{1,20})\}")


@dataclass(frozen=True, slots=True)
class TemplateRow:
    """A template in a list; `is_ours` where the reader may change it."""

    id: int
    name: str
    text: str
    version: int
    is_ours: bool
    is_retired: bool


@dataclass(frozen=True, slots=True)
class DraftPage:
    """The answer being written, and what its reader may do with it."""

    row: CaseRow
    told: str
    version: int | None
    state: str
    state_label: str
    state_tone: str
    text: str
    result: str
    result_label: str
    reason: str
    remark: str
    saved: str
    submitted_at: datetime | None
    templates: tuple[TemplateRow, ...]
    may_write: bool
    must_submit: bool
    may_sign: bool


def _open_case(actor: Actor, case_id: int) -> Case:
    case = access.cases_visible_to(actor).filter(pk=case_id).first()
    if case is None or not access.may("answer", actor, case):
        raise NotFound(_("没有找到这件事，或者它不在您的工作范围里。"))
    return case


def draft_page(actor: Actor, case_id: int, *, at: datetime, template_id: int | None = None) -> DraftPage:
    """The draft of the actor's unit, begun with a template when one is named. Six queries. Raises NotFound.

    A case that is no longer being handled has no such page. `at` in local time.
    """
    case = _open_case(actor, case_id)
    if not CASE_FLOW.may("answer", case.state):
        raise NotFound(_("这件事现在不用写答复。请回到办件页面看看最新情况。"))
    draft = access.drafts_visible_to(actor).filter(case_id=case_id).first()
    row = rows_of([case], today=at.date())[0]
    templates = template_rows(actor)
    begun = next((filled(each.text, actor, row, at) for each in templates if each.id == template_id), "")
    state = DRAFT_FLOW.states[draft.state if draft else DraftState.DRAFTING]
    waits = draft is not None and draft.state == DraftState.WAITING
    return DraftPage(
        row=row,
        told=case.text,
        version=draft.version if draft else None,
        state=state.code,
        state_label=_(state.label),
        state_tone=STATE_TONES[state.tone],
        text=begun or (draft.text if draft else ""),
        result=draft.result if draft else "",
        result_label=str(RESULT_LABELS.get(draft.result, "")) if draft else "",
        reason=draft.reason if draft else "",
        remark=draft.remark if draft else "",
        saved=saved_words(draft) if draft else "",
        submitted_at=draft.submitted_at if draft else None,
        templates=templates,
        may_write=not waits,
        must_submit=access.needs_signature(actor, case, at=at),
        may_sign=waits and actor.role == Role.UNIT_LEADER,
    )


def saved_words(draft: Draft) -> str:
    """Who saved it last, and when."""
    at = moment(timezone.localtime(draft.written_at))
    return _("%(name)s %(when)s 保存") % {"name": draft.writer_name, "when": at}


def filled(text: str, actor: Actor, row: CaseRow, at: datetime) -> str:
    """A template with the facts of the matter; what only the handler knows stays open in its brackets."""
    facts = {
        "编号": row.number,
        "群众说的": row.title,
        "地点": f"{row.place}{row.spot}",
        "代表": row.deputy_name,
        "单位": row.unit_name or (people.unit(actor.unit_id).name if actor.unit_id else ""),
        "日期": day(at.date()),
    }
    return _NAMED.sub(lambda found: facts.get(found.group(1), found.group()), text)


def template_rows(actor: Actor, *, retired: bool = False) -> tuple[TemplateRow, ...]:
    """Templates the actor may use or keep, own ones first. One query."""
    templates = access.templates_visible_to(actor)
    if not retired:
        templates = templates.filter(retired_at=None)
    found = templates.order_by(F("retired_at").desc(nulls_first=True), "unit_id", "name")[:200]
    return tuple(_template_row(actor, template) for template in found)


def _template_row(actor: Actor, template: AnswerTemplate) -> TemplateRow:
    return TemplateRow(
        template.pk, template.name, template.text, template.version,
        access.may_keep_template(actor, template), template.retired_at is not None,
    )  # fmt: skip


def template(actor: Actor, template_id: int) -> TemplateRow:
    """One template the actor may use. One query. Raises NotFound."""
    found = access.templates_visible_to(actor).filter(pk=template_id).first()
    if found is None:
        raise NotFound(_("没有找到这个模板，或者它不归您管。"))
    return _template_row(actor, found)


@dataclass(frozen=True, slots=True)
class DraftMark:
    """How far the answer is, beside a case in a list; `waits` for the leader, who `may_sign`."""

    label: str
    tone: str
    waits: bool = False
    may_sign: bool = False


_TAGS = {DraftState.WAITING: "gold", DraftState.RETURNED: "red", DraftState.DRAFTING: "blue"}


def draft_marks(actor: Actor, case_ids: Iterable[int]) -> dict[int, DraftMark]:
    """Open drafts of the actor's unit by case. One query for a unit, none for anybody else."""
    if not actor.unit_id:
        return {}
    drafts = (
        access.drafts_visible_to(actor).filter(case_id__in=list(case_ids)).exclude(state=DraftState.ISSUED)
    )
    return {case_id: _mark(actor, state) for case_id, state in drafts.values_list("case_id", "state")}


def _mark(actor: Actor, state: str) -> DraftMark:
    waits = state == DraftState.WAITING
    label = _("答复") + _("：") + _(DRAFT_FLOW.states[state].label)
    return DraftMark(label, _TAGS[DraftState(state)], waits, waits and actor.role == Role.UNIT_LEADER)
