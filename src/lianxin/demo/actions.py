"""Loading the demo: one transaction, through the rooms' own actions, as the application role."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random

from django.conf import settings
from django.db import transaction

from lianxin.accounts import reads as accounts
from lianxin.demo import cast, suggestions
from lianxin.demo.days import moment
from lianxin.demo.records import Builder
from lianxin.demo.stories import Storyteller
from lianxin.demo.world import SETUP, SIZES, World
from lianxin.divisions.actions import YUNNAN, import_divisions, read_rows
from lianxin.kernel.actor import Actor, Role
from lianxin.kernel.errors import DomainError
from lianxin.kit.scope import scope
from lianxin.notices import actions as notices
from lianxin.venues import actions as venues
from lianxin.venues import reads as venue_reads

_UNREAD = timedelta(days=2)


@dataclass(frozen=True, slots=True)
class Loaded:
    """What a load made."""

    people: int
    accounts: int
    venues: int
    plates: int
    cases: int
    suggestions: int


def is_loaded() -> bool:
    """Whether the people of the tour already have accounts."""
    return accounts.user_to_sign_in(cast.CAST[0].login) is not None


@contextmanager
def _subscribers_at_once() -> Iterator[None]:
    """Notices exist as soon as the demo does, instead of waiting in a worker's queue."""
    before = settings.LIANXIN_JOBS
    settings.LIANXIN_JOBS = "inline"
    try:
        yield
    finally:
        settings.LIANXIN_JOBS = before


def load(
    *, place: str, size: str, seed: int, today: date, at: datetime, progress: Callable[[int, str], None]
) -> Loaded:
    """Build the prefecture `place` and its cases up to `today` at 00:00. All or nothing after the places.

    Raises DomainError outside demo mode, when a demo is already there, or for an unknown place.
    """
    if not settings.LIANXIN_DEMO:
        raise DomainError("只有演示模式（LIANXIN_DEMO=1）才能生成演示数据。")
    if is_loaded():
        raise DomainError("这里已经有演示数据了。要重新生成，请先用 ./lianxin demo --reset。")
    progress(0, "行政区划")
    with scope(SETUP):
        import_divisions(rows=read_rows(YUNNAN), actor=SETUP, at=at)
    rng = Random(seed)
    with _subscribers_at_once(), transaction.atomic():
        with scope(SETUP):
            world = Builder(place=place, size=SIZES[size], today=today, rng=rng).build(progress)
            _scans(world, rng)
        cases = Storyteller(world, rng, place).tell(SIZES[size].cases, progress)
        proposals = suggestions.tell(world, rng, at, size=1)
        _notices_read(at)
    return Loaded(world.people, world.accounts, world.venues, world.plates, cases, proposals)


def _scans(world: World, rng: Random) -> None:
    """Plates were opened on some of the last days."""
    for spot in world.spots[:25]:
        for plate in venue_reads.plate_rows(spot.venue_id, SETUP):
            for ago in rng.sample(range(1, 60), 6):
                for _ in range(rng.randint(1, 4)):
                    venues.count_scan(plate_id=plate.id, at=moment(world.today - timedelta(days=ago), 600))


def _notices_read(at: datetime) -> None:
    """People read their notices: only those of the last days are new."""
    for member in cast.CAST:
        if user := accounts.user_to_sign_in(member.login):
            actor = Actor(user_id=user.pk)
            with scope(actor):
                notices.mark_read(notice_id=None, actor=actor, at=at, until=at - _UNREAD)


def hero_venue_id(at: datetime) -> int | None:
    """The venue of the tour: the one that its liaison keeps."""
    login = next(member.login for member in cast.CAST if member.role == Role.LIAISON)
    user = accounts.user_to_sign_in(login)
    grants = accounts.valid_grants(user.pk, at=at) if user else []
    return grants[0].venue_id if grants else None
