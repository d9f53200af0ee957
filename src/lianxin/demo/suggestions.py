"""A good year of suggestions to the main county's congress, carried through the verbs by their people."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from random import Random

from lianxin.accounts import actions as accounts
from lianxin.accounts.reads import actor_from, user_to_sign_in, valid_grants
from lianxin.demo import suggestion_pairs
from lianxin.demo.days import moment
from lianxin.demo.suggestion_verbs import VERBS, Walk, heads_first, show_matter
from lianxin.demo.world import SETUP, World
from lianxin.divisions import reads as divisions
from lianxin.kernel.actor import Actor, Role
from lianxin.kit.scope import scope
from lianxin.people import reads as people
from lianxin.suggestions import actions as suggestions

Step = tuple[str, int]
_TERM = 18

_IN: tuple[Step, ...] = (("submit", 0), ("accept", 3))
_GIVEN: tuple[Step, ...] = (*_IN, ("assign", 4))
_TAKEN: tuple[Step, ...] = (*_GIVEN, ("receive", 2), ("receive_co", 1))
_MET: tuple[Step, ...] = (*_TAKEN, ("plan", 2), ("meet", 5), ("confirm_talk", 1), ("opinion", 6))
_DONE: tuple[Step, ...] = (*_MET, ("draft_a", 20), ("issue", 2))
_PROMISED: tuple[Step, ...] = (*_MET, ("draft_b", 20), ("issue", 2), ("rate", 4))
_AGAIN: tuple[Step, ...] = (*_DONE, ("rate_bad", 3))
# How many days ago it was drafted, and its verbs with the days before each.
COURSES: tuple[tuple[int, tuple[Step, ...]], ...] = (
    (400, (*_PROMISED, ("report", 60), ("check_kept", 5))),
    (390, (*_PROMISED, ("report", 80), ("check_broken", 6))),
    (380, _PROMISED),
    (370, (*_DONE, ("rate", 6))),
    (360, (*_AGAIN, ("draft_a", 10), ("issue", 1), ("rate", 5))),
    (350, (*_DONE, ("close_silent", 40))),
    (340, (("cosigners", 0), ("cosign", 2), *_DONE, ("rate", 5))),
    (330, (*_AGAIN, ("draft_a", 12), ("issue", 1), ("rate_bad", 3), ("conclude", 12))),
    (240, (*_DONE, ("rate", 7))),
    (230, (*_PROMISED, ("report", 30))),
    (220, (("submit", 0), ("decline", 3))),
    (215, (("submit", 0), ("letter", 4))),
    (210, (*_GIVEN, ("object", 3), ("reassign", 4), ("receive", 1), ("receive_co", 1))),
    (160, (*_TAKEN, ("meet", 6), ("confirm_talk", 1))),
    (150, (*_AGAIN, ("draft_a", 15), ("issue", 1), ("rate_bad", 2))),
    (120, (*_TAKEN, ("make_key", 3), ("plan", 2), ("ask_extension", 40), ("grant_extension", 4))),
    (90, (*_DONE, ("rate", 3))),
    (80, (("submit", 0), ("withdraw", 2))),
    (75, (*_MET, ("draft_a", 30))),
    (70, _AGAIN),
    (62, _DONE),
    (60, (*_MET, ("ask_extension", 20))),
    (50, (*_TAKEN, ("supervise", 10), ("meet", 5))),
    (45, (*_TAKEN, ("meet", 9), ("deny_talk", 1))),
    (40, (("cosigners", 0), ("cosign", 1), *_TAKEN, ("say", 6), ("plan", 3))),
    (30, _TAKEN),
    (24, (*_GIVEN, ("object", 4))),
    (20, _GIVEN),
    (18, (*_IN, ("hand_over", 4))),
    (16, (("submit", 0),)),
    (12, _IN),
    (9, (("submit", 0), ("return", 3))),
    (8, (("submit", 0), ("merge", 4))),
    (6, (("submit", 0),)),
    (5, (("cosigners", 1), ("cosign", 1))),
    (3, ()),
)
# These go to the transport office, whose people can sign in.
_OF_THE_TOUR = frozenset({400, 230, 160, 75, 62, 60, 45, 30, 20})


@dataclass(frozen=True, slots=True)
class Text:
    """What is suggested, and what comes of it."""

    title: str
    category: str
    unit: str
    co: str
    situation: str
    proposal: str
    answer: str
    promise: str
    amount: str


def texts() -> list[Text]:
    """What deputies suggest in the demo."""
    body = tomllib.loads((Path(__file__).parent / "data" / "suggestions.toml").read_text(encoding="utf-8"))
    return [Text(**item) for item in body["suggestion"]]


def texts_of(world: World) -> list[Text]:
    """Those whose units the main county has."""
    return [t for t in texts() if {t.unit, t.co} <= world.units[world.main_county].keys()]


class Proposals:
    """The suggestions of the main county."""

    def __init__(self, world: World, rng: Random) -> None:
        self.world, self.rng, self.place = world, rng, world.main_county
        self.office = world.offices[self.place]
        self.congress_id = (people.congress_at(self.place) or (0, ""))[0]
        self.deputies = self._members()
        self.heads: dict[int, Actor] = {}

    def _members(self) -> list[Actor]:
        """Deputies with a seat here; the one of the tour first."""
        known: dict[int, Actor] = {}
        hero = self.world.hero.deputies[:1] if self.world.hero else []
        for deputy in [*hero, *(d for spot in self.world.spots for d in spot.deputies)]:
            known.setdefault(deputy.person_id or 0, deputy)
        seated = [
            deputy
            for person, deputy in known.items()
            if any(seat.congress_id == self.congress_id for seat in people.seats_of(person))
        ]
        return seated[:12]

    def make_heads(self, at: datetime) -> None:
        """A head for every unit that replies and has none yet. Runs as set-up."""
        units = self.world.units[self.place]
        for key in heads_first(sorted({t.unit for t in texts()} | {t.co for t in texts()}) & units.keys()):
            handler = units[key]
            if handler.leader is not None:
                self.heads[handler.unit_id] = handler.leader
                continue
            user = accounts.create_user(
                login=f"head-{key}", name=f"{handler.actor.name[0]}局长", phone="", password=None,
                actor=SETUP, at=at,
            )  # fmt: skip
            grant = accounts.give_grant(
                user_id=user.pk, role=Role.UNIT_LEADER, division_code=self.place,
                label=f"{people.unit(handler.unit_id).name}负责人"[:80], reason="演示数据：按岗位授予",
                unit_id=handler.unit_id, actor=SETUP, at=at,
            )  # fmt: skip
            self.world.accounts += 1
            self.heads[handler.unit_id] = actor_from(user, grant, source="demo")

    def know_heads(self, at: datetime) -> None:
        """The heads that an earlier round made."""
        for key, handler in self.world.units[self.place].items():
            user = user_to_sign_in(f"head-{key}")
            grants = valid_grants(user.pk, at=at) if user else []
            if handler.leader is not None:
                self.heads[handler.unit_id] = handler.leader
            elif grants:
                self.heads[handler.unit_id] = actor_from(grants[0].user, grants[0], source="demo")

    def open_session(self, at: datetime) -> None:
        """The session of this year, two months ago: what was raised on its days has its own numbers."""
        starts_on = self.world.today - timedelta(days=63)
        suggestions.open_session(
            division_code=self.place, term_number=_TERM, number=5,
            name=f"{divisions.name_of(self.place)}第十八届人民代表大会第五次会议", starts_on=starts_on,
            ends_on=starts_on + timedelta(days=4), actor=SETUP, at=at,
        )  # fmt: skip

    def tell(self, size: int) -> int:
        """Carry every course through, oldest first; `size` 1 tells each once. Returns how many there are."""
        made = 0
        told, towns = texts(), [place.name for place in divisions.children(self.place)]
        if not self.deputies or len(self.deputies) < 2:
            return 0
        for turn in range(size):
            for ago, steps in COURSES:
                text = told[0] if ago in _OF_THE_TOUR else told[(made + turn) % len(told)]
                if {text.unit, text.co} <= self.world.units[self.place].keys():
                    self.one(text, towns[(made + turn) % len(towns)], ago + turn, steps, made)
                made += 1
        return made

    def one(self, text: Text, town: str, ago: int, steps: tuple[Step, ...], number: int) -> None:
        """One suggestion, drafted so many days ago and carried through its steps."""
        day = self.world.today - timedelta(days=ago)
        lead = self.deputies[0 if number % 3 == 0 or ago < 80 else 1 + number % (len(self.deputies) - 1)]
        draft = suggestions.Draft(
            title=text.title.format(p=town), situation=text.situation.format(p=town),
            proposal=text.proposal, category=text.category,
        )  # fmt: skip
        at = moment(day, 9 * 60 + self.rng.randrange(60))
        with scope(lead):
            made = suggestions.draft_suggestion(congress_id=self.congress_id, draft=draft, actor=lead, at=at)
        units = self.world.units[self.place]
        unit, co = units[text.unit], units[text.co]
        walk = Walk(
            suggestion_id=made.pk, lead=lead, office=self.office, unit=unit, co=co,
            second=self.deputies[1 if lead is self.deputies[0] else 0], head=self.heads[unit.unit_id],
            answer=text.answer, promise=text.promise, amount=text.amount, town=town, category=text.category,
        )  # fmt: skip
        if number % 4 == 0 or not steps:
            show_matter(walk, at)
        for step, (verb, gap) in enumerate(steps, start=1):
            day = min(day + timedelta(days=gap), self.world.today - timedelta(days=1))
            at = max(moment(day, 10 * 60 + 7 * step), at + timedelta(minutes=3))
            VERBS[verb](walk, at)


def tell(world: World, rng: Random, at: datetime, *, size: int) -> int:
    """Make the suggestions of the demo; returns how many."""
    proposals = Proposals(world, rng)
    with scope(SETUP):
        proposals.make_heads(at)
        proposals.open_session(at)
    return proposals.tell(size) + suggestion_pairs.tell(proposals)
