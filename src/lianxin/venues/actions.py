"""Opening venues, placing deputies, issuing and revoking plates, counting scans."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db import IntegrityError, connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from lianxin.journal import actions as journal
from lianxin.kernel.actor import Actor
from lianxin.kernel.codes import random_code
from lianxin.kernel.errors import DomainError, NotFound
from lianxin.kernel.text import clean
from lianxin.venues import access
from lianxin.venues.models import Membership, Plate, Serves, Venue
from lianxin.venues.words import Placement, PlateKind, Tier


@dataclass(frozen=True, slots=True)
class VenueFacts:
    """What is recorded of a venue."""

    tier: Tier
    name: str
    division_code: str
    address: str = ""
    phone: str = ""
    opening_hours: str = ""
    reception_rule: str = ""
    liaison_name: str = ""
    committee: str = ""
    field: str = ""
    parent_id: int | None = None
    also_serves: tuple[str, ...] = ()


@transaction.atomic
def open_venue(*, facts: VenueFacts, opened_on: date, actor: Actor, at: datetime) -> Venue:
    """Record a venue; its online twin exists from this moment. Source: domain.md §2.1."""
    access.require_may_open(actor, facts.division_code)
    if facts.tier == Tier.PROFESSIONAL and not (facts.committee and facts.field):
        raise DomainError(_("专业代表工作站要写明对应的专（工）委和专业领域。"))
    try:
        with transaction.atomic():
            venue = Venue.objects.create(
                tier=facts.tier,
                name=clean(facts.name),
                division_code=facts.division_code,
                parent_id=facts.parent_id,
                address=clean(facts.address),
                phone=facts.phone,
                opening_hours=facts.opening_hours,
                reception_rule=facts.reception_rule,
                liaison_name=facts.liaison_name,
                committee=facts.committee,
                field=facts.field,
                opened_on=opened_on,
            )
    except IntegrityError as error:
        raise DomainError(_("这个地方已经有同名的阵地了，请换一个名称。")) from error
    Serves.objects.bulk_create([Serves(venue=venue, division_code=code) for code in facts.also_serves])
    journal.write(
        "venues.venue", venue.pk, "venues.venue.opened", actor=actor, at=at, division_code=venue.division_code
    )
    return venue


@transaction.atomic
def place_deputy(
    *, venue_id: int, person_id: int, kind: Placement, since: date, actor: Actor, at: datetime
) -> Membership:
    """Place a deputy in a venue; placing twice changes nothing."""
    venue = Venue.objects.select_for_update().get(pk=venue_id)
    access.require_may_open(actor, venue.division_code)
    membership, created = Membership.objects.get_or_create(
        venue=venue, person_id=person_id, until=None, defaults={"kind": kind, "since": since}
    )
    if created:
        journal.write(
            "venues.member", membership.pk, "venues.member.placed",
            actor=actor, at=at, division_code=venue.division_code, after=kind,
        )  # fmt: skip
    return membership


@transaction.atomic
def issue_plate(*, venue_id: int, person_id: int | None, actor: Actor, at: datetime) -> Plate:
    """Issue a plate for a venue, or for a deputy placed there; an unrevoked one is returned again."""
    venue = Venue.objects.select_for_update().filter(pk=venue_id).first()
    if venue is None:
        raise NotFound(_("没有这个阵地。"))
    access.require_may_keep(actor, venue)
    if person_id is not None and not venue.memberships.filter(person_id=person_id, until=None).exists():
        raise DomainError(_("这位代表还没有入驻这个阵地，先登记入驻再制牌。"))
    old = Plate.objects.filter(venue=venue, person_id=person_id, revoked_at=None).first()
    if old is not None:
        return old
    kind = PlateKind.VENUE if person_id is None else PlateKind.DEPUTY
    plate = Plate.objects.create(
        code=random_code(6), kind=kind, venue=venue, person_id=person_id, issued_at=at
    )
    journal.write(
        "venues.plate", plate.pk, "venues.plate.issued",
        actor=actor, at=at, division_code=venue.division_code, after=kind,
    )  # fmt: skip
    return plate


@transaction.atomic
def revoke_plate(*, plate_id: int, reason: str, actor: Actor, at: datetime) -> Plate:
    """Revoke a lost or copied plate: its code leads to a kind page from now on."""
    plate = Plate.objects.select_for_update(of=("self",)).select_related("venue").filter(pk=plate_id).first()
    if plate is None:
        raise NotFound(_("没有这块二维码牌。"))
    access.require_may_keep(actor, plate.venue)
    if plate.revoked_at is not None:
        return plate
    if len(clean(reason)) < 2:
        raise DomainError(_("请写一句作废的原因，例如“牌子丢了”。"))
    plate.revoked_at, plate.revoke_reason = at, clean(reason)
    plate.save(update_fields=["revoked_at", "revoke_reason"])
    journal.write(
        "venues.plate", plate.pk, "venues.plate.revoked",
        actor=actor, at=at, division_code=plate.venue.division_code, reason=clean(reason),
    )  # fmt: skip
    return plate


def count_scan(*, plate_id: int, at: datetime) -> None:
    """Count one opening of a plate's page. One statement; kept by day without any person."""
    with connection.cursor() as cursor:
        cursor.execute(
            "insert into venues_scanday (plate_id, day, scans) values (%s, %s, 1) "
            "on conflict (plate_id, day) do update set scans = venues_scanday.scans + 1",
            [plate_id, timezone.localtime(at).date()],
        )
