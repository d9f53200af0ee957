"""Ended matters of an office's place: those that an import may meet again, and all of them for a workbook."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone

from lianxin.kernel.actor import Actor
from lianxin.voices import access
from lianxin.voices.models import Case

_AT_ONCE = 2000


@dataclass(frozen=True, slots=True)
class EndedCase:
    """One ended matter with its stages as days."""

    id: int
    number: str
    venue_id: int
    division_code: str
    topic: str
    channel: str
    text: str
    place_text: str
    state: str
    received_on: date
    claimed_by: int | None
    claimed_on: date | None
    unit_id: int | None
    assigned_on: date | None
    answer: str
    answered_on: date | None
    satisfaction: str
    is_solved: bool | None
    closed_on: date | None
    decline_reason: str
    is_imported: bool


def _day(at: datetime | None) -> date | None:
    return timezone.localtime(at).date() if at else None


def _ended(case: Case) -> EndedCase:
    return EndedCase(
        case.pk, case.number, case.origin_venue_id or case.venue_id, case.division_code, case.topic,
        case.channel, case.text, case.place_text, case.state, timezone.localtime(case.received_at).date(),
        case.claimed_by, _day(case.claimed_at), case.unit_id, _day(case.assigned_at), case.answer,
        _day(case.answered_at), case.satisfaction, case.is_solved, _day(case.closed_at), case.decline_reason,
        case.is_imported,
    )  # fmt: skip


def cases_by_number(actor: Actor, numbers: Iterable[str]) -> dict[tuple[int, str], EndedCase]:
    """Cases with one of these numbers, ended or not, by venue and number. A query for each two thousand."""
    wanted = sorted(set(numbers))
    found: dict[tuple[int, str], EndedCase] = {}
    for start in range(0, len(wanted), _AT_ONCE):
        cases = access.office_cases_of(actor).filter(number__in=wanted[start : start + _AT_ONCE])
        found |= {(case.origin_venue_id or case.venue_id, case.number): _ended(case) for case in cases}
    return found


def ended_cases(actor: Actor, *, most: int) -> Iterator[EndedCase]:
    """Ended cases of the place, newest first, without protected ones. One query."""
    cases = access.past_cases_of(actor).filter(is_protected=False).order_by("-id")
    return (_ended(case) for case in cases[:most].iterator(chunk_size=_AT_ONCE))
