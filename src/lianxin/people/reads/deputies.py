"""Deputies as everybody may see them: profiles, lists by place and name, who is in office."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet
from django.utils.translation import gettext as _

from lianxin.kernel.codes import range_of
from lianxin.kernel.errors import NotFound
from lianxin.kit.written import Ask, Written
from lianxin.people.models import (
    Mandate,
    Person,
)
from lianxin.people.words import LEVEL_LABELS, MandateState, Tag

_PALETTE = ("", "b", "g")
# Codes of this length and above are counties, townships and villages.
_COUNTY = 6


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


def _active() -> QuerySet[Mandate]:
    return Mandate.objects.filter(state=MandateState.ACTIVE).select_related("term__congress")


def _with_mandates(people: QuerySet[Person]) -> QuerySet[Person]:
    return people.prefetch_related(Prefetch("mandates", _active(), to_attr="active_mandates"))


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


_these = Written(lambda: Person.objects.filter(pk__any=Ask("persons")).order_by("sort_key"))
_their_mandates = Written(lambda: _active().filter(person_id__any=Ask("persons")))


def deputy_rows(person_ids: Iterable[int]) -> list[DeputyRow]:
    """Rows for these people, highest level first, then by pinyin. Two queries."""
    ids = list(person_ids)
    people, mandates = _these(persons=ids), _their_mandates(persons=ids)
    for person in people:
        person.active_mandates = [m for m in mandates if m.person_id == person.pk]  # type: ignore[attr-defined]  # as a prefetch would
    return [_row(p) for p in sorted(people, key=_highest)]


def _highest(person: Person) -> int:
    mandates: list[Mandate] = getattr(person, "active_mandates", [])
    return min((m.term.congress.level for m in mandates), default=9)


_names = Written(lambda: Person.objects.filter(pk__any=Ask("persons")).values_list("pk", "name"))


def names_of(person_ids: Iterable[int]) -> dict[int, str]:
    """Names by person id. One query."""
    return dict(_names(persons=list(person_ids)))


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
class DeputyList:
    """One page of deputies by pinyin, and where the next one starts ("": there is none)."""

    rows: tuple[DeputyRow, ...]
    next_after: str


def deputy_list(
    *, text: str = "", place: str = "", level: int | None = None, after: str = "", size: int = 40
) -> DeputyList:
    """Deputies in office by pinyin: of a place, of a level, by name or initials. Two queries."""
    seats = Mandate.objects.filter(state=MandateState.ACTIVE)
    if place:
        low, high = range_of(place)
        seats = seats.filter(home_code__gte=low, home_code__lt=high)
    if level is not None:
        seats = seats.filter(term__congress__level=level)
    people = _seated_in(place, seats)
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


def _seated_in(place: str, seats: QuerySet[Mandate]) -> QuerySet[Person]:
    """People with such a seat.

    In a large place nearly everybody has one: by pinyin the first forty are soon found. In a county one in a
    hundred of a province has: their seats first, which "distinct" makes the planner do (13 ms instead of 67
    with 140,000 deputies, docs/quality.md).
    """
    if len(place) < _COUNTY:
        return Person.objects.filter(Exists(seats.filter(person_id=OuterRef("pk"))))
    return Person.objects.filter(pk__in=seats.values("person_id").distinct())


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
