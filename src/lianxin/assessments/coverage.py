"""The sheet of a place: how many venues, how many informatised, graded, named; which villages have none.

Formulas: 信息化率 = informatised venues ÷ all open venues;
阵地覆盖率 = villages with an open venue, own or joint, ÷ all villages.
Source: domain.md §8, §2.1 ("两个必建": three deputies or more), ADR-0028 §7.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, QuerySet
from django.db.models.functions import Substr

from lianxin.assessments import access, reads
from lianxin.assessments.models import Assessment
from lianxin.assessments.words import StandardKind
from lianxin.assessments.workflow import GRADED
from lianxin.divisions import reads as divisions
from lianxin.kernel.actor import Actor
from lianxin.kernel.codes import LEVEL_LENGTHS, range_of
from lianxin.people import reads as people
from lianxin.venues import reads as venues
from lianxin.venues.reads import points as contact_points
from lianxin.venues.words import POINT_LABELS, TIER_LABELS, PointKind, Tier

# From how many deputies on a village must have a venue of its own. Source: domain.md §2.1 (两个必建).
MUST_BUILD = 3


@dataclass(frozen=True, slots=True)
class PlaceRow:
    """One place of the sheet; counts are of open venues inside it."""

    code: str
    name: str
    venues: int
    informatised: int
    graded: int
    starred: int
    villages: int
    covered: int
    must_build: int
    points: int

    @property
    def informatised_rate(self) -> float | None:
        """Percent, or None without a venue."""
        return 100 * self.informatised / self.venues if self.venues else None

    @property
    def coverage_rate(self) -> float | None:
        """Percent, or None without a village."""
        return 100 * self.covered / self.villages if self.villages else None


@dataclass(frozen=True, slots=True)
class Sheet:
    """The sheet of one place on a day, with a row for each place below it and one for the whole."""

    place: str
    place_name: str
    on: date
    whole: PlaceRow
    rows: tuple[PlaceRow, ...]
    tiers: tuple[tuple[str, str, int], ...]
    points: tuple[tuple[str, str, int], ...]


def _by_child(found: Iterable[tuple[str, int]]) -> Counter[str]:
    return Counter(dict(found))


def sheet(actor: Actor, place: str, *, on: date) -> Sheet:
    """Nine queries, whatever the place holds; a village has no places below it."""
    level = LEVEL_LENGTHS.index(len(place)) + 1
    length = LEVEL_LENGTHS[min(level, 4)]
    below = venues.open_venues_below(place, length)
    by_kind = contact_points.points_below(place, length)
    graded = _assessed(actor, place).filter(kind=StandardKind.BUILDING, state=GRADED, valid_until__gte=on)
    informatised = reads.met(_assessed(actor, place).filter(kind=StandardKind.INFORMATISED), on=on)
    counts = {
        "informatised": _by_child(_grouped(informatised, length)),
        "graded": _by_child(_grouped(graded, length)),
        "starred": _by_child(_grouped(graded.filter(stars__gte=1), length)),
    }
    villages = divisions.villages_of(place)
    served, deputies = venues.served_villages(place), people.deputies_by_village(place)
    lists = {
        "villages": Counter(code[:length] for code, _name in villages),
        "covered": Counter(code[:length] for code, _name in villages if code in served),
        "must_build": Counter(
            code[:length]
            for code, _name in villages
            if code not in served and deputies.get(code, 0) >= MUST_BUILD
        ),
    }
    lists["points"] = Counter({code: sum(kinds.values()) for code, kinds in by_kind.items()})
    names = dict(divisions.names_below(place)) if length > len(place) else {}
    children = [code for code in sorted({*names, *below, *by_kind}) if len(code) == length and code != place]
    every = counts | lists

    def row(code: str, name: str, keys: Iterable[str]) -> PlaceRow:
        keys = list(keys)
        total = {label: sum(counter[k] for k in keys) for label, counter in every.items()}
        return PlaceRow(code, name, sum(sum(below.get(k, {}).values()) for k in keys), **total)

    keys = {*below, *(k for counter in every.values() for k in counter)}
    whole = row(place, divisions.name_of(place), keys)
    tiers = Counter[str]()
    for by_tier in below.values():
        tiers.update(by_tier)
    kinds = Counter[str]()
    for counted in by_kind.values():
        kinds.update(counted)
    return Sheet(
        place,
        divisions.path_name(place, from_level=min(level, 3)),
        on,
        whole,
        tuple(row(code, names.get(code, code), [code]) for code in children),
        tuple((tier.value, str(TIER_LABELS[tier]), tiers[tier]) for tier in Tier),
        tuple((kind.value, str(POINT_LABELS[kind]), kinds[kind]) for kind in PointKind),
    )


def _assessed(actor: Actor, place: str) -> QuerySet[Assessment]:
    low, high = range_of(place)
    visible = access.assessments_visible_to(actor)
    return visible.filter(division_code__gte=low, division_code__lt=high, venue__closed_on=None)


def _grouped(found: QuerySet[Assessment], length: int) -> list[tuple[str, int]]:
    by_child = found.annotate(child=Substr("division_code", 1, length)).values_list("child")
    return list(by_child.annotate(n=Count("venue_id", distinct=True)))


@dataclass(frozen=True, slots=True)
class Gap:
    """A village without a venue."""

    code: str
    name: str
    deputies: int
    must_build: bool


def gaps(
    place: str, *, after: str = "", must: bool = False, limit: int | None = 100
) -> tuple[list[Gap], str]:
    """Villages without a venue, by code, and the code to go on from ("" at the end). Four queries.

    `must`: only those that have to build; without a limit: all of them, for a file.
    """
    served, deputies = venues.served_villages(place), people.deputies_by_village(place)
    bare = [code for code, _name in divisions.villages_of(place) if code not in served and code > after]
    bare = [code for code in bare if deputies.get(code, 0) >= MUST_BUILD] if must else bare
    page = bare[:limit]
    divisions.remember(page)
    rows = [
        Gap(code, divisions.path_name(code), deputies.get(code, 0), deputies.get(code, 0) >= MUST_BUILD)
        for code in page
    ]
    return rows, page[-1] if len(bare) > len(page) else ""
