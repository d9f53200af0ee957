"""A year of cases, each carried through the verbs by the people whose turn it is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from random import Random

from django.conf import settings

from lianxin.assist.personal_data import redacted
from lianxin.demo import content
from lianxin.demo.content import MatterText
from lianxin.demo.days import WorkingYear
from lianxin.demo.records import Progress, where_of
from lianxin.demo.turns import TURNS
from lianxin.demo.world import Handler, Spot, World
from lianxin.divisions import reads as divisions
from lianxin.kernel.actor import Actor
from lianxin.kit.scope import scope
from lianxin.vault.words import Purpose
from lianxin.voices import actions as voices
from lianxin.voices.words import INTAKE_CHANNELS, AnswerResult, Channel, DeclineReason, Satisfaction

Step = tuple[str, int, int]


@dataclass(frozen=True, slots=True)
class Course:
    """How a case goes: verbs with working days before each, and how long ago the last one was."""

    steps: tuple[Step, ...]
    tail: tuple[int, int]
    share: int

    def has(self, verb: str) -> bool:
        """Whether the verb happens."""
        return any(step[0] == verb for step in self.steps)


_CLAIM: Step = ("claim", 0, 1)
_TO_UNIT: tuple[Step, ...] = (_CLAIM, ("assign", 0, 2), ("accept", 0, 2))
_ANSWERED: tuple[Step, ...] = (*_TO_UNIT, ("answer", 3, 13))
_CONFIRMED: tuple[Step, ...] = (*_ANSWERED, ("confirm", 0, 2))
_BAD: tuple[Step, ...] = (*_CONFIRMED, ("rate_bad", 1, 4))
_GOOD: tuple[Step, ...] = (*_CONFIRMED, ("rate_good", 1, 6))
_SPOT: tuple[Step, ...] = (_CLAIM, ("spot", 0, 1), ("rate_good", 0, 4))
_AGAIN: tuple[Step, ...] = (*_BAD, ("reopen", 0, 2), ("assign", 0, 1), ("accept", 0, 1))
_TWO_OBJECTIONS: tuple[Step, ...] = (
    *_TO_UNIT[:2], ("object", 0, 1), ("assign", 0, 1), ("object", 0, 1)
)  # fmt: skip
_LONG = (4, 175)
COURSES: dict[str, Course] = {
    "received": Course((), (0, 0), 7),
    "received_late": Course((), (2, 4), 2),
    "claimed": Course((_CLAIM,), (0, 1), 5),
    "claimed_late": Course((_CLAIM,), (4, 7), 2),
    "released": Course((_CLAIM, ("release", 0, 0)), (0, 0), 1),
    "assigned": Course(_TO_UNIT[:2], (0, 1), 5),
    "assigned_late": Course(_TO_UNIT[:2], (4, 8), 2),
    "objected": Course((*_TO_UNIT[:2], ("object", 0, 1)), (0, 1), 2),
    "handling": Course(_TO_UNIT, (0, 12), 12),
    "handling_late": Course(_TO_UNIT, (17, 24), 3),
    "signing": Course((*_TO_UNIT, ("submit", 2, 6)), (0, 1), 0),
    "revealed": Course((_CLAIM, ("reveal", 0, 0), *_TO_UNIT[1:]), (0, 10), 1),
    "answered": Course(_ANSWERED, (0, 1), 5),
    "answered_late": Course(_ANSWERED, (4, 6), 1),
    "sent_back": Course((*_ANSWERED, ("send_back", 0, 2)), (0, 8), 2),
    "confirmed": Course(_CONFIRMED, (0, 12), 8),
    "confirmed_late": Course(_CONFIRMED, (17, 21), 2),
    "spot_confirmed": Course(_SPOT[:2], (0, 10), 4),
    "rated": Course(_BAD, (0, 6), 2),
    "reopened": Course(_AGAIN[:-2], (0, 1), 1),
    "reopened_handling": Course(_AGAIN, (1, 9), 2),
    "reopened_closed": Course(
        (*_AGAIN, ("answer", 3, 8), ("confirm", 0, 2), ("rate_good", 1, 4)), (5, 140), 3
    ),
    "closed": Course(_GOOD, _LONG, 30),
    "published": Course((*_GOOD, ("publish", 1, 6)), _LONG, 34),
    "spot_closed": Course(_SPOT, (2, 190), 14),
    "spot_published": Course((*_SPOT, ("publish", 1, 5)), (2, 190), 8),
    "timed_out": Course((*_CONFIRMED, ("close", 17, 20)), (2, 150), 6),
    "closed_after_bad": Course((*_BAD, ("close_bad", 3, 8)), (5, 150), 2),
    "declined": Course((("decline", 0, 2),), (1, 200), 4),
    "claimed_declined": Course((_CLAIM, ("decline", 1, 2)), (1, 200), 2),
    "lifted": Course((_CLAIM, ("lift", 1, 2)), (0, 1), 3),
    "visited": Course((_CLAIM, ("visit", 0, 1)), (0, 1), 2),
    "referred": Course((_CLAIM, ("refer", 0, 1)), (0, 12), 3),
    "referred_closed": Course(
        (_CLAIM, ("refer", 0, 1), ("report_back", 3, 10), ("rate_good", 1, 4)), (2, 120), 4
    ),
    "arbitration": Course(_TWO_OBJECTIONS, (0, 0), 1),
    "arbitrated": Course(
        (
            *_TO_UNIT[:2],
            ("object", 0, 1),
            ("assign", 0, 1),
            ("object", 0, 1),
            ("arbitrate", 0, 1),
            ("accept", 0, 1),
        ),
        (0, 9),
        1,
    ),
    "recalled": Course((_CLAIM, ("refer", 0, 1), ("recall", 1, 3)), (0, 1), 1),
    "split": Course((("merge", 0, 1), ("split", 0, 1)), (0, 0), 1),
    "in_progress": Course((*_TO_UNIT, ("progress", 2, 5), ("fact", 0, 1)), (0, 3), 4),
    "extended": Course((*_TO_UNIT, ("progress", 3, 6), ("extend", 3, 5)), (0, 8), 3),
    "supervised": Course((*_TO_UNIT, ("supervise", 16, 18)), (0, 3), 2),
    "merged": Course((("merge", 0, 1),), (0, 6), 3),
    "withdrawn": Course((("withdraw", 0, 1),), (1, 200), 3),
    "claimed_withdrawn": Course((_CLAIM, ("withdraw", 1, 2)), (1, 200), 2),
}
# What waits in the room of the tour, with the beginning of what was said.
HERO: tuple[tuple[str, str], ...] = (
    ("received", "{g}的自来水"),
    ("received", "村卫生室十天"),
    ("received", "隔壁大妈"),
    ("claimed", "{g}的灌溉沟"),
    ("assigned", "从{t}到我们"),
    ("assigned", "{p}岔路口"),
    ("handling", "{g}进村的路"),
    ("handling_late", "{p}那段临崖"),
    ("signing", "水费单上个月"),
    ("signing", "{g}进村的路"),
    ("answered", "{p}岔路口"),
    ("rated", "砂石厂的车"),
    ("confirmed_late", "一到晚上做饭"),
    ("spot_confirmed", "去年报的种粮补贴"),
    ("reopened_handling", "这几天一下雨"),
    ("published", "我们{p}{g}到村小"),
    ("published", "火把节快到了"),
    ("revealed", "我家老土墙房"),
)
# How matters come in, of a hundred.
CHANNELS = {
    Channel.VENUE_PLATE: 56, Channel.DEPUTY_PLATE: 18, Channel.WEB: 14, Channel.COUNTER: 6,
    Channel.PHONE: 3, Channel.PAPER: 1, Channel.VISIT: 2,
}  # fmt: skip
_NUMERALS = "一二三四五六七八九"


@dataclass(frozen=True, slots=True)
class Told:
    """One matter as it is told at one place."""

    text: MatterText
    words: dict[str, str]

    def say(self, pattern: str) -> str:
        """The pattern with this place's names."""
        return pattern.format(**self.words)


