"""Reading venues: the public page, lists by place, plates."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db import connection
from django.db.models import Count, Prefetch, Q, QuerySet, Sum
from django.db.models.functions import Substr
from django.utils.translation import gettext as _

from lianxin.kernel.actor import Actor
from lianxin.kernel.codes import ancestors_of, range_of
from lianxin.kernel.errors import NotFound
from lianxin.kit.written import Ask, Written
from lianxin.venues import access
from lianxin.venues.models import Membership, Plate, Serves, Venue
from lianxin.venues.plate_codes import grouped, plate_code_of, signed_code
from lianxin.venues.words import TIER_LABELS, Tier


@dataclass(frozen=True, slots=True)
class VenueRow:
    """A venue as everybody may see it."""

    id: int
    tier: str
    tier_label: str
    name: str
    division_code: str
    address: str
    phone: str
    opening_hours: str
    reception_rule: str
    liaison_name: str
    committee: str
    field: str
    parent_id: int | None


def _row(venue: Venue) -> VenueRow:
    return VenueRow(
        venue.pk,
        venue.tier,
        str(TIER_LABELS[venue.tier]),
        venue.name,
        venue.division_code,
        venue.address,
        venue.phone,
        venue.opening_hours,
        venue.reception_rule,
        venue.liaison_name,
        venue.committee,
        venue.field,
        venue.parent_id,
    )


_open_venue = Written(lambda: Venue.objects.filter(pk=Ask("venue"), closed_on=None)[:1])


def venue(venue_id: int) -> VenueRow:
    """One venue. Raises NotFound. One query."""
    found = _open_venue.first(venue=venue_id)
    if found is None:
        raise NotFound(_("没有找到这个阵地。可以按地方再找一找。"))
    return _row(found)


def tier_of(venue_id: int) -> str:
    """Which kind of venue it is; "" when there is none. One query."""
    return Venue.objects.filter(pk=venue_id).values_list("tier", flat=True).first() or ""


def tiers_of(venue_ids: Iterable[int]) -> dict[int, str]:
    """Tiers by venue id. One query, none for no ids."""
    ids = set(venue_ids)
    return dict(Venue.objects.filter(pk__in=ids).values_list("pk", "tier")) if ids else {}


def upper_of(venue_id: int) -> VenueRow | None:
    """The open venue one tier up: a room's station, a station's home; a home has none. Two queries.

    Where a township has no station the county's home comes next. Source: domain.md §3.2 (室→站→家).
    """
    low = Venue.objects.filter(pk=venue_id).first()
    if low is None or low.tier == Tier.HOME:
        return None
    places = [low.division_code[:9], low.division_code[:6]]
    tiers = [Tier.STATION, Tier.HOME] if low.tier in {Tier.ROOM, Tier.POINT} else [Tier.HOME]
    found = Venue.objects.filter(division_code__in=places, tier__in=tiers, closed_on=None).exclude(
        pk=venue_id
    )
    best = min(found, key=lambda v: (tiers.index(Tier(v.tier)), -len(v.division_code), v.pk), default=None)
    return None if best is None else _row(best)


def homes() -> QuerySet[Venue, int]:
    """Ids of all homes, above which there is nothing, as a query to look inside of."""
    return Venue.objects.filter(tier=Tier.HOME).values_list("pk", flat=True)


def home_of(division_code: str) -> VenueRow | None:
    """The home of the county a place lies in. One query."""
    found = Venue.objects.filter(division_code=division_code[:6], tier=Tier.HOME, closed_on=None)
    home = found.order_by("pk").first()
    return None if home is None else _row(home)


def venue_names(venue_ids: Iterable[int]) -> dict[int, str]:
    """Names by venue id. One query."""
    with connection.cursor() as cursor:
        # One statement whatever the number of names, so that it is planned once.
        cursor.execute("select id, name from venues_venue where id = any(%s)", [list(venue_ids)])
        return dict(cursor.fetchall())


def of_tier(tier: str) -> QuerySet[Venue, int]:
    """Ids of the venues of a tier, closed ones too, as the inner part of another query."""
    return Venue.objects.filter(tier=tier).values_list("pk", flat=True)


def ids_by_tier(place: str) -> dict[str, list[int]]:
    """Ids of the venues of a place by tier, closed ones too: cases stay with them. One query."""
    low, high = range_of(place)
    found: dict[str, list[int]] = {}
    rows = Venue.objects.filter(division_code__gte=low, division_code__lt=high)
    for pk, tier in rows.order_by("pk").values_list("pk", "tier"):
        found.setdefault(tier, []).append(pk)
    return found


def venues_in(place: str, *, tier: str = "", after_id: int = 0, limit: int = 50) -> list[VenueRow]:
    """Open venues of a place, by tier and code, from after `after_id` on. One query."""
    low, high = range_of(place)
    venues = Venue.objects.filter(division_code__gte=low, division_code__lt=high, closed_on=None)
    if tier:
        venues = venues.filter(tier=tier)
    return [_row(v) for v in venues.filter(pk__gt=after_id).order_by("pk")[:limit]]


def venues_near(division_code: str) -> list[VenueRow]:
    """Venues that serve a place: its own, joint ones, and those of the levels above. One query."""
    places = ancestors_of(division_code)[2:]
    own = Venue.objects.filter(division_code__in=places, closed_on=None)
    joint = Venue.objects.filter(serves__division_code=division_code, closed_on=None)
    found = {v.pk: v for v in (own | joint).distinct()}
    return [_row(v) for v in sorted(found.values(), key=lambda v: (-len(v.division_code), v.pk))]


_member_ids = Written(
    lambda: (
        Membership.objects.filter(venue_id=Ask("venue"), until=None)
        .order_by("id")
        .values_list("person_id", flat=True)
    )
)


def member_ids(venue_id: int) -> list[int]:
    """Persons placed in the venue now. One query."""
    return _member_ids(venue=venue_id)


def placements_of(person_id: int | Ask) -> QuerySet[Membership, int]:
    """Ids of the venues a deputy is placed in now, as a query to look inside of."""
    return Membership.objects.filter(person_id=person_id, until=None).values_list("venue_id", flat=True)


_venue_ids_of = Written(
    lambda: Membership.objects.filter(person_id=Ask("person"), until=None).values_list("venue_id", flat=True)
)


def venue_ids_of(person_id: int) -> list[int]:
    """Venues a deputy is placed in now. One query."""
    return _venue_ids_of(person=person_id)


@dataclass(frozen=True, slots=True)
class PlateRow:
    """A plate with its scans, for the venue's staff."""

    id: int
    kind: str
    venue_id: int
    person_id: int | None
    code: str
    code_text: str
    issued_at: datetime
    revoked_at: datetime | None
    scans: int


