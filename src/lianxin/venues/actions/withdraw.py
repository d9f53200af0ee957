"""Taking imported venues and placements back. What other rooms hold of them the caller has asked."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import ProtectedError
from django.utils.translation import gettext as _

from lianxin.journal import actions as journal
from lianxin.kernel.actor import Actor
from lianxin.kernel.errors import DomainError
from lianxin.venues import access
from lianxin.venues.models import Membership, Venue


@transaction.atomic
def withdraw_venues(*, venue_ids: Sequence[int], actor: Actor, at: datetime, reason: str) -> None:
    """Remove venues an import opened. Raises DomainError when somebody was placed, or a plate was made."""
    venues = list(Venue.objects.select_for_update().filter(pk__in=venue_ids))
    for venue in venues:
        access.require_may_open(actor, venue.division_code)
    if len(venues) != len(set(venue_ids)) or any(venue.closed_on is not None for venue in venues):
        raise DomainError(_("导入的阵地后来有人改过，不能整批撤销了。请逐个修改。"))
    used = Venue.objects.filter(pk__in=venue_ids, memberships__isnull=False).exists()
    used = used or Venue.objects.filter(pk__in=venue_ids, plates__isnull=False).exists()
    used = used or Venue.objects.filter(pk__in=venue_ids, points__isnull=False).exists()
    if used or Venue.objects.filter(parent_id__in=venue_ids).exclude(pk__in=venue_ids).exists():
        raise DomainError(_("导入的阵地已经有代表入驻、有二维码牌或有下级，不能整批撤销了。请逐个撤销。"))
    Venue.objects.filter(pk__in=venue_ids).update(parent=None)
    try:
        with transaction.atomic():
            Venue.objects.filter(pk__in=venue_ids).delete()
    except ProtectedError as error:  # rooms above hold something of it: an assessment, a rule on its wall
        raise DomainError(_("导入的阵地已经有评估或者上墙的制度，不能整批撤销了。请逐个撤销。")) from error
    subjects = [(venue.pk, venue.division_code) for venue in venues]
    journal.write_many("venues.venue", subjects, "venues.venue.withdrawn", actor=actor, at=at, reason=reason)


@transaction.atomic
def withdraw_placements(*, membership_ids: Sequence[int], actor: Actor, at: datetime, reason: str) -> None:
    """Remove placements an import made. Raises DomainError when one has ended or a plate was made for it."""
    found = list(
        Membership.objects.select_for_update(of=("self",))
        .select_related("venue")
        .filter(pk__in=membership_ids)
    )
    for membership in found:
        access.require_may_open(actor, membership.venue.division_code)
    if len(found) != len(set(membership_ids)) or any(m.until is not None for m in found):
        raise DomainError(_("导入的入驻后来有人改过，不能整批撤销了。请逐个修改。"))
    plates = {(p.venue_id, p.person_id) for m in found for p in m.venue.plates.filter(person_id=m.person_id)}
    if plates:
        raise DomainError(_("已经给导入的代表制了二维码牌，不能整批撤销了。请逐个办理离站。"))
    Membership.objects.filter(pk__in=membership_ids).delete()
    subjects = [(m.pk, m.venue.division_code) for m in found]
    journal.write_many(
        "venues.member", subjects, "venues.member.withdrawn", actor=actor, at=at, reason=reason
    )
