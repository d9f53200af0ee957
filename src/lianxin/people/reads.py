"""Reading people: public profiles, lists by place and name, units to hand a matter to."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db import connection
from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet
from django.utils.translation import gettext as _

from lianxin.kernel.actor import Actor
from lianxin.kernel.codes import ancestors_of, range_of
from lianxin.kernel.errors import NotFound
from lianxin.people.access import roster_visible_to
from lianxin.people.models import (
    Congress,
    Mandate,
    Organ,
    OrganMember,
    Person,
    RosterFacts,
    Session,
    Term,
    Unit,
)
from lianxin.people.words import LEVEL_LABELS, MandateState, OrganKind, Tag

_PALETTE = ("", "b", "g")


@dataclass(frozen=True, slots=True)
class DeputyRow:
    """A deputy in a list: face letter, name, levels in words, occupation."""

    id: int
    slug: str
    name: str
    face: str
    face_tone: str
    levels: str
    occupation: str
    ethnic_group: str


@dataclass(frozen=True, slots=True)
class MandateRow:
    """One seat on the public profile."""

    level: int
    level_label: str
    congress: str
    term: int
    district: str
    state: str


@dataclass(frozen=True, slots=True)
class DeputyProfile:
    """The public page of a deputy."""

    row: DeputyRow
    introduction: str
    mandates: tuple[MandateRow, ...]
    home_code: str


def _with_mandates(people: QuerySet[Person]) -> QuerySet[Person]:
    active = Mandate.objects.filter(state=MandateState.ACTIVE).select_related("term__congress")
    return people.prefetch_related(Prefetch("mandates", active, to_attr="active_mandates"))


def _row(person: Person) -> DeputyRow:
    mandates: list[Mandate] = getattr(person, "active_mandates", [])
    levels = sorted({m.term.congress.level for m in mandates})
    return DeputyRow(
        id=person.pk,
        slug=person.slug,
        name=person.name,
        face=person.name[0],
        face_tone=_PALETTE[person.pk % 3],
        levels="、".join(str(LEVEL_LABELS[level]) for level in levels),
        occupation=person.occupation,
        ethnic_group=person.ethnic_group,
    )


def deputy_rows(person_ids: Iterable[int]) -> list[DeputyRow]:
    """Rows for these people, highest level first, then by pinyin. Two queries."""
    people = list(_with_mandates(Person.objects.filter(pk__in=list(person_ids))).order_by("sort_key"))
    return [_row(p) for p in sorted(people, key=_highest)]


def _highest(person: Person) -> int:
    mandates: list[Mandate] = getattr(person, "active_mandates", [])
    return min((m.term.congress.level for m in mandates), default=9)


def names_of(person_ids: Iterable[int]) -> dict[int, str]:
    """Names by person id. One query."""
    return dict(Person.objects.filter(pk__in=list(person_ids)).values_list("pk", "name"))


def search_deputies(*, text: str = "", place: str = "", after: str = "", limit: int = 40) -> list[DeputyRow]:
    """Deputies with an active mandate whose home lies in `place`, by name or initials. Two queries."""
    people = Person.objects.filter(mandates__state=MandateState.ACTIVE)
    if place:
        low, high = range_of(place)
        people = people.filter(mandates__home_code__gte=low, mandates__home_code__lt=high)
    if text:
        typed = text.strip()
        people = people.filter(
            Q(name__startswith=typed)
            | Q(initials__startswith=typed.lower())
            | Q(sort_key__startswith=typed.lower())
        )
    if after:
        people = people.filter(sort_key__gt=after)
    return [_row(p) for p in _with_mandates(people.distinct().order_by("sort_key", "pk"))[:limit]]


def profile(slug: str) -> DeputyProfile:
    """The public profile. Raises NotFound. Two queries. Source: LAW-DEPUTIES-2025 §58."""
    person = _with_mandates(Person.objects.filter(slug=slug)).first()
    if person is None:
        raise NotFound(_("没有找到这位代表。可以按地方或姓名再找一找。"))
    mandates: list[Mandate] = getattr(person, "active_mandates", [])
    rows = tuple(
        MandateRow(
            m.term.congress.level,
            str(LEVEL_LABELS[m.term.congress.level]),
            m.term.congress.name,
            m.term.number,
            m.electoral_district,
            m.state,
        )
        for m in sorted(mandates, key=lambda m: m.term.congress.level)
    )
    return DeputyProfile(_row(person), person.introduction, rows, mandates[0].home_code if mandates else "")


def person_id_of(slug: str) -> int | None:
    """The person behind a public name in a URL. One query."""
    return Person.objects.filter(slug=slug).values_list("pk", flat=True).first()


def slug_of(person_id: int) -> str | None:
    """The public name in URLs of a person. One query."""
    return Person.objects.filter(pk=person_id).values_list("slug", flat=True).first()


@dataclass(frozen=True, slots=True)
class UnitRow:
    """A handling unit to choose."""

    id: int
    name: str
    short_name: str
    division_code: str
    topics: str
    phone: str


def _unit_row(unit: Unit) -> UnitRow:
    return UnitRow(unit.pk, unit.name, unit.short_name, unit.division_code, unit.topics, unit.phone)


def units_for(division_code: str) -> list[UnitRow]:
    """Units that may handle a matter of this place: township, county, prefecture. One query."""
    places = ancestors_of(division_code)[1:]
    units = Unit.objects.filter(division_code__in=places, is_active=True)
    return sorted((_unit_row(u) for u in units), key=lambda u: (-len(u.division_code), u.id))


def unit(unit_id: int) -> UnitRow:
    """One unit. Raises NotFound. One query."""
    found = Unit.objects.filter(pk=unit_id).first()
    if found is None:
        raise NotFound(_("没有这个承办单位。"))
    return _unit_row(found)


def unit_names(unit_ids: Iterable[int]) -> dict[int, str]:
    """Names by unit id. One query."""
    return labels_of((), unit_ids)[1]


# One statement whatever the number of names, so that it is planned once.
_LABELS = """
select 0, id, name from people_person where id = any(%s)
union all
select 1, id, name from people_unit where id = any(%s)
"""


def unit_phones(unit_ids: Iterable[int]) -> dict[int, str]:
    """Office phones by unit id, "" where none is known. One query."""
    return dict(Unit.objects.filter(pk__in=list(unit_ids)).values_list("pk", "phone"))


def labels_of(person_ids: Iterable[int], unit_ids: Iterable[int]) -> tuple[dict[int, str], dict[int, str]]:
    """Names of people and of units, for a list that shows both. One query, none for empty lists."""
    persons, units = list(set(person_ids)), list(set(unit_ids))
    if not persons and not units:
        return {}, {}
    found: tuple[dict[int, str], dict[int, str]] = ({}, {})
    with connection.cursor() as cursor:
        cursor.execute(_LABELS, [persons, units])
        for which, pk, name in cursor.fetchall():
            found[which][pk] = name
    return found


@dataclass(frozen=True, slots=True)
class DeputyList:
    """One page of deputies by pinyin, and where the next one starts ("": there is none)."""

    rows: tuple[DeputyRow, ...]
    next_after: str


def deputy_list(
    *, text: str = "", place: str = "", level: int | None = None, after: str = "", size: int = 40
) -> DeputyList:
    """Deputies in office by pinyin: of a place, of a level, by name or initials. Two queries."""
    seats = Mandate.objects.filter(person_id=OuterRef("pk"), state=MandateState.ACTIVE)
    if place:
        low, high = range_of(place)
        seats = seats.filter(home_code__gte=low, home_code__lt=high)
    if level is not None:
        seats = seats.filter(term__congress__level=level)
    people = Person.objects.filter(Exists(seats))
    if typed := text.strip()[:40]:
        people = people.filter(
            Q(name__startswith=typed)
            | Q(initials__startswith=typed.lower())
            | Q(sort_key__startswith=typed.lower())
        )
    key, _dot, pk = after.rpartition("~")
    if key and pk.isdecimal() and len(pk) < 19:
        people = people.filter(Q(sort_key__gte=key), Q(sort_key__gt=key) | Q(sort_key=key, pk__gt=int(pk)))
    found = list(_with_mandates(people.order_by("sort_key", "pk"))[: size + 1])
    last = found[size - 1] if len(found) > size else None
    return DeputyList(tuple(_row(p) for p in found[:size]), f"{last.sort_key}~{last.pk}" if last else "")


def deputies_by_village(place: str) -> dict[str, int]:
    """How many deputies have their home in each village of a place (none: left out). One query."""
    low, high = range_of(place)
    seats = Mandate.objects.filter(home_code__gte=low, home_code__lt=high, until=None)
    counted = seats.values_list("home_code").annotate(n=Count("person_id", distinct=True))
    return {code: n for code, n in counted if len(code) == 12}


def ids_in_office(*, places: Iterable[str], levels: Iterable[int] = ()) -> list[int]:
    """Deputies in office with their home in any of these places, of any of these levels (empty: all)."""
    inside = Q(pk__in=[])
    for place in places:
        low, high = range_of(place)
        inside |= Q(home_code__gte=low, home_code__lt=high)
    seats = Mandate.objects.filter(inside, state=MandateState.ACTIVE)
    wanted = list(levels)
    if wanted:
        seats = seats.filter(term__congress__level__in=wanted)
    return sorted(set(seats.values_list("person_id", flat=True)))


def ids_tagged(tags: Collection[Tag], *, within: str) -> list[int]:
    """Deputies in office with their home in a place whom any of the tags fits. One query.

    The composition that congresses report of themselves (LAW-ELECTION §7). Party, birth and education are
    facts that the law does not publish; no list is drawn from them.
    """
    low, high = range_of(within)
    wanted = Q(pk__in=[])
    if Tag.WOMEN in tags:
        wanted |= Q(person__sex="f")
    if Tag.MINORITY in tags:
        wanted |= ~Q(person__ethnic_group__in=("汉", "汉族")) & ~Q(person__ethnic_group="")
    seats = Mandate.objects.filter(wanted, home_code__gte=low, home_code__lt=high, state=MandateState.ACTIVE)
    return sorted(set(seats.values_list("person_id", flat=True)))


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
class KnownUnit:
    """A unit of a place with all its facts, to compare a file with."""

    id: int
    name: str
    short_name: str
    kind: str
    division_code: str
    topics: str
    phone: str
    is_active: bool


def known_units(place: str) -> list[KnownUnit]:
    """Every unit inside a place, closed ones too. One query."""
    low, high = range_of(place)
    return [
        KnownUnit(u.pk, u.name, u.short_name, u.kind, u.division_code, u.topics, u.phone, u.is_active)
        for u in Unit.objects.filter(division_code__gte=low, division_code__lt=high).order_by("pk")
    ]


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


def unit_kind(unit_id: int) -> str:
    """What sort of organ a unit is, a `UnitKind`. One query."""
    return Unit.objects.filter(pk=unit_id).values_list("kind", flat=True).first() or ""


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
