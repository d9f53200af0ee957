"""Sessions (会次) of the congress of a place."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from lianxin.kernel.actor import Actor
from lianxin.people import reads as people
from lianxin.people.reads import TermRow
from lianxin.suggestions.models import Session


@dataclass(frozen=True, slots=True)
class SessionRow:
    """One session."""

    name: str
    term_number: int
    number: int
    starts_on: date
    ends_on: date
    motions_until: datetime | None


@dataclass(frozen=True, slots=True)
class SessionsPage:
    """The sessions entered so far, the newest first, and the terms one may be entered for."""

    rows: tuple[SessionRow, ...]
    terms: tuple[TermRow, ...]
    next_number: int


def sessions_page(actor: Actor) -> SessionsPage:
    """Sessions of the congress of the actor's place. Two queries."""
    found = Session.objects.filter(division_code=actor.place).order_by("-starts_on")[:60]
    rows = tuple(
        SessionRow(s.name, s.term_number, s.number, s.starts_on, s.ends_on, s.motions_until) for s in found
    )
    terms = tuple(people.terms_of(actor.place))
    in_term = [row.number for row in rows if terms and row.term_number == terms[0].number]
    return SessionsPage(rows, terms, max(in_term, default=0) + 1)
