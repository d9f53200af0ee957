"""Units to hand a matter to, and names of units and people together."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import connection
from django.utils.translation import gettext as _

from lianxin.kernel.codes import ancestors_of, range_of
from lianxin.kernel.errors import NotFound
from lianxin.people.models import (
    Unit,
)


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


def unit_kind(unit_id: int) -> str:
    """What sort of organ a unit is, a `UnitKind`. One query."""
    return Unit.objects.filter(pk=unit_id).values_list("kind", flat=True).first() or ""
