"""Who sets rules for a place, and who says what hangs on a venue's wall."""

from __future__ import annotations

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from lianxin.kernel.actor import VENUE_ROLES, Actor, Role
from lianxin.kernel.codes import ancestors_of, inside, range_of
from lianxin.kernel.errors import NotAllowed
from lianxin.rulebook.models import Adoption, Rule

# Each congress office sets rules for its own place and says what hangs in its venues (ADR-0030 §2).
SETTERS = frozenset({Role.DEPUTY_AFFAIRS, Role.PRESIDIUM, Role.STREET_COMMITTEE})
READERS = SETTERS | VENUE_ROLES | {Role.STANDING_LEADER, Role.SPECIAL_COMMITTEE, Role.EVALUATOR}


def rules_visible_to(actor: Actor) -> QuerySet[Rule]:
    """Rules of the actor's place, of those above it and of those inside it."""
    if actor.role not in READERS or not actor.place:
        return Rule.objects.none()
    low, high = range_of(actor.place)
    inner = Q(division_code__gte=low, division_code__lt=high)
    return Rule.objects.filter(Q(division_code__in=ancestors_of(actor.place)) | inner)


def adoptions_visible_to(actor: Actor) -> QuerySet[Adoption]:
    """What hangs in the venues of the actor's place, or in the keeper's own."""
    if actor.role in VENUE_ROLES and actor.venue_id is not None:
        return Adoption.objects.filter(venue_id=actor.venue_id)
    if actor.role in READERS and actor.place:
        low, high = range_of(actor.place)
        return Adoption.objects.filter(division_code__gte=low, division_code__lt=high)
    return Adoption.objects.none()


def may_hang(actor: Actor, venue_id: int, division_code: str) -> bool:
    """The venue's own keeper, or the congress office of the place."""
    own = actor.role in VENUE_ROLES and actor.venue_id == venue_id
    return own or (actor.role in SETTERS and inside(division_code, actor.place))


def require_may_hang(actor: Actor, venue_id: int, division_code: str) -> None:
    """Raise NotAllowed unless the actor says what hangs in this venue."""
    if not may_hang(actor, venue_id, division_code):
        raise NotAllowed(_("只有本阵地的联络员或本地人大机关可以登记上墙的制度。"))


def require_may_set(actor: Actor) -> None:
    """Raise NotAllowed unless the actor sets rules for a place."""
    if actor.role not in SETTERS or not actor.place:
        raise NotAllowed(_("只有本地人大机关可以定制度，请换到对应岗位再试。"))


def require_may_end(actor: Actor, rule: Rule) -> None:
    """Raise NotAllowed unless the rule is of the actor's own place."""
    require_may_set(actor)
    if rule.division_code != actor.place:
        raise NotAllowed(_("这条制度是别的地方定的，请找定它的机关。"))
