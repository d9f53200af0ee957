"""Tens of thousands of cases over two years: each life told in memory, written in bulk. Source: ADR-0022."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from random import Random

from lianxin.assist.personal_data import redacted
from lianxin.demo import content
from lianxin.demo.content import MatterText
from lianxin.demo.days import WorkingYear
from lianxin.demo.records import Progress, where_of
from lianxin.demo.stories import CHANNELS, COURSES, Course
from lianxin.demo.world import Handler, Spot, World
from lianxin.divisions import reads as divisions
from lianxin.journal.bulk import write_lines
from lianxin.kernel.actor import Actor, Role
from lianxin.kit.bulk import past_row_security
from lianxin.voices.actions import Matter
from lianxin.voices.bulk import Deed, Life, Registry
from lianxin.voices.words import CITIZEN, INTAKE_CHANNELS, Channel, DeclineReason, Satisfaction, Topic

HISTORY_DAYS = 760
_CHUNK = 2000
_CITIZEN = Actor(source="citizen")
# Of about a hundred cases of two years: what is over; of two hundred: what is still open, therefore young.
_OVER = {
    "closed": 34, "published": 12, "spot_closed": 22, "spot_published": 3, "timed_out": 8,
    "reopened_closed": 3, "closed_after_bad": 2, "declined": 3, "claimed_declined": 1,
    "withdrawn": 2, "claimed_withdrawn": 1,
}  # fmt: skip
_OPEN = {
    "received": 0.6, "received_late": 0.1, "claimed": 0.6, "claimed_late": 0.1, "released": 0.1,
    "assigned": 0.5, "assigned_late": 0.1, "objected": 0.1, "handling": 3, "handling_late": 0.4,
    "answered": 0.5, "answered_late": 0.1, "sent_back": 0.2, "confirmed": 1.5, "confirmed_late": 0.2,
    "spot_confirmed": 0.6,
    "rated": 0.2, "reopened": 0.1, "reopened_handling": 0.3, "in_progress": 0.6,
    "supervised": 0.2, "visited": 0.2,
}  # fmt: skip
_SHARES = _OVER | {name: share / 2 for name, share in _OPEN.items()}
# What people bring more of at a time of the year: months and topics. Invented, so that trends have a shape.
_SEASONS = {
    Topic.WATER: {3, 4, 5}, Topic.ROAD: {6, 7, 8, 9}, Topic.FARMING: {4, 5, 9, 10}, Topic.SCHOOL: {2, 8, 9},
    Topic.WELFARE: {12, 1}, Topic.WORK: {12, 1}, Topic.SAFETY: {7, 10},
}  # fmt: skip
# How often a place brings what it always brings, of a hundred.
_STANDING = 12


@dataclass(slots=True)
class _Told:
    """A matter told at a place, with those who act."""

    text: MatterText
    words: dict[str, str]
    deputy: Actor
    handler: Handler | None
    office: Actor

    def say(self, pattern: str) -> str:
        return pattern.format(**self.words)


class Chronicler:
    """Tells lives; the same seed gives the same lives, query codes apart."""

    def __init__(self, world: World, spots: list[Spot], rng: Random, place: str) -> None:
        self.world, self.spots, self.rng = world, [s for s in spots if s.deputies], rng
        self.year = WorkingYear(world.today, place, rng, HISTORY_DAYS)
        self.words, self.registry = content.words(), Registry(rng)
        self._standing: dict[int, MatterText] = {}

    def tell(self, count: int, progress: Progress) -> int:
        """Tell and write `count` cases in the order of their receipt."""
        plan = sorted(self._plan(count), key=lambda entry: entry[1][0])
        for start in range(0, count, _CHUNK):
            lives = [self._live(*entry) for entry in plan[start : start + _CHUNK]]
            with past_row_security():
                self.registry.keep(lives)
            done = min(count, start + _CHUNK)
            progress(50 + 45 * done // count, f"民情 {done}/{count} 件")
        progress(96, "办事日志")
        with past_row_security():
            write_lines(self.registry.finish())
        progress(100, f"民情 {count} 件")
        return count

    def _plan(self, count: int) -> Iterator[tuple[Course, list[datetime], Spot]]:
        courses = self.rng.choices(list(_SHARES), list(_SHARES.values()), k=count)
        spots = self.rng.choices(self.spots, [spot.weight for spot in self.spots], k=count)
        for name, spot in zip(courses, spots, strict=True):
            course = COURSES[name]
            gaps = [self.rng.randint(low, high) for _, low, high in course.steps]
            yield course, self.year.moments(gaps, self._tail(name, course, sum(gaps))), spot

    def _tail(self, name: str, course: Course, used: int) -> int:
        """How many working days ago the last step was: for what is over, anywhere in the two years."""
        if name not in _OVER:
            return self.rng.randint(*course.tail)
        room = self.year.length - used - 2
        # Rather more in the second year than in the first: places get used to it.
        return course.tail[0] + int((room - course.tail[0]) * self.rng.random() ** 1.25)

    def _live(self, course: Course, moments: list[datetime], spot: Spot) -> Life:
        code = self.rng.choice(spot.codes)
        told = self._told(course, spot, code, moments[0])
        life = self._receive(told, course, spot, code, moments[0])
        for (verb, _, _), at in zip(course.steps, moments[1:], strict=True):
            if verb == "publish":
                self._publish(life, told, at)
            else:
                life.do(self._deed(verb, told, at))
        return life

    def _told(self, course: Course, spot: Spot, code: str, at: datetime) -> _Told:
        name = divisions.name_of(code)
        words = {
            "p": name,
            "g": self.rng.choice("一二三四五六七八九") + "组",
            "t": divisions.name_of(code[:9]),
        }
        choice = _texts(where_of(name), course.has("spot"), course.has("decline"))
        text = self.rng.choices(choice, [3 if at.month in _SEASONS.get(t.topic, ()) else 1 for t in choice])[
            0
        ]
        if self.rng.randrange(100) < _STANDING:
            kept = self._standing.setdefault(spot.venue_id, text)
            text = kept if kept in choice else text
        place = code[:9] if text.unit == "township" else code[:6]
        handler = self.world.units.get(place, {}).get(text.unit)
        deputy = self.rng.choice(spot.deputies)
        return _Told(text, words, deputy, handler, self.world.offices[code[:6]])

    def _receive(self, told: _Told, course: Course, spot: Spot, code: str, at: datetime) -> Life:
        channel = self.rng.choices(list(CHANNELS), list(CHANNELS.values()))[0]
        matter = Matter(
            text=told.say(told.text.said),
            topic=told.text.topic,
            channel=channel,
            venue_id=spot.venue_id,
            venue_name=spot.name,
            venue_tier=spot.tier,
            division_code=code,
            place_text=told.say("{p}{g}"),
            may_publish=course.has("publish") or self.rng.random() < 0.6,
            wanted_person_id=told.deputy.person_id if channel == Channel.DEPUTY_PLATE else None,
        )
        keeper = Actor(name="联络员", role=Role.LIAISON, place=code, venue_id=spot.venue_id, source="demo")
        return self.registry.receive(matter, keeper if channel in INTAKE_CHANNELS else _CITIZEN, at)

    def _one(self, occasion: str) -> str:
        return self.rng.choice(self.words[occasion])

    def _deed(self, verb: str, told: _Told, at: datetime) -> Deed:
        if verb in _BY_DEPUTY:
            return self._by_deputy(verb, told, at)
        if verb in _BY_UNIT:
            return self._by_unit(verb, told, at)
        if verb in {"decline", "close", "close_bad", "supervise"}:
            return self._by_office(verb, told, at)
        return self._by_citizen(verb, at)

    def _by_deputy(self, verb: str, told: _Told, at: datetime) -> Deed:
        deputy, say = told.deputy, told.say
        if verb == "assign":
            unit = self._unit(told)
            return Deed(
                "assign",
                at,
                deputy,
                deputy.name,
                f"交给{unit.name}办理。{self._one('assign')}",
                unit_id=unit.unit_id,
            )
        if verb == "spot":
            return Deed("answer_on_spot", at, deputy, deputy.name, say(told.text.spot))
        text = "" if verb == "claim" else self._one(verb)
        place = self._unit(told).actor.place if verb == "confirm" else ""
        reason = text if verb == "release" else ""
        shown = verb != "release"
        return Deed(verb, at, deputy, deputy.name, text, reason, for_citizen=shown, unit_place=place)

    def _by_unit(self, verb: str, told: _Told, at: datetime) -> Deed:
        unit = self._unit(told)
        text = told.say(told.text.answer) if verb == "answer" else "" if verb == "accept" else self._one(verb)
        return Deed(verb, at, unit.actor, unit.name, text, for_citizen=verb != "object")

    def _by_office(self, verb: str, told: _Told, at: datetime) -> Deed:
        office = told.office
        if verb == "decline":
            code = told.text.decline or DeclineReason.EMPTY
            return Deed(
                "decline", at, office, office.name, told.say(told.text.answer), str(code), decline=code
            )  # fmt: skip
        text = self._one("close_after_bad" if verb == "close_bad" else verb)
        shown = verb != "supervise"
        return Deed(verb.removesuffix("_bad"), at, office, office.name, text, text, for_citizen=shown)

    def _by_citizen(self, verb: str, at: datetime) -> Deed:
        if verb == "rate_good":
            good = self.rng.random() < 0.78
            word = Satisfaction.SATISFIED if good else Satisfaction.BASICALLY
            return Deed("rate", at, _CITIZEN, CITIZEN, self._one(word), satisfaction=word)
        if verb == "rate_bad":
            text = self._one("dissatisfied")
            return Deed("rate", at, _CITIZEN, CITIZEN, text, satisfaction=Satisfaction.DISSATISFIED)
        text = "" if verb == "withdraw" else self._one(verb)
        return Deed("add_fact" if verb == "fact" else verb, at, _CITIZEN, CITIZEN, text)

    def _unit(self, told: _Told) -> Handler:
        if told.handler is None:
            message = f"no unit {told.text.unit} for this place"
            raise ValueError(message)
        return told.handler

    def _publish(self, life: Life, told: _Told, at: datetime) -> None:
        title, gist = _clean(told.say(told.text.title)), _clean(told.say(told.text.gist))
        life.publish(at, told.office, title, gist, _clean(life.case.answer))


_BY_DEPUTY = frozenset({"claim", "release", "spot", "assign", "send_back", "confirm", "visit"})
_BY_UNIT = frozenset({"accept", "object", "answer", "progress"})


@lru_cache(maxsize=20_000)
def _clean(text: str) -> str:
    return redacted(text)


@lru_cache(maxsize=16)
def _texts(where: str, spot: bool, decline: bool) -> tuple[MatterText, ...]:  # noqa: FBT001 (a cache key)
    """Matters that such a place brings and such a course can end."""
    found = [text for text in content.matters() if (text.decline is not None) == decline]
    if decline:
        return tuple(found)
    found = [text for text in found if not spot or text.spot]
    return tuple(text for text in found if text.fits(where)) or tuple(found)
