"""The page of one suggestion: what it says, who does what until when, and the verbs of its reader."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from lianxin.accounts.reads import HistoryLine
from lianxin.divisions import reads as divisions
from lianxin.kernel.actor import Actor
from lianxin.people import reads as people
from lianxin.people.reads import UnitRow
from lianxin.suggestions import access
from lianxin.suggestions.models import (
    FromCase,
    Handling,
    Promised,
    Step,
    Suggestion,
)
from lianxin.suggestions.profiles import ClassRow, classes_for
from lianxin.suggestions.reads.lists import merge_candidates
from lianxin.suggestions.reads.parts import (
    PartRow,
    PromiseRow,
    ReplyRow,
    SignerRow,
    TalkRow,
    parts_of,
    promise_row,
    replies_of,
    signers_of,
    talks_of,
)
from lianxin.suggestions.reads.propose import Proposed, proposed_for
from lianxin.suggestions.reads.rows import Stage, SuggestionRow, rows_of, stages_of
from lianxin.suggestions.reads.sight import sight
from lianxin.suggestions.reads.timeline import LogLine, history_of, log_of
from lianxin.suggestions.reads.verbs import verbs_for
from lianxin.suggestions.words import (
    ORGAN_LABELS,
    PHASE_LABELS,
    PROPOSER_LABELS,
    SATISFACTION_LABELS,
)
from lianxin.suggestions.workflow import SuggestionState

_CHOOSE_UNIT = frozenset({"assign", "reassign", "arbitrate", "object"})


@dataclass(frozen=True, slots=True)
class SuggestionPage:
    """One suggestion with all that its page shows, and the verbs its reader may use now."""

    row: SuggestionRow
    stages: tuple[Stage, ...]
    version: int
    situation: str
    proposal: str
    facts: tuple[tuple[str, str], ...]
    is_confidential: bool
    congress: str
    signers: tuple[SignerRow, ...]
    parts: tuple[PartRow, ...]
    talks: tuple[TalkRow, ...]
    replies: tuple[ReplyRow, ...]
    promises: tuple[PromiseRow, ...]
    cases: tuple[tuple[int, str], ...]
    attitude: str
    result: str
    rating_text: str
    extension_reason: str
    is_extended: bool
    key_words: str
    merged_into: tuple[int, str] | None
    # What was merged into it, for the office; and why it is under review once more.
    merged: tuple[tuple[int, str], ...]
    came_back: str
    verbs: tuple[str, ...]
    may_edit: bool
    units: tuple[UnitRow, ...]
    proposed: Proposed | None
    classes: tuple[ClassRow, ...]
    like: tuple[tuple[int, str], ...]
    log: tuple[LogLine, ...]
    history: tuple[HistoryLine, ...]


def _facts(suggestion: Suggestion, row: SuggestionRow, names: dict[int, str]) -> tuple[tuple[str, str], ...]:
    session = suggestion.session.name if suggestion.session else ""
    phase = str(PHASE_LABELS[suggestion.phase]) if suggestion.phase else ""
    wish = _("同意公开") if suggestion.may_publish else _("不同意公开")
    pairs = (
        (_("类别"), row.category),
        (_("提出"), str(PROPOSER_LABELS[suggestion.proposer])),
        (_("什么时候提的"), " · ".join(filter(None, (phase, session)))),
        (_("希望谁办"), names.get(suggestion.proposed_unit_id or 0, "")),
        (_("公开意愿"), wish),
        (_("来源"), _("由议案转来") if suggestion.from_motion_id else ""),
        (_("承办系统"), str(ORGAN_LABELS[suggestion.organ]) if suggestion.organ else ""),
    )
    return tuple((name, value) for name, value in pairs if value)


def suggestion_page(actor: Actor, suggestion_id: int, *, at: datetime) -> SuggestionPage:
    """The whole page, `at` in local time. Raises NotFound.

    At most fourteen queries, two more where it is to be given to units.
    """
    suggestion = sight(actor, suggestion_id)
    today = at.date()
    row = rows_of([suggestion], today=today)[0]
    handlings = list(Handling.objects.filter(suggestion=suggestion).order_by("pk"))
    for handling in handlings:
        handling.suggestion = suggestion
    replies = list(
        access.replies_visible_to(actor).filter(suggestion=suggestion).order_by("unit_id", "-version")
    )
    verbs = verbs_for(actor, suggestion, handlings, replies, at)
    units = tuple(people.units_for(suggestion.division_code)) if _CHOOSE_UNIT & set(verbs) else ()
    names = people.unit_names([*suggestion.unit_ids, suggestion.proposed_unit_id or 0])
    classes = classes_for(suggestion.division_code, today)
    promises = Promised.objects.filter(suggestion=suggestion).order_by("pk")
    may_talk = "confirm_talk" in verbs
    main = suggestion.merged_into
    return SuggestionPage(
        row=row,
        stages=stages_of(suggestion, None),
        version=suggestion.version,
        situation=suggestion.situation,
        proposal=suggestion.proposal,
        facts=_facts(suggestion, row, names),
        is_confidential=suggestion.is_confidential,
        congress=divisions.name_of(suggestion.division_code),
        signers=signers_of(suggestion),
        parts=parts_of(handlings, names, today, with_opinions=access.reads_opinions(actor, suggestion)),
        talks=talks_of(suggestion, names, may_answer=may_talk),
        replies=replies_of(replies, names, classes),
        promises=tuple(
            promise_row(promise, names.get(promise.unit_id, ""), actor, today)
            for promise in promises.select_related("suggestion")
        ),
        cases=tuple(FromCase.objects.filter(suggestion=suggestion).values_list("case_id", "number")),
        attitude=str(SATISFACTION_LABELS.get(suggestion.attitude, "")),
        result=str(SATISFACTION_LABELS.get(suggestion.result, "")),
        rating_text=suggestion.rating_text,
        extension_reason=suggestion.extension_reason,
        is_extended=suggestion.extended_at is not None,
        key_words=" · ".join(filter(None, (suggestion.key_decided_by, suggestion.key_leader))),
        merged_into=(main.pk, main.title) if main is not None and _sees(actor, main.pk) else None,
        merged=_merged(actor, suggestion),
        came_back=_why_back(suggestion),
        verbs=verbs,
        may_edit="edit" in verbs,
        units=units,
        proposed=proposed_for(actor, suggestion, units) if "assign" in verbs else None,
        classes=classes,
        like=merge_candidates(actor, suggestion) if "merge" in verbs else (),
        log=log_of(actor, suggestion),
        history=history_of(suggestion.pk),
    )


def _sees(actor: Actor, suggestion_id: int) -> bool:
    return access.suggestions_visible_to(actor).filter(pk=suggestion_id).exists()


def _merged(actor: Actor, suggestion: Suggestion) -> tuple[tuple[int, str], ...]:
    """What was merged into a numbered one. One query, for its office alone."""
    if suggestion.number is None or not access.is_office(actor, suggestion):
        return ()
    found = access.suggestions_visible_to(actor).filter(merged_into=suggestion).order_by("pk")
    return tuple(found.values_list("pk", "title")[:50])


def _why_back(suggestion: Suggestion) -> str:
    """The words of the separation while it is under review once more. One query then, none else."""
    if suggestion.separated_at is None or suggestion.state != SuggestionState.SUBMITTED:
        return ""
    last = Step.objects.filter(suggestion=suggestion, verb="unmerge").order_by("-pk")
    return last.values_list("text", flat=True).first() or ""
