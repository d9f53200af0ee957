"""What closing a term would do, counted before it happens. Source: LAW-DEPUTIES-2025 §2; ADR-0029 §4."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from lianxin.journal import reads as journal
from lianxin.journal.reads import Line
from lianxin.kernel.actor import Actor
from lianxin.people.handover import ports
from lianxin.people.models import Mandate, Organ, OrganMember, Term
from lianxin.people.term_reads import TermRow, term_row
from lianxin.people.words import MandateState, OrganKind

_IN_OFFICE = (MandateState.ACTIVE, MandateState.SUSPENDED)


@dataclass(frozen=True, slots=True)
class Leaver:
    """Somebody without another seat who still holds open matters; `proposed` is 0 for nobody."""

    person_id: int
    name: str
    district: str
    held: tuple[tuple[str, int], ...]
    proposed: int


@dataclass(frozen=True, slots=True)
class Preview:
    """What will happen, and whom to name."""

    term: TermRow
    next_name: str
    next_starts_on: date | None
    seats: int
    again: int
    leaving: int
    organs: int
    members: int
    leavers: tuple[Leaver, ...]
    choices: tuple[tuple[int, str], ...]


def next_term(term: Term) -> Term | None:
    """The term after this one, when it is recorded. One query."""
    return (
        Term.objects.filter(congress_id=term.congress_id, number__gt=term.number).order_by("number").first()
    )


def leaving_seats(term_id: int) -> list[Mandate]:
    """Seats in office of the term whose person has no other active seat. One query."""
    others = Mandate.objects.filter(person_id=OuterRef("person_id"), state=MandateState.ACTIVE)
    seats = Mandate.objects.filter(term_id=term_id, state__in=_IN_OFFICE)
    seats = seats.exclude(Exists(others.exclude(term_id=term_id)))
    return list(seats.select_related("person").order_by("person__sort_key", "pk"))


def held_by(actor: Actor, person_ids: list[int]) -> dict[int, tuple[tuple[str, int], ...]]:
    """Open matters of each person by room; who holds none is left out. One query a room."""
    found: dict[int, list[tuple[str, int]]] = {}
    for port in ports():
        for person_id, number in port.held_by(actor, person_ids).items():
            if number:
                found.setdefault(person_id, []).append((str(port.label), number))
    return {person_id: tuple(rows) for person_id, rows in found.items()}


def preview(actor: Actor, term_id: int) -> Preview:
    """Everything that closing the term will do. Raises NotFound. Some ten queries, whatever its size."""
    row = term_row(actor, term_id)
    following = next_term(Term.objects.get(pk=term_id))
    coming = _coming(following)
    seats = leaving_seats(term_id)
    held = held_by(actor, [seat.person_id for seat in seats])
    in_office = Mandate.objects.filter(term_id=term_id, state__in=_IN_OFFICE)
    again = in_office.filter(person_id__in=[seat.person_id for seat in coming]).count()
    organs = Organ.objects.filter(term_id=term_id, ends_on=None)
    leavers = tuple(
        Leaver(
            seat.person_id, seat.person.name, seat.electoral_district, held[seat.person_id],
            _proposed(seat, coming),
        )
        for seat in seats
        if seat.person_id in held
    )  # fmt: skip
    named = _("第 %(number)s 届") % {"number": following.number} if following else ""
    return Preview(
        row, named, following.starts_on if following else None, in_office.count(), again, len(seats),
        organs.exclude(kind=OrganKind.DISTRICT).count(),
        OrganMember.objects.filter(organ__in=organs, until=None).count(), leavers,
        tuple((s.person_id, _said(s)) for s in coming),
    )  # fmt: skip


def _coming(following: Term | None) -> list[Mandate]:
    if following is None:
        return []
    seats = Mandate.objects.filter(term=following, state=MandateState.ACTIVE).select_related("person")
    return list(seats.order_by("person__sort_key", "pk"))


def _said(seat: Mandate) -> str:
    return f"{seat.person.name}（{seat.electoral_district}）" if seat.electoral_district else seat.person.name


def _proposed(seat: Mandate, coming: list[Mandate]) -> int:
    """The new deputy of the same district, else the one at home in the same place."""
    district = [s for s in coming if s.electoral_district and s.electoral_district == seat.electoral_district]
    home = [s for s in coming if s.home_code == seat.home_code]
    return next((s.person_id for s in (*district, *home)), 0)


def closing_lines(actor: Actor, term_id: int) -> list[Line]:
    """What the closing wrote down, newest first. Two queries."""
    term_row(actor, term_id)
    return list(reversed(journal.history_of("people.term", term_id, limit=1000)))
