"""The local rules of a place on a day: dated parameter profiles, the nearest place wins."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from lianxin.kernel.codes import ancestors_of
from lianxin.kernel.workdays import Period, Unit
from lianxin.voices.models import Profile
from lianxin.voices.words import DeadlineKind


@dataclass(frozen=True, slots=True)
class Rules:
    """The clocks of a case under one profile: working days per step."""

    name: str
    version: int
    source: str
    days: dict[str, int]

    def period(self, kind: DeadlineKind) -> Period:
        """How long a step may take."""
        return Period(self.days[kind], Unit.WORKDAYS)

    @property
    def reference(self) -> str:
        """Stored with every deadline made under these rules."""
        return f"{self.name}@{self.version}"


# Recommended defaults where a place has entered nothing. Source: domain.md §3.3 [REC].
DEFAULT = Rules(
    name="yunnan-default",
    version=1,
    source="domain.md §3.3",
    days={
        DeadlineKind.CLAIM: 1,
        DeadlineKind.TRIAGE: 2,
        DeadlineKind.ACCEPT: 2,
        DeadlineKind.HANDLE: 15,
        DeadlineKind.CONFIRM: 2,
        DeadlineKind.RATE: 15,
    },
)


def _rules(row: Profile) -> Rules:
    return Rules(
        name=row.name,
        version=row.version,
        source=row.source,
        days={
            DeadlineKind.CLAIM: row.claim_days,
            DeadlineKind.TRIAGE: row.triage_days,
            DeadlineKind.ACCEPT: row.accept_days,
            DeadlineKind.HANDLE: row.handle_days,
            DeadlineKind.CONFIRM: row.confirm_days,
            DeadlineKind.RATE: row.rate_days,
        },
    )


@lru_cache(maxsize=4096)
def rules_for(division_code: str, on: date) -> Rules:
    """The rules in force at a place on a day: nearest place first, newest valid-from. One query, then cached.

    The cache lives as long as the process serves one day of a place, so a new profile works the next day
    it is valid from; profiles are entered for future days only.
    """
    places = ["", *ancestors_of(division_code)]
    rows = Profile.objects.filter(division_code__in=places, valid_from__lte=on)
    best = max(rows, key=lambda row: (len(row.division_code), row.valid_from), default=None)
    return DEFAULT if best is None else _rules(best)
