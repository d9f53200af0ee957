"""Who sees a link, who makes one, who records visits. Row-level security stands behind it."""

from __future__ import annotations

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from lianxin.kernel.actor import Actor, Role
from lianxin.kernel.codes import inside, range_of
from lianxin.kernel.errors import NotAllowed
from lianxin.links.models import Link, Visit
from lianxin.links.words import LinkKind

# The offices that keep the links of their place. Source: LAW-DEPUTIES-2025 §12; ADR-0029.
KEEPERS = frozenset({Role.DEPUTY_AFFAIRS, Role.PRESIDIUM, Role.STREET_COMMITTEE})
READERS = KEEPERS | {Role.STANDING_LEADER, Role.SPECIAL_COMMITTEE}


def links_visible_to(actor: Actor) -> QuerySet[Link]:
    """Links of the actor's place; of a deputy those at whose either end they stand."""
    if not actor.is_signed_in:
        return Link.objects.none()
    if actor.role in READERS and actor.place:
        low, high = range_of(actor.place)
        return Link.objects.filter(division_code__gte=low, division_code__lt=high)
    if actor.role == Role.DEPUTY and actor.person_id is not None:
        return Link.objects.filter(Q(from_person=actor.person_id) | Q(to_person=actor.person_id))
    return Link.objects.none()


def visits_visible_to(actor: Actor) -> QuerySet[Visit]:
    """Visits of the links the actor sees."""
    return Visit.objects.filter(link__in=links_visible_to(actor))


def require_may_keep(actor: Actor, division_code: str) -> None:
    """Raise NotAllowed unless the actor keeps the links of this congress."""
    if actor.role not in KEEPERS or not inside(division_code, actor.place):
        raise NotAllowed(_("联系关系由本级人大的代表工作岗位登记，请换到对应岗位再试。"))


def may_visit(actor: Actor, link: Link) -> bool:
    """Who goes records; the office writes down what came on paper; committees their own kind."""
    if actor.role == Role.DEPUTY:
        return link.from_person_id is not None and link.from_person_id == actor.person_id
    if actor.role == Role.SPECIAL_COMMITTEE and link.kind != LinkKind.COMMITTEE_DEPUTY:
        return False
    return actor.role in KEEPERS | {Role.SPECIAL_COMMITTEE} and inside(link.division_code, actor.place)


def require_may_visit(actor: Actor, link: Link) -> None:
    """Raise NotAllowed unless the actor records visits on this link."""
    if not may_visit(actor, link):
        raise NotAllowed(_("走访由负责联系的人来记，或者由代表工作岗位代为补记。"))
