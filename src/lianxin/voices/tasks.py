"""Jobs of this room: subscribers to what other rooms tell, and what is done every day."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from django.utils import timezone
from procrastinate.contrib.django import app

from lianxin.accounts import reads as accounts
from lianxin.calendars import reads as calendars
from lianxin.divisions import reads as divisions
from lianxin.kernel.actor import Actor, Role
from lianxin.kit.jobs import recorded
from lianxin.kit.scope import scope
from lianxin.voices.actions import (
    answer_voices,
    give_cards,
    lift_overdue,
    settle_deadlines,
    stop_run,
    take_next,
)

LIFTING = "voices.lift_overdue"


@contextmanager
def _as_county(county: str) -> Iterator[Actor]:
    """Act for one county: a case is read from its county, never from the province."""
    actor = Actor(role=Role.DEPUTY_AFFAIRS, place=county, user_id=0, grant_id=0, name="系统", source="job")
    with scope(actor):
        yield actor


def settle_after_notice(event_id: str, payload: dict[str, Any]) -> None:
    """Settle provisional deadlines county by county; again and again with the same result."""
    calendars.forget()
    at = datetime.fromisoformat(payload["entered_at"])
    for county in divisions.codes_at(3):
        with _as_county(county) as actor:
            settle_deadlines(year=payload["year"], actor=actor, at=at)


def answer_voices_of(event_id: str, payload: dict[str, Any]) -> None:
    """A case has its answer: so have the voices merged into it. Twice is as good as once."""
    at = datetime.fromisoformat(payload["at"])
    with _as_county(payload["division_code"][:6]) as actor:
        answer_voices(main_id=payload["case_id"], actor=actor, at=at)


@app.periodic(cron="10 23 * * *")  # UTC: 07:10 in China
@app.task(name="voices.lift_overdue", queue="events", queueing_lock="voices.lift_overdue")
def lift_overdue_everywhere(timestamp: int) -> None:
    """Every morning: what a tier has kept beyond its time goes one tier up. Source: domain.md §3.3."""
    _everywhere(LIFTING, lift_overdue)


@app.periodic(cron="30 23 * * *")  # UTC: 07:30 in China
@app.task(name="voices.give_cards", queue="events", queueing_lock="voices.give_cards")
def give_cards_everywhere(timestamp: int) -> None:
    """Every morning: yellow and red cards to units that are far too late. Source: domain.md §3.4."""
    _everywhere("voices.give_cards", give_cards)


def _everywhere(name: str, act: Callable[..., int]) -> None:
    with recorded(name, at=timezone.now()) as run:
        for county in divisions.codes_at(3):
            with _as_county(county) as actor:
                run.add(act(actor=actor, at=timezone.now()))


def take_run(event_id: str, payload: dict[str, Any]) -> None:
    """Take the cases of a bulk run, each in a transaction of its own; told twice, it goes on where it was.

    Before each case the post is looked at anew: who has lost it stops here. Source: ADR-0020.
    """
    user_id, grant_id = payload["user_id"], payload["grant_id"]
    more = True
    while more:
        at = timezone.now()
        actor = accounts.actor_under(user_id, grant_id, at=at, source="job")
        with scope(actor or Actor(user_id=user_id, source="job")):
            if actor is None:
                stop_run(run_id=payload["run_id"], actor=Actor(user_id=user_id, source="job"), at=at)
                return
            more = take_next(run_id=payload["run_id"], actor=actor, at=at)
