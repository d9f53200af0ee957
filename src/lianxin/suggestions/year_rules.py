"""Local rules of figures and of the year's round: the same dated profiles as `profiles.py`, other names.

A place overrides a name by a row of `Profile` that holds it; the nearest place wins. Source: ADR-0033.
"""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from datetime import date
from functools import lru_cache
from typing import Any

from lianxin.kernel.codes import ancestors_of
from lianxin.kit.dated import holding, nearest
from lianxin.suggestions.models import Profile, ResultClass
from lianxin.suggestions.profiles import classes_for

SILENCE_EXCLUDED, SILENCE_IN_BASE = "exclude_from_rate", "count_in_base"


@dataclass(frozen=True, slots=True)
class YearRules:
    """What differs from place to place in counting, judging and timing a year. Days are "MM-DD"."""

    name: str = "yunnan-default"
    version: int = 1
    source: str = "ADR-0033"
    # Chongqing art. 29: who says nothing after reminders is left out. Never counted as content.
    silence_policy: str = SILENCE_EXCLUDED
    # Percent: a rate from here on is green, from there on yellow, below red. ADR-0033 §3.
    green_from: int = 95
    yellow_from: int = 80
    # Days past the reply's last day after which a unit is red whatever its rates.
    red_late_days: int = 15
    # The two supervisions, the inspection, the rating and the circular of a year (两督办一测评一视察一通报).
    first_supervision: str = "05-31"
    inspection: str = "08-31"
    second_supervision: str = "09-30"
    # Pu'er asks every lead deputy in confidence each September.
    survey_from: str = "09-01"
    survey: str = "09-30"
    self_report: str = "10-31"
    rating: str = "11-15"
    circular: str = "11-30"
    annual_report: str = "12-31"
    commendation: str = "12-31"
    # Days before an entry on which its people are reminded.
    warn_days: tuple[int, ...] = (15, 7, 3)
    # Commending: least number of suggestions a unit led, and percent of each rate. ADR-0033 §5.
    praise_least: int = 3
    praise_face: int = 100
    praise_on_time: int = 100
    praise_satisfied: int = 95

    @property
    def reference(self) -> str:
        """Said under every figure made under these rules."""
        return f"{self.name}@{self.version}"


DEFAULT = YearRules()
_OWN = frozenset({"name", "version", "source"})
NAMES = tuple(f.name for f in fields(YearRules) if f.name not in _OWN)


@lru_cache(maxsize=4096)
def year_rules_for(division_code: str, on: date) -> YearRules:
    """The rules in force at a place on a day. One query, then cached; profiles are for future days only."""
    best = nearest(holding(Profile.objects.all(), division_code, on))
    if best is None:
        return DEFAULT
    changed: dict[str, Any] = {
        key: tuple(value) if isinstance(value, list) else value
        for key, value in best.values.items()
        if key in NAMES
    }
    return replace(DEFAULT, name=best.name, version=best.version, source=best.source, **changed)


@dataclass(frozen=True, slots=True)
class Window:
    """From a day on, until the next window, these class letters count as resolved."""

    since: date
    codes: tuple[str, ...]


@lru_cache(maxsize=1024)
def resolved_windows(division_code: str) -> tuple[Window, ...]:
    """Which letters counted as resolved when, in a place: each reply is judged by its own day. Cached."""
    places = ["", *ancestors_of(division_code)]
    rows = ResultClass.objects.filter(division_code__in=places)
    days = [date.min, *sorted(set(rows.values_list("valid_from", flat=True)))]
    return tuple(
        Window(day, tuple(c.code for c in classes_for(division_code, day) if c.counts_as_resolved))
        for day in days
    )


def forget() -> None:
    """Read the profiles anew: for tests and after a profile was entered."""
    year_rules_for.cache_clear()
    resolved_windows.cache_clear()
