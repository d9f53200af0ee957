"""What waits for each role today."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from lianxin.divisions import reads as divisions
from lianxin.kernel.actor import Actor, Role
from lianxin.voices import reads as voices
from lianxin.voices.access import READERS
from lianxin.voices.reads import LATE, OPEN, RATED, TO_PUBLISH, WAITING, CaseRow, View

# What each role is there for comes first; everybody who reads cases sees what is late.
_VIEWS: dict[Role, tuple[View, ...]] = {
    Role.PUBLISHER: (TO_PUBLISH,),
    Role.DISPATCHER: (OPEN, LATE),
    Role.EVALUATOR: (RATED, LATE),
}
_USUAL = (WAITING, LATE, RATED, TO_PUBLISH)


@dataclass(frozen=True, slots=True)
class Tile:
    """A number and the list behind it."""

    label: str
    value: str
    url: str
    late: bool


@dataclass(frozen=True, slots=True)
class Desk:
    """The to-do page: tiles, then cases that are due first."""

    place: str
    tiles: tuple[Tile, ...]
    urgent: tuple[CaseRow, ...]
    reads_cases: bool


def desk_of(actor: Actor, *, today: date) -> Desk:
    """The actor's page; empty tiles for administrators, who read no cases. At most five queries."""
    place = divisions.name_of(actor.place)
    if actor.role not in READERS:
        return Desk(place, (), (), reads_cases=False)
    views = _VIEWS.get(actor.role, _USUAL)
    counts = voices.counts(actor, views, today=today)
    tiles = tuple(
        Tile(
            str(view.label),
            "99+" if counts[view.code] >= 100 else str(counts[view.code]),
            f"/voices?view={view.code}",
            late=view is LATE and counts[view.code] > 0,
        )
        for view in views
    )
    first = TO_PUBLISH if actor.role == Role.PUBLISHER else OPEN
    return Desk(place, tiles, tuple(voices.most_urgent(actor, first, today=today)), reads_cases=True)
