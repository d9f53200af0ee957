"""Names of townships and villages as offices write them, found among the places of one congress.

12,326 names stand for 14,888 villages of Yunnan, and 53 hold characters that many keyboards lack: a name is
looked for inside the township first, never taken when two places fit, and a near one is only proposed.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from lianxin.divisions import reads as divisions
from lianxin.divisions.reads import Place

_VILLAGE_TAIL = re.compile(
    r"(?:社区居民委员会|社区居委会|村民委员会|居民委员会|村委会|居委会|社区村委会|行政村|社区|村)$"
)
_TOWN_TAIL = re.compile(r"(?:街道办事处|街道办|街道|(?:.族)*(?:民族)?乡|镇|办事处)$")
_COUNTY_TAIL = re.compile(r"(?:.{1,3}族)*(?:各族)?(?:自治县|自治州|县|市|区|州)$")
_ENDS = re.compile(r"(?:代表团|代表小组|代表组|选举单位|选区|人大主席团|人大工委)$")


def stem(name: str, level: int) -> str:
    """A name without its kind: 西城社区居委会 -> 西城, 鹿城镇 -> 鹿城."""
    tail = {5: _VILLAGE_TAIL, 4: _TOWN_TAIL}.get(level, _COUNTY_TAIL)
    return tail.sub("", name) or name


@dataclass(frozen=True, slots=True)
class Found:
    """Codes a name may mean, and a near name when it means none."""

    codes: tuple[str, ...]
    near: str = ""

    @property
    def one(self) -> str:
        """The only code; "" when there is none or more than one."""
        return self.codes[0] if len(self.codes) == 1 else ""


class PlaceIndex:
    """Every place inside one, by full name, short name and stem. One query to build."""

    def __init__(self, code: str, places: Iterable[Place] | None = None) -> None:
        self.code = code
        self.names: dict[str, str] = {}
        self._by: tuple[dict[tuple[int, str], list[str]], ...] = tuple(defaultdict(list) for _ in range(3))
        for place in divisions.places_inside(code) if places is None else places:
            self.names[place.code] = place.name
            keys = (place.name, place.short_name, stem(place.name, place.level))
            for index, key in zip(self._by, keys, strict=True):
                if place.code not in index[place.level, key]:
                    index[place.level, key].append(place.code)

    def find(self, text: str, level: int, within: str = "") -> Found:
        """Places of a level that the text names: as a whole name, else a short one, else a stem."""
        name = _ENDS.sub("", text)
        scope = within or self.code
        if name.isdecimal() and name in self.names:
            return Found((name,))
        full, short, stems = self._by
        for index, key in ((full, name), (short, name), (stems, name), (stems, stem(name, level))):
            codes = tuple(c for c in index.get((level, key), ()) if c.startswith(scope))
            if codes:
                return Found(codes)
        return Found((), self._near(name, level, scope))

    def split(self, text: str) -> tuple[str, str]:
        """A township and a village written as one: 楚雄市鹿城镇西城社区 -> (code of 鹿城镇, 西城社区)."""
        rest = text
        for code, name in self.names.items():
            if len(code) <= 6 and rest.startswith(name) and len(rest) > len(name):
                rest = rest.removeprefix(name)
        for cut in range(len(rest), 1, -1):
            codes = [c for c in self._by[0].get((4, rest[:cut]), ()) if c.startswith(self.code)]
            if len(codes) == 1:
                return codes[0], rest[cut:]
        return "", text

    def _near(self, text: str, level: int, scope: str) -> str:
        """The only place whose stem differs in one character, as a proposal."""
        wanted = stem(text, level)
        if len(wanted) < 2:
            return ""
        near = {
            code
            for (at, key), codes in self._by[2].items()
            if at == level and _one_off(key, wanted)
            for code in codes
            if code.startswith(scope)
        }
        return self.names[near.pop()] if len(near) == 1 else ""


def _one_off(left: str, right: str) -> bool:
    """Whether one character was mistaken, left out or added."""
    if len(left) == len(right):
        return sum(a != b for a, b in zip(left, right, strict=True)) == 1
    short, long = sorted((left, right), key=len)
    return len(long) - len(short) == 1 and any(long[:i] + long[i + 1 :] == short for i in range(len(long)))
