"""Jobs of this room: lists handed over, figures for above, the year's reminders, the quarterly chase."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.utils import timezone
from procrastinate.contrib.django import app

from lianxin.accounts import reads as accounts
from lianxin.kernel.actor import Actor, Role
from lianxin.kit.jobs import recorded
from lianxin.kit.scope import scope
from lianxin.people import reads as people
from lianxin.suggestions.actions import hand_over_next, stop_handover, year_jobs
from lianxin.suggestions.clocks import local_day


@contextmanager
def _as_office(place: str) -> Iterator[Actor]:
    """Act for one congress: its suggestions are read by its own office, and by no other place."""
    role = Role.PRESIDIUM if len(place) == 9 else Role.DEPUTY_AFFAIRS
    actor = Actor(role=role, place=place, user_id=0, grant_id=0, name="系统", source="job")
    with scope(actor):
        yield actor


def _everywhere(name: str, act: Callable[[Actor], int]) -> None:
    with recorded(name, at=timezone.now()) as run:
        for place in people.congress_places():
            with _as_office(place) as actor:
                run.add(act(actor))


@app.periodic(cron="30 18 * * *")  # UTC: 02:30 in China
@app.task(name="suggestions.count_years", queue="events", queueing_lock="suggestions.count_years")
def count_years_everywhere(timestamp: int) -> None:
    """Every night: the counts of this year and the last, which the level above reads. Source: ADR-0033 §2."""
    at = timezone.now()
    this = local_day(at).year
    _everywhere(
        "suggestions.count_years", lambda who: year_jobs.count_years(years=(this - 1, this), actor=who, at=at)
    )


@app.periodic(cron="50 23 * * *")  # UTC: 07:50 in China
@app.task(name="suggestions.chase_promises", queue="events", queueing_lock="suggestions.chase_promises")
def chase_promises_everywhere(timestamp: int) -> None:
    """Every morning: open promises not asked about in this quarter yet; a missed day is made up for."""
    at = timezone.now()
    _everywhere("suggestions.chase_promises", lambda who: year_jobs.chase_promises(actor=who, at=at))


@app.periodic(cron="55 23 * * *")  # UTC: 07:55 in China
@app.task(name="suggestions.remind_of_year", queue="events", queueing_lock="suggestions.remind_of_year")
def remind_of_year_everywhere(timestamp: int) -> None:
    """Every morning: what the year's calendar asks for in some days. Source: ADR-0033 §4."""
    at = timezone.now()
    _everywhere("suggestions.remind_of_year", lambda who: year_jobs.remind_of_year(actor=who, at=at))


def take_handover(event_id: str, payload: dict[str, Any]) -> None:
    """Hand over a list line by line, each in a transaction of its own; told twice, it goes on where it was.

    Before each line the post is looked at anew: who has lost it stops here. Source: ADR-0032 §1.
    """
    user_id, grant_id = payload["user_id"], payload["grant_id"]
    more = True
    while more:
        at = timezone.now()
        actor = accounts.actor_under(user_id, grant_id, at=at, source="job")
        if actor is None:
            _stop(payload["handover_id"], user_id)
            return
        with scope(actor):
            more = hand_over_next(handover_id=payload["handover_id"], actor=actor, at=at)


def _stop(handover_id: int, user_id: int) -> None:
    """End the list of a post that is gone. Row-level security knows its former maker by the account alone."""
    actor = Actor(user_id=user_id, source="job")
    with scope(actor):
        stop_handover(handover_id=handover_id, user_id=user_id, actor=actor, at=timezone.now())
