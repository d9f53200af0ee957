"""What the page for giving one suggestion to units proposes, with the like past ones. Source: ADR-0037 §2."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from lianxin.kernel.actor import Actor
from lianxin.people.reads import UnitRow
from lianxin.suggestions.models import Suggestion
from lianxin.suggestions.reads.handover import reason_of
from lianxin.suggestions.reads.routing import Router, asked_of


@dataclass(frozen=True, slots=True)
class PastRow:
    """A past one like it: where it is read, who led it, and what both mention."""

    url: str
    title: str
    unit: str
    words: str


@dataclass(frozen=True, slots=True)
class Proposed:
    """The unit that is proposed with its co-handlers, or none, and why; and the past that it goes by."""

    unit_id: int | None
    co_ids: tuple[int, ...]
    unit: str
    co_units: tuple[str, ...]
    why: str
    past: tuple[PastRow, ...]


def proposed_for(actor: Actor, suggestion: Suggestion, units: Sequence[UnitRow]) -> Proposed:
    """The same as a line of the hand-over of many would say. Two queries."""
    names = {unit.id: unit.name for unit in units}
    router = Router(actor, suggestion.congress_id, suggestion.division_code, units)
    asked = asked_of(suggestion)
    route = router.route(asked)
    return Proposed(
        unit_id=route.unit_id,
        co_ids=route.co_ids,
        unit=names.get(route.unit_id or 0, ""),
        co_units=tuple(names[unit] for unit in route.co_ids),
        why=reason_of(route),
        past=tuple(
            PastRow(f"/suggestions/{row.id}", row.title, names.get(row.unit_id, ""), row.words)
            for row in router.like(asked)
        ),
    )
