"""The page of one suggestion: what it says, who does what until when, and the verbs of its reader."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _

from lianxin.accounts.words import role_label
from lianxin.calendars import reads as calendars
from lianxin.divisions import reads as divisions
from lianxin.journal import reads as journal
from lianxin.kernel.actor import UNIT_ROLES, Actor
from lianxin.kernel.errors import NotFound
from lianxin.kernel.workdays import DayStep, Period, Unit, explain
from lianxin.kit.jinja_env import iso, moment
from lianxin.people import reads as people
from lianxin.people.reads import UnitRow
from lianxin.suggestions import access
from lianxin.suggestions.models import (
    Deadline,
    FromCase,
    Handling,
    Promised,
    Reply,
    Signer,
    Step,
    Suggestion,
    Talk,
)
from lianxin.suggestions.profiles import ClassRow, classes_for
from lianxin.suggestions.reads.lists import merge_candidates
from lianxin.suggestions.reads.rows import Due, Stage, SuggestionRow, due_badge, rows_of, stages_of
from lianxin.suggestions.reads.verbs import verbs_for
from lianxin.suggestions.words import (
    CLOCK_LABELS,
    DUTY_LABELS,
    LEADER_LABELS,
    MODE_LABELS,
    ORGAN_LABELS,
    PHASE_LABELS,
    PROMISE_LABELS,
    PROPOSER_LABELS,
    SATISFACTION_LABELS,
    STAGE_LABELS,
    PromiseState,
    ReplyState,
)
from lianxin.suggestions.workflow import HANDLING_FLOW, SUGGESTION_FLOW, HandlingState

# Verb → ring of the timeline.
_RINGS = {
    "submit": "now", "accept": "now", "assign": "now", "receive": "now", "return": "late", "decline": "done",
    "object": "late", "reassign": "meet", "arbitrate": "meet", "meet": "meet", "confirm_talk": "meet",
    "deny_talk": "late", "give_opinion": "reply", "reply": "reply", "issue_reply": "reply", "say": "reply",
    "rate": "done", "rate_again": "late", "rate_escalate": "late", "supervise": "late", "conclude": "done",
    "withdraw": "done", "close_silent": "done", "check_promise": "meet",
}  # fmt: skip
_CHOOSE_UNIT = frozenset({"assign", "reassign", "arbitrate", "object"})


@dataclass(frozen=True, slots=True)
class SignerRow:
    """A deputy under it."""

    name: str
    is_lead: bool
    answer: str
    when: str


@dataclass(frozen=True, slots=True)
class PartRow:
    """A unit's part."""

    unit_id: int
    unit_name: str
    duty: str
    part: str
    state_label: str
    is_late: bool
    due: Due | None
    in_charge: str
    plan: str
    opinion: str
    opinion_at: datetime | None
    objection: str


@dataclass(frozen=True, slots=True)
class TalkRow:
    """A talk; `may_answer` when its deputy has not said whether it was so."""

    id: int
    unit_name: str
    what: str
    held_on: date
    place: str
    who: str
    minutes: str
    is_confirmed: bool
    is_denied: bool
    deputy_words: str
    may_answer: bool


@dataclass(frozen=True, slots=True)
class ReplyRow:
    """A version of a reply."""

    id: int
    unit_name: str
    version: int
    is_issued: bool
    document_number: str
    result_class: str
    class_label: str
    text: str
    contact: str
    note: str
    signed_by: str
    issued_at: datetime | None


@dataclass(frozen=True, slots=True)
class PromiseRow:
    """A promise of a reply."""

    id: int
    suggestion_id: int
    title: str
    unit_name: str
    text: str
    amount: str
    place: str
    due_on: date
    state: str
    state_label: str
    is_late: bool
    due: Due | None
    progress: str
    deputy_words: str
    may_report: bool
    may_check: bool


@dataclass(frozen=True, slots=True)
class LogLine:
    """A line of the timeline as `kit/ui/log.html` draws it."""

    kind: str
    title: str
    who: str
    when: str
    iso: str
    text: str


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """One journal line as `kit/ui/history.html` draws it."""

    event: str
    actor: str
    when: str
    iso: str
    before: str
    after: str
    reason: str


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
    verbs: tuple[str, ...]
    may_edit: bool
    units: tuple[UnitRow, ...]
    classes: tuple[ClassRow, ...]
    like: tuple[tuple[int, str], ...]
    log: tuple[LogLine, ...]
    history: tuple[HistoryLine, ...]


