"""How often a link wants a visit: dated values of a place over the shipped ones, the nearest place wins."""

from __future__ import annotations

from datetime import date

from lianxin.kit.dated import holding, nearest
from lianxin.links.models import Profile
from lianxin.links.words import LinkKind

# Until a place enters its own: half a year from above, a quarter with voters. Source: ADR-0029 §6.
DEFAULT_DAYS: dict[str, int] = {
    LinkKind.MEMBER_DEPUTY: 180,
    LinkKind.COMMITTEE_DEPUTY: 180,
    LinkKind.DEPUTY_VOTERS: 90,
}


def days_between(kind: str, division_code: str, on: date) -> int:
    """Days that may pass between two visits. One query."""
    best = nearest(holding(Profile.objects.all(), division_code, on))
    chosen = best.values.get(kind) if best else None
    return int(chosen or DEFAULT_DAYS[kind])
