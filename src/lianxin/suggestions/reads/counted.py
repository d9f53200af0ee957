"""The suggestions behind one number: the same SQL that made the number. Source: ADR-0033 §1."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from lianxin.kernel.actor import UNIT_ROLES, Actor
from lianxin.kit.paging import Cursor, Page
from lianxin.suggestions import access
from lianxin.suggestions.formulas import COUNTS, UNIT_COUNTS
from lianxin.suggestions.reads import figures
from lianxin.suggestions.reads.rows import SuggestionRow, rows_of


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which number a list stands behind."""

    year: int
    counted: str
    unit: int | None = None
    category: str = ""


def counted_list(actor: Actor, wanted: Wanted, cursor: Cursor, *, today: date) -> Page[SuggestionRow]:
    """The suggestions behind one number, newest first. Three queries. Raises KeyError for an unknown code."""
    by_unit = wanted.unit is not None or actor.role in UNIT_ROLES
    key, table, scoped, counts = (
        ("suggestion_id", "suggestions_unit_stat", figures.unit_scope_of, UNIT_COUNTS)
        if by_unit
        else ("id", "suggestions_stat", figures.scope_of, COUNTS)
    )
    made = figures.counting_for(counts, actor, wanted.year, today)
    where, facts = scoped(actor, wanted.year, wanted.year, today, figures.rules_of(actor, wanted.year, today))
    conditions = [where, f"({made.counts[wanted.counted]})"]
    more: dict[str, Any] = {"size": cursor.size + 1}
    if wanted.unit is not None:
        conditions.append("unit_id = %(of_unit)s")
        more["of_unit"] = wanted.unit
    if wanted.category:
        conditions.append("category = %(category)s")
        more["category"] = wanted.category
    order = "desc"
    if cursor.after is not None:
        conditions.append(f"{key} > %(after)s")
        more["after"], order = cursor.after, "asc"
    elif cursor.before is not None:
        conditions.append(f"{key} < %(before)s")
        more["before"] = cursor.before
    rows = figures.ask(
        f"select distinct {key} from {table} where {' and '.join(conditions)} "
        f"order by {key} {order} limit %(size)s",
        facts | made.facts | more,
    )
    ids = [row[0] for row in rows]
    found = access.suggestions_visible_to(actor).filter(pk__in=ids).defer("situation", "proposal")
    by_id = {row.id: row for row in rows_of(found, today=today)}
    return cursor.page([by_id[pk] for pk in ids if pk in by_id])


def counted_ids(actor: Actor, wanted: Wanted, *, today: date) -> set[int]:
    """The ids behind a number of a place, at most 2,000: for criteria over one year. One query."""
    made = figures.counting_for(COUNTS, actor, wanted.year, today)
    where, facts = figures.scope_of(
        actor, wanted.year, wanted.year, today, figures.rules_of(actor, wanted.year, today)
    )
    rows = figures.ask(
        f"select id from suggestions_stat where {where} and ({made.counts[wanted.counted]}) "
        "order by id desc limit 2000",
        facts | made.facts,
    )
    return {row[0] for row in rows}
