"""The records of a prefecture: congresses, units, venues, deputies, accounts, plates. No cases yet."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from random import Random

from lianxin.accounts import actions as accounts
from lianxin.accounts.reads import actor_from
from lianxin.demo import cast, content
from lianxin.demo.days import moment
from lianxin.demo.names import Names, Portrait
from lianxin.demo.world import SETUP, Handler, Size, Spot, World
from lianxin.divisions import reads as divisions
from lianxin.divisions.reads import Place
from lianxin.kernel.actor import Actor, Role
from lianxin.people import actions as people
from lianxin.people.words import CongressLevel, UnitKind
from lianxin.venues import actions as venues
from lianxin.venues.actions import VenueFacts
from lianxin.venues.words import Placement, Tier

Progress = Callable[[int, str], None]
OPENING = "周一至周五 8:30–11:30，14:30–17:30"
RECEPTION = "每月 10 日、25 日接待群众（遇假日顺延）"
_PROFESSIONAL = (
    ("农业农村", "农业和农村工作委员会", ("farming", "water", "environment")),
    ("教科文卫", "教育科学文化卫生工作委员会", ("school", "health")),
    ("社会建设", "社会建设工作委员会", ("welfare", "work", "safety")),
)

# People of the tour who work in units of the main county, and those who sign there, by the unit's key.
_HANDLERS = {"transport": "duangq", "water": "yangjg"}
_LEADERS = {"transport": "guojz", "water": "guozq"}


def where_of(place_name: str) -> str:
    """Communities are urban, villages rural."""
    return "urban" if place_name.endswith("社区") else "rural"


class Builder:
    """Makes the records in a fixed order from one source of chance."""

    def __init__(self, *, place: str, size: Size, today: date, rng: Random) -> None:
        self.place, self.size, self.rng = place, size, rng
        self.at = moment(today - timedelta(days=450), 9 * 60)
        self.since = date(2022, 1, 12)
        self.names = Names(rng, {member.name for member in cast.CAST})
        self.counties = divisions.children(place)
        self.counties.sort(key=lambda county: county.code)
        self.counties = self.counties[: size.counties]
        self.main = self.counties[0]
        self.world = World(today=today, main_county=self.main.code)
        self._terms: dict[str, int] = {}
        self._liaisons = size.liaisons
        self._number = self._phones = 0

    def build(self, progress: Progress) -> World:
        """Everything, in order."""
        townships = {county.code: self._townships(county.code) for county in self.counties}
        self.main_town = max(
            townships[self.main.code], key=lambda t: (len(divisions.children(t.code)), t.code)
        )
        self._congresses(townships)
        whole = (
            [t for county in self.counties for t in townships[county.code]] if self.size.is_whole else None
        )
        self._units(whole or townships[self.main.code])
        self._staff()
        progress(8, "机构和岗位")
        self._main_township()
        progress(20, f"{self.main_town.name}的联络室")
        parents = {county.code: self._home(county) for county in self.counties}
        for number, county in enumerate(self.counties, start=1):
            for township in self._stations_of(county, townships[county.code]):
                self._station(township, parents[county.code])
            progress(20 + 15 * number // len(self.counties), f"{county.name}的工作站")
        self._professional(parents[self.main.code])
        self._many_mandates()
        return self.world

    def _townships(self, county: str) -> list[Place]:
        return sorted(divisions.children(county), key=lambda t: t.code)

    def _stations_of(self, county: Place, townships: list[Place]) -> list[Place]:
        others = [township for township in townships if township.code != self.main_town.code]
        if county.code == self.main.code:
            return others if self.size.counties > 1 else others[:1]
        return others[: self.size.stations_per_county]

    def _congresses(self, townships: dict[str, list[Place]]) -> None:
        self._term("", CongressLevel.NATIONAL, "全国人民代表大会", 14, date(2023, 3, 5))
        province = divisions.get(self.place[:2])
        name = f"{province.name}人民代表大会"
        self._term(province.code, CongressLevel.PROVINCE, name, 14, date(2023, 1, 11))
        prefecture = divisions.get(self.place)
        name = f"{prefecture.name}人民代表大会"
        self._term(prefecture.code, CongressLevel.PREFECTURE, name, 13, date(2022, 2, 18))
        for county in self.counties:
            self._term(county.code, CongressLevel.COUNTY, f"{county.name}人民代表大会", 18, self.since)
            with_station = self._stations_of(county, townships[county.code])
            if county.code == self.main.code or self.size.is_whole:
                with_station = townships[county.code]
            for township in with_station:
                name = f"{township.name}人民代表大会"
                self._term(township.code, CongressLevel.TOWNSHIP, name, 18, self.since)

    def _term(self, code: str, level: CongressLevel, name: str, number: int, starts_on: date) -> None:
        congress = people.record_congress(level=level, division_code=code, name=name, actor=SETUP, at=self.at)
        term = people.open_term(
            congress_id=congress.pk, number=number, starts_on=starts_on, actor=SETUP, at=self.at
        )
        self._terms[code] = self.world.terms[code] = term.pk

    def _units(self, townships: list[Place]) -> None:
        texts = content.units()
        for text in texts.prefecture:
            name = divisions.get(self.place).short_name + text.name
            self._unit(self.place, name, text.short, text.topics)
        for county in self.counties:
            few = texts.county if county.code == self.main.code or self.size.is_whole else texts.county[:2]
            kind = county.name[-1]
            for text in few:
                unit_kind = UnitKind.ENTERPRISE if text.enterprise else UnitKind.GOVERNMENT
                name = county.name + text.name
                unit_id = self._unit(county.code, name, kind + text.short, text.topics, unit_kind)
                login = _HANDLERS.get(text.key, "") if county.code == self.main.code else ""
                self._handler(county.code, text.key, unit_id, name, login)
        for township in townships:
            name = f"{township.name}人民政府"
            topics = "本镇（乡）内的事务"
            unit_id = self._unit(township.code, name, f"{township.name}政府", topics, UnitKind.TOWNSHIP)
            self._handler(township.code, "township", unit_id, name, "")

    def _unit(
        self, code: str, name: str, short: str, topics: str, kind: UnitKind = UnitKind.GOVERNMENT
    ) -> int:
        unit = people.record_unit(
            name=name, short_name=short[:24], kind=kind, division_code=code, topics=topics,
            actor=SETUP, at=self.at,
        )  # fmt: skip
        return unit.pk

    def _handler(self, place: str, key: str, unit_id: int, unit_name: str, login: str) -> None:
        actor = self.account(login, Role.UNIT_HANDLER, place, f"{unit_name}经办人", unit_id=unit_id)
        leader = None
        if login and key in _LEADERS:
            post = f"{unit_name}负责人"
            leader = self.account(_LEADERS[key], Role.UNIT_LEADER, place, post, unit_id=unit_id)
        self.world.units.setdefault(place, {})[key] = Handler(unit_id, actor, leader, unit_name)

    def account(
        self,
        login: str,
        role: Role,
        code: str,
        label: str,
        *,
        name: str = "",
        unit_id: int | None = None,
        venue_id: int | None = None,
        person_id: int | None = None,
    ) -> Actor:
        """An account with one post. People of the tour get the printed password; others cannot sign in."""
        self._number += 1
        is_cast = bool(login)
        shown = cast.member(login).name if is_cast else name or self.names.some()
        user = accounts.create_user(
            login=login or f"demo{self._number:04d}",
            name=shown,
            phone=f"1380000{self._number:04d}",
            password=cast.PASSWORD if is_cast else None,
            actor=SETUP,
            at=self.at,
        )
        self.world.accounts += 1
        grant = accounts.give_grant(
            user_id=user.pk, role=role, division_code=code, label=label[:80], reason="演示数据：按岗位授予",
            unit_id=unit_id, venue_id=venue_id, person_id=person_id, actor=SETUP, at=self.at,
        )  # fmt: skip
        return actor_from(user, grant, source="demo")

    def _staff(self) -> None:
        main, world = self.main, self.world
        prefecture = divisions.name_of(self.place)
        world.offices[main.code] = self.account(
            "yangxm", Role.DEPUTY_AFFAIRS, main.code, f"{main.name}人大常委会代工委"
        )
        for county in self.counties[1:]:
            world.offices[county.code] = self.account(
                "", Role.DEPUTY_AFFAIRS, county.code, f"{county.name}人大常委会代工委"
            )
        self.account("heyl", Role.DEPUTY_AFFAIRS, self.place, f"{prefecture}人大常委会代工委")
        world.dispatcher = self.account(
            "zhangl", Role.DISPATCHER, main.code, f"{main.name}人民政府办公室交办岗"
        )
        world.publisher = self.account("luoay", Role.PUBLISHER, main.code, f"{main.name}人大公开审核岗")
        self.account("zhouw", Role.TENANT_ADMIN, self.place, f"{prefecture}人大业务管理岗")
        self.account("majg", Role.SYSTEM_ADMIN, self.place, f"{prefecture}人大系统管理岗")
        self.account("daoyw", Role.AUDITOR, self.place, f"{prefecture}人大审计管理岗")

    def _venue(self, tier: Tier, name: str, code: str, parent_id: int | None, **more: str) -> int:
        self._phones += 1
        venue = venues.open_venue(
            facts=VenueFacts(
                tier=tier,
                name=name,
                division_code=code,
                address=more.pop("address", divisions.path_name(code)),
                phone=f"0878-0000{self._phones % 1000:03d}",
                opening_hours=OPENING,
                reception_rule=RECEPTION,
                parent_id=parent_id,
                liaison_name=more.get("liaison_name", ""),
                committee=more.get("committee", ""),
                field=more.get("field", ""),
                also_serves=tuple(filter(None, [more.get("also_serves", "")])),
            ),
            opened_on=moment(self.world.today - timedelta(days=600), 600).date(),
            actor=SETUP,
            at=self.at,
        )
        venues.issue_plate(venue_id=venue.pk, person_id=None, actor=SETUP, at=self.at)
        self.world.venues += 1
        self.world.plates += 1
        self.world.taken.add((code, name))
        if tier in {Tier.HOME, Tier.STATION}:
            self.world.parents[code] = venue.pk
        return venue.pk

    def _spot(self, venue_id: int, name: str, codes: list[str], liaison_name: str, login: str = "") -> Spot:
        spot = Spot(venue_id, name, codes)
        if self._liaisons > 0:
            self._liaisons -= 1
            spot.liaison = self.account(
                login, Role.LIAISON, codes[0], f"{name}联络员", name=liaison_name, venue_id=venue_id
            )
        self.world.spots.append(spot)
        return spot

    def _person(self, portrait: Portrait, home: str) -> int:
        person = people.record_person(
            name=portrait.name,
            sex=portrait.sex,
            ethnic_group=portrait.ethnic_group,
            occupation=portrait.work.occupation,
            introduction=portrait.work.introduction.format(p=divisions.name_of(home)),
            home_code=home,
            actor=SETUP,
            at=self.at,
        )
        self.world.people += 1
        return person.pk

    def _mandates(self, person_id: int, home: str, codes: list[str]) -> None:
        for code in codes:
            number = "一二三四五六"[self.rng.randrange(6)]
            district = f"{divisions.name_of(home[:9])}第{number}选区" if len(code) >= 6 else ""
            people.give_mandate(
                person_id=person_id, term_id=self._terms[code], home_code=home,
                electoral_district=district, since=self.since, actor=SETUP, at=self.at,
            )  # fmt: skip

    def _deputy(
        self,
        spot: Spot,
        home: str,
        codes: list[str],
        *,
        login: str = "",
        portrait: Portrait | None = None,
        placement: Placement = Placement.HOME,
    ) -> int:
        """A deputy with seats in the congresses of `codes`, an account, and a place in the venue."""
        drawn = portrait or self.names.draw(where_of(divisions.name_of(home)))
        person_id = self._person(drawn, home)
        self._mandates(person_id, home, codes)
        self._place(spot, person_id, placement)
        label = "、".join(f"{divisions.name_of(code) or '全国'}人大代表" for code in codes)
        actor = self.account(
            login, Role.DEPUTY, codes[0] or self.place, label, name=drawn.name, person_id=person_id
        )
        spot.deputies.append(actor)
        return person_id

    def _place(self, spot: Spot, person_id: int, placement: Placement = Placement.HOME) -> None:
        venues.place_deputy(
            venue_id=spot.venue_id, person_id=person_id, kind=placement, since=self.since,
            actor=SETUP, at=self.at,
        )  # fmt: skip

    def _main_township(self) -> None:
        """The township of the tour: a station, a room in each village, one joint room, contact points."""
        town, main = self.main_town, self.main
        villages = sorted(divisions.children(town.code), key=lambda v: v.code)
        hero = next((v for v in villages if where_of(v.short_name) == "rural"), villages[0])
        home_name = f"{main.name}人大代表之家"
        keeper = self.names.some()
        parent = self._main_home = self._venue(Tier.HOME, home_name, main.code, None, liaison_name=keeper)
        name = f"{town.name}人大代表工作站"
        liaison = self.names.some()
        station = self._venue(Tier.STATION, name, town.code, parent, liaison_name=liaison)
        spot = self._spot(station, name, [v.code for v in villages], liaison)
        spot.weight = 3
        self._presidium(spot, villages[0].code)
        rest = [v for v in villages if v.code != hero.code][: self.size.rooms]
        self._room([hero], station, login="zhaoym")
        joint, single = rest[-2:], rest[:-2]
        for village in single:
            self._room([village], station)
        self._room(joint, station)
        for number, village in enumerate(single[:4] if self.size.counties > 1 else single[:1]):
            point = ("产业园区", "农贸市场", "小学", "老年协会")[number]
            name = f"{village.short_name}{point}人大代表联络点"
            liaison = self.names.some()
            venue_id = self._venue(Tier.POINT, name, village.code, station, liaison_name=liaison)
            self._deputy(self._spot(venue_id, name, [village.code], liaison), village.code, [town.code])

    def _presidium(self, station: Spot, home: str) -> None:
        work = content.people().work[2]
        person_id = self._person(Portrait("普建华", "m", "彝族", work), home)
        self._mandates(person_id, home, [self.main_town.code])
        self._place(station, person_id)
        label = f"{self.main_town.name}人大主席团"
        actor = self.account("pujh", Role.PRESIDIUM, self.main_town.code, label)
        grant = accounts.give_grant(
            user_id=actor.user_id or 0, role=Role.DEPUTY, division_code=self.main_town.code,
            label=f"{self.main_town.name}人大代表", reason="演示数据：镇人大代表", person_id=person_id,
            actor=SETUP, at=self.at,
        )  # fmt: skip
        as_deputy = replace(actor, role=Role.DEPUTY, person_id=person_id, grant_id=grant.pk)
        station.deputies.append(as_deputy)

    def _room(self, villages: list[Place], station: int, *, login: str = "") -> None:
        first = villages[0]
        name = (
            "、".join(v.short_name for v in villages)
            + ("联合" if len(villages) > 1 else "")
            + "人大代表联络室"
        )
        liaison = cast.member(login).name if login else self.names.some()
        also = villages[1].code if len(villages) > 1 else ""
        hall = "村委会一楼" if where_of(first.short_name) == "rural" else "党群服务中心一楼"
        address = divisions.path_name(first.code) + hall
        venue_id = self._venue(
            Tier.ROOM, name, first.code, station, liaison_name=liaison, address=address, also_serves=also
        )
        spot = self._spot(venue_id, name, [v.code for v in villages], liaison, login)
        spot.weight = 2
        if login:
            self.world.hero = spot
            portrait = Portrait("李桂芳", "f", "彝族", content.people().work[0])
            seats = [self.main.code, self.main_town.code]
            person_id = self._deputy(spot, first.code, seats, login="ligf", portrait=portrait)
            venues.issue_plate(venue_id=venue_id, person_id=person_id, actor=SETUP, at=self.at)
            self.world.plates += 1
        for number in range(self.size.deputies_per_room):
            codes = [self.main_town.code] if number % 2 == 0 or login else [self.main.code]
            self._deputy(spot, first.code, codes)
        if not login and self.rng.random() < 0.3:
            venues.issue_plate(
                venue_id=venue_id, person_id=spot.deputies[0].person_id, actor=SETUP, at=self.at
            )
            self.world.plates += 1

    def _home(self, county: Place) -> int:
        if county.code == self.main.code:
            return self._main_home
        name = f"{county.name}人大代表之家"
        return self._venue(Tier.HOME, name, county.code, None, liaison_name=self.names.some())

    def _station(self, township: Place, parent: int) -> None:
        villages = sorted(divisions.children(township.code), key=lambda v: v.code)
        name, liaison = f"{township.name}人大代表工作站", self.names.some()
        station = self._venue(Tier.STATION, name, township.code, parent, liaison_name=liaison)
        spot = self._spot(station, name, [v.code for v in villages], liaison)
        self._deputy(spot, villages[0].code, [township.code[:6]])
        self._deputy(spot, villages[-1].code, [township.code])
        if township.code[:6] != self.main.code:
            self._deputy(spot, self.rng.choice(villages).code, [township.code])
        for village in villages[: self.size.rooms_per_station]:
            room, keeper = f"{village.short_name}人大代表联络室", self.names.some()
            venue_id = self._venue(Tier.ROOM, room, village.code, station, liaison_name=keeper)
            place = Spot(venue_id, room, [village.code])
            self._place(place, spot.deputies[0].person_id or 0)
            place.deputies.append(spot.deputies[0])
            self.world.spots.append(place)

    def _professional(self, parent: int) -> None:
        """Stations of a field, tied to a committee; their deputies sit at higher levels too."""
        fields = _PROFESSIONAL if self.size.counties > 1 else _PROFESSIONAL[:1]
        codes = [v.code for v in divisions.children(self.main_town.code)]
        for number, (field, committee, topics) in enumerate(fields):
            name, liaison = f"{self.main.name}{field}专业代表工作站", self.names.some()
            venue_id = self._venue(
                Tier.PROFESSIONAL, name, self.main.code, parent, liaison_name=liaison,
                committee=f"{self.main.name}人大{committee}", field=field,
            )  # fmt: skip
            spot = self._spot(venue_id, name, codes, liaison)
            spot.topics = frozenset(topics)
            for code in (self.place, self.main.code, self.place[:2])[: 3 if number < 2 else 2]:
                self._deputy(spot, self.rng.choice(codes), [code], placement=Placement.PROFESSIONAL)

    def _many_mandates(self) -> None:
        """Deputies of the levels above, some with two or three seats at once, placed in the county's home."""
        town = divisions.children(self.main_town.code)
        home = Spot(self._main_home, f"{self.main.name}人大代表之家", sorted(v.code for v in town))
        province, prefecture, main = self.place[:2], self.place, self.main.code
        seats = [["", province], [""], [province, prefecture, main], [province], [prefecture, main]]
        seats += [[prefecture]] * 4
        for codes in seats if self.size.counties > 1 else seats[:3]:
            self._deputy(home, self.rng.choice(home.codes), codes)
        # The tour's deputy sits in the county's congress too, and takes what is lifted to its home.
        if self.world.hero is not None:
            self._place(home, self.world.hero.deputies[0].person_id or 0)
        self.world.spots.append(home)
