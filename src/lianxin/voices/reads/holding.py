"""Whether a unit or venue holds or held a matter: asked before an import is taken back."""

from __future__ import annotations

from django.db.models import Q

from lianxin.kernel.actor import Actor
from lianxin.voices import access


def any_matter_at(actor: Actor, *, unit_ids: list[int], venue_ids: list[int]) -> bool:
    """Whether one of the matters the actor sees is or was at one of these units or venues. One query."""
    units = Q(unit_id__in=unit_ids) | Q(about_unit_id__in=unit_ids)
    rooms = Q(venue_id__in=venue_ids) | Q(origin_venue_id__in=venue_ids) | Q(via_venue_id__in=venue_ids)
    return access.cases_visible_to(actor).filter(units | rooms).exists()
