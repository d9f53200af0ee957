"""Organs, sessions and what a roster says of deputies, for the tour's county and township."""

from __future__ import annotations

from datetime import datetime, timedelta
from random import Random

from lianxin.demo.days import moment
from lianxin.demo.world import SETUP, World
from lianxin.divisions import reads as divisions
from lianxin.kernel.actor import Actor
from lianxin.kit.scope import scope
from lianxin.people.actions import organs, sessions
from lianxin.people.actions.organs import OrganFacts
from lianxin.people.actions.roster import RosterEntry, record_roster
from lianxin.people.models import Mandate, Organ, Session, Term
from lianxin.people.words import GroupBasis, MandateState, OrganKind, OrganPost

_PARTIES = ("中共党员", "中共党员", "中共党员", "群众", "群众", "民盟盟员", "无党派人士")
_EDUCATION = ("大学本科", "大学本科", "大学专科", "高中", "初中", "研究生")
_IDENTITY = (
    "一线工人", "农民", "农民", "专业技术人员", "专业技术人员", "党政领导干部", "企业负责人", "归国华侨",
)  # fmt: skip
_H = OrganPost.HEAD


class Seats:
    """The seats of one term, in a fixed order."""

    def __init__(self, world: World, code: str) -> None:
        self.world, self.code = world, code
        self.term = Term.objects.get(pk=world.terms[code])
        self.office: Actor = world.offices.get(code) or world.offices[code[:6]]
        self.at = moment(world.today - timedelta(days=300), 9 * 60 + 30)
        seats = Mandate.objects.filter(term=self.term, state=MandateState.ACTIVE).order_by("pk")
        self.seats = list(seats)

    @property
    def people(self) -> list[int]:
        """The deputies, one after another."""
        return [seat.person_id for seat in self.seats]

    def found(self, kind: OrganKind, name: str, note: str = "", basis: str = "") -> Organ:
        """Record an organ from the first day of the term."""
        facts = OrganFacts(kind, name, self.term.starts_on, basis, note)
        return organs.found_organ(term_id=self.term.pk, facts=facts, actor=self.office, at=self.at)

    def join(self, organ: Organ, people: list[int], post: OrganPost = OrganPost.MEMBER) -> None:
        """Let these people in; nobody at all is fine too."""
        if people:
            organs.join_organ(
                organ_id=organ.pk, person_ids=people, post=post, since=organ.starts_on, actor=self.office,
                at=self.at,
            )  # fmt: skip


def tell(world: World, rng: Random) -> None:
    """Organs and absences of the main county; the presidiums of its towns."""
    county = Seats(world, world.main_county)
    if len(county.seats) < 4:
        return
    with scope(county.office):
        organs.gather_districts(term_id=county.term.pk, actor=county.office, at=county.at)
        _leading(county)
        _delegations(county)
        _groups(county)
        _facts(county, rng)
    _towns(world)
    _sessions(county)


def _leading(seats: Seats) -> None:
    """The standing committee with its chairpersons, two special committees and a working committee."""
    name = divisions.get(seats.code).name
    people = seats.people[:11]
    standing = seats.found(OrganKind.STANDING_COMMITTEE, f"{name}人民代表大会常务委员会")
    chairs = seats.found(OrganKind.CHAIRPERSONS, f"{name}人大常委会主任会议")
    for organ, members in ((standing, people[4:]), (chairs, [])):
        seats.join(organ, people[:1], _H)
        seats.join(organ, people[1:3], OrganPost.VICE)
        seats.join(organ, people[3:4], OrganPost.SECRETARY)
        seats.join(organ, members)
    for number, (kind, title) in enumerate(
        (
            (OrganKind.SPECIAL_COMMITTEE, "法制委员会"),
            (OrganKind.SPECIAL_COMMITTEE, "社会建设委员会"),
            (OrganKind.WORKING_COMMITTEE, "代表工作委员会"),
        )
    ):
        organ = seats.found(kind, title)
        seats.join(organ, people[1 + number : 2 + number], _H)
        seats.join(organ, seats.people[6 + 2 * number : 8 + 2 * number])


