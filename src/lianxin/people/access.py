"""Who may record people and units: administrators and the deputy affairs committee, inside their place."""

from __future__ import annotations

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from lianxin.kernel.actor import Actor, Role
from lianxin.kernel.codes import inside, range_of
from lianxin.kernel.errors import NotAllowed
from lianxin.people.models import Absence, Organ, RosterFacts, Session, Suspension, Term

RECORDERS = frozenset({Role.TENANT_ADMIN, Role.DEPUTY_AFFAIRS, Role.PRESIDIUM})
# Terms, sessions and organs are published; on the desk these roles work with them in their place.
ORGAN_READERS = RECORDERS | {Role.STREET_COMMITTEE, Role.STANDING_LEADER, Role.SPECIAL_COMMITTEE}


def require_may_record(actor: Actor, division_code: str) -> None:
    """Recording is done by the congress of the place itself. Source: LAW-DEPUTIES-2025 §12, §57."""
    if actor.source == "setup":
        return
    if actor.role not in RECORDERS or not inside(division_code, actor.place):
        raise NotAllowed(_("只有本级人大的代表工作岗位可以登记，请换到对应岗位再试。"))


# Codes of this length and above are townships and villages.
_TOWNSHIP = 9


def may_decide_on(actor: Actor, home_code: str, congress_code: str) -> bool:
    """Whether the actor may suspend, resume or end a seat at home in their place.

    A township does so for its own congress only; a county and above also for the seats of higher congresses,
    on those congresses' announcement. Source: LAW-DEPUTIES-2025 §61–63; ADR-0029.
    """
    if actor.role not in RECORDERS or not inside(home_code, actor.place):
        return False
    return len(actor.place) < _TOWNSHIP or inside(congress_code, actor.place)


def require_may_decide_on(actor: Actor, home_code: str, congress_code: str) -> None:
    """Raise NotAllowed unless the actor may decide on the seat."""
    if actor.source != "setup" and not may_decide_on(actor, home_code, congress_code):
        raise NotAllowed(_("暂停、恢复和终止由这一级人大的代表工作岗位来办，请换到对应岗位再试。"))


def roster_visible_to(actor: Actor) -> QuerySet[RosterFacts]:
    """Births, phones and parties: read by those who record in the place only. Source: ADR-0024."""
    if not actor.place or (actor.source != "setup" and actor.role not in RECORDERS):
        return RosterFacts.objects.none()
    low, high = range_of(actor.place)
    return RosterFacts.objects.filter(home_code__gte=low, home_code__lt=high)


def require_may_hold_session(actor: Actor, division_code: str) -> None:
    """Sessions are entered by the office of exactly that congress. Source: LAW-DEPUTIES-2025 §12."""
    office = actor.role in RECORDERS | {Role.STREET_COMMITTEE} and actor.place == division_code
    if actor.source != "setup" and not office:
        raise NotAllowed(_("会次由本级人大代表工作机构登记。"))


def may_close_term(actor: Actor, congress_code: str) -> bool:
    """The office of exactly that congress: it alone sees all that changes hands. Source: ADR-0029 §4."""
    return actor.role in {Role.DEPUTY_AFFAIRS, Role.PRESIDIUM} and actor.place == congress_code


def require_may_close_term(actor: Actor, congress_code: str) -> None:
    """Raise NotAllowed unless the actor works in the office of that congress."""
    if not may_close_term(actor, congress_code):
        raise NotAllowed(_("换届由这一级人大自己的代表工作岗位来办，请换到对应岗位再试。"))


def terms_visible_to(actor: Actor) -> QuerySet[Term]:
    """Terms of the congresses inside the actor's place."""
    if not actor.place or actor.role not in ORGAN_READERS:
        return Term.objects.none()
    low, high = range_of(actor.place)
    return Term.objects.filter(congress__division_code__gte=low, congress__division_code__lt=high)


def sessions_visible_to(actor: Actor) -> QuerySet[Session]:
    """Sessions of the congresses inside the actor's place."""
    if not actor.place or actor.role not in ORGAN_READERS:
        return Session.objects.none()
    low, high = range_of(actor.place)
    return Session.objects.filter(division_code__gte=low, division_code__lt=high)


def organs_visible_to(actor: Actor) -> QuerySet[Organ]:
    """Organs of the congresses inside the actor's place."""
    if not actor.place or actor.role not in ORGAN_READERS:
        return Organ.objects.none()
    low, high = range_of(actor.place)
    return Organ.objects.filter(division_code__gte=low, division_code__lt=high)


def absences_visible_to(actor: Actor) -> QuerySet[Absence]:
    """Absences of sessions held in the actor's place: for those who record."""
    if not actor.place or actor.role not in RECORDERS:
        return Absence.objects.none()
    low, high = range_of(actor.place)
    return Absence.objects.filter(home_code__gte=low, home_code__lt=high)


def suspensions_visible_to(actor: Actor) -> QuerySet[Suspension]:
    """Suspensions of seats at home in the actor's place: for those who record."""
    if not actor.place or actor.role not in RECORDERS:
        return Suspension.objects.none()
    low, high = range_of(actor.place)
    return Suspension.objects.filter(home_code__gte=low, home_code__lt=high)
