"""Rows of suggestions for lists, with their number, stage and time left in words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lianxin.calendars import reads as calendars
from lianxin.kernel.workdays import workdays_left
from lianxin.kit.jinja_env import day, iso
from lianxin.people import reads as people
from lianxin.suggestions.clocks import local_day
from lianxin.suggestions.models import Suggestion
from lianxin.suggestions.profiles import rules_for
from lianxin.suggestions.words import CATEGORIES, CLOCK_LABELS, Phase
from lianxin.suggestions.workflow import END_STATES, STAGES, SUGGESTION_FLOW, SuggestionState

STATE_TONES = {"gold": "todo", "blue": "now", "green": "done", "red": "late", "plain": "off"}
# From this many working days on a deadline is called near. Source: domain.md §1.5 (warn_before_days).
SOON_DAYS = 7


@dataclass(frozen=True, slots=True)
class Due:
    """A deadline as `kit/ui/badges.html` draws it."""

    tone: str
    text: str
    title: str
    iso: str


@dataclass(frozen=True, slots=True)
class Stage:
    """One of five: its name, done|now|todo, and a day under it."""

    label: str
    status: str
    date: str


@dataclass(frozen=True, slots=True)
class SuggestionRow:
    """One suggestion in a list."""

    id: int
    number: str
    version: int
    title: str
    category: str
    lead_name: str
    signers: int
    unit_names: tuple[str, ...]
    state: str
    state_label: str
    state_tone: str
    stages: tuple[Stage, ...]
    due: Due | None
    is_key: bool
    is_supervised: bool
    is_back: bool
    result_class: str
    url: str


def number_of(suggestion: Suggestion) -> str:
    """第 12 号, or 闭会第 3 号; "" before it has one."""
    if suggestion.number is None:
        return ""
    if suggestion.phase == Phase.INTER_SESSION:
        return _("闭会第 %(n)d 号") % {"n": suggestion.number}
    return _("第 %(n)d 号") % {"n": suggestion.number}


def category_of(suggestion: Suggestion) -> str:
    """The category in words, also one that only this place has. At most one query, then from memory."""
    if suggestion.category in CATEGORIES:
        return str(CATEGORIES[suggestion.category])
    local = rules_for(suggestion.division_code, local_day(suggestion.created_at)).categories
    return local.get(suggestion.category, suggestion.category)


def due_badge(kind: str, due_on: date | None, place: str, today: date) -> Due | None:
    """How many working days are left; None where no clock runs. No query."""
    if due_on is None:
        return None
    left = workdays_left(today, due_on, calendar=calendars.current(), place=place)
    title = _("%(what)s：%(day)s") % {"what": CLOCK_LABELS[kind], "day": day(due_on)} if kind else day(due_on)
    if today > due_on:
        text = ngettext("超期 %(n)d 个工作日", "超期 %(n)d 个工作日", max(-left, 1)) % {"n": max(-left, 1)}
        return Due("late", text, title, iso(due_on))
    if today == due_on or left == 0:
        return Due("soon", _("今天到期"), title, iso(due_on))
    text = ngettext("还剩 %(n)d 个工作日", "还剩 %(n)d 个工作日", left) % {"n": left}
    return Due("soon" if left <= SOON_DAYS else "ok", text, title, iso(due_on))


@cache
def bare_stages(state: str) -> tuple[Stage, ...]:
    """What the bars in a list show."""
    now = next((index for index, (_label, states) in enumerate(STAGES) if state in states), 1)
    reached = "done" if state in END_STATES else "now"
    return tuple(
        Stage("", "todo" if index > now else "done" if index < now else reached, "")
        for index in range(len(STAGES))
    )


def stages_of(suggestion: Suggestion, assigned_at: datetime | None) -> tuple[Stage, ...]:
    """The five stages of the page with their days. Source: shared design paper §3.3."""
    moments = (
        suggestion.submitted_at or suggestion.created_at,
        suggestion.accepted_at,
        suggestion.handed_at,
        suggestion.replied_at or assigned_at,
        suggestion.rated_at or suggestion.closed_at,
    )
    bare = bare_stages(suggestion.state)
    return tuple(
        Stage(_(label), stage.status, day(at) if at is not None and stage.status != "todo" else "")
        for stage, (label, _states), at in zip(bare, STAGES, moments, strict=True)
    )


def rows_of(suggestions: Iterable[Suggestion], *, today: date) -> list[SuggestionRow]:
    """Rows with the names they show. One query for the names."""
    found = list(suggestions)
    persons, units = people.labels_of(
        {s.lead_person_id for s in found}, {unit for s in found for unit in s.unit_ids}
    )
    return [_row(s, persons, units, today) for s in found]


def _row(s: Suggestion, persons: dict[int, str], units: dict[int, str], today: date) -> SuggestionRow:
    state = SUGGESTION_FLOW.states[s.state]
    return SuggestionRow(
        id=s.pk,
        number=number_of(s),
        version=s.version,
        title=s.title,
        category=category_of(s),
        lead_name=s.delegation_name or persons.get(s.lead_person_id, ""),
        signers=len(s.signer_ids),
        unit_names=tuple(units[unit] for unit in s.unit_ids if unit in units),
        state=s.state,
        state_label=_(state.label),
        state_tone=STATE_TONES[state.tone],
        stages=bare_stages(s.state),
        due=due_badge(s.due_kind, s.due_on, s.division_code, today),
        is_key=s.is_key,
        is_supervised=s.is_supervised,
        is_back=s.separated_at is not None and s.state == SuggestionState.SUBMITTED,
        result_class=s.result_class,
        url=f"/suggestions/{s.pk}",
    )
