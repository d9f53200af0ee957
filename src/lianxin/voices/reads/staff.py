"""The page of one case for those who handle it, its contact, and its deadlines day by day."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from typing import Any

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from lianxin.accounts.reads import HistoryLine, history_lines
from lianxin.assist.marking import Piece, marked
from lianxin.assist.personal_data import redacted
from lianxin.attachments import reads as attachments
from lianxin.attachments.reads import Item
from lianxin.calendars import reads as calendars
from lianxin.divisions import reads as divisions
from lianxin.kernel.actor import Actor
from lianxin.kernel.errors import NotFound
from lianxin.kernel.text import shortened
from lianxin.kernel.workdays import DayStep, Period, Unit, explain
from lianxin.kit.jinja_env import iso, moment
from lianxin.kit.written import Ask, Written
from lianxin.people import reads as people
from lianxin.people.reads import UnitRow
from lianxin.vault import reads as vault
from lianxin.vault.reads import TicketRow
from lianxin.venues import reads as venues
from lianxin.voices import access
from lianxin.voices.models import Case, Deadline
from lianxin.voices.reads.citizen import LogLine, Look, files_of, looks_of, steps_of
from lianxin.voices.reads.drafts import DraftMark, draft_marks
from lianxin.voices.reads.like import like_cases
from lianxin.voices.reads.proposals import Proposed, unit_for
from lianxin.voices.reads.rows import CaseRow, milestones_of, rows_of
from lianxin.voices.reads.stages import Stage, stages_of
from lianxin.voices.words import (
    CHANNEL_LABELS,
    DEADLINE_LABELS,
    REFERRAL_LABELS,
    RESULT_LABELS,
    SATISFACTION_LABELS,
    spoken,
)
from lianxin.voices.workflow import CASE_FLOW, TAKES_VOICES, UNDO_S, CaseState

# Verb → ring of the timeline.
_RINGS = {
    "claim": "now", "accept": "now", "answer": "reply", "answer_on_spot": "reply", "confirm": "meet",
    "send_back": "late", "object": "late", "reopen": "late", "close": "done", "decline": "done",
    "withdraw": "done", "lift": "late", "object_again": "late", "arbitrate": "meet", "report_back": "reply",
    "answer_merged": "reply", "visit": "meet", "progress": "reply", "extend": "late", "supervise": "late",
}  # fmt: skip

TITLE_LENGTH = 40


@dataclass(frozen=True, slots=True)
class Voice:
    """A case that goes with another one."""

    id: int
    number: str
    title: str
    version: int
    may_split: bool


@dataclass(frozen=True, slots=True)
class CasePage:
    """One case with all that its page shows, and the verbs its reader may use now."""

    row: CaseRow
    stages: tuple[Stage, ...]
    version: int
    text: str
    channel: str
    venue_name: str
    answer: str
    answered_at: datetime | None
    satisfaction: str
    is_solved: bool | None
    rating_text: str
    reopened: bool
    may_publish: bool
    published_at: datetime | None
    public: tuple[str, str, str]
    original: tuple[tuple[str, tuple[Piece, ...]], ...]
    is_provisional: bool
    has_contact: bool
    may_reveal: bool
    may_undo: bool
    verbs: tuple[str, ...]
    units: tuple[UnitRow, ...]
    about_unit_id: int | None
    open_title: str
    like: tuple[tuple[int, str], ...]
    main: tuple[int, str] | None
    voices: tuple[Voice, ...]
    referral: str
    tier_due_on: date | None
    is_protected: bool
    objections: int
    log: tuple[LogLine, ...]
    looks: tuple[Look, ...]
    history: tuple[HistoryLine, ...]
    files: tuple[Item, ...]
    # How far the unit says it is solved, and why not further.
    result: tuple[str, str] = ("", "")
    # The unit's own: whether an answer is to be drafted, and how far the draft is.
    drafts: bool = False
    draft: DraftMark | None = None
    # Which unit solved the like before, for whoever assigns; they decide. Source: ADR-0021 §6.
    proposed: Proposed | None = None
    # Where the citizen stood, to about 100 m. Source: ADR-0021 §8.
    position: str = ""


# Steps that choose a unit, and states in which it can still matter whom a matter is about.
_CHOOSE_UNIT = frozenset({"assign", "arbitrate", "mark_subject"})
MARKED_STATES = frozenset({CaseState.RECEIVED, CaseState.CLAIMED})


@cache
def _one_case(sight: access.Sight) -> Written[Case, Case]:
    provisional = Deadline.objects.filter(case_id=OuterRef("pk"), ended_at=None, is_provisional=True)
    return Written(
        lambda: (
            access.asked_by(sight)
            .filter(pk=Ask("case"))
            .annotate(provisional=Exists(provisional), has_files=attachments.exist_for("voices.case"))[:1]
        )
    )


@cache
def _merged_into(sight: access.Sight) -> Written[Case, Case]:
    return Written(
        lambda: (
            access.asked_by(sight)
            .filter(merged_into_id=Ask("case"))
            .order_by("id")
            .defer("text", "answer")[:50]
        )
    )


def _main_of(actor: Actor, case: Case) -> tuple[int, str] | None:
    if case.merged_into_id is None:
        return None
    main = access.cases_visible_to(actor).filter(pk=case.merged_into_id)
    return main.values_list("id", "number").first()


def _voices_of(actor: Actor, case: Case, by: dict[str, Any]) -> tuple[Voice, ...]:
    """Cases that go with this one, in the reader's sight. One query over a small index."""
    rows = _merged_into(access.sight_of(actor))(case=case.pk, **by)
    return tuple(
        Voice(
            voice.pk,
            voice.number,
            voice.title,
            voice.version,
            voice.state == CaseState.MERGED and access.may("split", actor, voice),
        )
        for voice in rows
    )


