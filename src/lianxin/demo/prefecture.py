"""The rest of a prefecture beside the township of the tour: every venue and every deputy, loaded in bulk."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from random import Random

from lianxin.demo.days import moment
from lianxin.demo.names import Names
from lianxin.demo.records import OPENING, RECEPTION, Builder, where_of
from lianxin.demo.world import SETUP, Size, Spot, World
from lianxin.divisions import reads as divisions
from lianxin.divisions.reads import Place
from lianxin.kernel.actor import Actor, Role
from lianxin.people.actions import PersonFacts
from lianxin.people.bulk import NewDeputy, load_deputies
from lianxin.venues.actions import VenueFacts
from lianxin.venues.bulk import Placed, load_placements, load_venues
from lianxin.venues.words import Placement, Tier

_POINTS = ("农贸市场", "产业园区", "小学", "老年协会", "火车站", "合作社")
_WHERE_ROOM = {"rural": "村委会一楼", "urban": "党群服务中心一楼"}
# Of a hundred deputies: how many sit in the prefecture's, and how many in the counties' congresses.
_PREFECTURE, _COUNTY = 3, 20
_NUMERALS = "一二三四五六"


@dataclass(slots=True)
class _Home:
    """A venue to be opened, with the village it stands in."""

    facts: VenueFacts
    codes: list[str]
    weight: int


class Filler:
    """Opens what is missing in every county, from one source of chance."""

    def __init__(self, builder: Builder, size: Size, rng: Random) -> None:
        self.world: World = builder.world
        self.place, self.size, self.rng = builder.place, size, rng
        self.at, self.since, self.names = builder.at, builder.since, Names(rng, set())
        self.towns: dict[str, list[Place]] = {}
        for county in builder.counties:
            for town in sorted(divisions.children(county.code), key=lambda t: t.code):
                self.towns[town.code] = sorted(divisions.children(town.code), key=lambda v: v.code)

    def fill(self) -> list[Spot]:
        """Venues, then deputies in them; returns the new venues as places where matters come in."""
        stations = self._open(list(self._stations()))
        homes = list(self._rooms())
        homes += list(self._points(max(0, self.size.all_venues - self.world.venues - len(homes))))
        spots = [*stations, *self._open(homes)]
        self._deputies(spots)
        return spots

    def _facts(self, tier: Tier, name: str, code: str, parent: int, address: str) -> VenueFacts:
        return VenueFacts(
            tier=tier, name=name, division_code=code, address=address, opening_hours=OPENING,
            reception_rule=RECEPTION, liaison_name=self.names.some(), parent_id=parent,
            phone=f"0878-0000{self.rng.randrange(1000):03d}",
        )  # fmt: skip

    def _stations(self) -> Iterator[_Home]:
        for code, villages in self.towns.items():
            if code not in self.world.parents:
                name = divisions.name_of(code)
                facts = self._facts(
                    Tier.STATION, f"{name}人大代表工作站", code, self.world.parents[code[:6]], name
                )
                yield _Home(facts, [v.code for v in villages], 6)

    def _rooms(self) -> Iterator[_Home]:
        for town, villages in self.towns.items():
            for village in villages:
                name = f"{village.short_name}人大代表联络室"
                if (village.code, name) not in self.world.taken:
                    address = village.short_name + _WHERE_ROOM[where_of(village.short_name)]
                    facts = self._facts(Tier.ROOM, name, village.code, self.world.parents[town], address)
                    yield _Home(facts, [village.code], 8 if where_of(village.short_name) == "urban" else 3)

    def _points(self, count: int) -> Iterator[_Home]:
        urban = [v for villages in self.towns.values() for v in villages if where_of(v.short_name) == "urban"]
        chosen = [(village, point) for point in _POINTS for village in urban]
        for village, point in chosen:
            name = f"{village.short_name}{point}人大代表联络点"
            if count <= 0:
                return
            if (village.code, name) not in self.world.taken:
                count -= 1
                parent = self.world.parents[village.code[:9]]
                facts = self._facts(Tier.POINT, name, village.code, parent, f"{village.short_name}{point}")
                yield _Home(facts, [village.code], 2)

    def _open(self, homes: list[_Home]) -> list[Spot]:
        opened_on = moment(self.world.today - timedelta(days=900), 600).date()
        facts = [home.facts for home in homes]
        ids = load_venues(facts, opened_on=opened_on, rng=self.rng, actor=SETUP, at=self.at)
        self.world.venues += len(ids)
        self.world.plates += len(ids)
        spots = []
        for pk, home in zip(ids, homes, strict=True):
            if home.facts.tier == Tier.STATION:
                self.world.parents[home.facts.division_code] = pk
            tier = str(home.facts.tier)
            spots.append(Spot(pk, home.facts.name, home.codes, weight=home.weight, tier=tier))
        return spots

    def _deputies(self, spots: list[Spot]) -> None:
        """One after another through the venues; what their seats are follows the shares."""
        total = max(len(spots), self.size.all_deputies - self.world.people)
        chosen = [spots[number % len(spots)] for number in range(total)]
        new = [self._deputy(number, self.rng.choice(spot.codes)) for number, spot in enumerate(chosen)]
        ids = load_deputies([deputy for deputy, _ in new], rng=self.rng, actor=SETUP, at=self.at)
        self.world.people += len(ids)
        placed = []
        for pk, spot, (deputy, place) in zip(ids, chosen, new, strict=True):
            placed.append(Placed(spot.venue_id, pk, Placement.HOME, self.since))
            spot.deputies.append(
                Actor(name=deputy.facts.name, role=Role.DEPUTY, place=place, person_id=pk, source="demo")
            )
        load_placements(placed, {s.venue_id: s.codes[0] for s in spots}, actor=SETUP, at=self.at)

    def _deputy(self, number: int, home: str) -> tuple[NewDeputy, str]:
        drawn = self.names.any(where_of(divisions.name_of(home)))
        luck = number * 37 % 100
        place = self.place if luck < _PREFECTURE else home[:6] if luck < _PREFECTURE + _COUNTY else home[:9]
        district = f"{divisions.name_of(home[:9])}第{self.rng.choice(_NUMERALS)}选区"
        facts = PersonFacts(
            drawn.name, drawn.sex, drawn.ethnic_group, drawn.work.occupation,
            drawn.work.introduction.format(p=divisions.name_of(home)),
        )  # fmt: skip
        return NewDeputy(facts, self.world.terms[place], home, district, self.since), place