def _delegations(seats: Seats) -> None:
    """One delegation for each town where deputies have their home."""
    towns: dict[str, list[int]] = {}
    for seat in seats.seats:
        towns.setdefault(seat.home_code[:9], []).append(seat.person_id)
    for code in sorted(code for code in towns if len(code) == 9):
        organ = seats.found(OrganKind.DELEGATION, f"{divisions.name_of(code)}代表团")
        seats.join(organ, towns[code][:1], _H)
        seats.join(organ, towns[code][1:])


def _groups(seats: Seats) -> None:
    """Two groups by region and one by field."""
    people = seats.people
    half = len(people) // 2
    for name, basis, note, members in (
        ("城区代表小组", GroupBasis.REGION, "城区各街道、社区的代表", people[:half]),
        ("乡镇代表小组", GroupBasis.REGION, "各乡镇的代表", people[half:]),
        ("农业农村代表小组", GroupBasis.FIELD, "熟悉农业农村的代表，跨乡镇活动", people[2::4]),
    ):
        organ = seats.found(OrganKind.GROUP, name, note, basis)
        seats.join(organ, members[:1], _H)
        seats.join(organ, members[1:])


def _facts(seats: Seats, rng: Random) -> None:
    """What the office's roster says: birth, party, education, identity. Some are not filled in yet."""
    entries = []
    for number, seat in enumerate(seats.seats):
        if number % 9 == 8:
            continue
        entries.append(
            RosterEntry(
                name="", home_code=seat.home_code, person_id=seat.person_id,
                birth=f"{rng.randint(1958, 1998)}-{rng.randint(1, 12):02}", party=rng.choice(_PARTIES),
                education=rng.choice(_EDUCATION), identity=rng.choice(_IDENTITY),
            )
        )  # fmt: skip
    record_roster(term_id=seats.term.pk, entries=entries, actor=seats.office, at=seats.at)


def _towns(world: World) -> None:
    """Each town of the main county with a congress has its presidium."""
    for code in sorted(world.terms):
        if len(code) != 9 or not code.startswith(world.main_county):
            continue
        seats = Seats(world, code)
        if len(seats.seats) < 2:
            continue
        with scope(seats.office):
            organ = seats.found(OrganKind.PRESIDIUM, f"{divisions.get(code).name}人民代表大会主席团")
            seats.join(organ, seats.people[:1], _H)
            seats.join(organ, seats.people[1:5])
            organs.gather_districts(term_id=seats.term.pk, actor=seats.office, at=seats.at)


def _sessions(seats: Seats) -> None:
    """The session of a year ago beside this year's; two deputies were absent, one twice without leave."""
    today = seats.world.today
    starts_on = today - timedelta(days=420)
    at = moment(starts_on, 600)
    with scope(SETUP):
        sessions.open_session(
            division_code=seats.code, term_number=seats.term.number, number=4,
            name=f"{divisions.name_of(seats.code)}第十八届人民代表大会第四次会议", starts_on=starts_on,
            ends_on=starts_on + timedelta(days=4), actor=SETUP, at=at,
        )  # fmt: skip
    with scope(seats.office):
        for session in Session.objects.filter(division_code=seats.code).order_by("number"):
            when = moment(session.ends_on, 17 * 60)
            _absent(seats, session, seats.seats[-1], has_leave=False, note="", at=when)
            _absent(seats, session, seats.seats[-2], has_leave=session.number == 5, note="住院", at=when)


def _absent(
    seats: Seats, session: Session, seat: Mandate, *, has_leave: bool, note: str, at: datetime
) -> None:
    sessions.record_absence(
        session_id=session.pk, mandate_id=seat.pk, has_leave=has_leave, note=note if has_leave else "",
        actor=seats.office, at=at,
    )  # fmt: skip
