"""Who may open and change venues, place deputies and print plates."""

from __future__ import annotations

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from lianxin.kernel.actor import Actor, Role
from lianxin.kernel.codes import ancestors_of, inside, range_of
from lianxin.kernel.errors import NotAllowed
from lianxin.venues.models import ContactPoint, DraftOpinion, LawDraft, Venue

BUILDERS = frozenset({Role.TENANT_ADMIN, Role.DEPUTY_AFFAIRS, Role.PRESIDIUM, Role.STREET_COMMITTEE})
KEEPERS = frozenset({Role.LIAISON, Role.VENUE_HEAD})
# Who reads the list of contact points of their place without keeping one (ADR-0030 §1).
POINT_READERS = BUILDERS | {Role.STANDING_LEADER, Role.SPECIAL_COMMITTEE, Role.EVALUATOR}


def may_open(actor: Actor, division_code: str) -> bool:
    """Venues are built by the congress of the place. Source: domain.md §2.1."""
    return actor.source == "setup" or (actor.role in BUILDERS and inside(division_code, actor.place))


def may_keep(actor: Actor, venue: Venue) -> bool:
    """A venue's own liaison, or whoever may build there."""
    return may_open(actor, venue.division_code) or (actor.role in KEEPERS and actor.venue_id == venue.pk)


def kept_by(actor: Actor) -> QuerySet[Venue]:
    """Venues on the actor's staff pages, closed ones too: those of the place, or the keeper's own."""
    if actor.role in BUILDERS and actor.place:
        low, high = range_of(actor.place)
        return Venue.objects.filter(division_code__gte=low, division_code__lt=high)
    if actor.role in KEEPERS and actor.venue_id is not None:
        return Venue.objects.filter(pk=actor.venue_id)
    return Venue.objects.none()


def require_may_open(actor: Actor, division_code: str) -> None:
    """Raise NotAllowed unless the actor may open a venue there."""
    if not may_open(actor, division_code):
        raise NotAllowed(_("只有本地人大机关可以登记阵地，请换到对应岗位再试。"))


def require_may_keep(actor: Actor, venue: Venue) -> None:
    """Raise NotAllowed unless the actor keeps this venue."""
    if not may_keep(actor, venue):
        raise NotAllowed(_("只有本阵地的联络员或本地人大机关可以这样做。"))


def points_visible_to(actor: Actor) -> QuerySet[ContactPoint]:
    """Contact points on staff pages, closed ones too: of the place, or under the keeper's venue."""
    if actor.role in POINT_READERS and actor.place:
        low, high = range_of(actor.place)
        return ContactPoint.objects.filter(division_code__gte=low, division_code__lt=high)
    if actor.role in KEEPERS and actor.venue_id is not None:
        return ContactPoint.objects.filter(venue_id=actor.venue_id)
    return ContactPoint.objects.none()


def venues_read_by(actor: Actor) -> QuerySet[Venue]:
    """Open venues on the board of use: of the reader's place, or the keeper's own. Source: ADR-0030 §3."""
    if actor.role in POINT_READERS and actor.place:
        low, high = range_of(actor.place)
        return Venue.objects.filter(division_code__gte=low, division_code__lt=high, closed_on=None)
    if actor.role in KEEPERS and actor.venue_id is not None:
        return Venue.objects.filter(pk=actor.venue_id, closed_on=None)
    return Venue.objects.none()


def may_keep_point(actor: Actor, point: ContactPoint) -> bool:
    """The keeper of the venue it belongs to, or whoever may build there."""
    own = actor.role in KEEPERS and actor.venue_id is not None and actor.venue_id == point.venue_id
    return own or may_open(actor, point.division_code)


def require_may_keep_point(actor: Actor, point: ContactPoint) -> None:
    """Raise NotAllowed unless the actor keeps this contact point."""
    if not may_keep_point(actor, point):
        raise NotAllowed(_("只有所属阵地的联络员或本地人大机关可以这样做。"))


# Who asks for opinions on a draft: the deputy affairs and special committees of a place (ADR-0030 §5).
DRAFTERS = frozenset({Role.DEPUTY_AFFAIRS, Role.SPECIAL_COMMITTEE})
DRAFT_READERS = (POINT_READERS | KEEPERS) - {Role.TENANT_ADMIN}


def law_drafts_visible_to(actor: Actor) -> QuerySet[LawDraft]:
    """Drafts of the actor's place and of those above it and inside it."""
    if actor.role not in DRAFT_READERS or not actor.place:
        return LawDraft.objects.none()
    low, high = range_of(actor.place)
    inner = Q(division_code__gte=low, division_code__lt=high)
    return LawDraft.objects.filter(Q(division_code__in=ancestors_of(actor.place)) | inner)


def opinions_visible_to(actor: Actor) -> QuerySet[DraftOpinion]:
    """Opinions collected in the actor's place, or under the keeper's venue."""
    if actor.role in KEEPERS and actor.venue_id is not None:
        return DraftOpinion.objects.filter(venue_id=actor.venue_id)
    if actor.role in DRAFT_READERS and actor.place:
        low, high = range_of(actor.place)
        return DraftOpinion.objects.filter(division_code__gte=low, division_code__lt=high)
    return DraftOpinion.objects.none()


def require_may_ask_opinions(actor: Actor) -> None:
    """Raise NotAllowed unless the actor asks for opinions for a place."""
    if actor.role not in DRAFTERS or not actor.place:
        raise NotAllowed(_("只有代工委和专（工）委可以就草案征求意见，请换到对应岗位再试。"))
