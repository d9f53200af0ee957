"""Rows of cases for those who handle them: lists, orders, the to-do page."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from itertools import starmap
from typing import NamedTuple

from django.db.models import QuerySet
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from lianxin.calendars import reads as calendars
from lianxin.divisions import reads as divisions
from lianxin.kernel.workdays import workdays_left
from lianxin.kit.jinja_env import day, iso, moment
from lianxin.people import reads as people
from lianxin.voices.models import Case
from lianxin.voices.reads.stages import Milestones, Stage, bare_stages
from lianxin.voices.words import DEADLINE_LABELS, TOPICS
from lianxin.voices.workflow import CASE_FLOW

# From this many working days on a deadline is called near.
SOON_DAYS = 1
STATE_TONES = {"gold": "todo", "blue": "now", "green": "done", "red": "late", "plain": "off"}


class Listed(NamedTuple):
    """What a row needs of a case: a citizen's long text stays in the database.

    A tuple and not a model: on the lists this is half the cost of a row (ADR-0018).
    """

    id: int
    number: str
    version: int
    title: str
    topic: str
    division_code: str
    place_text: str
    venue_id: int
    unit_id: int | None
    claimed_by: int | None
    state: str
    due_kind: str
    due_on: date | None
    received_at: datetime
    claimed_at: datetime | None
    assigned_at: datetime | None
    is_supervised: bool
    objection_count: int
    extended_at: datetime | None
    closed_at: datetime | None


COLUMNS = Listed._fields  # noqa: SLF001  named tuples have no other name for it


@dataclass(frozen=True, slots=True)
class Due:
    """A deadline as `kit/ui/badges.html` draws it."""

    tone: str
    text: str
    title: str
    iso: str


@dataclass(frozen=True, slots=True)
class Fact:
    """A picture and a few words under an order."""

    icon: str
    text: str


@dataclass(frozen=True, slots=True)
class CaseRow:
    """One case in a list; also an order as `kit/ui/cards.html` draws it."""

    id: int
    number: str
    version: int
    title: str
    kind: str
    place: str
    spot: str
    venue_id: int
    unit_name: str
    deputy_name: str
    state: str
    state_label: str
    state_tone: str
    stages: tuple[Stage, ...]
    due: Due | None
    received_at: datetime
    is_supervised: bool
    url: str
    # How often units said it was not theirs, and whether more time was taken. Source: domain.md §3.3.
    objections: int = 0
    is_extended: bool = False

    @property
    def meta(self) -> tuple[Fact, ...]:
        """Where and when, under an order."""
        return Fact("map-pin", f"{self.place}{self.spot}"[:30]), Fact("clock", moment(self.received_at))


def due_badge(case: Case | Listed, today: date) -> Due | None:
    """How many working days are left until the running deadline; None once the case has ended. No query."""
    if case.due_on is None:
        return None
    version, township = calendars.current().version, case.division_code[:9]
    return _badge(get_language(), version, township, case.due_kind, case.due_on, today)


@lru_cache(maxsize=4096)
def _badge(_language: str | None, _calendar: str, place: str, kind: str, due_on: date, today: date) -> Due:
    """Drawn once: the deadlines of a page fall on few days. No holiday is narrower than a township."""
    left = workdays_left(today, due_on, calendar=calendars.current(), place=place)
    title = _("%(what)s：%(day)s") % {"what": DEADLINE_LABELS[kind], "day": day(due_on)}
    if today > due_on:
        text = ngettext("超期 %(n)d 个工作日", "超期 %(n)d 个工作日", max(-left, 1)) % {"n": max(-left, 1)}
        return Due("late", text, title, iso(due_on))
    if today == due_on or left == 0:
        return Due("soon", _("今天到期"), title, iso(due_on))
    text = ngettext("还剩 %(n)d 个工作日", "还剩 %(n)d 个工作日", left) % {"n": left}
    return Due("soon" if left <= SOON_DAYS else "ok", text, title, iso(due_on))


def milestones_of(case: Case) -> Milestones:
    """The facts that a case's stages are drawn from."""
    return Milestones(
        state=case.state,
        outcome=case.outcome,
        received_at=case.received_at,
        claimed_at=case.claimed_at,
        assigned_at=case.assigned_at,
        accepted_at=case.accepted_at,
        confirmed_at=case.confirmed_at,
    )


def _row(case: Case | Listed, persons: dict[int, str], units: dict[int, str], today: date) -> CaseRow:
    state = CASE_FLOW.states[case.state]
    place = divisions.path_name(case.division_code, from_level=4)
    # People write the village once more; said twice it reads badly.
    spot = case.place_text.removeprefix(divisions.name_of(case.division_code))
    return CaseRow(
        id=case.id,
        number=case.number,
        version=case.version,
        title=case.title,
        kind=str(TOPICS[case.topic]),
        place=place,
        spot=spot,
        venue_id=case.venue_id,
        unit_name=units.get(case.unit_id or 0, "") if case.assigned_at else "",
        deputy_name=persons.get(case.claimed_by or 0, ""),
        state=case.state,
        state_label=_(state.label),
        state_tone=STATE_TONES[state.tone],
        stages=bare_stages(case.state, is_claimed=case.claimed_at is not None),
        due=due_badge(case, today),
        received_at=case.received_at,
        is_supervised=case.is_supervised,
        url=f"/voices/{case.id}",
        objections=case.objection_count,
        is_extended=case.extended_at is not None and case.closed_at is None,
    )


def rows_of(cases: Iterable[Case | Listed], *, today: date) -> list[CaseRow]:
    """Rows with the names they show. At most three queries, two once the places are in memory."""
    found = list(cases)
    divisions.remember(case.division_code for case in found)
    persons, units = people.labels_of(
        {case.claimed_by for case in found if case.claimed_by is not None},
        {case.unit_id for case in found if case.unit_id is not None and case.assigned_at is not None},
    )
    return [_row(case, persons, units, today) for case in found]


def listed(cases: QuerySet[Case]) -> Iterator[Listed]:
    """The cases of a query, read as rows need them. One query."""
    return starmap(Listed, cases.values_list(*COLUMNS))
