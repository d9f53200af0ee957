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
from lianxin.demo import cast, ledgers, links, organs, session_work, suggestion_year, suggestions
from lianxin.demo.bare_village import seat_three
from lianxin.demo.citizen_messages import tell_of_progress
from lianxin.demo.contact_points import points
from lianxin.demo.days import moment
from lianxin.demo.halted import suspend_one
from lianxin.demo.letters import letters
from lianxin.demo.many import Chronicler
from lianxin.demo.prefecture import Filler
from lianxin.demo.records import Builder
from lianxin.demo.stories import Storyteller
from lianxin.demo.upkeep import assess
from lianxin.demo.venue_use import look
from lianxin.demo.walls import walls
from lianxin.demo.world import SETUP, SIZES, Size, World
from lianxin.divisions.actions import YUNNAN, import_divisions, read_rows
from lianxin.kernel.actor import Actor, Role
from lianxin.kernel.errors import DomainError
from lianxin.kit.bulk import is_superuser_behind, past_row_security, work_as_app
from lianxin.kit.scope import scope
from lianxin.notices import actions as notices
from lianxin.notices import audiences
from lianxin.notices.words import About, Channel
from lianxin.venues import actions as venues
from lianxin.venues import reads as venue_reads

_UNREAD = timedelta(days=2)
# So many of the first recipients answer the sign-up: fewer than its places.
_ANSWERED = 40


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
    chosen = SIZES[size]
    with _subscribers_at_once(), transaction.atomic():
        if chosen.is_whole:
            _work_beside_superuser()
        with scope(SETUP):
            builder = Builder(place=place, size=chosen, today=today, rng=rng)
            world = builder.build(progress)
            _scans(world, rng)
        assess(world, Random(seed))
        points(world)
        walls(world)
        cases = Storyteller(world, rng, place).tell(
            chosen.cases, progress, share=10 if chosen.is_whole else 65
        )
        cases += tell_of_progress(world)
        look(world, at)
        proposals = suggestions.tell(world, rng, at, size=1)
        proposals += suggestion_year.go_round(world, Random(seed), at, place)
        session_work.tell(world, Random(seed))
        organs.tell(world, Random(seed))
        links.tell(world)
        suspend_one(world)
        seat_three(world)
        _bulletins(world.today, at)
        _notices_read(at)
        _wishes(at)
        if chosen.is_whole:
            cases += _in_bulk(builder, chosen, rng, cases, progress)
    return Loaded(world.people, world.accounts, world.venues, world.plates, cases, proposals)


def _work_beside_superuser() -> None:
    """The actions run as the application role, the copies past it: only a superuser can do both."""
    if not is_superuser_behind():
        raise DomainError("全州规模请用 ./lianxin demo --size prefecture 生成。")
    work_as_app()


def _in_bulk(
    builder: Builder, size: Size, rng: Random, told: int, progress: Callable[[int, str], None]
) -> int:
    """The rest of the prefecture beside the township of the tour. Source: ADR-0022."""
    progress(45, "全州的阵地和代表")
    with past_row_security():
        spots = Filler(builder, size, rng).fill()
    return Chronicler(builder.world, spots, rng, builder.place).tell(max(0, size.all_cases - told), progress)


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


def _signed_in(login: str, at: datetime) -> Actor | None:
    """A person of the tour in their first post."""
    user = accounts.user_to_sign_in(login)
    grants = accounts.valid_grants(user.pk, at=at) if user else []
    return accounts.actor_from(grants[0].user, grants[0], source="demo") if grants else None


def _bulletins(today: date, at: datetime) -> None:
    """The county's office wrote to the deputies of the tour's township; some have answered, some not read."""
    office, venue_id = _signed_in("yangxm", at), hero_venue_id(at)
    if office is None or venue_id is None:
        return
    if deputy := _signed_in("ligf", at):
        ledgers.bring_in_earlier_years(
            office=office, venue_id=venue_id, person_id=deputy.person_id or 0, today=today, at=at
        )
    town = venue_reads.venue(venue_id).division_code[:9]
    with scope(office):
        found = audiences.resolve({"deputies": [town]}, office, at=at)
        for days, letter in letters(today):
            sent = notices.send_bulletin(
                letter=letter, user_ids=found.user_ids, audience=found.labels, actor=office,
                files=ledgers.points_file() if letter.places else (),
                at=moment(today - timedelta(days=days), 570),
            )  # fmt: skip
            for number, user_id in enumerate(sorted(found.user_ids)):
                _react(
                    sent, letter, user_id, number, moment(today - timedelta(days=days), 620 + number % 300)
                )


def _react(bulletin_id: int, letter: notices.Letter, user_id: int, number: int, at: datetime) -> None:
    """One in five has not read it, one in five has read it only; the others answered."""
    reader = Actor(user_id=user_id, source="demo")
    with scope(reader):
        if number % 5 == 1:
            notices.read_bulletin(bulletin_id=bulletin_id, actor=reader, at=at)
        elif number % 5 > 1 and letter.asks_sign_up and number < _ANSWERED:
            notices.sign_up(
                bulletin_id=bulletin_id,
                answers=["坐班车", str(number % 2), "水厂、蓄水池"],
                actor=reader,
                at=at,
            )
        elif number % 5 > 1 and letter.needs_receipt:
            notices.confirm_bulletin(bulletin_id=bulletin_id, ticked=True, actor=reader, at=at)


def _wishes(at: datetime) -> None:
    """The tour's deputy and the unit's handler also hear by SMS; the office by mail, once a day."""
    sms = dict.fromkeys(About, Channel.SMS)
    mail = dict.fromkeys(About, Channel.MAIL)
    _wish("ligf", notices.Wishes(sms), at)
    _wish("duangq", notices.Wishes(sms), at)
    _wish("yangxm", notices.Wishes(mail, "yangxm@example.com", wants_digest=True), at)


def _wish(login: str, wishes: notices.Wishes, at: datetime) -> None:
    if user := accounts.user_to_sign_in(login):
        grant = accounts.valid_grants(user.pk, at=at)[0]
        actor = accounts.actor_from(user, grant, source="demo")
        with scope(actor):
            notices.choose_channels(wishes=wishes, actor=actor, at=at)


def hero_venue_id(at: datetime) -> int | None:
    """The venue of the tour: the one that its liaison keeps."""
    login = next(member.login for member in cast.CAST if member.role == Role.LIAISON)
    user = accounts.user_to_sign_in(login)
    grants = accounts.valid_grants(user.pk, at=at) if user else []
    return grants[0].venue_id if grants else None
