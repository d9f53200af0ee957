"""How venues are used: last real use against the idle rule, and whether page and plate are there.

Real use is a matter that a citizen brought, or something a deputy or the venue's keeper did on a matter. A
scan, an opened page and an edit are no use: nobody met. Source: ADR-0030 §3.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

from django.db.models import Case, Count, Exists, F, OuterRef, Q, QuerySet, Value, When
from django.db.models.functions import Coalesce

from lianxin.divisions import reads as divisions
from lianxin.kernel.actor import Actor
from lianxin.kernel.codes import inside, range_of
from lianxin.kit.dated import holding, nearest
from lianxin.kit.paging import Cursor, Page
from lianxin.venues import access
from lianxin.venues.models import IdleRule, Plate, Venue
from lianxin.venues.words import TIER_LABELS, USE_LABELS, PlateKind

# Where no office has set a number: what "scanned within 90 days" of the standards asks too (ADR-0030 §3).
IDLE_DAYS = 90
_LACKING = Q(address="") | Q(phone="") | Q(opening_hours="")
_AT_ONCE = 500


def idle_days(place: str, *, on: date) -> int:
    """After how many days without use venues of a place are idle: nearest place, newest rule. One query."""
    best = nearest(holding(IdleRule.objects.all(), place, on))
    return IDLE_DAYS if best is None else best.days


@dataclass(frozen=True, slots=True)
class HealthFilters:
    """What the board is narrowed to. `lack` is idle, page, plate, none (the page is complete) or ""."""

    place: str = ""
    tier: str = ""
    lack: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True)
class HealthRow:
    """How one venue does. `open` and `late` are filled in by who may read matters."""

    id: int
    name: str
    tier_label: str
    division_code: str
    place: str
    used_on: date | None
    use: str
    idle_for: int
    is_idle: bool
    limit: int
    lacks: tuple[str, ...]
    has_plate: bool
    open: int = 0
    late: int = 0


def _with_signs(actor: Actor, filters: HealthFilters) -> QuerySet[Venue]:
    found = access.venues_read_by(actor)
    if divisions.is_code(filters.place) and inside(filters.place, actor.place):
        low, high = range_of(filters.place)
        found = found.filter(division_code__gte=low, division_code__lt=high)
    if filters.tier in TIER_LABELS:
        found = found.filter(tier=filters.tier)
    if filters.text:
        found = found.filter(name__contains=filters.text)
    plates = Plate.objects.filter(venue_id=OuterRef("pk"), kind=PlateKind.VENUE, revoked_at=None)
    # A venue that was never used has been idle since it opened.
    since = Coalesce("pulse__used_on", "opened_on")
    return found.annotate(has_plate=Exists(plates), since=since)


def _idle(place: str, on: date) -> tuple[Q, Case]:
    """Whether a venue is idle, with the rule of each county below, in one expression."""
    rules = _rules_below(place, on)
    days = Case(
        *(
            When(division_code__gte=low, division_code__lt=high, then=Value(on - timedelta(days=number)))
            for (low, high), number in rules
        ),
        default=Value(on - timedelta(days=idle_days(place, on=on))),
    )
    return Q(since__lt=F("limit")), days


def _rules_below(place: str, on: date) -> list[tuple[tuple[str, str], int]]:
    """Rules that places below have set for themselves, the longest code first. One query."""
    if not place:
        return []
    _low, high = range_of(place)
    found = IdleRule.objects.filter(division_code__gt=place, division_code__lt=high, valid_from__lte=on)
    newest: dict[str, IdleRule] = {}
    for rule in found.order_by("valid_from"):
        newest[rule.division_code] = rule
    order = sorted(newest.items(), key=lambda item: -len(item[0]))
    return [(range_of(code), rule.days) for code, rule in order]


def _narrowed(actor: Actor, filters: HealthFilters, on: date) -> QuerySet[Venue]:
    idle, limit = _idle(actor.place, on)
    found = _with_signs(actor, filters).annotate(limit=limit)
    lacking = {"idle": idle, "page": _LACKING, "none": ~_LACKING, "plate": Q(has_plate=False)}
    found = found.filter(lacking[filters.lack]) if filters.lack in lacking else found
    return found.select_related("pulse")


def _row(venue: Venue, on: date) -> HealthRow:
    pulse = getattr(venue, "pulse", None)
    given = (("address", venue.address), ("phone", venue.phone), ("hours", venue.opening_hours))
    return HealthRow(
        id=venue.pk,
        name=venue.name,
        tier_label=str(TIER_LABELS[venue.tier]),
        division_code=venue.division_code,
        place=divisions.path_name(venue.division_code),
        used_on=pulse.used_on if pulse else None,
        use=str(USE_LABELS[pulse.use]) if pulse else "",
        idle_for=(on - venue.since).days,  # type: ignore[attr-defined]  # annotated above
        is_idle=venue.since < venue.limit,  # type: ignore[attr-defined]  # annotated above
        limit=(on - venue.limit).days,  # type: ignore[attr-defined]  # annotated above
        lacks=tuple(name for name, value in given if not value),
        has_plate=venue.has_plate,  # type: ignore[attr-defined]  # annotated above
    )


def board(actor: Actor, filters: HealthFilters, cursor: Cursor, *, on: date) -> Page[HealthRow]:
    """Open venues the actor reads, newest first. Three queries, and names of places from memory."""
    found = _narrowed(actor, filters, on)
    rows = list(cursor.window(found))
    divisions.remember([row.division_code for row in rows])
    return cursor.page([_row(row, on) for row in rows])


@dataclass(frozen=True, slots=True)
class HealthCounts:
    """How many open venues there are, and how many lack something; each opens its list."""

    venues: int
    idle: int
    page: int
    plate: int

    @property
    def online(self) -> int:
        """Venues whose public page has every fact a visitor needs: the figure of online venues (网上阵地)."""
        return self.venues - self.page


def health_counts(actor: Actor, filters: HealthFilters, *, on: date) -> HealthCounts:
    """Over the filters but `lack`. Three queries."""
    idle, limit = _idle(actor.place, on)
    found = _with_signs(actor, replace(filters, lack="")).annotate(limit=limit)
    counts = found.aggregate(
        venues=Count("pk"),
        idle=Count("pk", filter=idle),
        page=Count("pk", filter=_LACKING),
        plate=Count("pk", filter=Q(has_plate=False)),
    )
    return HealthCounts(**counts)


def every_row(actor: Actor, filters: HealthFilters, *, on: date) -> Iterator[list[HealthRow]]:
    """The whole filtered board, in lots of 500 by number, for export and for the nightly notice."""
    found, last = _narrowed(actor, filters, on), 0
    while rows := list(found.filter(pk__gt=last).order_by("pk")[:_AT_ONCE]):
        divisions.remember([row.division_code for row in rows])
        yield [_row(row, on) for row in rows]
        last = rows[-1].pk
