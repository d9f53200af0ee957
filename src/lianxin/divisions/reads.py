"""Reading places: names, ancestors, children, search."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from django.db.models import Case, IntegerField, Q, Value, When
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lianxin.divisions.models import Division
from lianxin.kernel.codes import LEVEL_LENGTHS, ancestors_of, range_of
from lianxin.kernel.errors import NotFound

LEVEL_NAMES: dict[int, str | Promise] = {
    1: gettext_lazy("省"),
    2: gettext_lazy("州（市）"),
    3: gettext_lazy("县（市、区）"),
    4: gettext_lazy("乡镇（街道）"),
    5: gettext_lazy("村（社区）"),
}


@dataclass(frozen=True, slots=True)
class Place:
    """A place in lists and paths."""

    code: str
    name: str
    short_name: str
    level: int
    level_name: str


@dataclass(frozen=True, slots=True)
class DivisionHit:
    """A search result: the place and where it lies."""

    place: Place
    path: str


def _place(division: Division) -> Place:
    return Place(
        division.code, division.name, division.short_name, division.level, str(LEVEL_NAMES[division.level])
    )


def is_code(code: str) -> bool:
    """Whether the text could be a division code at all."""
    return code.isdecimal() and code.isascii() and len(code) in LEVEL_LENGTHS


def get(code: str) -> Place:
    """One place. Raises NotFound. One query."""
    found = Division.objects.filter(pk=code).first() if is_code(code) else None
    if found is None:
        raise NotFound(_("没有找到这个地方，请重新选择。"))
    return _place(found)


def ancestors(code: str) -> list[Place]:
    """From the province down to the place itself. One query."""
    if not is_code(code):
        return []
    return [_place(d) for d in Division.objects.filter(pk__in=ancestors_of(code)).order_by("level")]


def children(code: str) -> list[Place]:
    """Places one level below; the provinces for "". One query."""
    below = Division.objects.filter(parent_id=code or None, valid_to=None).order_by("pinyin", "code")
    return [_place(d) for d in below]


def places_inside(code: str) -> list[Place]:
    """The place and everything in force inside it, wider ones first. One query; a province is 16,494 rows."""
    low, high = range_of(code)
    inside = Division.objects.filter(code__gte=low, code__lt=high, valid_to=None)
    return [_place(d) for d in inside.order_by("level", "code")]


_names: dict[str, str] = {}


def remember(codes: Iterable[str]) -> None:
    """Have the names of these places and of all above them in memory. One query, none when they are."""
    wanted = {a for code in codes if is_code(code) for a in ancestors_of(code)} - _names.keys()
    if wanted:
        _names.update(Division.objects.filter(pk__in=wanted).values_list("pk", "short_name"))


def name_of(code: str) -> str:
    """Short name of a place, "" when unknown. One query the first time, then from memory."""
    if code not in _names:
        remember([code])
    return _names.get(code, "")


def full_names(codes: Iterable[str]) -> dict[str, str]:
    """Official names by code, as papers and plaques carry them. One query."""
    return dict(Division.objects.filter(pk__in=set(codes)).values_list("code", "name"))


def short_names_inside(place: str, lengths: Iterable[int]) -> dict[str, str]:
    """Short names, by code, of the places in force inside `place` with codes of these lengths. One query."""
    low, high = range_of(place)
    levels = [LEVEL_LENGTHS.index(length) + 1 for length in lengths]
    found = Division.objects.filter(pk__gte=low, pk__lt=high, level__in=levels, valid_to=None)
    return dict(found.values_list("code", "short_name"))


@lru_cache(maxsize=4096)
def names_below(code: str) -> tuple[tuple[str, str], ...]:
    """Codes and short names of the places one level below. One query the first time, then from memory."""
    return tuple((place.code, place.short_name) for place in children(code))


def path_name(code: str, *, from_level: int = 3) -> str:
    """Short names from `from_level` down, joined: 楚雄市鹿城镇西城社区."""
    if not is_code(code):
        return ""
    if code not in _names:
        remember([code])
    return "".join(_names.get(c, "") for c in ancestors_of(code)[from_level - 1 :])


def codes_at(level: int) -> list[str]:
    """Codes of all places of a level in force. One query."""
    return list(
        Division.objects.filter(level=level, valid_to=None).order_by("code").values_list("code", flat=True)
    )


def forget() -> None:
    """Drop remembered names after an import."""
    _names.clear()
    names_below.cache_clear()


def search(text: str, *, within: str = "", limit: int = 20) -> list[DivisionHit]:
    """Places by name (any part), pinyin or initials (beginning) or code (beginning).

    Exact names first, then beginnings, then parts; higher levels before lower ones. One query for the
    hits, and names of their ancestors from memory.
    """
    typed = text.strip()[:40]
    if not typed:
        return []
    low = typed.lower()
    found = Q(name__contains=typed) | Q(pinyin__startswith=low) | Q(initials__startswith=low)
    if typed.isdecimal() and typed.isascii():
        found |= Q(code__startswith=typed)
    rank = Case(
        When(Q(name=typed) | Q(short_name=typed) | Q(initials=low) | Q(pinyin=low), then=Value(0)),
        When(Q(name__startswith=typed) | Q(pinyin__startswith=low), then=Value(1)),
        default=Value(2),
        output_field=IntegerField(),
    )
    places = Division.objects.filter(found, valid_to=None)
    if within:
        least, most = range_of(within)
        places = places.filter(code__gte=least, code__lt=most)
    hits = places.annotate(rank=rank).order_by("rank", "level", "pinyin", "code")[:limit]
    return [DivisionHit(_place(d), path_name(d.code[:-3] or d.code, from_level=2)) for d in hits]


def villages_of(place: str) -> list[tuple[str, str]]:
    """Code and short name of every village in force inside a place, by code. One query."""
    low, high = range_of(place)
    found = Division.objects.filter(pk__gte=low, pk__lt=high, level=5, valid_to=None).order_by("pk")
    return list(found.values_list("pk", "short_name"))
