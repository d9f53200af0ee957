"""The coverage map (覆盖图): every village of a place as a square, with its venue, a joint one, or none.

No borders are among the data of places, so villages stand in the order of their codes inside their township
or county: a cartogram, not a geographic map. Source: ADR-0028 §8; domain.md §2.1.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby

from lianxin.assessments.coverage import MUST_BUILD
from lianxin.divisions import reads as divisions
from lianxin.kernel.codes import LEVEL_LENGTHS, level_of
from lianxin.people import reads as people
from lianxin.venues import reads as venues
from lianxin.venues.reads import VillageVenue

# From a prefecture down every village is drawn; above it each county is one bar.
_DRAWN_FROM, _COUNTY = 4, 6


class Cover(StrEnum):
    """What a village has."""

    OWN = "own"
    JOINT = "joint"
    NONE = "none"
    MUST = "must"


@dataclass(frozen=True, slots=True)
class Square:
    """One village: its venue (or the joint one that serves it), and how many deputies live there."""

    code: str
    name: str
    cover: Cover
    venue_id: int | None
    venue_name: str
    deputies: int


@dataclass(frozen=True, slots=True)
class Part:
    """Villages that stand together, of a township or a county, and their counts by `Cover`."""

    code: str
    name: str
    counts: dict[str, int]
    squares: tuple[Square, ...]

    @property
    def villages(self) -> int:
        """All of them."""
        return sum(self.counts.values())

    @property
    def covered(self) -> int:
        """Those with a venue, own or joint."""
        return self.counts[Cover.OWN] + self.counts[Cover.JOINT]

    @property
    def share(self) -> int:
        """Covered ones in percent, rounded down: 100 means every village."""
        return 100 * self.covered // self.villages if self.villages else 0


@dataclass(frozen=True, slots=True)
class Group:
    """A place one level below: its villages, or its counties where no village is drawn."""

    whole: Part
    counties: tuple[Part, ...] = ()


@dataclass(frozen=True, slots=True)
class CoverageMap:
    """The picture of one place."""

    place: str
    name: str
    whole: Part
    groups: tuple[Group, ...]
    is_drawn: bool


def coverage_map(place: str) -> CoverageMap:
    """The map of a place the reader may see (`reads.sees_place`). Six queries, whatever it holds."""
    served, deputies = venues.venues_of_villages(place), people.deputies_by_village(place)
    squares = [
        _square(code, name, served.get(code), deputies.get(code, 0))
        for code, name in divisions.villages_of(place)
    ]
    is_drawn = len(place) >= _DRAWN_FROM
    length = LEVEL_LENGTHS[min(level_of(place), 3)]
    names = divisions.short_names_inside(place, {length, _COUNTY})
    groups = tuple(
        Group(whole, () if is_drawn else _parts(whole.squares, _COUNTY, names))
        for whole in _parts(squares, length, names)
    )
    path = divisions.path_name(place, from_level=min(level_of(place), 3))
    return CoverageMap(place, path, _part(place, "", squares), groups, is_drawn)


def _square(code: str, name: str, venue: VillageVenue | None, deputies: int) -> Square:
    if venue is not None:
        cover = Cover.JOINT if venue.is_joint else Cover.OWN
        return Square(code, name, cover, venue.id, venue.name, deputies)
    return Square(code, name, Cover.MUST if deputies >= MUST_BUILD else Cover.NONE, None, "", deputies)


def _parts(squares: Sequence[Square], length: int, names: dict[str, str]) -> tuple[Part, ...]:
    """The squares by the first `length` digits of their codes; they come in the order of codes."""
    by_place = groupby(squares, key=lambda square: square.code[:length])
    return tuple(_part(code, names.get(code, code), list(inside)) for code, inside in by_place)


def _part(code: str, name: str, squares: Sequence[Square]) -> Part:
    found = Counter(square.cover for square in squares)
    return Part(code, name, {cover: found[cover] for cover in Cover}, tuple(squares))
