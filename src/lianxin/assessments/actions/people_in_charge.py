"""Who is in charge of a venue."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from lianxin.assessments import access
from lianxin.assessments.models import Charge
from lianxin.assessments.words import Duty
from lianxin.journal import actions as journal
from lianxin.kernel.actor import Actor
from lianxin.kernel.errors import DomainError
from lianxin.kernel.text import clean
from lianxin.venues import reads as venues


@transaction.atomic
def put_in_charge(
    *, venue_id: int, duty: Duty, name: str, post: str, since: date, actor: Actor, at: datetime
) -> Charge:
    """Put somebody in charge; whoever was before ends the day the new one begins. Source: domain.md §0."""
    venue = venues.venue(venue_id)
    access.require_may_put_in_charge(actor, venue.division_code)
    if len(clean(name)) < 2:
        raise DomainError(_("请填姓名。"))
    before = Charge.objects.select_for_update().filter(venue_id=venue_id, duty=duty, until=None).first()
    if before is not None:
        if (before.name, before.post) == (clean(name), clean(post)):
            return before
        before.until = max(since, before.since)
        before.save(update_fields=["until"])
    charge = Charge.objects.create(
        venue_id=venue_id,
        division_code=venue.division_code,
        duty=duty,
        name=clean(name)[:60],
        post=clean(post)[:80],
        since=since,
    )
    journal.write(
        "assessments.charge",
        charge.pk,
        "assessments.charge.given",
        actor=actor,
        at=at,
        division_code=venue.division_code,
        after=str(duty),
    )
    return charge
