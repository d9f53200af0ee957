"""Reading venues for those who keep them: lists with closed ones, members, plates, and what goes on paper."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import Count, Q, Sum
from django.utils import timezone
from django.utils.translation import gettext as _

from lianxin.accounts.words import role_label
from lianxin.divisions import reads as divisions
from lianxin.documents.plaques import PlaqueData, PlaqueKind
from lianxin.journal import reads as journal
from lianxin.kernel.actor import Actor
from lianxin.kernel.codes import ancestors_of
from lianxin.kernel.errors import DomainError, NotFound
from lianxin.kit.jinja_env import iso, moment
from lianxin.kit.paging import Cursor, Page
from lianxin.people import reads as people
from lianxin.venues import access
from lianxin.venues.models import Membership, Plate, Venue
from lianxin.venues.plate_codes import grouped, signed_code
from lianxin.venues.words import TIER_LABELS, PlateKind

_MOST_PLATES = 60


@dataclass(frozen=True, slots=True)
class KeptVenue:
    """A venue in the staff list."""

    id: int
    name: str
    tier_label: str
    place: str
    phone: str
    liaison_name: str
    members: int
    closed_on: date | None


def kept_venues(actor: Actor, cursor: Cursor, *, text: str = "", tier: str = "") -> Page[KeptVenue]:
    """Venues the actor keeps, newest first. One query, and names of places from memory."""
    found = access.kept_by(actor)
    if text:
        found = found.filter(name__contains=text)
    if tier:
        found = found.filter(tier=tier)
    members = Count("memberships", filter=Q(memberships__until=None))
    rows = list(cursor.window(found.annotate(members=members)))
    divisions.remember([v.division_code for v in rows])
    return cursor.page([_kept(venue, venue.members) for venue in rows])


def _kept(venue: Venue, members: int) -> KeptVenue:
    place = divisions.path_name(venue.division_code)
    return KeptVenue(
        venue.pk, venue.name, str(TIER_LABELS[venue.tier]), place, venue.phone, venue.liaison_name,
        members, venue.closed_on,
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class VenueFile:
    """All that is recorded of one venue, for its staff page and its form."""

    id: int
    tier: str
    tier_label: str
    name: str
    division_code: str
    place: str
    address: str
    phone: str
    opening_hours: str
    reception_rule: str
    liaison_name: str
    committee: str
    field: str
    parent_id: int | None
    parent_name: str
    also_serves: tuple[str, ...]
    also_places: tuple[str, ...]
    opened_on: date
    closed_on: date | None
    may_build: bool


def venue_file(actor: Actor, venue_id: int) -> VenueFile:
    """One venue the actor keeps. Raises NotFound for every other one. One query."""
    serves = ArrayAgg("serves__division_code", filter=Q(serves__isnull=False), default=[])
    found = access.kept_by(actor).filter(pk=venue_id).select_related("parent")
    venue = found.annotate(codes=serves).first()
    if venue is None:
        raise NotFound(_("没有找到这个阵地。它可能不归您管，请回到清单再找。"))
    codes = tuple(sorted(venue.codes))
    divisions.remember([venue.division_code, *codes])
    return VenueFile(
        id=venue.pk,
        tier=venue.tier,
        tier_label=str(TIER_LABELS[venue.tier]),
        name=venue.name,
        division_code=venue.division_code,
        place=divisions.path_name(venue.division_code),
        address=venue.address,
        phone=venue.phone,
        opening_hours=venue.opening_hours,
        reception_rule=venue.reception_rule,
        liaison_name=venue.liaison_name,
        committee=venue.committee,
        field=venue.field,
        parent_id=venue.parent_id,
        parent_name=venue.parent.name if venue.parent else "",
        also_serves=codes,
        also_places=tuple(divisions.name_of(code) for code in codes),
        opened_on=venue.opened_on,
        closed_on=venue.closed_on,
        may_build=access.may_open(actor, venue.division_code),
    )


def history(venue_id: int) -> list[dict[str, str]]:
    """Journal lines of a venue as `kit/ui/history.html` draws them, newest first. One query."""
    return [
        {
            "event": line.sentence, "actor": role_label(line.role), "when": moment(line.at),
            "iso": iso(line.at), "before": line.before, "after": line.after, "reason": line.reason,
        }
        for line in reversed(journal.history_of("venues.venue", venue_id))
    ]  # fmt: skip


def parent_choices(division_code: str, *, without: int | None = None) -> list[tuple[str, str]]:
    """Open venues of the place and of those above it, as choices. One query."""
    if not divisions.is_code(division_code):
        return []
    found = Venue.objects.filter(division_code__in=ancestors_of(division_code), closed_on=None)
    found = found if without is None else found.exclude(pk=without)
    names = found.order_by("division_code", "pk").values_list("pk", "name")
    return [(str(pk), name) for pk, name in names]


@dataclass(frozen=True, slots=True)
class MemberRow:
    """A deputy placed here."""

    id: int
    person_id: int
    name: str
    since: date
    has_plate: bool


@dataclass(frozen=True, slots=True)
class KeptPlate:
    """A plate with its scans."""

    id: int
    label: str
    person_id: int | None
    code_text: str
    issued_at: datetime
    revoked_at: datetime | None
    revoke_reason: str
    scans: int


@dataclass(frozen=True, slots=True)
class VenueBook:
    """Members and plates of one venue."""

    members: tuple[MemberRow, ...]
    plates: tuple[KeptPlate, ...]
    has_own_plate: bool


def venue_book(venue: VenueFile) -> VenueBook:
    """Deputies placed now, and all plates with their scans. Three queries."""
    placed = list(Membership.objects.filter(venue_id=venue.id, until=None).order_by("id"))
    plates = list(
        Plate.objects.filter(venue_id=venue.id).annotate(total=Sum("scan_days__scans")).order_by("id")
    )
    names = people.names_of({m.person_id for m in placed} | {p.person_id for p in plates if p.person_id})
    in_use = {p.person_id for p in plates if p.revoked_at is None}
    rows = (
        KeptPlate(
            p.pk, names.get(p.person_id, "") if p.person_id else venue.name, p.person_id,
            grouped(signed_code(p.code)), p.issued_at, p.revoked_at, p.revoke_reason, p.total or 0,
        )
        for p in plates
    )  # fmt: skip
    members = (
        MemberRow(m.pk, m.person_id, names.get(m.person_id, ""), m.since, m.person_id in in_use)
        for m in placed
    )
    return VenueBook(tuple(members), tuple(rows), None in in_use)


def member(actor: Actor, membership_id: int) -> tuple[VenueFile, MemberRow]:
    """One present placement with its venue. Raises NotFound. Three queries."""
    found = Membership.objects.filter(pk=membership_id, until=None).first()
    if found is None:
        raise NotFound(_("没有这条入驻记录，或者代表已经离站。"))
    venue = venue_file(actor, found.venue_id)
    name = people.names_of([found.person_id]).get(found.person_id, "")
    return venue, MemberRow(found.pk, found.person_id, name, found.since, has_plate=False)


def plate(actor: Actor, plate_id: int) -> tuple[VenueFile, KeptPlate]:
    """One plate with its venue. Raises NotFound. Three queries."""
    found = Plate.objects.filter(pk=plate_id).annotate(total=Sum("scan_days__scans")).first()
    if found is None:
        raise NotFound(_("没有这块二维码牌。"))
    venue = venue_file(actor, found.venue_id)
    name = people.names_of([found.person_id]).get(found.person_id, "") if found.person_id else venue.name
    return venue, KeptPlate(
        found.pk, name, found.person_id, grouped(signed_code(found.code)), found.issued_at, found.revoked_at,
        found.revoke_reason, found.total or 0,
    )  # fmt: skip


def plaques(venue: VenueFile, plate_ids: list[int]) -> list[PlaqueData]:
    """What is printed on these plates of a venue (all in use when none is named). Three queries.

    Raises DomainError when there is nothing to print: a revoked plate is never printed again.
    """
    found = Plate.objects.filter(venue_id=venue.id, revoked_at=None).order_by("-kind", "id")
    chosen = list(found.filter(pk__in=plate_ids) if plate_ids else found)[:_MOST_PLATES]
    if not chosen:
        raise DomainError(_("没有可以打印的二维码牌。请先制牌，或者选没有作废的牌。"))
    deputies = {d.id: d for d in people.deputy_rows(p.person_id for p in chosen if p.person_id)}
    return [
        PlaqueData(
            kind=PlaqueKind.DEPUTY if p.kind == PlateKind.DEPUTY else PlaqueKind.VENUE,
            owner=venue.place or venue.name,
            title=deputies[p.person_id].name if p.person_id in deputies else venue.name,
            subtitle=deputies[p.person_id].levels if p.person_id in deputies else "",
            url=f"{settings.LIANXIN_PUBLIC_URL}/q/{signed_code(p.code)}",
            code_text=grouped(signed_code(p.code)),
            phone=venue.phone,
            day_line=venue.reception_rule,
            site_host=urlsplit(settings.LIANXIN_PUBLIC_URL).netloc,
            issued_month=timezone.localtime(p.issued_at).date(),
        )
        for p in chosen
    ]
