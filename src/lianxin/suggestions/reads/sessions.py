"""Sessions (会次) of the congress of a place."""

from __future__ import annotations

from dataclasses import dataclass

from lianxin.kernel.actor import Actor
from lianxin.people import reads as people
from lianxin.people.reads import SessionRow, TermRow


@dataclass(frozen=True, slots=True)
class SessionsPage:
    """The sessions entered so far, the newest first, and the terms one may be entered for."""

    rows: tuple[SessionRow, ...]
    terms: tuple[TermRow, ...]
    next_number: int


def sessions_page(actor: Actor) -> SessionsPage:
    """Sessions of the congress of the actor's place. Two queries."""
    rows, terms = tuple(people.sessions_at(actor.place)), tuple(people.terms_of(actor.place))
    in_term = [row.number for row in rows if terms and row.term_number == terms[0].number]
    return SessionsPage(rows, terms, max(in_term, default=0) + 1)