@dataclass(slots=True)
class Walk:
    """One case on its way."""

    case_id: int
    told: Told
    deputy: Actor
    handler: Handler | None
    keeper: Actor
    publisher: Actor
    office: Actor
    is_merged: bool = False


class Storyteller:
    """Tells cases, the same for the same seed (codes and ids apart)."""

    def __init__(self, world: World, rng: Random, place: str) -> None:
        self.world, self.rng = world, rng
        self.year = WorkingYear(world.today, place, rng)
        self.words = content.words()
        self.seals = bool(settings.LIANXIN_VAULT_PUBLIC_KEY)
        self._used: dict[str, int] = {}
        self._verbs: dict[str, Callable[[Walk, datetime], None]] = {
            name.removeprefix("_do_"): getattr(self, name) for name in dir(self) if name.startswith("_do_")
        } | {verb: partial(act, self) for verb, act in TURNS.items()}
        self.with_units: dict[str, list[int]] = {}

    def tell(self, count: int, progress: Progress, *, share: int = 65) -> int:
        """Tell about `count` cases: the tour's own, one of each course with a share, the rest by share."""
        plan: list[tuple[str, str, Spot | None]] = [
            (course, start, self.world.hero) for course, start in HERO
        ]
        plan = plan[:count]
        plan += [(name, "", None) for name, course in COURSES.items() if course.share]
        courses, shares = list(COURSES), [course.share for course in COURSES.values()]
        more = max(0, count - len(plan))
        plan += [(course, "", None) for course in self.rng.choices(courses, shares, k=more)]
        for number, (course, start, spot) in enumerate(plan, start=1):
            self._tell_one(COURSES[course], start, spot or self._spot(COURSES[course]))
            if number % 10 == 0 or number == len(plan):
                progress(35 + share * number // len(plan), f"民情 {number}/{len(plan)} 件")
        return len(plan)

    def _spot(self, course: Course) -> Spot:
        spots = self.world.spots
        if course.has("publish"):
            spots = [spot for spot in spots if spot.county == self.world.main_county or spot.liaison]
        return self.rng.choices(spots, [spot.weight for spot in spots])[0]

    def _tell_one(self, course: Course, start: str, spot: Spot) -> None:
        code = self.rng.choice(spot.codes)
        told = self._told(course, start, spot, code)
        gaps = [self.rng.randint(low, high) for _, low, high in course.steps]
        moments = self.year.moments(gaps, self.rng.randint(*course.tail))
        deputy = spot.deputies[0] if start else self.rng.choice(spot.deputies)
        keeper = spot.liaison or self.world.offices[spot.county]
        publisher = self.world.publisher if spot.county == self.world.main_county else None
        walk = Walk(
            self._receive(told, course, spot, code, deputy, moments[0]), told, deputy,
            self._handler(told.text.unit, code), keeper, publisher or keeper, self.world.offices[spot.county],
        )  # fmt: skip
        for (verb, _, _), at in zip(course.steps, moments[1:], strict=True):
            self._verbs[verb](walk, at)
        if course is COURSES["handling"]:
            self.with_units.setdefault(code[:6], []).append(walk.case_id)

    def _handler(self, key: str, code: str) -> Handler | None:
        place = code[:9] if key == "township" else code[:6]
        return self.world.units.get(place, {}).get(key)

    def _told(self, course: Course, start: str, spot: Spot, code: str) -> Told:
        name = divisions.name_of(code)
        group = _NUMERALS[self.rng.randrange(9)] + "组"
        words = {"p": name, "g": group, "t": divisions.name_of(code[:9])}
        texts = [text for text in content.matters() if self._suits(text, course, where_of(name), code)]
        if start:
            return Told(next(text for text in content.matters() if text.said.startswith(start)), words)
        in_field = [text for text in texts if text.topic in spot.topics]
        choice = in_field or texts
        least = min(self._used.get(text.said, 0) for text in choice)
        text = self.rng.choice([text for text in choice if self._used.get(text.said, 0) == least])
        self._used[text.said] = least + 1
        return Told(text, words)

    def _suits(self, text: MatterText, course: Course, where: str, code: str) -> bool:
        if course.has("decline"):
            return text.decline is not None
        if text.decline is not None or (course.has("spot") and not text.spot):
            return False
        if course.has("assign") and self._handler(text.unit, code) is None:
            return False
        return text.fits(where) or (course.has("spot") and text.where != "urban")

    def _receive(self, told: Told, course: Course, spot: Spot, code: str, deputy: Actor, at: datetime) -> int:
        channel = self.rng.choices(list(CHANNELS), list(CHANNELS.values()))[0]
        wants = self.seals and (course.has("reveal") or self.rng.random() < 0.6)
        serial = self.rng.randrange(1000)
        # An empty matter is declined because nobody can be asked about it.
        gives_contact = wants and told.text.decline is not DeclineReason.EMPTY
        matter = voices.Matter(
            text=told.say(told.text.said),
            topic=told.text.topic,
            channel=channel,
            venue_id=spot.venue_id,
            venue_name=spot.name,
            division_code=code,
            place_text=told.say("{p}{g}"),
            contact_name=self.rng.choice(self.words["citizens"]) if gives_contact else "",
            phone=f"138 0000 0{serial:03d}" if gives_contact else "",
            may_publish=course.has("publish") or self.rng.random() < 0.6,
            wanted_person_id=deputy.person_id if channel == Channel.DEPUTY_PLATE else None,
        )
        by_keeper = channel in INTAKE_CHANNELS and spot.liaison is not None
        actor = spot.liaison if by_keeper and spot.liaison else Actor(source="citizen")
        with scope(actor):
            return voices.receive_case(matter=matter, actor=actor, at=at).case_id

    def one(self, occasion: str) -> str:
        """A sentence for the occasion."""
        return self.rng.choice(self.words[occasion])

    def _do_claim(self, walk: Walk, at: datetime) -> None:
        with scope(walk.deputy):
            voices.claim_case(case_id=walk.case_id, actor=walk.deputy, at=at)

    def _do_release(self, walk: Walk, at: datetime) -> None:
        with scope(walk.deputy):
            voices.release_case(case_id=walk.case_id, reason=self.one("release"), actor=walk.deputy, at=at)

    def _do_spot(self, walk: Walk, at: datetime) -> None:
        with scope(walk.deputy):
            text = walk.told.say(walk.told.text.spot)
            voices.answer_on_spot(case_id=walk.case_id, text=text, actor=walk.deputy, at=at)

    def _do_assign(self, walk: Walk, at: datetime) -> None:
        handler = self.unit_of(walk)
        # Most matters are assigned by the deputy who took them, some by the venue or the office.
        by_keeper = self.rng.random() < 0.25
        actor = walk.keeper if by_keeper else walk.deputy
        with scope(actor):
            voices.assign_case(
                case_id=walk.case_id, unit_id=handler.unit_id, note=self.one("assign"), actor=actor, at=at
            )

    def unit_of(self, walk: Walk) -> Handler:
        """The unit that handles it. Raises ValueError where the place has none."""
        if walk.handler is None:
            message = f"no unit {walk.told.text.unit} for this place"
            raise ValueError(message)
        return walk.handler

    def _do_accept(self, walk: Walk, at: datetime) -> None:
        officer = self.unit_of(walk).actor
        with scope(officer):
            voices.accept_case(case_id=walk.case_id, actor=officer, at=at)

    def _do_object(self, walk: Walk, at: datetime) -> None:
        officer = self.unit_of(walk).actor
        with scope(officer):
            voices.object_case(case_id=walk.case_id, reason=self.one("object"), actor=officer, at=at)

    def _do_submit(self, walk: Walk, at: datetime) -> None:
        officer, text = self.unit_of(walk).actor, walk.told.say(walk.told.text.answer)
        with scope(officer):
            voices.submit_draft(
                case_id=walk.case_id, text=text, result=AnswerResult.SOLVED, reason="", actor=officer, at=at
            )

    def _do_answer(self, walk: Walk, at: datetime) -> None:
        unit, text = self.unit_of(walk), walk.told.say(walk.told.text.answer)
        if unit.leader is None:
            result = AnswerResult.SOLVED
            with scope(unit.actor):
                voices.answer_case(case_id=walk.case_id, text=text, result=result, actor=unit.actor, at=at)
            return
        self._do_submit(walk, at)
        with scope(unit.leader):
            voices.sign_draft(case_id=walk.case_id, actor=unit.leader, at=at)

    def _do_send_back(self, walk: Walk, at: datetime) -> None:
        with scope(walk.deputy):
            reason = self.one("send_back")
            voices.send_back_answer(case_id=walk.case_id, reason=reason, actor=walk.deputy, at=at)

    def _do_confirm(self, walk: Walk, at: datetime) -> None:
        with scope(walk.deputy):
            voices.confirm_result(case_id=walk.case_id, text=self.one("confirm"), actor=walk.deputy, at=at)

    def _do_rate_good(self, walk: Walk, at: datetime) -> None:
        good = self.rng.random() < 0.78
        self._rate(
            walk, at, solved=True,
            satisfaction=Satisfaction.SATISFIED if good else Satisfaction.BASICALLY,
            text=self.one("satisfied" if good else "basically"),
        )  # fmt: skip

    def _do_rate_bad(self, walk: Walk, at: datetime) -> None:
        self._rate(
            walk, at, solved=False, satisfaction=Satisfaction.DISSATISFIED, text=self.one("dissatisfied")
        )

    def _rate(self, walk: Walk, at: datetime, *, solved: bool, satisfaction: Satisfaction, text: str) -> None:
        citizen = Actor(case_id=walk.case_id, source="citizen")
        with scope(citizen):
            voices.rate_case(
                case_id=walk.case_id,
                is_solved=solved,
                satisfaction=satisfaction,
                text=text,
                actor=citizen,
                at=at,
            )

    def _do_reopen(self, walk: Walk, at: datetime) -> None:
        citizen = Actor(case_id=walk.case_id, source="citizen")
        with scope(citizen):
            voices.reopen_case(case_id=walk.case_id, text=self.one("reopen"), actor=citizen, at=at)

    def _do_withdraw(self, walk: Walk, at: datetime) -> None:
        citizen = Actor(case_id=walk.case_id, source="citizen")
        with scope(citizen):
            voices.withdraw_case(case_id=walk.case_id, actor=citizen, at=at)

    def _do_decline(self, walk: Walk, at: datetime) -> None:
        code = walk.told.text.decline or DeclineReason.EMPTY
        with scope(walk.keeper):
            note = walk.told.say(walk.told.text.answer)
            voices.decline_case(case_id=walk.case_id, code=code, note=note, actor=walk.keeper, at=at)

    def _do_close(self, walk: Walk, at: datetime) -> None:
        with scope(walk.keeper):
            voices.close_case(case_id=walk.case_id, reason=self.one("close"), actor=walk.keeper, at=at)

    def _do_close_bad(self, walk: Walk, at: datetime) -> None:
        with scope(walk.keeper):
            reason = self.one("close_after_bad")
            voices.close_case(case_id=walk.case_id, reason=reason, actor=walk.keeper, at=at)

    def _do_publish(self, walk: Walk, at: datetime) -> None:
        text = walk.told.text
        answer = text.answer if walk.handler is not None else text.spot or text.answer
        with scope(walk.publisher):
            voices.publish_case(
                case_id=walk.case_id, title=redacted(walk.told.say(text.title)),
                text=redacted(walk.told.say(text.gist)), answer=redacted(walk.told.say(answer)),
                actor=walk.publisher, at=at,
            )  # fmt: skip

    def _do_reveal(self, walk: Walk, at: datetime) -> None:
        if not self.seals:
            return
        with scope(walk.deputy):
            voices.ask_contact(
                case_id=walk.case_id,
                purpose=Purpose.VISIT,
                reason=self.one("reveal"),
                actor=walk.deputy,
                at=at,
            )
