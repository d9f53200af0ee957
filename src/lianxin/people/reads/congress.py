"""Congresses with their terms, seats, sessions, and who sits in their organs."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q

from lianxin.people.models import (
    Congress,
    Mandate,
    Organ,
    OrganMember,
    Session,
    Term,
)
from lianxin.people.words import MandateState, OrganKind


@dataclass(frozen=True, slots=True)
class TermRow:
    """A running term of a congress."""

    id: int
    number: int
    congress: str


def congress_id_of(division_code: str) -> int | None:
    """The congress of exactly this place. One query."""
    return Congress.objects.filter(division_code=division_code).values_list("pk", flat=True).first()


def terms_of(division_code: str) -> list[TermRow]:
    """Terms of the congress of exactly this place, the newest first. One query."""
    terms = Term.objects.filter(congress__division_code=division_code).select_related("congress")
    return [TermRow(t.pk, t.number, t.congress.name) for t in terms.order_by("-number")]


@dataclass(frozen=True, slots=True)
class SeatRow:
    """A seat in office: the congress with its place, and the term."""

    congress_id: int
    congress: str
    division_code: str
    level: int
    term_number: int
    district: str


def seats_of(person_id: int) -> list[SeatRow]:
    """Seats a person holds now, the nearest congress first. One query."""
    seats = Mandate.objects.filter(person_id=person_id, state=MandateState.ACTIVE)
    return [
        SeatRow(
            seat.term.congress_id,
            seat.term.congress.name,
            seat.term.congress.division_code,
            seat.term.congress.level,
            seat.term.number,
            seat.electoral_district,
        )
        for seat in seats.select_related("term__congress").order_by("-term__congress__level", "pk")
    ]


def members_named(congress_id: int, names: Iterable[str]) -> dict[str, list[tuple[int, str]]]:
    """Deputies of a congress in office who have these names: person and district, by name. One query."""
    seats = Mandate.objects.filter(
        term__congress_id=congress_id, state=MandateState.ACTIVE, person__name__in=list(names)
    )
    found: dict[str, list[tuple[int, str]]] = {}
    rows = seats.order_by("person_id").values_list("person__name", "person_id", "electoral_district")
    for name, person_id, district in rows:
        found.setdefault(name, []).append((person_id, district))
    return found


def congress_at(division_code: str) -> tuple[int, str] | None:
    """Id and name of the congress of a place; None when none is entered. One query."""
    return Congress.objects.filter(division_code=division_code).values_list("pk", "name").first()


def congress_places() -> list[str]:
    """The places that have a congress, by code: for jobs that act for each. One query."""
    return list(Congress.objects.order_by("division_code").values_list("division_code", flat=True).distinct())


@dataclass(frozen=True, slots=True)
class SessionRow:
    """One session of a congress."""

    id: int
    number: int
    name: str
    term_number: int
    starts_on: date
    ends_on: date
    motions_until: datetime | None

    def sits_on(self, day: date) -> bool:
        """Whether it sits on that day."""
        return self.starts_on <= day <= self.ends_on


def _session(row: Session) -> SessionRow:
    return SessionRow(
        row.pk, row.number, row.name, row.term_number, row.starts_on, row.ends_on, row.motions_until
    )  # fmt: skip


def session_on(congress_id: int, term_number: int, on: date) -> SessionRow | None:
    """The session that sits on a day, or the last one before it in that term. One query."""
    sessions = Session.objects.filter(congress_id=congress_id, term_number=term_number, starts_on__lte=on)
    found = sessions.order_by("-starts_on").first()
    return _session(found) if found else None


def sessions_at(division_code: str) -> list[SessionRow]:
    """Sessions of the congress of a place, newest first, at most 60. One query."""
    found = Session.objects.filter(division_code=division_code).order_by("-starts_on")[:60]
    return [_session(row) for row in found]


def session_of_year(division_code: str, year: int) -> SessionRow | None:
    """The last session that began in a year. One query."""
    found = (
        Session.objects.filter(division_code=division_code, starts_on__year=year)
        .order_by("-starts_on")
        .first()
    )
    return _session(found) if found else None


def session_ids(congress_id: int) -> dict[tuple[int, int], int]:
    """Sessions of a congress by term and number. One query."""
    found = Session.objects.filter(congress_id=congress_id).values_list("term_number", "number", "pk")
    return {(term, number): pk for term, number, pk in found}


def standing_members(division_code: str) -> list[tuple[int, str]]:
    """Members of the standing committee (a township: of the presidium) of a congress now. One query."""
    found = OrganMember.objects.filter(
        until=None, organ__ends_on=None, organ__division_code=division_code, organ__term__closed_at=None,
        organ__kind__in=[OrganKind.STANDING_COMMITTEE, OrganKind.PRESIDIUM],
    )  # fmt: skip
    named = found.order_by("person__sort_key", "person_id").values_list("person_id", "person__name")
    return list(dict(named).items())


def committees(division_code: str) -> list[tuple[int, str]]:
    """Special and working committees of a congress now. One query."""
    found = Organ.objects.filter(
        ends_on=None, division_code=division_code, term__closed_at=None,
        kind__in=[OrganKind.SPECIAL_COMMITTEE, OrganKind.WORKING_COMMITTEE],
    )  # fmt: skip
    return list(found.order_by("kind", "pk").values_list("pk", "name"))


def members_of_congress(division_code: str, text: str = "", limit: int = 60) -> list[tuple[int, str, str]]:
    """Deputies of a congress in office by pinyin, or those a name begins: id, name, district. One query."""
    seats = Mandate.objects.filter(term__congress__division_code=division_code, state=MandateState.ACTIVE)
    if typed := text.strip()[:40]:
        seats = seats.filter(
            Q(person__name__startswith=typed)
            | Q(person__initials__startswith=typed.lower())
            | Q(person__sort_key__startswith=typed.lower())
        )
    rows = seats.order_by("person__sort_key", "person_id")
    return list(rows.values_list("person_id", "person__name", "electoral_district")[:limit])


def organs_of(division_code: str) -> list[tuple[int, str, str]]:
    """Organs of a congress now: id, kind, name, by kind. One query."""
    found = Organ.objects.filter(division_code=division_code, ends_on=None, term__closed_at=None)
    return list(found.order_by("kind", "pk").values_list("pk", "kind", "name"))


def ids_in_organs(organ_ids: Iterable[int], *, division_code: str) -> list[int]:
    """Who sits in these organs now; a district's deputies are those whose seats name it. Two queries."""
    now = Organ.objects.filter(
        pk__in=list(organ_ids), division_code=division_code, ends_on=None, term__closed_at=None
    )
    sitting = OrganMember.objects.filter(organ__in=now, until=None).values_list("person_id", flat=True)
    districts = now.filter(kind=OrganKind.DISTRICT)
    elected = Mandate.objects.filter(
        state=MandateState.ACTIVE, term__in=districts.values("term"),
        electoral_district__in=districts.values("name"),
    )  # fmt: skip
    return sorted({*sitting, *elected.values_list("person_id", flat=True)})
