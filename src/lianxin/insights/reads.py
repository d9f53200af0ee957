"""Figures of a period, grouped in SQL. Reads `voices_case_stat` only; row-level security stands behind it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from urllib.parse import urlencode

from django.db import connection
from django.utils import timezone
from django.utils.translation import gettext as _

from lianxin.divisions import reads as divisions
from lianxin.insights.formulas import COUNTS, FORMULAS
from lianxin.kernel.actor import PLACE_ROLES, UNIT_ROLES, VENUE_ROLES, Actor
from lianxin.kernel.figures import Count, Rate
from lianxin.people import reads as people
from lianxin.venues import reads as venues
from lianxin.venues.words import TIER_LABELS
from lianxin.voices import reads as voices
from lianxin.voices.words import TOPICS

# Rows of one table: the largest first; the page says when there are more.
SHOWN = 30
# A topic that came this often from one village within the period is a repeated matter.
REPEATED = 3
# Groups of one question: the largest of each kind, and no more. Deputies of a prefecture are ten thousand.
_MOST = 10_000
_COLUMN = {4: "prefecture_code", 6: "county_code", 9: "township_code", 12: "division_code"}
_MONTH = "to_char(received_at at time zone 'Asia/Shanghai', 'YYYY-MM')"
# What a table counts by: SQL over the columns of `voices_case_stat`. Constants only.
_GROUPS = {
    "topic": "topic",
    "county": "county_code",
    "township": "township_code",
    "village": "division_code",
    "tier": "tier",
    "venue": "venue_id",
    "unit": "unit_id",
    "deputy": "claimed_by",
    "month": "month",
}
TABLES = ("topic", "place", "tier", "venue", "unit", "deputy")
_PLACES = ("county", "township", "village")


@dataclass(frozen=True, slots=True)
class Period:
    """Local days, both included."""

    since: date
    until: date


@dataclass(frozen=True, slots=True)
class Figures:
    """One row of a table: who or what, its counts by code, and its rates in the order of FORMULAS."""

    key: str
    name: str
    counts: dict[str, Count]
    rates: tuple[Rate, ...]


@dataclass(frozen=True, slots=True)
class Repeated:
    """Like matters: one topic that keeps coming from one place, or what goes together with one main case."""

    place: str
    topic: str
    count: Count


@dataclass(frozen=True, slots=True)
class Overview:
    """All figures of a period."""

    whole: Figures
    tables: dict[str, list[Figures]]
    repeated: list[Repeated]
    together: list[Repeated]


def _scope(actor: Actor) -> tuple[str, dict[str, Any]]:
    """The condition of what this actor's figures cover: the same as `voices.access.cases_visible_to`."""
    if actor.role in PLACE_ROLES and actor.place:
        column = _COLUMN.get(len(actor.place))
        inside = (
            f"{column} = %(place)s" if column else "division_code >= %(place)s and division_code < %(end)s"
        )
        place = {"place": actor.place, "end": actor.place + ":", "level": len(actor.place)}
        return f"%(level)s between reach and depth and {inside}", place
    if actor.role in UNIT_ROLES and actor.unit_id is not None:
        return "unit_id = %(unit)s", {"unit": actor.unit_id}
    if actor.role in VENUE_ROLES and actor.venue_id is not None:
        return "%(venue)s in (venue_id, origin_venue_id, via_venue_id)", {"venue": actor.venue_id}
    return "false", {}


def start_of(day: date) -> datetime:
    """The first moment of a local day."""
    return timezone.make_aware(datetime.combine(day, time()))


def _condition(actor: Actor, period: Period, today: date) -> tuple[str, dict[str, Any]]:
    inside, facts = _scope(actor)
    # Ids grow with the moment of receipt (ADR-0010), and every index of cases ends in the id.
    facts |= {
        "first": voices.first_id_at(start_of(period.since)),
        "end_id": voices.first_id_at(start_of(period.until + timedelta(days=1))),
        "today": today,
    }
    return f"{inside} and id >= %(first)s and id < %(end_id)s", facts


