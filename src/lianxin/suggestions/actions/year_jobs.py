"""What the year does by itself: counts for the level above, chasing, reminders. Source: ADR-0033."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext_noop as _

from lianxin.accounts import reads as accounts
from lianxin.kernel.actor import Actor, Role
from lianxin.notices import actions as notices
from lianxin.suggestions.clocks import local_day
from lianxin.suggestions.formulas import COUNTS, VERSION
from lianxin.suggestions.models import Promised
from lianxin.suggestions.models.year import Chase, PlaceFigure
from lianxin.suggestions.reads import figures, year
from lianxin.suggestions.reads.lookback import quarter_of, quarter_start, to_chase
from lianxin.suggestions.year_words import YearKind

# One run asks about so many promises of a place; the next morning goes on.
MOST_CHASED = 500


@transaction.atomic
def count_years(*, years: Sequence[int], actor: Actor, at: datetime) -> int:
    """Keep the counts of the actor's congress for the level above; how many years. Source: ADR-0033 §2."""
    today, made = local_day(at), 0
    for number in years:
        whole = figures.whole(actor, number, today=today)
        counts = {code: whole.counts[code].number for code in COUNTS}
        if not counts["handed"]:
            continue
        PlaceFigure.objects.update_or_create(
            division_code=actor.place,
            year=number,
            defaults={
                "counts": counts,
                "rules": figures.rules_of(actor, number, today).reference,
                "formula_version": VERSION,
                "counted_at": at,
            },
        )
        made += 1
    return made


@transaction.atomic
def chase_promises(*, actor: Actor, at: datetime) -> int:
    """Ask each unit about its open and broken promises, once a quarter; how many. Source: ADR-0033 §6."""
    today = local_day(at)
    quarter = quarter_of(today)
    rows = to_chase(actor, quarter, quarter_start(today), MOST_CHASED)
    Chase.objects.bulk_create(
        [
            Chase(promise=row, division_code=row.division_code, unit_id=row.unit_id, quarter=quarter, at=at)
            for row in rows
        ],
        ignore_conflicts=True,
    )
    for row in rows:
        _ask_unit(row, quarter, at)
    return len(rows)


def _ask_unit(row: Promised, quarter: str, at: datetime) -> None:
    """Officers and heads of the unit: ids and a link, no words of the promise."""
    users = {
        user
        for role in (Role.UNIT_HANDLER, Role.UNIT_LEADER)
        for user in accounts.user_ids_in(role=role, unit_id=row.unit_id, at=at)
    }
    notices.send(
        user_ids=users, key=f"chase:{row.pk}:{quarter}", kind="suggestion",
        title=_("季度催办：有一项承诺请报进展"), url=f"/suggestions/{row.suggestion_id}", at=at,
    )  # fmt: skip


@transaction.atomic
def remind_of_year(*, actor: Actor, at: datetime) -> int:
    """Remind the office of what the year's calendar asks soon, and units of their report; returns how many.

    The days before are the place's. The same reminder twice changes nothing. Source: ADR-0033 §4.
    """
    today = local_day(at)
    rules = figures.rules_of(actor, today.year, today)
    told = 0
    for entry in year.calendar_of(actor, today.year, today=today):
        left = (entry.due_on - today).days
        if entry.done_on is not None or left not in rules.warn_days:
            continue
        role = Role.PRESIDIUM if len(actor.place) == 9 else Role.DEPUTY_AFFAIRS
        users = set(accounts.user_ids_in(role=role, only_place=actor.place, at=at))
        if entry.kind == YearKind.SELF_REPORT:
            users |= _units_that_owe(actor, today, at)
        key = f"year:{actor.place}:{today.year}:{entry.kind}:{left}"
        title = _("年度工作还有 %(num)d 天到期，请看年历")
        notices.send(
            user_ids=users, key=key, kind="suggestion", title=title, values={"num": left},
            url=f"/suggestions/year?year={today.year}", at=at,
        )  # fmt: skip
        told += 1
    return told


def _units_that_owe(actor: Actor, today: date, at: datetime) -> set[int]:
    rows = year.self_reports(actor, today.year, today=today)
    return {
        user
        for row in rows
        if row.submitted_on is None
        for role in (Role.UNIT_HANDLER, Role.UNIT_LEADER)
        for user in accounts.user_ids_in(role=role, unit_id=row.unit_id, at=at)
    }
