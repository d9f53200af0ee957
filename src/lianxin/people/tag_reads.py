"""Deputies in office by what the register says of everybody: women, ethnic minorities.

The composition that congresses report of themselves (LAW-ELECTION §7). Party, birth and education are facts
of the roster that the law does not publish; no list is drawn from them.
"""

from __future__ import annotations

from collections.abc import Collection

from django.db.models import Q

from lianxin.kernel.codes import range_of
from lianxin.people.models import Mandate
from lianxin.people.words import MandateState, Tag

_MAJORITY = ("汉", "汉族")


def ids_tagged(tags: Collection[Tag], *, within: str) -> list[int]:
    """Deputies in office with their home in a place whom any of the tags fits. One query."""
    low, high = range_of(within)
    wanted = Q(pk__in=[])
    if Tag.WOMEN in tags:
        wanted |= Q(person__sex="f")
    if Tag.MINORITY in tags:
        wanted |= ~Q(person__ethnic_group__in=_MAJORITY) & ~Q(person__ethnic_group="")
    seats = Mandate.objects.filter(wanted, home_code__gte=low, home_code__lt=high, state=MandateState.ACTIVE)
    return sorted(set(seats.values_list("person_id", flat=True)))
