"""Lists of cases: saved views, filters, keyset pages, and what waits for somebody today."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cache
from itertools import starmap
from typing import Any

from django.db.models import IntegerField, Q, QuerySet, Value
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from lianxin.kernel.actor import UNIT_ROLES, Actor, Role
from lianxin.kit.paging import Cursor, Page
from lianxin.kit.written import Ask, Written
from lianxin.venues import reads as venues
from lianxin.voices import access
from lianxin.voices.ids import id_bounds as first_id_at
from lianxin.voices.models import Case
from lianxin.voices.reads.rows import COLUMNS, CaseRow, Listed, listed, rows_of
from lianxin.voices.reads.search import found
from lianxin.voices.words import Satisfaction
from lianxin.voices.workflow import END_STATES, OPEN_STATES, CaseState, DraftState, Outcome

S = CaseState
# Counts stop here and show "99+".
COUNTED = 100


@dataclass(frozen=True, slots=True)
class View:
    """A saved view: a name in the address, its words, and which cases it holds."""

    code: str
    label: str | Promise
    states: tuple[str, ...] = ()
    late: bool = False
    supervised: bool = False
    to_publish: bool = False
    # Answers that wait for the leader of the reader's unit. Source: ADR-0021 §2.
    to_sign: bool = False


_WORKING = (S.CLAIMED, S.ASSIGNED, S.ARBITRATION, S.HANDLING, S.REFERRED, S.MERGED, S.ANSWERED)
ALL = View("", _("全部"))
LATE = View("late", _("超期"), states=OPEN_STATES, late=True)
DONE = View("done", _("已办结"), states=END_STATES)
TO_PUBLISH = View("to_publish", _("可公开"), states=(S.CLOSED,), to_publish=True)
WAITING = View("new", _("待接单"), (S.RECEIVED,))
RATED = View("rated", _("评价待处理"), (S.RATED,))
OPEN = View("open", _("没办完的"), OPEN_STATES)
STAFF_VIEWS = (
    ALL,
    WAITING,
    View("working", _("在办"), _WORKING),
    View("rating", _("待评价"), (S.CONFIRMED,)),
    RATED,
    LATE,
    View("supervised", _("督办"), OPEN_STATES, supervised=True),
    DONE,
    TO_PUBLISH,
)
TO_SIGN = View("sign", _("待签发"), (S.HANDLING,), to_sign=True)
UNIT_VIEWS = (
    View("new", _("待领单"), (S.ASSIGNED,)),
    View("working", _("办理中"), (S.HANDLING,)),
    TO_SIGN,
    LATE,
    View("returned", _("退回的"), (S.CLAIMED, S.ARBITRATION)),
    View("answered", _("已答复"), (S.ANSWERED, S.CONFIRMED, S.RATED)),
    DONE,
    ALL,
)
# What waits for the leader's own hand comes first.
LEADER_VIEWS = (TO_SIGN, *(view for view in UNIT_VIEWS if view is not TO_SIGN))
DEPUTY_VIEWS = (
    View("new", _("待接单"), (S.RECEIVED,)),
    View("mine", _("我接的"), (*_WORKING, S.CONFIRMED, S.RATED)),
    View("done", _("办结的"), END_STATES),
)


# Which column holds a place, by the length of its code.
_PLACE_COLUMN = {6: "county_code", 9: "township_code", 12: "division_code"}
_ACCEPTED = ~Q(state__in=[S.DECLINED, S.WITHDRAWN])
# What a figure of `insights` counts, as a filter of the list that the figure opens. Source: ADR-0015.
COUNTED_AS: dict[str, Q] = {
    "accepted": _ACCEPTED,
    "claimed": _ACCEPTED & Q(claimed_at__isnull=False),
    "closed": Q(state=S.CLOSED),
    "rated": Q(is_solved__isnull=False),
    "solved": Q(is_solved=True),
    "judged": ~Q(satisfaction=""),
    "satisfied": Q(satisfaction__in=[Satisfaction.SATISFIED, Satisfaction.BASICALLY]),
    "supervised": Q(is_supervised=True),
    # What a venue's number on the board of use counts. Source: ADR-0030 §3.
    "open": Q(state__in=OPEN_STATES),
    "outstanding": Q(is_supervised=True, state__in=OPEN_STATES),
    "assigned": Q(assigned_at__isnull=False),
    "replied": Q(assigned_at__isnull=False, answered_at__isnull=False),
    "suggested": Q(outcome=Outcome.CONVERT_TO_SUGGESTION),
}


def views_for(role: Role) -> tuple[View, ...]:
    """The saved views of a role; the first one opens first."""
    if role == Role.DEPUTY:
        return DEPUTY_VIEWS
    if role == Role.UNIT_LEADER:
        return LEADER_VIEWS
    return UNIT_VIEWS if role in UNIT_ROLES else STAFF_VIEWS


@dataclass(frozen=True, slots=True)
class Filters:
    """What a reader asked for."""

    view: View = ALL
    text: str = ""
    topic: str = ""
    # A county, township or village.
    place: str = ""
    # Local days of receipt, both included.
    since: date | None = None
    until: date | None = None
    venue_id: int | None = None
    unit_id: int | None = None
    deputy_id: int | None = None
    state: str = ""
    tier: str = ""
    # A main case: it and what goes together with it.
    main_id: int | None = None
    # A code of COUNTED_AS, or "overdue".
    counted: str = ""

    @property
    def is_narrowed(self) -> bool:
        """Whether more than a saved view was asked for."""
        return self != Filters(self.view)


def _start(day: date) -> int:
    return first_id_at(timezone.make_aware(datetime.combine(day, time())))


def _of_a_figure(cases: QuerySet[Case], filters: Filters, today: date) -> QuerySet[Case]:
    if filters.since:
        cases = cases.filter(id__gte=_start(filters.since))
    if filters.until:
        cases = cases.filter(id__lt=_start(filters.until + timedelta(days=1)))
    exact = {
        "venue_id": filters.venue_id, "unit_id": filters.unit_id, "claimed_by": filters.deputy_id,
        "state": filters.state,
    }  # fmt: skip
    cases = cases.filter(**{column: value for column, value in exact.items() if value})
    if filters.tier:
        cases = cases.filter(venue_id__in=venues.of_tier(filters.tier))
    if filters.main_id:
        cases = cases.filter(Q(id=filters.main_id) | Q(merged_into_id=filters.main_id))
    if filters.counted == "overdue":
        return cases.filter(due_on__lt=today)
    return cases.filter(COUNTED_AS[filters.counted]) if filters.counted else cases


def _of_view(
    cases: QuerySet[Case], role: Role, view: View, *, person: int | Ask | None, today: date | Ask
) -> QuerySet[Case]:
    if view.states:
        cases = cases.filter(state__in=view.states)
    if view.late:
        cases = cases.filter(due_on__lt=today)
    if view.supervised:
        cases = cases.filter(is_supervised=True)
    if view.to_publish:
        cases = cases.filter(may_publish=True, published_at=None)
    if role == Role.DEPUTY:
        cases = cases.filter(_to_take(person) if view.code == "new" else Q(claimed_by=person))
    return cases


def _filtered(actor: Actor, filters: Filters, today: date) -> QuerySet[Case]:
    cases = access.cases_visible_to(actor)
    cases = _of_view(cases, actor.role, filters.view, person=actor.person_id, today=today)
    if filters.view.to_sign:
        waiting = access.drafts_visible_to(actor).filter(state=DraftState.WAITING)
        cases = cases.filter(id__in=waiting.values("case_id"))
    if filters.topic:
        cases = cases.filter(topic=filters.topic)
    if filters.place:
        cases = cases.filter(**{_PLACE_COLUMN[len(filters.place)]: filters.place})
    return _of_a_figure(cases, filters, today)


def _to_take(person: int | Ask | None) -> Q:
    """What waits for this deputy: not what was lifted to others."""
    return Q(origin_venue_id=None) | Q(venue_id__in=venues.placements_of(person or 0))


@cache
def _whole_view(sight: access.Sight, role: Role, code: str, *, deep: bool) -> Written[Case, tuple[Any, ...]]:
    """A page of a saved view that nothing narrows: what is opened most. `deep` is any page but the first."""
    view = next(view for view in views_for(role) if view.code == code)

    def rows() -> QuerySet[Case, tuple[Any, ...]]:
        cases = _of_view(access.asked_by(sight), role, view, person=Ask("person"), today=Ask("today"))
        if deep:
            cases = cases.filter(pk__lt=Ask("before"))
        return Cursor().window(cases).values_list(*COLUMNS)

    return Written(rows)


def _window(actor: Actor, filters: Filters, cursor: Cursor, today: date) -> Iterable[Listed]:
    """The rows of a page and one more. One query, more with words to find."""
    view = filters.view
    plain = not filters.is_narrowed and not view.to_sign and view in views_for(actor.role)
    if plain and cursor.after is None and cursor.size == Cursor().size:
        deep = cursor.before is not None
        kept = _whole_view(access.sight_of(actor), actor.role, view.code, deep=deep)
        return starmap(Listed, kept(before=cursor.before, today=today, **access.values_of(actor)))
    cases = _filtered(actor, filters, today)
    if filters.text:
        cases = found(cases, _seen(actor, filters, cases), filters.text, cursor)
    return listed(cursor.window(cases))


def _seen(actor: Actor, filters: Filters, cases: QuerySet[Case]) -> QuerySet[Case]:
    """Everything the actor sees: the cases themselves when nothing but the words was asked for."""
    only_words = filters == Filters(text=filters.text) and actor.role != Role.DEPUTY
    return cases if only_words else access.cases_visible_to(actor)


def case_list(actor: Actor, filters: Filters, cursor: Cursor, *, today: date) -> Page[CaseRow]:
    """Cases the actor sees, newest first. Four queries, seven with words to find, at any size."""
    return cursor.page(rows_of(_window(actor, filters, cursor, today), today=today))


def case_ids(actor: Actor, filters: Filters, *, today: date, most: int) -> tuple[tuple[int, ...], bool]:
    """Ids of what a list holds, newest first; whether there are more. One query, four with words to find."""
    cases = _filtered(actor, filters, today)
    if filters.text:
        cases = found(cases, _seen(actor, filters, cases), filters.text, Cursor(size=most))
    ids = tuple(cases.order_by("-id").values_list("id", flat=True)[: most + 1])
    return ids[:most], len(ids) > most


def most_urgent(actor: Actor, view: View, *, today: date, limit: int = 20) -> list[CaseRow]:
    """The cases of a view that are due first. At most four queries."""
    cases = _filtered(actor, Filters(view), today).order_by("due_on", "id")
    return rows_of(listed(cases[:limit]), today=today)


def counts(actor: Actor, views: tuple[View, ...], *, today: date) -> dict[str, int]:
    """How many cases each view holds, counted to a hundred at most. One query."""
    parts = [
        _filtered(actor, Filters(view), today)
        .order_by()
        .annotate(which=Value(which, IntegerField()))
        .values_list("which", "id")[:COUNTED]
        for which, view in enumerate(views)
    ]
    held = Counter(which for which, _id in parts[0].union(*parts[1:], all=True))
    return {view.code: held[which] for which, view in enumerate(views)}
