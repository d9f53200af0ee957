"""A year of suggestions for tests."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from lianxin.kit.scope import scope
from lianxin.suggestions.actions import open_session
from lianxin.suggestions.profiles import classes_for, rules_for
from lianxin.suggestions.reads import figures
from lianxin.suggestions.testing import (
    COUNTY,
    NOON,
    PROMISING,
    SETUP,
    World,
    make,
    make_world,
    perform,
    talk_facts,
)
from lianxin.suggestions.year_rules import forget

TODAY = date(2026, 11, 25)
LATER = datetime(2026, 11, 25, 4, tzinfo=NOON.tzinfo)
REPLIED = ("submit", "accept", "assign", "receive", "receive_co", "meet", "confirm_talk", "give_opinion",
           "draft_reply", "issue_reply")  # fmt: skip
CLOSED = (*REPLIED, "rate")


def fresh() -> None:
    """Forget every kept rule."""
    rules_for.cache_clear()
    classes_for.cache_clear()
    forget()


def year_world(monkeypatch: pytest.MonkeyPatch) -> World:
    """A world in which today is `TODAY` and no rules are kept from before."""
    fresh()
    monkeypatch.setattr("django.utils.timezone.now", lambda: LATER)
    return make_world()


def whole(world: World, year: int = 2026, today: date = TODAY) -> figures.Figures:
    """The figures of the whole place."""
    with scope(world.office):
        return figures.whole(world.office, year, today=today)


def promising(world: World, *, due_on: date = date(2026, 6, 30), at: datetime = NOON) -> int:
    """Replied with a promise, and rated."""
    pk = make(world, path=("submit", "accept", "assign", "receive", "receive_co"), at=at)
    later = at + timedelta(minutes=30)
    perform("meet", world, pk, at=later, talk=talk_facts(at.date()))
    for verb in ("confirm_talk", "give_opinion"):
        perform(verb, world, pk, at=later)
    perform("draft_reply", world, pk, at=later, reply=replace(PROMISING, promise_due_on=due_on))
    perform("issue_reply", world, pk, at=later)
    perform("rate", world, pk, at=later)
    return pk


def mixed(world: World) -> None:
    """Nine suggestions that went nine ways."""
    make(world, path=CLOSED)
    make(world, path=(*REPLIED, "rate_again"))
    make(world, path=("submit", "accept", "assign", "object", "reassign", "receive", "meet"))
    make(world, path=("submit", "accept", "assign"))
    make(world, path=("submit", "accept", "hand_over"))
    make(
        world, path=("submit", "accept", "assign", "receive", "make_key", "ask_extension", "grant_extension")
    )
    promising(world)
    silent = make(world, path=REPLIED)
    perform("close_silent", world, silent, at=NOON + timedelta(days=60))
    make(world, path=("submit", "accept", "assign", "withdraw"))


def session(world: World) -> None:
    """The fifth session of the place, in February 2026."""
    with scope(SETUP):
        open_session(
            division_code=COUNTY, term_number=9, number=5, name="第五次会议", starts_on=date(2026, 2, 3),
            ends_on=date(2026, 2, 6), actor=SETUP, at=NOON,
        )  # fmt: skip
