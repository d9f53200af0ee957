"""How many open cases deputies have in hand."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from django.db.models import Q

from lianxin.kernel.actor import Actor
from lianxin.voices import access
from lianxin.voices.workflow import OPEN_STATES


def held_by(actor: Actor, person_ids: Iterable[int]) -> dict[int, int]:
    """Open cases that each of these took, or that ask for them, of those the actor sees. One query."""
    wanted = set(person_ids)
    mine = Q(claimed_by__in=wanted) | Q(wanted_person_id__in=wanted)
    rows = access.cases_visible_to(actor).filter(mine, state__in=OPEN_STATES)
    held: Counter[int] = Counter()
    for claimed_by, asked in rows.values_list("claimed_by", "wanted_person_id"):
        held.update({person for person in (claimed_by, asked) if person in wanted})
    return dict(held)


def held_in_venues(actor: Actor, person_id: int) -> dict[int, int]:
    """Open cases that a deputy took, by the venue that holds them now, of those the actor sees. One query."""
    rows = access.cases_visible_to(actor).filter(claimed_by=person_id, state__in=OPEN_STATES)
    return dict(Counter(rows.values_list("venue_id", flat=True)))
