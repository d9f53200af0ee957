"""Reading deputies and units for those who record them: ended seats and closed units too."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from lianxin.accounts import reads as accounts
from lianxin.accounts.reads import DeputyPost
from lianxin.divisions import reads as divisions
from lianxin.kernel.actor import Actor
from lianxin.kernel.codes import inside, range_of
from lianxin.kernel.errors import NotFound
from lianxin.people import access
from lianxin.people.access import RECORDERS
from lianxin.people.models import Mandate, Person, RosterFacts, Suspension, Term, Unit
from lianxin.people.words import (
    END_LABELS,
    LEVEL_LABELS,
    MANDATE_STATE_LABELS,
    SUSPENSION_LABELS,
    UNIT_KIND_LABELS,
    MandateState,
)

_IN_OFFICE = frozenset({MandateState.ACTIVE, MandateState.SUSPENDED})


@dataclass(frozen=True, slots=True)
class SuspensionRow:
    """A time in which the deputy did not act."""

    ground: str
    decided_by: str
    since: date
    until: date | None
    end_note: str


@dataclass(frozen=True, slots=True)
class SeatRow:
    """One seat, past ones too."""

    id: int
    level_label: str
    congress: str
    term: int
    district: str
    home: str
    since: date
    until: date | None
    state_label: str
    end_reason: str
    may_end: bool
    end_ground: str = ""
    state: str = ""
    # Open and past suspensions, the newest first; none when they are not the actor's to read.
    suspensions: tuple[SuspensionRow, ...] = ()


@dataclass(frozen=True, slots=True)
class PersonFile:
    """All that is recorded of a deputy."""

    id: int
    slug: str
    name: str
    sex: str
    ethnic_group: str
    occupation: str
    introduction: str
    home_code: str  # of the first seat in office; "" without one
    seats: tuple[SeatRow, ...]
    # What the office's roster says and the public never sees; "" when it is not this place's to read.
    birth: str = ""
    phone: str = ""
    party: str = ""
    education: str = ""
    identity: str = ""


def _suspended(row: Suspension) -> SuspensionRow:
    return SuspensionRow(
        str(SUSPENSION_LABELS[row.ground]), row.decided_by, row.since, row.until, row.end_note
    )


def _seat(mandate: Mandate, actor: Actor, suspensions: list[Suspension]) -> SeatRow:
    in_office = mandate.state in _IN_OFFICE and mandate.term.closed_at is None
    congress = mandate.term.congress
    return SeatRow(
        mandate.pk, str(LEVEL_LABELS[congress.level]), congress.name, mandate.term.number,
        mandate.electoral_district, divisions.path_name(mandate.home_code), mandate.since, mandate.until,
        str(MANDATE_STATE_LABELS[mandate.state]), mandate.end_reason,
        in_office and access.may_decide_on(actor, mandate.home_code, congress.division_code),
        str(END_LABELS[mandate.end_ground]) if mandate.end_ground else "", mandate.state,
        tuple(_suspended(row) for row in suspensions if row.mandate_id == mandate.pk),
    )  # fmt: skip


def person_file(actor: Actor, person_id: int) -> PersonFile:
    """One deputy with a seat, past or present, in the actor's place. Raises NotFound. Three queries."""
    seats = list(
        Mandate.objects.filter(person_id=person_id)
        .select_related("person__roster_facts", "term__congress")
        .order_by("term__congress__level", "-since")
    )
    if not any(inside(seat.home_code, actor.place) for seat in seats):
        raise NotFound(_("没有找到这位代表。可以回到清单再找一找。"))
    divisions.remember([seat.home_code for seat in seats])
    person: Person = seats[0].person
    facts = _facts_for(actor, person)
    suspensions = list(
        access.suspensions_visible_to(actor)
        .filter(mandate__in=[s.pk for s in seats])
        .order_by("-since", "-pk")
    )
    return PersonFile(
        person.pk, person.slug, person.name, person.sex, person.ethnic_group, person.occupation,
        person.introduction, next((s.home_code for s in seats if s.state in _IN_OFFICE), ""),
        tuple(_seat(seat, actor, suspensions) for seat in seats),
        facts.birth if facts else "", facts.phone if facts else "", facts.party if facts else "",
        facts.education if facts else "", facts.identity if facts else "",
    )  # fmt: skip


def deputy_posts(person_id: int) -> list[DeputyPost]:
    """The deputy's posts that nobody has revoked, and whether they stopped by themselves. One query."""
    return accounts.deputy_posts_of([person_id])


def _facts_for(actor: Actor, person: Person) -> RosterFacts | None:
    """The same rule as `access.roster_visible_to`, for a row already read beside the person."""
    facts: RosterFacts | None = getattr(person, "roster_facts", None)
    return facts if facts and inside(facts.home_code, actor.place) and actor.role in RECORDERS else None


def seat(actor: Actor, mandate_id: int) -> tuple[PersonFile, SeatRow]:
    """A seat in office in the actor's place, with its person. Raises NotFound. Two queries."""
    person_id = Mandate.objects.filter(pk=mandate_id).values_list("person_id", flat=True).first()
    person = person_file(actor, person_id or 0)
    found = next((row for row in person.seats if row.id == mandate_id and row.may_end), None)
    if found is None:
        raise NotFound(_("没有这条代表资格，或者它已经终止。"))
    return person, found


def term_choices(place: str) -> list[tuple[str, str]]:
    """Running terms of the congresses inside a place. Source: LAW-DEPUTIES-2025 §12. One query."""
    low, high = range_of(place)
    terms = Term.objects.filter(
        ends_on=None, congress__division_code__gte=low, congress__division_code__lt=high
    ).select_related("congress")
    return [
        (str(t.pk), _("%(congress)s第 %(number)s 届") % {"congress": t.congress.name, "number": t.number})
        for t in terms.order_by("congress__division_code", "-number")
    ]


@dataclass(frozen=True, slots=True)
class UnitFile:
    """A handling unit as those who keep it see it."""

    id: int
    name: str
    short_name: str
    kind: str
    kind_label: str
    division_code: str
    place: str
    topics: str
    phone: str
    is_active: bool


def _unit(unit: Unit) -> UnitFile:
    return UnitFile(
        unit.pk, unit.name, unit.short_name, unit.kind, str(UNIT_KIND_LABELS[unit.kind]), unit.division_code,
        divisions.path_name(unit.division_code), unit.topics, unit.phone, unit.is_active,
    )  # fmt: skip


def kept_units(
    actor: Actor, *, text: str = "", after_id: int = 0, size: int = 50
) -> tuple[list[UnitFile], int]:
    """Units of the actor's place, and the id after which the next page starts (0: none). One query."""
    low, high = range_of(actor.place)
    found = Unit.objects.filter(division_code__gte=low, division_code__lt=high, pk__gt=after_id)
    if text:
        found = found.filter(name__contains=text)
    rows = list(found.order_by("pk")[: size + 1])
    divisions.remember([unit.division_code for unit in rows])
    return [_unit(unit) for unit in rows[:size]], rows[size - 1].pk if len(rows) > size else 0


def unit_file(actor: Actor, unit_id: int) -> UnitFile:
    """One unit of the actor's place. Raises NotFound. One query."""
    found = Unit.objects.filter(pk=unit_id).first()
    if found is None or not inside(found.division_code, actor.place):
        raise NotFound(_("没有这个承办单位。可以回到清单再找一找。"))
    return _unit(found)
