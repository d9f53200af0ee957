"""Who reads the journal as a list: administrators of a place, inside it; everybody their own lines."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from lianxin.journal.models import Entry
from lianxin.kernel.actor import ADMIN_ROLES, Actor
from lianxin.kernel.codes import range_of


def entries_visible_to(actor: Actor) -> QuerySet[Entry]:
    """Lines of the actor's place for administrators and auditors, own lines for others.

    Source: 等保三级 (安全审计).
    """
    if not actor.is_signed_in or actor.user_id is None:
        return Entry.objects.none()
    own = Q(actor_user_id=actor.user_id)
    if actor.role in ADMIN_ROLES and actor.place:
        low, high = range_of(actor.place)
        return Entry.objects.filter(own | Q(division_code__gte=low, division_code__lt=high))
    return Entry.objects.filter(own)
