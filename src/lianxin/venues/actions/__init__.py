"""Opening venues, placing deputies, issuing and revoking plates, counting scans."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db import IntegrityError, connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

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
    _require_sound(facts, None)
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


# What a venue's own liaison may change; the rest changes what and where the venue is.
KEPT_BY_LIAISON = ("address", "phone", "opening_hours", "reception_rule", "liaison_name")
_FACTS = ("tier", "name", "division_code", *KEPT_BY_LIAISON, "committee", "field", "parent_id")
_FACT_WORDS = {
    "tier": gettext_lazy("类别"),
    "name": gettext_lazy("名称"),
    "division_code": gettext_lazy("地方"),
    "address": gettext_lazy("地址"),
    "phone": gettext_lazy("电话"),
    "opening_hours": gettext_lazy("开放时间"),
    "reception_rule": gettext_lazy("接待日"),
    "liaison_name": gettext_lazy("联络员"),
    "committee": gettext_lazy("专（工）委"),
    "field": gettext_lazy("专业领域"),
    "parent_id": gettext_lazy("上级阵地"),
    "also_serves": gettext_lazy("联合村"),
}


@transaction.atomic
def change_venue(*, venue_id: int, facts: VenueFacts, actor: Actor, at: datetime) -> Venue:
    """Change what is recorded of a venue; the journal keeps the names of the changed facts, not the facts."""
    venue = _locked(venue_id)
    access.require_may_keep(actor, venue)
    if venue.closed_on is not None:
        raise DomainError(_("这个阵地已经撤销。要改资料，请先恢复。"))
    changed = [name for name in _FACTS if getattr(venue, name) != getattr(facts, name)]
    old_serves = set(venue.serves.values_list("division_code", flat=True))
    if set(facts.also_serves) != old_serves:
        changed.append("also_serves")
    if not changed:
        return venue
    if not set(changed) <= set(KEPT_BY_LIAISON):
        access.require_may_open(actor, venue.division_code)
        access.require_may_open(actor, facts.division_code)
    _require_sound(facts, venue.pk)
    for name in _FACTS:
        setattr(venue, name, getattr(facts, name))
    try:
        with transaction.atomic():
            venue.save(update_fields=_FACTS)
    except IntegrityError as error:
        raise DomainError(_("这个地方已经有同名的阵地了，请换一个名称。")) from error
    venue.serves.exclude(division_code__in=facts.also_serves).delete()
    new = [Serves(venue=venue, division_code=c) for c in facts.also_serves if c not in old_serves]
    Serves.objects.bulk_create(new)
    words = "、".join(str(_FACT_WORDS[name]) for name in changed)
    journal.write(
        "venues.venue", venue.pk, "venues.venue.changed",
        actor=actor, at=at, division_code=venue.division_code, after=words,
    )  # fmt: skip
    return venue


@transaction.atomic
def close_venue(*, venue_id: int, on: date, reason: str, actor: Actor, at: datetime) -> Venue:
    """Close a venue: its public page, members and plates stop; its cases stay as they are."""
    venue = _locked(venue_id)
    access.require_may_open(actor, venue.division_code)
    if venue.closed_on is not None:
        return venue
    if len(clean(reason)) < 2:
        raise DomainError(_("请写一句撤销阵地的原因，例如“与西城站合并”。"))
    if venue.children.filter(closed_on=None).exists():
        raise DomainError(_("还有下级阵地挂在它下面。请先给下级阵地换一个上级，再来撤销。"))
    if venue.points.filter(closed_on=None).exists():
        raise DomainError(_("还有联系点挂在它下面。请先给联系点换一个阵地，或者撤销联系点。"))
    venue.closed_on = on
    venue.save(update_fields=["closed_on"])
    venue.memberships.filter(until=None).update(until=on)
    venue.plates.filter(revoked_at=None).update(revoked_at=at, revoke_reason=_("阵地撤销"))
    journal.write(
        "venues.venue", venue.pk, "venues.venue.closed",
        actor=actor, at=at, division_code=venue.division_code, reason=clean(reason),
    )  # fmt: skip
    return venue


@transaction.atomic
def reopen_venue(*, venue_id: int, actor: Actor, at: datetime) -> Venue:
    """Open a closed venue again; deputies and plates are entered anew."""
    venue = _locked(venue_id)
    access.require_may_open(actor, venue.division_code)
    if venue.closed_on is None:
        return venue
    venue.closed_on = None
    venue.save(update_fields=["closed_on"])
    journal.write(
        "venues.venue", venue.pk, "venues.venue.reopened",
        actor=actor, at=at, division_code=venue.division_code,
    )  # fmt: skip
    return venue


@transaction.atomic
def release_deputy(*, membership_id: int, on: date, actor: Actor, at: datetime) -> Membership:
    """End a placement; the deputy's own plates at this venue are revoked with it."""
    found = Membership.objects.select_for_update(of=("self",)).select_related("venue")
    membership = found.filter(pk=membership_id).first()
    if membership is None:
        raise NotFound(_("没有这条入驻记录。"))
    access.require_may_open(actor, membership.venue.division_code)
    if membership.until is not None:
        return membership
    membership.until = max(on, membership.since)
    membership.save(update_fields=["until"])
    plates = membership.venue.plates.filter(person_id=membership.person_id, revoked_at=None)
    plates.update(revoked_at=at, revoke_reason=_("代表离站"))
    journal.write(
        "venues.member", membership.pk, "venues.member.left",
        actor=actor, at=at, division_code=membership.venue.division_code,
    )  # fmt: skip
    return membership


def _locked(venue_id: int) -> Venue:
    venue = Venue.objects.select_for_update().filter(pk=venue_id).first()
    if venue is None:
        raise NotFound(_("没有这个阵地。"))
    return venue


def _require_sound(facts: VenueFacts, venue_id: int | None) -> None:
    """Raise DomainError unless the facts fit together. Source: domain.md §2.1, §2.5."""
    if not clean(facts.name):
        raise DomainError(_("请填阵地名称。"))
    if facts.tier == Tier.PROFESSIONAL and not (facts.committee and facts.field):
        raise DomainError(_("专业代表工作站要写明对应的专（工）委和专业领域。"))
    seen, parent = {venue_id}, facts.parent_id
    while parent is not None:
        if parent in seen:
            raise DomainError(_("上级阵地不能是它自己或它的下级，请另选。"))
        seen.add(parent)
        parent = Venue.objects.filter(pk=parent).values_list("parent_id", flat=True).first()


@transaction.atomic
def place_deputy(
    *, venue_id: int, person_id: int, kind: Placement, since: date, actor: Actor, at: datetime
) -> Membership:
    """Place a deputy in a venue; placing twice changes nothing."""
    venue = _locked(venue_id)
    access.require_may_open(actor, venue.division_code)
    if venue.closed_on is not None:
        raise DomainError(_("这个阵地已经撤销，不能再入驻代表。"))
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
    venue = _locked(venue_id)
    access.require_may_keep(actor, venue)
    if venue.closed_on is not None:
        raise DomainError(_("这个阵地已经撤销，不能再制牌。"))
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
