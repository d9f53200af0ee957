"""The local rules of a place on a day: dated parameter profiles, the nearest place wins."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from lianxin.kernel.workdays import Period, Unit
from lianxin.kit.dated import holding, nearest
from lianxin.venues.words import Tier
from lianxin.voices.models import Profile
from lianxin.voices.words import DeadlineKind


@dataclass(frozen=True, slots=True)
class Rules:
    """The clocks of a case under one profile: working days, but calendar days for a result from outside."""

    name: str
    version: int
    source: str
    days: dict[str, int]
    tier_days: dict[str, int]
    extension_days: int
    needs_signature: bool = True

    @property
    def extension(self) -> Period:
        """How much longer a unit may have, once."""
        return Period(self.extension_days, Unit.WORKDAYS)

    def period(self, kind: DeadlineKind) -> Period:
        """How long a step may take."""
        return Period(self.days[kind], Unit.DAYS if kind == DeadlineKind.RESULT else Unit.WORKDAYS)

    def tier_period(self, tier: str) -> Period:
        """How long a venue of this tier may keep a matter before it goes one tier up."""
        return Period(self.tier_days.get(tier, self.tier_days[Tier.ROOM]), Unit.WORKDAYS)

    @property
    def reference(self) -> str:
        """Stored with every deadline made under these rules."""
        return f"{self.name}@{self.version}"


# Recommended defaults where a place has entered nothing. Source: domain.md §3.3 [REC].
DEFAULT = Rules(
    name="yunnan-default",
    version=2,
    source="平台默认值",
    days={
        DeadlineKind.CLAIM: 1,
        DeadlineKind.TRIAGE: 2,
        DeadlineKind.ACCEPT: 2,
        DeadlineKind.HANDLE: 15,
        DeadlineKind.CONFIRM: 2,
        DeadlineKind.RATE: 15,
        DeadlineKind.ARBITRATE: 2,
        DeadlineKind.RESULT: 30,
    },
    tier_days={Tier.ROOM: 5, Tier.STATION: 10, Tier.HOME: 15},
    extension_days=10,
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
            DeadlineKind.ARBITRATE: row.arbitrate_days,
            DeadlineKind.RESULT: row.result_days,
        },
        tier_days={Tier.ROOM: row.room_days, Tier.STATION: row.station_days, Tier.HOME: row.home_days},
        extension_days=row.extension_days,
        needs_signature=row.needs_signature,
    )


@lru_cache(maxsize=4096)
def rules_for(division_code: str, on: date) -> Rules:
    """The rules in force at a place on a day: nearest place first, newest valid-from. One query, then cached.

    The cache lives as long as the process serves one day of a place, so a new profile works the next day
    it is valid from; profiles are entered for future days only.
    """
    best = nearest(holding(Profile.objects.all(), division_code, on))
    return DEFAULT if best is None else _rules(best)