def _plate_row(plate: Plate, scans: int = 0) -> PlateRow:
    code = signed_code(plate.code)
    return PlateRow(
        plate.pk, plate.kind, plate.venue_id, plate.person_id, code, grouped(code),
        plate.issued_at, plate.revoked_at, scans,
    )  # fmt: skip


_plate = Written(lambda: Plate.objects.filter(code=Ask("code"))[:1])


def plate_by_code(typed: str) -> PlateRow | None:
    """The plate of a scanned or typed code, revoked ones too; None for a code that is not ours. One query."""
    public_code = plate_code_of(typed)
    plate = _plate.first(code=public_code) if public_code else None
    return None if plate is None else _plate_row(plate)


def plate_rows(venue_id: int, actor: Actor) -> list[PlateRow]:
    """All plates of a venue with total scans, for those who keep it. Two queries. Raises NotAllowed."""
    found = Venue.objects.filter(pk=venue_id).first()
    if found is None:
        raise NotFound(_("没有找到这个阵地。"))
    access.require_may_keep(actor, found)
    plates = Plate.objects.filter(venue_id=venue_id).annotate(total=Sum("scan_days__scans")).order_by("id")
    return [_plate_row(p, p.total or 0) for p in plates]


def may_keep(actor: Actor, venue_id: int) -> bool:
    """Whether to show the venue's staff buttons. One query at most."""
    found = Venue.objects.filter(pk=venue_id).first() if actor.is_signed_in else None
    return found is not None and access.may_keep(actor, found)


@dataclass(frozen=True, slots=True)
class VenueList:
    """One page of venues by place, and where the next one starts ("": there is none)."""

    rows: tuple[VenueRow, ...]
    next_after: str


def venue_list(place: str = "", *, tier: str = "", after: str = "", size: int = 40) -> VenueList:
    """Open venues of a place (all when empty), by code, from after the row `after` on. One query."""
    found = Venue.objects.filter(closed_on=None)
    if place:
        low, high = range_of(place)
        found = found.filter(division_code__gte=low, division_code__lt=high)
    if tier:
        found = found.filter(tier=tier)
    code, _dot, pk = after.partition(".")
    if code and pk.isdecimal() and len(pk) < 19:
        found = found.filter(
            Q(division_code__gte=code), Q(division_code__gt=code) | Q(division_code=code, pk__gt=int(pk))
        )
    rows = [_row(v) for v in found.order_by("division_code", "pk")[: size + 1]]
    kept = tuple(rows[:size])
    last = kept[-1] if len(rows) > size else None
    return VenueList(kept, f"{last.division_code}.{last.id}" if last else "")


def venue_rows(venue_ids: Iterable[int]) -> list[VenueRow]:
    """These venues, the lowest level first. One query."""
    found = Venue.objects.filter(pk__in=list(venue_ids), closed_on=None)
    return [_row(v) for v in sorted(found, key=lambda v: (-len(v.division_code), v.pk))]


