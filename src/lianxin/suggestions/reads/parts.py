"""Who stands behind a suggestion: its signers, and what each unit does, says and promises."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _

from lianxin.kernel.actor import UNIT_ROLES, Actor
from lianxin.kit.jinja_env import moment
from lianxin.people import reads as people
from lianxin.suggestions import access
from lianxin.suggestions.models import (
    Handling,
    Promised,
    Reply,
    Signer,
    Suggestion,
    Talk,
)
from lianxin.suggestions.profiles import ClassRow
from lianxin.suggestions.reads.rows import Due, due_badge
from lianxin.suggestions.words import (
    DUTY_LABELS,
    LEADER_LABELS,
    MODE_LABELS,
    PROMISE_LABELS,
    STAGE_LABELS,
    PromiseState,
    ReplyState,
)
from lianxin.suggestions.workflow import HANDLING_FLOW, SUGGESTION_FLOW, HandlingState


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


def signers_of(suggestion: Suggestion) -> tuple[SignerRow, ...]:
    """The lead first, then those who were asked, with their answers. Two queries."""
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


def parts_of(
    handlings: list[Handling], names: dict[int, str], today: date, *, with_opinions: bool
) -> tuple[PartRow, ...]:
    r"""The units\' parts as they stand; a part that is done is late no more. No query."""
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
                opinion=h.opinion if with_opinions else "",
                opinion_at=h.opinion_at,
                objection=h.objection if h.state == HandlingState.OBJECTED else "",
            )
        )
    return tuple(rows)


def talks_of(suggestion: Suggestion, names: dict[int, str], *, may_answer: bool) -> tuple[TalkRow, ...]:
    """Talks in their order. One query."""
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


def replies_of(
    rows: list[Reply], names: dict[int, str], classes: tuple[ClassRow, ...]
) -> tuple[ReplyRow, ...]:
    """Versions of replies with the words of their class. No query."""
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