def _referral(case: Case) -> str:
    return f"{REFERRAL_LABELS[case.referral]} · {case.referral_to}" if case.referral else ""


def _label(state: str) -> str:
    known = CASE_FLOW.states.get(state)
    return _(known.label) if known else state


def _log(case: Case) -> tuple[LogLine, ...]:
    steps, photos = steps_of(case.pk)
    lines = [
        LogLine(
            _RINGS.get(step.verb, "system"), _(CASE_FLOW.moves[step.verb].label), spoken(step.by_name),
            moment(step.at), iso(step.at), spoken(step.text), photos.get(step.pk, ()),
        )
        for step in steps
    ]  # fmt: skip
    at = case.received_at
    return (
        *lines,
        LogLine("done", _("群众反映"), _(str(CHANNEL_LABELS[case.channel])), moment(at), iso(at), ""),
    )


def verbs_of(actor: Actor, case: Case, at: datetime) -> tuple[str, ...]:
    """The verbs that this actor may use on this case now; one query for a liaison. `at` in local time."""
    found = [verb for verb in CASE_FLOW.verbs_from(case.state) if access.may(verb, actor, case)]
    waits = case.state == CaseState.CONFIRMED and case.due_on is not None and at.date() <= case.due_on
    refused = {"close"} if waits else set()
    if case.reopened_count:
        refused |= {"decline", "release"} if access.is_claimer(actor, case) else {"decline"}
    late = case.due_on is not None and at.date() > case.due_on
    if late or case.is_arbitrated:
        refused |= {"object", "object_again"}
    if late or case.extended_at is not None:
        refused.add("extend")
    refused.add("object" if case.objection_count else "object_again")
    found = [verb for verb in found if verb not in refused]
    if case.state in MARKED_STATES and access.may("mark_subject", actor, case):
        found.append("mark_subject")
    if case.state in TAKES_VOICES and case.may_publish and access.may("publish", actor, case):
        found.append("announce")
    if case.state == CaseState.CLOSED and case.may_publish and access.may("publish", actor, case):
        found.append("unpublish" if case.published_at else "publish")
    return tuple(found)


def _case(actor: Actor, case_id: int, by: dict[str, Any]) -> Case:
    case = _one_case(access.sight_of(actor)).first(case=case_id, **by)
    if case is None:
        raise NotFound(_("没有找到这件事，或者它不在您的工作范围里。"))
    return case


def _draft(case: Case) -> tuple[str, str, str]:
    """Words to begin with: those published before, or the original without the findings. ADR-0014.

    The title is cut after the findings are gone: half a phone number would not be found.
    """
    return (
        case.public_title or shortened(redacted(case.text), TITLE_LENGTH),
        case.public_text or redacted(case.text),
        case.public_answer or redacted(case.answer),
    )


def _original(case: Case) -> tuple[tuple[str, tuple[Piece, ...]], ...]:
    told = ((_("群众的原话"), case.text), (_("答复原文"), case.answer))
    return tuple((label, marked(text)) for label, text in told if text)


