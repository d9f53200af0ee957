"""Which unit solved the like before: shown to whoever assigns, who decides. Source: ADR-0021 §6."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, F, Q

from lianxin.divisions import reads as divisions
from lianxin.kernel.actor import Actor
from lianxin.people.reads import UnitRow
from lianxin.voices import access
from lianxin.voices.models import Case, Proposal
from lianxin.voices.words import TOPICS
from lianxin.voices.workflow import Outcome

# So far back, from so many solved matters on, and only when so large a part went to one unit.
YEARS = timedelta(days=730)
LEAST = 3
SHARE = 0.6
_LOOKED_AT = 500
_BY_UNIT = (Outcome.VILLAGE, Outcome.TOWNSHIP_DEPT, Outcome.COUNTY_UNIT, Outcome.HIGHER_UNIT)


@dataclass(frozen=True, slots=True)
class Proposed:
    """A unit and why: it solved `times` of `out_of` matters of the topic in the place."""

    unit_id: int
    name: str
    times: int
    out_of: int
    topic: str
    place: str


def unit_for(actor: Actor, case: Case, units: Iterable[UnitRow], *, at: datetime) -> Proposed | None:
    """The unit that history points to, or None when it does not. Two queries.

    Counts what the actor sees and what is public; first in the township, then in the county. Never the unit
    the matter is about, and only one of `units`.
    """
    names = {unit.id: unit.name for unit in units if unit.id != case.about_unit_id}
    solved = _solved(actor, case, at)
    near = [unit for township, unit in solved if township == case.township_code]
    return _clear(near, names, case, case.township_code) or _clear(
        [unit for _township, unit in solved], names, case, case.county_code
    )


def _solved(actor: Actor, case: Case, at: datetime) -> list[tuple[str, int]]:
    like = Q(
        county_code=case.county_code,
        topic=case.topic,
        outcome__in=_BY_UNIT,
        unit_id__isnull=False,
        confirmed_at__gt=at - YEARS,
    )
    found: dict[int, tuple[str, int]] = {}
    for rows in (access.cases_visible_to(actor), access.published_cases()):
        seen = rows.filter(like).exclude(pk=case.pk).order_by("-id")
        for pk, township, unit in seen.values_list("id", "township_code", "unit_id")[:_LOOKED_AT]:
            if unit is not None:  # said for the types: the filter has said it already
                found[pk] = (township, unit)
    return list(found.values())


def _clear(units: list[int], names: dict[int, str], case: Case, place: str) -> Proposed | None:
    if len(units) < LEAST:
        return None
    unit, times = Counter(units).most_common(1)[0]
    if unit not in names or times / len(units) < SHARE:
        return None
    where = divisions.name_of(place)
    return Proposed(unit, names[unit], times, len(units), str(TOPICS[case.topic]), where)


@dataclass(frozen=True, slots=True)
class Followed:
    """How often proposals were followed, and how often another unit was chosen."""

    followed: int
    overruled: int


def proposals_followed(actor: Actor, *, since: datetime) -> Followed:
    """Counted over the cases in the actor's sight. One query."""
    made = Proposal.objects.filter(case__in=access.cases_visible_to(actor), at__gte=since)
    counts = made.aggregate(
        followed=Count("id", filter=Q(chosen_id=F("unit_id"))),
        overruled=Count("id", filter=~Q(chosen_id=F("unit_id"))),
    )
    return Followed(counts["followed"], counts["overruled"])