def sight(actor: Actor, suggestion_id: int) -> Suggestion:
    """The suggestion, if the actor sees it. Raises NotFound. One query."""
    found = access.suggestions_visible_to(actor).select_related("session", "merged_into")
    suggestion = found.filter(pk=suggestion_id).first()
    if suggestion is None:
        raise NotFound(_("没有找到这件建议，或者它不在您的工作范围里。"))
    return suggestion


def _signers(suggestion: Suggestion) -> tuple[SignerRow, ...]:
    rows = list(Signer.objects.filter(suggestion=suggestion).order_by("-is_lead", "pk"))
    names = people.names_of(row.person_id for row in rows)
    made = []
    for row in rows:
        answer = _("已附议") if row.confirmed_at else _("不附议") if row.refused_at else _("还没答复")
        at = row.confirmed_at or row.refused_at
        made.append(
            SignerRow(
                names.get(row.person_id, ""),
                row.is_lead,
                _("领衔") if row.is_lead else answer,
                moment(at) if at else "",
            )
        )
    return tuple(made)


def _parts(handlings: list[Handling], names: dict[int, str], today: date) -> tuple[PartRow, ...]:
    rows = []
    for h in handlings:
        due_on = h.due_on if h.state not in {HandlingState.DONE, HandlingState.REPLACED} else None
        rows.append(
            PartRow(
                unit_id=h.unit_id,
                unit_name=names.get(h.unit_id, ""),
                duty=str(DUTY_LABELS[h.duty]),
                part=h.part,
                state_label=_(HANDLING_FLOW.states[h.state].label),
                is_late=due_on is not None and due_on < today,
                due=due_badge("", due_on, h.suggestion.division_code, today),
                in_charge=h.in_charge,
                plan=h.plan,
                opinion=h.opinion,
                opinion_at=h.opinion_at,
                objection=h.objection if h.state == HandlingState.OBJECTED else "",
            )
        )
    return tuple(rows)


def _talks(suggestion: Suggestion, names: dict[int, str], *, may_answer: bool) -> tuple[TalkRow, ...]:
    return tuple(
        TalkRow(
            id=t.pk,
            unit_name=names.get(t.unit_id, ""),
            what=f"{STAGE_LABELS[t.stage]} · {MODE_LABELS[t.mode]} · {LEADER_LABELS[t.leader]}",
            held_on=t.held_on,
            place=t.place,
            who=t.who,
            minutes=t.minutes,
            is_confirmed=t.confirmed_at is not None,
            is_denied=t.denied_at is not None,
            deputy_words=t.deputy_words,
            may_answer=may_answer and t.confirmed_at is None and t.denied_at is None,
        )
        for t in Talk.objects.filter(suggestion=suggestion).order_by("pk")
    )


def _replies(rows: list[Reply], names: dict[int, str], classes: tuple[ClassRow, ...]) -> tuple[ReplyRow, ...]:
    labels = {row.code: row.label for row in classes}
    return tuple(
        ReplyRow(
            id=r.pk,
            unit_name=names.get(r.unit_id, ""),
            version=r.version,
            is_issued=r.state == ReplyState.ISSUED,
            document_number=r.document_number,
            result_class=r.result_class,
            class_label=labels.get(r.result_class, ""),
            text=r.text,
            contact=r.contact,
            note=r.note,
            signed_by=r.signed_by,
            issued_at=r.issued_at,
        )
        for r in rows
    )


def promise_row(promise: Promised, unit_name: str, actor: Actor, today: date) -> PromiseRow:
    """A promise as its reader sees it; the suggestion comes with it."""
    suggestion = promise.suggestion
    open_ = promise.state in {PromiseState.OPEN, PromiseState.BROKEN}
    is_late = open_ and promise.due_on < today
    may = SUGGESTION_FLOW.may("check_promise", suggestion.state)
    checkable = promise.state == PromiseState.REPORTED or (promise.state == PromiseState.OPEN and is_late)
    due = due_badge("", promise.due_on, promise.division_code, today)
    return PromiseRow(
        id=promise.pk,
        suggestion_id=suggestion.pk,
        title=suggestion.title,
        unit_name=unit_name,
        text=promise.text,
        amount=promise.amount,
        place=promise.place,
        due_on=promise.due_on,
        state=promise.state,
        state_label=str(PROMISE_LABELS[promise.state]),
        is_late=is_late,
        due=due if promise.state == PromiseState.OPEN else None,
        progress=promise.progress,
        deputy_words=promise.deputy_words,
        may_report=may and open_ and actor.role in UNIT_ROLES and actor.unit_id == promise.unit_id,
        may_check=may and checkable and access.is_lead(actor, suggestion),
    )


