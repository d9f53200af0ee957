"""Ended suggestions of an office's congress, for an import to meet again and for a workbook."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone

from lianxin.kernel.actor import Actor
from lianxin.suggestions import access
from lianxin.suggestions.models import Handling, Reply, Suggestion
from lianxin.suggestions.words import ReplyState
from lianxin.suggestions.workflow import Duty, HandlingState

# (term, phase, number of the session or 0, number)
Key = tuple[int, str, int, int]


@dataclass(frozen=True, slots=True)
class EndedSuggestion:
    """One ended suggestion with its stages as days."""

    id: int
    key: Key | None
    title: str
    category: str
    lead_person_id: int
    cosigners: tuple[int, ...]
    delegation: str
    situation: str
    proposal: str
    state: str
    submitted_on: date
    handed_on: date | None
    lead_unit_id: int | None
    co_unit_ids: tuple[int, ...]
    replied_on: date | None
    document_number: str
    result_class: str
    reply: str
    attitude: str
    result: str
    rating_text: str
    closed_on: date | None
    decline_code: str
    term_number: int
    phase: str
    session_number: int


def titles_by_key(actor: Actor) -> dict[Key, str]:
    """Every number of the congress that is given, ended or not, with its title. One query."""
    found = access.numbered_suggestions_of(actor).values_list(
        "term_number", "phase", "session__number", "number", "title"
    )
    return {
        (term, phase, session or 0, number): title for term, phase, session, number, title in found if number
    }


def _day(at: datetime | None) -> date | None:
    return timezone.localtime(at).date() if at else None


def _newest_first(suggestion: Suggestion) -> tuple[float, int]:
    """By the day it was raised, then by number: the same whichever was recorded first."""
    raised = suggestion.submitted_at or suggestion.created_at
    return -raised.timestamp(), -(suggestion.number or 0)


def ended_suggestions(actor: Actor) -> list[EndedSuggestion]:
    """Ended suggestions of the congress, newest first. Three queries."""
    found = list(access.past_suggestions_of(actor).select_related("session"))
    found.sort(key=_newest_first)
    ids = [s.pk for s in found]
    duties: dict[int, list[Handling]] = defaultdict(list)
    handlings = Handling.objects.filter(suggestion_id__in=ids).exclude(state=HandlingState.REPLACED)
    for handling in handlings.order_by("id"):
        duties[handling.suggestion_id].append(handling)
    replies: dict[int, Reply] = {}
    for reply in Reply.objects.filter(suggestion_id__in=ids, state=ReplyState.ISSUED).order_by("id"):
        replies[reply.suggestion_id] = reply
    return [
        EndedSuggestion(
            s.pk,
            (s.term_number, s.phase, s.session.number if s.session else 0, s.number) if s.number else None,
            s.title, s.category, s.lead_person_id,
            tuple(p for p in s.signer_ids if p != s.lead_person_id), s.delegation_name, s.situation,
            s.proposal,
            s.state, timezone.localtime(s.submitted_at or s.created_at).date(), _day(s.handed_at),
            next((h.unit_id for h in duties[s.pk] if h.duty in {Duty.LEAD, Duty.SOLE, Duty.SEPARATE}), None),
            tuple(h.unit_id for h in duties[s.pk] if h.duty == Duty.CO), _day(s.replied_at),
            replies[s.pk].document_number if s.pk in replies else "", s.result_class,
            replies[s.pk].text if s.pk in replies else "", s.attitude, s.result, s.rating_text,
            _day(s.closed_at), s.decline_code, s.term_number, s.phase, s.session.number if s.session else 0,
        )
        for s in found
    ]  # fmt: skip