def _ask(query: str, facts: dict[str, Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        # Only constants of this file and of `formulas` are put into the text; values travel beside it.
        cursor.execute(query, facts)
        rows: list[tuple[Any, ...]] = cursor.fetchall()
    return rows


_COUNTED = ", ".join(f"count(*) filter (where {condition})" for condition in COUNTS.values())
Keys = tuple[str, ...]
Groups = dict[Keys, list[tuple[tuple[Any, ...], tuple[int, ...]]]]


def _tiers(actor: Actor) -> tuple[str, dict[str, Any]]:
    """SQL for the tier of a case's venue, and its facts. One query."""
    known = venues.ids_by_tier(actor.place[:6] or "0")
    facts = {f"tier_{tier}": ids for tier, ids in known.items()}
    cases = "".join(
        f" when venue_id = any(%(tier_{tier})s) then '{tier}'" for tier in TIER_LABELS if tier in known
    )
    return (f"case{cases} end" if cases else "null::text"), facts


def groups(actor: Actor, period: Period, sets: Sequence[Keys], *, today: date) -> Groups:
    """The counts of a period by several keys at once: one pass over its cases, however many tables it fills.

    Rows of each set come most cases first, at most _MOST; a key that a case does not have makes no row. One
    query, one more for tiers. Raises KeyError for an unknown key.
    """
    named = sorted({key for keys in sets for key in keys})
    tier, more = _tiers(actor) if "tier" in named else ("null::text", {})
    where, facts = _condition(actor, period, today)
    columns = [_GROUPS[key] for key in named]
    grouping = ", ".join("(" + ", ".join(_GROUPS[key] for key in keys) + ")" for keys in sets)
    chosen = "".join(f"{column}, " for column in columns)
    mask = f"grouping({', '.join(columns)})" if columns else "0"
    bits = {
        sum(1 << (len(named) - 1 - n) for n, key in enumerate(named) if key not in keys): keys
        for keys in sets
    }
    rows = _ask(
        f"select {chosen} {mask} as bits, {_COUNTED} from "
        f"(select *, {_MONTH} as month, {tier} as tier from voices_case_stat where {where}) as cases "
        f"group by grouping sets ({grouping}) order by {len(named) + 2} desc, {', '.join(columns) or '1'}",
        facts | more,
    )
    found: Groups = {keys: [] for keys in sets}
    for row in rows:
        keys = bits[row[len(named)]]
        values = tuple(row[named.index(key)] for key in keys)
        if None not in values and len(found[keys]) < _MOST:
            found[keys].append((values, row[len(named) + 1 :]))
    return found


def list_url(period: Period, counted: str, **filters: str) -> str:
    """The list of cases that a count holds."""
    chosen = {"view": "", "from": period.since.isoformat(), "to": period.until.isoformat()}
    if counted != "all":
        chosen["counted"] = counted
    return "/voices?" + urlencode(chosen | filters)


def _figures(period: Period, key: str, name: str, numbers: tuple[int, ...], **filters: str) -> Figures:
    counts = {
        code: Count(number, list_url(period, code, **filters))
        for code, number in zip(COUNTS, numbers, strict=True)
    }
    rates = tuple(Rate(f.code, counts[f.numerator], counts[f.denominator]) for f in FORMULAS)
    return Figures(key, name, counts, rates)


def place_key(actor: Actor) -> str:
    """What a reader's places are: counties of a prefecture, villages of a township, else townships."""
    if actor.role in PLACE_ROLES:
        return {2: "county", 4: "county", 9: "village", 12: "village"}.get(len(actor.place), "township")
    return "township"


def _names(by: str, keys: list[Any]) -> Callable[[Any], str]:
    """How the keys of a table are called. At most one query."""
    if by == "topic":
        return lambda key: str(TOPICS[key])
    if by == "tier":
        return lambda key: str(TIER_LABELS[key])
    if by in _PLACES:
        divisions.remember(keys)
        return divisions.name_of
    if by == "month":
        return str
    lookup = {"venue": venues.venue_names, "unit": people.unit_names, "deputy": people.names_of}[by]
    names = lookup(keys)
    return lambda key: names.get(key, "—")


def _parameter(by: str) -> str:
    return "place" if by in _PLACES else by


def _drawn(period: Period, by: str, rows: list[tuple[tuple[Any, ...], tuple[int, ...]]]) -> list[Figures]:
    name = _names(by, [keys[0] for keys, _ in rows])
    return [
        _figures(period, str(keys[0]), name(keys[0]), numbers, **{_parameter(by): str(keys[0])})
        for keys, numbers in rows
    ]


def _whole(period: Period, found: Groups) -> Figures:
    return _figures(period, "", "", found[()][0][1])


def overall(actor: Actor, period: Period, *, today: date) -> Figures:
    """The figures of all cases received in the period. One query."""
    return _whole(period, groups(actor, period, [()], today=today))


def table(actor: Actor, period: Period, by: str, *, today: date, limit: int = SHOWN) -> list[Figures]:
    """Figures per topic, place, tier, venue, unit or deputy, most cases first. At most three queries.

    Cases without a unit or deputy stand in no row of those tables. Raises KeyError for another `by`.
    """
    key = place_key(actor) if by == "place" else by
    return _drawn(period, key, groups(actor, period, [(key,)], today=today)[(key,)][:limit])


def overview(actor: Actor, period: Period, *, today: date, limit: int = SHOWN) -> Overview:
    """Everything of a period at once. Six queries at any size, two of them over cases."""
    by = {name: place_key(actor) if name == "place" else name for name in TABLES}
    sets: list[Keys] = [(), *((key,) for key in by.values())]
    village = ("village", "topic")
    found = groups(actor, period, [*sets, village], today=today)
    tables = {name: _drawn(period, key, found[(key,)][:limit]) for name, key in by.items()}
    return Overview(
        _whole(period, found), tables, _repeated(period, found[village]), together(actor, period, today=today)
    )


def _repeated(
    period: Period, rows: list[tuple[tuple[Any, ...], tuple[int, ...]]], limit: int = 20
) -> list[Repeated]:
    often = [(keys, numbers[0]) for keys, numbers in rows if numbers[0] >= REPEATED][:limit]
    divisions.remember([village for (village, _topic), _number in often])
    return [
        Repeated(
            divisions.path_name(village, from_level=4),
            str(TOPICS[topic]),
            Count(number, list_url(period, "all", place=village, topic=topic)),
        )
        for (village, topic), number in often
    ]


def together(actor: Actor, period: Period, *, today: date, limit: int = 20) -> list[Repeated]:
    """Main cases with what was merged into them, counted as several people's one matter. One query."""
    where, facts = _condition(actor, period, today)
    rows = _ask(
        "select main, min(topic), min(township_code), count(*) from ("
        f"select *, coalesce(merged_into_id, id) as main from voices_case_stat where {where}) as cases "
        f"group by main having count(*) > 1 order by 4 desc, 1 desc limit {int(limit)}",
        facts,
    )
    divisions.remember([row[2] for row in rows])
    return [
        Repeated(
            divisions.name_of(place),
            str(TOPICS[topic]),
            Count(number, list_url(period, "all", main=str(main))),
        )
        for main, topic, place, number in rows
    ]


def outstanding(actor: Actor) -> list[tuple[str, Count]]:
    """Supervised matters not over yet, whenever received, per unit, those without one last. Two queries."""
    inside, facts = _scope(actor)
    rows = _ask(
        f"select unit_id, count(*) from voices_case_stat where {inside} and {COUNTS['outstanding']} "
        "group by unit_id order by unit_id is null, 2 desc, 1",
        facts,
    )
    names = people.unit_names([unit for unit, _number in rows if unit is not None])
    link = "/voices?view=supervised"
    return [
        (names.get(unit, _("还没有交办的")), Count(number, f"{link}&unit={unit}" if unit else link))
        for unit, number in rows
    ]


def repeated(actor: Actor, period: Period, *, today: date, limit: int = 20) -> list[Repeated]:
    """Topic and village that came at least REPEATED times in the period. At most two queries."""
    keys = ("village", "topic")
    return _repeated(period, groups(actor, period, [keys], today=today)[keys], limit)
