"""The coverage map (覆盖图): every village of a place as a square, with its venue, a joint one, or none.

No borders are among the data of places, so villages stand in the order of their codes inside their township
or county: a cartogram, not a geographic map. Source: ADR-0028 §8; domain.md §2.1.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby

from lianxin.assessments.coverage import MUST_BUILD
from lianxin.divisions import reads as divisions
from lianxin.kernel.codes import level_of
from lianxin.people import reads as people
from lianxin.venues import reads as venues

# From a prefecture down every village is drawn; above it each county is one bar.
_DRAWN_FROM = 4


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
    """Villages that stand together, of a township or a county: counts by `Cover`, `squares` where drawn."""

    code: str
    name: str
    counts: dict[str, int]
    squares: tuple[Square, ...] = ()

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
    """A place one level below and its parts: itself when villages are drawn, else its counties."""

    whole: Part
    parts: tuple[Part, ...]


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

    def square(code: str, name: str) -> Square:
        venue, number = served.get(code), deputies.get(code, 0)
        if venue is not None:
            cover = Cover.JOINT if venue.is_joint else Cover.OWN
            return Square(code, name, cover, venue.id, venue.name, number)
        return Square(code, name, Cover.MUST if number >= MUST_BUILD else Cover.NONE, None, "", number)

    squares = [square(code, name) for code, name in divisions.villages_of(place)]
    is_drawn = len(place) >= _DRAWN_FROM
    group_length, part_length = {2: (4, 6), 4: (6, 6), 6: (9, 9)}.get(len(place), (9, 9))
    names = divisions.short_names_inside(place, {group_length, part_length})
    groups = [
        _group(code, list(inside), part_length, names, is_drawn=is_drawn)
        for code, inside in groupby(squares, key=_prefix(group_length))
    ]
    whole = _part(place, divisions.name_of(place), squares)
    path = divisions.path_name(place, from_level=min(level_of(place), 3))
    return CoverageMap(place, path, whole, tuple(groups), is_drawn)


def _prefix(length: int) -> Callable[[Square], str]:
    return lambda square: square.code[:length]


def _group(
    code: str, squares: list[Square], part_length: int, names: dict[str, str], *, is_drawn: bool
) -> Group:
    parts = [
        _part(part, names.get(part, part), list(inside), keep=is_drawn)
        for part, inside in groupby(squares, key=_prefix(part_length))
    ]
    return Group(_part(code, names.get(code, code), squares), tuple(parts))


def _part(code: str, name: str, squares: list[Square], *, keep: bool = False) -> Part:
    found = Counter(square.cover for square in squares)
    return Part(code, name, {cover: found[cover] for cover in Cover}, tuple(squares) if keep else ())
