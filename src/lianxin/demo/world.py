"""What the records leave behind for the cases: places, venues, units, and who acts there."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from lianxin.kernel.actor import Actor

SETUP = Actor(name="装机", source="setup")


@dataclass(frozen=True, slots=True)
class Size:
    """How much is made."""

    counties: int
    rooms: int
    stations_per_county: int
    rooms_per_station: int
    deputies_per_room: int
    liaisons: int
    cases: int
    # What is loaded in bulk beside it, up to these totals; 0 is none. Source: ADR-0022.
    all_venues: int = 0
    all_deputies: int = 0
    all_cases: int = 0

    @property
    def is_whole(self) -> bool:
        """Whether every county and township of the prefecture has its venues, units and deputies."""
        return self.all_venues > 0


SIZES = {
    "tiny": Size(1, 3, 1, 0, 1, 3, 36),
    "small": Size(99, 20, 2, 1, 2, 30, 180),
    "medium": Size(99, 40, 4, 3, 3, 80, 700),
    "large": Size(99, 40, 20, 6, 3, 200, 2500),
    "prefecture": Size(99, 20, 2, 1, 2, 30, 240, all_venues=1300, all_deputies=10_000, all_cases=60_000),
}


@dataclass(slots=True)
class Handler:
    """A unit, the officer who works for it, and perhaps its leader."""

    unit_id: int
    actor: Actor
    # Who signs the unit's answers, where the unit has somebody for that.
    leader: Actor | None = None
    name: str = ""


@dataclass(slots=True)
class Spot:
    """A venue where matters come in, with the people who act there."""

    venue_id: int
    name: str
    codes: list[str]
    deputies: list[Actor] = field(default_factory=list)
    liaison: Actor | None = None
    topics: frozenset[str] = frozenset()
    weight: int = 1
    tier: str = ""

    @property
    def county(self) -> str:
        """Code of the county."""
        return self.codes[0][:6]


@dataclass(slots=True)
class World:
    """Everything the cases need."""

    today: date
    main_county: str
    spots: list[Spot] = field(default_factory=list)
    hero: Spot | None = None
    offices: dict[str, Actor] = field(default_factory=dict)
    publisher: Actor | None = None
    dispatcher: Actor | None = None
    # county code -> unit key -> handler; township governments stand under their own nine digits.
    units: dict[str, dict[str, Handler]] = field(default_factory=dict)
    # What the bulk load continues: congress terms, homes and stations by place, and names that are taken.
    terms: dict[str, int] = field(default_factory=dict)
    parents: dict[str, int] = field(default_factory=dict)
    taken: set[tuple[str, str]] = field(default_factory=set)
    people: int = 0
    accounts: int = 0
    venues: int = 0
    plates: int = 0
