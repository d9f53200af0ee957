"""Who sets standards, who reports on a venue, who scores it, who names it."""

from __future__ import annotations

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from lianxin.assessments.models import Assessment, Charge, Honour, Standard
from lianxin.assessments.words import LEVEL_LENGTH
from lianxin.kernel.actor import Actor, Role
from lianxin.kernel.codes import inside, range_of
from lianxin.kernel.errors import NotAllowed
from lianxin.venues.access import KEEPERS

# The congress offices that build venues here and whose team assesses them (domain.md §2.4).
# Administrators run the house: row-level security shows them nothing of this room.
BUILDERS = frozenset({Role.DEPUTY_AFFAIRS, Role.PRESIDIUM, Role.STREET_COMMITTEE})
ASSESSORS = BUILDERS | {Role.EVALUATOR}
READERS = BUILDERS | KEEPERS | ASSESSORS | {Role.STANDING_LEADER, Role.SPECIAL_COMMITTEE}
# Standards and honours are for the deputy affairs committees (domain.md §0).
SETTERS = frozenset({Role.DEPUTY_AFFAIRS})


def _in_place(actor: Actor) -> Q:
    """Rows of the actor's place, or of the venue the actor keeps."""
    if actor.role in KEEPERS and actor.venue_id is not None:
        return Q(venue_id=actor.venue_id)
    if actor.role in READERS and actor.place:
        low, high = range_of(actor.place)
        return Q(division_code__gte=low, division_code__lt=high)
    return Q(pk__in=[])


def assessments_visible_to(actor: Actor) -> QuerySet[Assessment]:
    """Those of the actor's place or venue."""
    return Assessment.objects.filter(_in_place(actor))


def honours_visible_to(actor: Actor) -> QuerySet[Honour]:
    """Honours are public; on staff pages those of the actor's place or venue."""
    return Honour.objects.filter(_in_place(actor))


def charges_visible_to(actor: Actor) -> QuerySet[Charge]:
    """Those of the actor's place or venue."""
    return Charge.objects.filter(_in_place(actor))


def standards_visible_to(actor: Actor) -> QuerySet[Standard]:
    """Standards of the places above the actor's, and of those inside it."""
    low, high = range_of(actor.place)
    above = [actor.place[:n] for n in (2, 4, 6, 9, 12) if n <= len(actor.place)]
    return Standard.objects.filter(
        Q(division_code__in=above) | Q(division_code__gte=low, division_code__lt=high)
    )


def may_report(actor: Actor, assessment: Assessment) -> bool:
    """The venue's own liaison or head reports; so may the office that builds there."""
    own = actor.role in KEEPERS and actor.venue_id == assessment.venue_id
    return own or (actor.role in BUILDERS and inside(assessment.division_code, actor.place))


def may_score(actor: Actor, assessment: Assessment) -> bool:
    """The assessment team of the place."""
    return actor.role in ASSESSORS and inside(assessment.division_code, actor.place)


def may_name(actor: Actor, division_code: str, level: str) -> bool:
    """The deputy affairs committee of the level that names."""
    right_level = len(actor.place) == LEVEL_LENGTH[level]
    return actor.role == Role.DEPUTY_AFFAIRS and right_level and inside(division_code, actor.place)


def require_may_set(actor: Actor) -> None:
    """Raise NotAllowed unless the actor sets standards for a place."""
    if actor.role not in SETTERS or not actor.place:
        raise NotAllowed(_("只有代工委可以定标准。请换到对应岗位再试。"))


def require_may_open(actor: Actor, venue_id: int, division_code: str) -> None:
    """Raise NotAllowed unless the actor may start an assessment of this venue."""
    own = actor.role in KEEPERS and actor.venue_id == venue_id
    if not own and not (actor.role in BUILDERS | ASSESSORS and inside(division_code, actor.place)):
        raise NotAllowed(_("只有本阵地的联络员或本地人大机关可以开始评估。"))


def require_may_report(actor: Actor, assessment: Assessment) -> None:
    """Raise NotAllowed unless the actor reports for this venue."""
    if not may_report(actor, assessment):
        raise NotAllowed(_("自评和整改由本阵地的联络员或本地人大机关填写。"))


def require_may_score(actor: Actor, assessment: Assessment) -> None:
    """Raise NotAllowed unless the actor is of the team that scores here."""
    if not may_score(actor, assessment):
        raise NotAllowed(_("评分由本地人大机关的评估组来做，请换到对应岗位再试。"))


def require_may_name(actor: Actor, division_code: str, level: str) -> None:
    """Raise NotAllowed unless the actor names on this level here."""
    if not may_name(actor, division_code, level):
        raise NotAllowed(_("只有这一级的代工委可以命名或者摘牌。"))


def require_may_put_in_charge(actor: Actor, division_code: str) -> None:
    """Raise NotAllowed unless the actor builds venues there."""
    if actor.role not in BUILDERS or not inside(division_code, actor.place):
        raise NotAllowed(_("只有本地人大机关可以定挂联领导和责任人。"))