_joint_places = Written(
    lambda: (
        Serves.objects.filter(venue_id=Ask("venue"))
        .order_by("division_code")
        .values_list("division_code", flat=True)
    )
)


def joint_places(venue_id: int) -> list[str]:
    """Codes of the further villages a joint venue serves. One query."""
    return _joint_places(venue=venue_id)


@dataclass(frozen=True, slots=True)
class SignsOfLife:
    """What the platform knows of a venue by itself."""

    page_is_complete: bool
    has_plate: bool
    scans: int
    members: int


def signs_of_life(venue_id: int, *, since: date) -> SignsOfLife:
    """Page filled in, plates in use, scans since a day, deputies placed. Raises NotFound. Four queries."""
    row = venue(venue_id)
    plates = Plate.objects.filter(venue_id=venue_id)
    scans = plates.filter(scan_days__day__gte=since).aggregate(n=Sum("scan_days__scans"))["n"]
    return SignsOfLife(
        page_is_complete=bool(row.address and row.phone and row.opening_hours),
        has_plate=plates.filter(revoked_at=None).exists(),
        scans=scans or 0,
        members=Membership.objects.filter(venue_id=venue_id, until=None).count(),
    )


def open_venues_below(place: str, length: int) -> dict[str, dict[str, int]]:
    """Open venues of a place by the first `length` digits of their code, and by tier. One query."""
    low, high = range_of(place)
    found = Venue.objects.filter(division_code__gte=low, division_code__lt=high, closed_on=None)
    below: dict[str, dict[str, int]] = {}
    counted = found.annotate(child=Substr("division_code", 1, length)).values_list("child", "tier")
    for child, tier, count in counted.annotate(n=Count("pk")):
        below.setdefault(child, {})[tier] = count
    return below


@dataclass(frozen=True, slots=True)
class VillageVenue:
    """The venue of a village: its own, or a joint one that stands elsewhere."""

    id: int
    name: str
    is_joint: bool


def venues_of_villages(place: str) -> dict[str, VillageVenue]:
    """An open venue for each village inside a place that has one, its own before a joint one. Two queries."""
    low, high = range_of(place)
    own = Venue.objects.filter(division_code__gte=low, division_code__lt=high, closed_on=None)
    joint = Serves.objects.filter(division_code__gte=low, division_code__lt=high, venue__closed_on=None)
    found = {}
    for code, pk, name in joint.order_by("-venue").values_list("division_code", "venue_id", "venue__name"):
        found[code] = VillageVenue(pk, name, is_joint=True)
    for code, pk, name in own.order_by("-pk").values_list("division_code", "pk", "name"):
        found[code] = VillageVenue(pk, name, is_joint=False)
    return {code: venue for code, venue in found.items() if len(code) == 12}


def served_villages(place: str) -> set[str]:
    """Codes of villages inside a place that have an open venue, of their own or a joint one. Two queries."""
    return set(venues_of_villages(place))


def were_placed(person_ids: list[int]) -> bool:
    """Whether one of these persons is or was placed in a venue. One query."""
    return Membership.objects.filter(person_id__in=person_ids).exists()


@dataclass(frozen=True, slots=True)
class KnownVenue:
    """A venue of a place with all its facts, to compare a file with."""

    id: int
    tier: str
    name: str
    division_code: str
    address: str
    phone: str
    opening_hours: str
    reception_rule: str
    liaison_name: str
    committee: str
    field: str
    parent_id: int | None
    is_open: bool
    opened_on: date
    also_serves: tuple[str, ...]
    members: tuple[int, ...]  # persons placed now


def known_venues(place: str) -> list[KnownVenue]:
    """Every venue inside a place, closed ones too. Three queries."""
    low, high = range_of(place)
    found = Venue.objects.filter(division_code__gte=low, division_code__lt=high)
    here = Prefetch("memberships", Membership.objects.filter(until=None).order_by("id"), to_attr="placed")
    return [
        KnownVenue(
            v.pk, v.tier, v.name, v.division_code, v.address, v.phone, v.opening_hours, v.reception_rule,
            v.liaison_name, v.committee, v.field, v.parent_id, v.closed_on is None, v.opened_on,
            tuple(sorted(s.division_code for s in v.serves.all())),
            tuple(m.person_id for m in getattr(v, "placed", [])),
        )
        for v in found.prefetch_related("serves", here).order_by("pk")
    ]  # fmt: skip


def open_venues_read_by(actor: Actor) -> QuerySet[Venue]:
    """Open venues of the reader's place, or the keeper's own, to look inside of. Source: ADR-0030 §2."""
    return access.venues_read_by(actor)


def tier_word(tier: str) -> str:
    """What a tier is called on screen."""
    return str(TIER_LABELS[tier])
