"""Lists of suggestions: saved views, filters and keyset pages."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from lianxin.kernel.actor import UNIT_ROLES, Actor, Role
from lianxin.kit.paging import Cursor, Page
from lianxin.suggestions import access
from lianxin.suggestions.models import Handling, PublicSuggestion, Signer, Suggestion
from lianxin.suggestions.reads.rows import SuggestionRow, rows_of
from lianxin.suggestions.workflow import END_STATES, OPEN_STATES, HandlingState, SuggestionState

S = SuggestionState
Narrow = Callable[[Actor, date], Q]
_LONG = ("situation", "proposal")


@dataclass(frozen=True, slots=True)
class View:
    """A saved view: a name in the address, its words, and which suggestions it holds."""

    code: str
    label: str | Promise
    narrow: Narrow = lambda _actor, _today: Q()


def _in(*states: str) -> Narrow:
    return lambda _actor, _today: Q(state__in=states)


def _late(_actor: Actor, today: date) -> Q:
    return Q(state__in=OPEN_STATES, due_on__lt=today)


def _mine(*states: str) -> Narrow:
    return lambda actor, _today: Q(lead_person_id=actor.person_id, state__in=states)


def _asked(actor: Actor, _today: date) -> Q:
    """What waits for this deputy's own yes or no."""
    open_ = Signer.objects.filter(
        suggestion_id=OuterRef("pk"), person_id=actor.person_id or 0, confirmed_at=None, refused_at=None
    )
    return Q(Exists(open_), state=S.COSIGNING)


def _part(*states: str) -> Narrow:
    """The unit's own part is in one of these states."""

    def narrow(actor: Actor, _today: date) -> Q:
        own = Handling.objects.filter(
            suggestion_id=OuterRef("pk"), unit_id=actor.unit_id or 0, state__in=states
        )
        return Q(Exists(own), state__in=OPEN_STATES)

    return narrow


def _to_publish(_actor: Actor, _today: date) -> Q:
    """Closed, the deputy agrees, no unit objects, and not on the public page yet. Source: ADR-0032 §6."""
    shown = PublicSuggestion.objects.filter(suggestion_id=OuterRef("pk"), published_at__isnull=False)
    against = Handling.objects.filter(suggestion_id=OuterRef("pk")).exclude(publish_objection="")
    return Q(~Exists(shown), ~Exists(against), state=S.CLOSED, may_publish=True, is_confidential=False)


ALL = View("", _("全部"))
LATE = View("late", _("超期"), _late)
NEW = View("new", _("待审查"), _in(S.SUBMITTED))
TO_ASSIGN = View("assign", _("待交办"), _in(S.ACCEPTED, S.HANDED))
DONE = View("done", _("已办结"), _in(*END_STATES))
OFFICE_VIEWS = (
    ALL,
    NEW,
    TO_ASSIGN,
    View("disputed", _("待改派"), _in(S.DISPUTED)),
    View("handling", _("在办"), _in(S.ASSIGNED, S.HANDLING)),
    View("asked", _("申请延期"), lambda _a, _t: Q(extension_asked_at__isnull=False, extended_at=None)),
    LATE,
    View("replied", _("待评价"), _in(S.REPLIED)),
    View("meeting", _("待联席会议"), _in(S.MEETING)),
    View("publish", _("待公开"), _to_publish),
    View("key", _("重点督办"), lambda _a, _t: Q(is_key=True)),
    DONE,
)
UNIT_VIEWS = (
    View("new", _("待接收"), _part(HandlingState.GIVEN)),
    View("working", _("办理中"), _part(HandlingState.RECEIVED)),
    LATE,
    View("objected", _("有异议"), _part(HandlingState.OBJECTED)),
    View("answered", _("已答复"), _part(HandlingState.DONE)),
    DONE,
    ALL,
)
ASKED = View("asked", _("请我附议"), _asked)
DEPUTY_VIEWS = (
    ALL,
    ASKED,
    View("rate", _("待我评价"), _mine(S.REPLIED)),
    View("drafts", _("没提交的"), _mine(S.DRAFT, S.COSIGNING, S.RETURNED)),
    View("open", _("在办"), _in(*(state for state in OPEN_STATES if state not in {S.DRAFT, S.COSIGNING}))),
    DONE,
)


def views_for(role: Role) -> tuple[View, ...]:
    """The saved views of a role; the first one opens first."""
    if role == Role.DEPUTY:
        return DEPUTY_VIEWS
    return UNIT_VIEWS if role in UNIT_ROLES else OFFICE_VIEWS


@dataclass(frozen=True, slots=True)
class Filters:
    """What a reader asked for."""

    view: View = ALL
    text: str = ""
    category: str = ""
    phase: str = ""

    @property
    def is_narrowed(self) -> bool:
        """Whether more than a saved view was asked for."""
        return bool(self.text or self.category or self.phase)


def _filtered(actor: Actor, filters: Filters, today: date) -> QuerySet[Suggestion]:
    found = access.suggestions_visible_to(actor).filter(filters.view.narrow(actor, today))
    if filters.category:
        found = found.filter(category=filters.category)
    if filters.phase:
        found = found.filter(phase=filters.phase)
    if filters.text:
        number = Q(number=int(filters.text)) if filters.text.isdecimal() and len(filters.text) < 7 else Q()
        words = Q(title__contains=filters.text) | Q(situation__contains=filters.text)
        found = found.filter(words | number) if number else found.filter(words)
    return found


def suggestion_list(actor: Actor, filters: Filters, cursor: Cursor, *, today: date) -> Page[SuggestionRow]:
    """Suggestions the actor sees, newest first. Two queries at any size.

    Words are looked for by scanning the place's own suggestions: some hundreds a year.
    """
    found = _filtered(actor, filters, today).defer(*_LONG)
    return cursor.page(rows_of(cursor.window(found), today=today))


def merge_candidates(actor: Actor, suggestion: Suggestion) -> tuple[tuple[int, str], ...]:
    """Accepted ones of the same congress and category that are not answered yet. One query."""
    states = [S.ACCEPTED, S.HANDED, S.ASSIGNED, S.DISPUTED, S.HANDLING]
    found = access.suggestions_visible_to(actor).filter(
        congress_id=suggestion.congress_id, category=suggestion.category, state__in=states
    )
    rows = found.exclude(pk=suggestion.pk).order_by("-id").values_list("pk", "number", "title")[:30]
    return tuple((pk, f"{number} · {title}") for pk, number, title in rows)
