"""Everybody known with all that the roster holds, to compare a file with."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Exists, OuterRef

from lianxin.kernel.actor import Actor
from lianxin.kernel.codes import range_of
from lianxin.people.access import roster_visible_to
from lianxin.people.models import (
    Mandate,
    Person,
    RosterFacts,
)


@dataclass(frozen=True, slots=True)
class KnownSeat:
    """One seat of somebody a roster may be about."""

    term_id: int
    home_code: str
    district: str
    card_no: str
    state: str


@dataclass(frozen=True, slots=True)
class KnownPerson:
    """Somebody already recorded, with what tells people of one name apart."""

    id: int
    name: str
    sex: str
    ethnic_group: str
    occupation: str
    birth: str
    phone: str
    party: str
    seats: tuple[KnownSeat, ...]
    education: str = ""
    identity: str = ""


def known_people(actor: Actor, names: Iterable[str] | None = None) -> list[KnownPerson]:
    """People with a seat, past or present, in the actor's place; of these names only. Three queries."""
    low, high = range_of(actor.place)
    here = Mandate.objects.filter(person_id=OuterRef("pk"), home_code__gte=low, home_code__lt=high)
    found = Person.objects.filter(Exists(here))
    if names is not None:
        found = found.filter(name__in=list(names))
    people = list(found.prefetch_related("mandates").order_by("sort_key", "pk"))
    visible = roster_visible_to(actor).filter(person_id__in=[p.pk for p in people])
    facts = {f.person_id: f for f in visible}
    return [_known(person, facts.get(person.pk)) for person in people]


def _known(person: Person, facts: RosterFacts | None) -> KnownPerson:
    seats = tuple(
        KnownSeat(m.term_id, m.home_code, m.electoral_district, m.card_no, m.state)
        for m in person.mandates.all()
    )
    return KnownPerson(
        person.pk, person.name, person.sex, person.ethnic_group, person.occupation,
        facts.birth if facts else "", facts.phone if facts else "", facts.party if facts else "", seats,
        facts.education if facts else "", facts.identity if facts else "",
    )  # fmt: skip