def case_page(actor: Actor, case_id: int, *, at: datetime) -> CasePage:
    """The whole page. At most seven queries, one for files, two to answer or to assign. Raises NotFound.

    `at` in local time.
    """
    by = access.values_of(actor)
    case = _case(actor, case_id, by)
    row = rows_of([case], today=at.date())[0]
    verbs = verbs_of(actor, case, at)
    drafts = "answer" in verbs
    draft = draft_marks(actor, [case.pk]).get(case.pk) if drafts else None
    # What waits is signed or sent back, not answered a second time. Source: ADR-0021 §2.
    if drafts and ((draft and draft.waits) or access.needs_signature(actor, case, at=at)):
        verbs = tuple(verb for verb in verbs if verb != "answer")
    units = tuple(people.units_for(case.division_code)) if _CHOOSE_UNIT & set(verbs) else ()
    quick = (
        access.is_claimer(actor, case)
        and case.claimed_at is not None
        and at - case.claimed_at <= timedelta(seconds=UNDO_S)
    )
    return CasePage(
        row=row,
        stages=stages_of(milestones_of(case)),
        version=case.version,
        text=case.text,
        channel=str(CHANNEL_LABELS[case.channel]),
        venue_name=venues.venue_names([case.venue_id]).get(case.venue_id, ""),
        answer=case.answer if case.answered_at else "",
        answered_at=case.answered_at,
        satisfaction=str(SATISFACTION_LABELS.get(case.satisfaction, "")),
        is_solved=case.is_solved,
        rating_text=case.rating_text,
        reopened=case.reopened_count > 0,
        may_publish=case.may_publish,
        published_at=case.published_at,
        public=_draft(case) if "publish" in verbs else ("", "", ""),
        original=_original(case) if "publish" in verbs else (),
        is_provisional=bool(getattr(case, "provisional", False)),
        has_contact=case.has_contact,
        may_reveal=case.has_contact and access.may("reveal", actor, case),
        may_undo="release" in verbs and quick,
        verbs=verbs,
        units=units,
        proposed=unit_for(actor, case, units, at=at) if "assign" in verbs else None,
        about_unit_id=case.about_unit_id,
        open_title=case.open_title or (redacted(case.title) if "announce" in verbs else ""),
        like=like_cases(actor, case) if "merge" in verbs else (),
        main=_main_of(actor, case),
        voices=_voices_of(actor, case, by),
        referral=_referral(case),
        tier_due_on=case.tier_due_on,
        is_protected=case.is_protected,
        objections=case.objection_count,
        log=_log(case),
        looks=looks_of(case),
        history=history_lines("voices.case", case.pk, _label),
        files=files_of(case),
        result=(str(RESULT_LABELS.get(case.answer_result, "")), case.answer_reason)
        if case.answered_at
        else ("", ""),
        drafts=drafts,
        position=f"{case.latitude}, {case.longitude}" if case.latitude is not None else "",
        draft=draft,
    )


@dataclass(frozen=True, slots=True)
class DeadlineRow:
    """One clock of a case with its derivation."""

    label: str
    started_on: date
    due_on: date
    amount: int
    rule: str
    calendar_version: str
    place: str
    is_provisional: bool
    ended_at: datetime | None
    steps: tuple[DayStep, ...]
    is_replayed: bool


def deadlines_of(actor: Actor, case_id: int) -> tuple[str, list[DeadlineRow]]:
    """The case's number and every clock it had, newest first, day by day. Two queries. Raises NotFound.

    `is_replayed` is False when today's calendar no longer gives the stored day (a promise once made stays).
    """
    case = _case(actor, case_id, access.values_of(actor))
    rows = []
    for clock in Deadline.objects.filter(case_id=case.pk).order_by("ended_at", "started_on"):
        steps = explain(
            clock.started_on,
            Period(clock.amount, Unit(clock.unit)),
            calendar=calendars.current(),
            place=clock.place,
        )
        rows.append(
            DeadlineRow(
                label=str(DEADLINE_LABELS[clock.kind]),
                started_on=clock.started_on,
                due_on=clock.due_on,
                amount=clock.amount,
                rule=clock.rule,
                calendar_version=clock.calendar_version,
                place=divisions.path_name(clock.place),
                is_provisional=clock.is_provisional,
                ended_at=clock.ended_at,
                steps=steps,
                is_replayed=steps[-1].day == clock.due_on,
            )
        )
    rows.sort(key=lambda row: (row.ended_at is None, row.ended_at or row.started_on), reverse=True)
    return case.number, rows


@dataclass(frozen=True, slots=True)
class ContactPage:
    """A case's number, and the ticket with which its contact can be opened."""

    case_id: int
    number: str
    ticket: TicketRow


def contact_page(actor: Actor, case_id: int, ticket: uuid.UUID) -> ContactPage:
    """The actor's own ticket for this case. Two queries. Raises NotFound."""
    case = _case(actor, case_id, access.values_of(actor))
    found = vault.ticket_of(ticket, user_id=actor.user_id or 0)
    if found is None or (found.subject_kind, found.subject_id) != ("voices.case", case.pk):
        raise NotFound(_("没有找到这次申请。请回到办件页面重新申请查看。"))
    return ContactPage(case.pk, case.number, found)
