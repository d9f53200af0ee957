"""回头看: each promise of a year, what was chased, reported and checked, and what the office saw."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import F, Q, QuerySet
from django.db.models.functions import Coalesce, TruncDate

from lianxin.kernel.actor import Actor
from lianxin.kit.paging import Cursor, Page
from lianxin.people import reads as people
from lianxin.suggestions import access
from lianxin.suggestions.models import Promised
from lianxin.suggestions.models.year import Chase, Look
from lianxin.suggestions.words import PROMISE_LABELS, PromiseState

P = PromiseState


def quarter_of(day: date) -> str:
    """Such as 2026Q3."""
    return f"{day.year}Q{(day.month + 2) // 3}"


def quarter_start(day: date) -> date:
    """The first day of the quarter."""
    return date(day.year, (day.month - 1) // 3 * 3 + 1, 1)


def narrowed(counted: str, today: date) -> Q:
    """The filter behind a number of `formulas.PROMISE_COUNTS`; a test compares both."""
    late = Q(state=P.OPEN, due_on__lt=today)
    return {
        "promised": Q(),
        "kept": Q(state=P.KEPT),
        "kept_in_time": Q(state=P.KEPT, shown_on__lte=F("due_on")),
        "to_check": Q(state=P.REPORTED),
        "overdue": late,
        "broken": Q(state=P.BROKEN),
        "running": Q(state=P.OPEN, due_on__gte=today),
        "judged": Q(state__in=[P.KEPT, P.BROKEN]) | late,
    }[counted]


@dataclass(frozen=True, slots=True)
class LookRow:
    """One promise with its whole trail."""

    id: int
    suggestion_id: int
    title: str
    unit_name: str
    text: str
    amount: str
    place: str
    due_on: date
    state: str
    state_label: str
    is_late: bool
    progress: str
    deputy_words: str
    chases: tuple[str, ...]
    looks: tuple[Look, ...]
    may_look: bool


def _of_year(actor: Actor, year: int) -> QuerySet[Promised]:
    found = access.promises_visible_to(actor).filter(
        due_on__gte=date(year, 1, 1), due_on__lte=date(year, 12, 31)
    )
    return found.annotate(shown_on=TruncDate(Coalesce("reported_at", "checked_at")))


def lookback(
    actor: Actor,
    year: int,
    cursor: Cursor,
    *,
    counted: str = "promised",
    unit: int | None = None,
    today: date,
) -> Page[LookRow]:
    """Promises whose day falls into the year, newest first. Four queries. KeyError for another code."""
    found = _of_year(actor, year).filter(narrowed(counted, today)).select_related("suggestion")
    if unit is not None:
        found = found.filter(unit_id=unit)
    rows = list(cursor.window(found))
    ids = [row.pk for row in rows]
    chases: dict[int, list[str]] = {}
    for promise_id, quarter in Chase.objects.filter(promise__in=ids).values_list("promise_id", "quarter"):
        chases.setdefault(promise_id, []).append(quarter)
    looks: dict[int, list[Look]] = {}
    for look in Look.objects.filter(promise__in=ids).order_by("-id"):
        looks.setdefault(look.promise_id, []).append(look)
    names = people.unit_names(row.unit_id for row in rows)
    more: dict[str, Any] = {"chases": chases, "looks": looks, "names": names}
    return cursor.page([_row(row, actor, today, **more) for row in rows])


def _row(
    row: Promised,
    actor: Actor,
    today: date,
    *,
    chases: dict[int, list[str]],
    looks: dict[int, list[Look]],
    names: dict[int, str],
) -> LookRow:
    return LookRow(
        row.pk, row.suggestion_id, row.suggestion.title, names.get(row.unit_id, ""), row.text, row.amount,
        row.place, row.due_on, row.state, str(PROMISE_LABELS[row.state]),
        row.state == P.OPEN and row.due_on < today, row.progress, row.deputy_words,
        tuple(sorted(chases.get(row.pk, []))), tuple(looks.get(row.pk, [])), actor.role in access.SUPERVISORS,
    )  # fmt: skip


def to_chase(actor: Actor, quarter: str, made_before: date, limit: int) -> list[Promised]:
    """Open and broken promises from before the quarter, not chased in it yet. One query."""
    found = access.promises_visible_to(actor).filter(state__in=[P.OPEN, P.BROKEN], made_on__lt=made_before)
    return list(found.exclude(chases__quarter=quarter).order_by("id")[:limit])