def _log(actor: Actor, suggestion: Suggestion) -> tuple[LogLine, ...]:
    """Newest first; what happens within a unit is seen by that unit only."""
    steps = Step.objects.filter(suggestion=suggestion).exclude(verb="edit").order_by("-pk")
    lines = []
    for step in steps[:200]:
        if step.is_internal and (actor.unit_id is None or actor.unit_id != step.by_unit_id):
            continue
        label = _(SUGGESTION_FLOW.moves[step.verb].label)
        lines.append(
            LogLine(
                _RINGS.get(step.verb, "system"), label, step.by_name, moment(step.at), iso(step.at), step.text
            )
        )
    return tuple(lines)


def _label(state: str) -> str:
    known = SUGGESTION_FLOW.states.get(state)
    return _(known.label) if known else state


def _history(suggestion_id: int) -> tuple[HistoryLine, ...]:
    return tuple(
        HistoryLine(
            line.sentence, role_label(line.role), moment(line.at), iso(line.at), _label(line.before),
            _label(line.after), line.reason,
        )
        for line in reversed(journal.history_of("suggestions.suggestion", suggestion_id))
    )  # fmt: skip


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
        (_("承办系统"), str(ORGAN_LABELS[suggestion.organ]) if suggestion.organ else ""),
    )
    return tuple((name, value) for name, value in pairs if value)


def suggestion_page(actor: Actor, suggestion_id: int, *, at: datetime) -> SuggestionPage:
    """The whole page, `at` in local time. At most fourteen queries. Raises NotFound."""
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
        signers=_signers(suggestion),
        parts=_parts(handlings, names, today),
        talks=_talks(suggestion, names, may_answer=may_talk),
        replies=_replies(replies, names, classes),
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
        verbs=verbs,
        may_edit="edit" in verbs,
        units=units,
        classes=classes,
        like=merge_candidates(actor, suggestion) if "merge" in verbs else (),
        log=_log(actor, suggestion),
        history=_history(suggestion.pk),
    )


def _sees(actor: Actor, suggestion_id: int) -> bool:
    return access.suggestions_visible_to(actor).filter(pk=suggestion_id).exists()


@dataclass(frozen=True, slots=True)
class ClockRow:
    """One clock with its derivation."""

    label: str
    unit_name: str
    started_on: date
    due_on: date
    period: str
    rule: str
    calendar_version: str
    place: str
    is_provisional: bool
    ended_at: datetime | None
    steps: tuple[DayStep, ...]
    is_replayed: bool


def deadlines_of(actor: Actor, suggestion_id: int) -> tuple[str, list[ClockRow]]:
    """The suggestion's title and every clock it had, running ones first, day by day. Three queries."""
    suggestion = sight(actor, suggestion_id)
    rows = []
    clocks = list(Deadline.objects.filter(suggestion=suggestion).select_related("handling").order_by("-pk"))
    names = people.unit_names(clock.handling.unit_id for clock in clocks if clock.handling)
    for clock in sorted(clocks, key=lambda c: c.ended_at is not None):
        period = Period(clock.amount, Unit(clock.unit))
        steps = explain(clock.started_on, period, calendar=calendars.current(), place=clock.place)
        rows.append(
            ClockRow(
                label=str(CLOCK_LABELS[clock.kind]),
                unit_name=names.get(clock.handling.unit_id, "") if clock.handling else "",
                started_on=clock.started_on,
                due_on=clock.due_on,
                period=str(period),
                rule=clock.rule,
                calendar_version=clock.calendar_version,
                place=divisions.path_name(clock.place),
                is_provisional=clock.is_provisional,
                ended_at=clock.ended_at,
                steps=steps,
                is_replayed=steps[-1].day == clock.due_on,
            )
        )
    return suggestion.title, rows
