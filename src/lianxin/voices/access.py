"""Who sees a case, and who may do what to it. One file to audit; row-level security stands behind it.

Seeing: by place (a congress office), by unit, by venue, by being the deputy placed or involved, or by
holding the query code. A level above the county sees a case only once it reaches it (`reach`).
Source: domain.md §7; shared security paper §3 and §5; ADR-0003.
"""

from __future__ import annotations

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from lianxin.kernel.actor import PLACE_ROLES, UNIT_ROLES, VENUE_ROLES, Actor, Role
from lianxin.kernel.errors import NotAllowed
from lianxin.venues import reads as venues
from lianxin.voices.models import Case, Publication

_COLUMN = {4: "prefecture_code", 6: "county_code", 9: "township_code", 12: "division_code"}
CONGRESS_OFFICES = frozenset({Role.DEPUTY_AFFAIRS, Role.PRESIDIUM, Role.STREET_COMMITTEE})
ASSIGNERS = CONGRESS_OFFICES | {Role.DISPATCHER}
# Listed for triage and for the access matrix; every other role sees nothing here.
READERS = PLACE_ROLES | UNIT_ROLES | VENUE_ROLES | {Role.DEPUTY}


def cases_visible_to(actor: Actor) -> QuerySet[Case]:
    """Cases this actor may read, as the start of every query of this room."""
    if actor.case_id is not None and not actor.is_signed_in:
        return Case.objects.filter(pk=actor.case_id)
    if not actor.is_signed_in:
        return Case.objects.none()
    if actor.role in PLACE_ROLES and actor.place:
        column = _COLUMN.get(len(actor.place))
        cases = Case.objects.filter(reach__lte=len(actor.place))
        return cases.filter(**{column: actor.place}) if column else cases.filter(
            division_code__gte=actor.place, division_code__lt=actor.place + ":"
        )  # fmt: skip
    if actor.role in UNIT_ROLES and actor.unit_id is not None:
        return Case.objects.filter(unit_id=actor.unit_id)
    if actor.role in VENUE_ROLES and actor.venue_id is not None:
        return Case.objects.filter(venue_id=actor.venue_id)
    if actor.role == Role.DEPUTY and actor.person_id is not None:
        mine = Q(claimed_by=actor.person_id) | Q(wanted_person_id=actor.person_id)
        return Case.objects.filter(mine | Q(venue_id__in=venues.venue_ids_of(actor.person_id)))
    return Case.objects.none()


def published_cases() -> QuerySet[Publication]:
    """The public side of published cases, for anybody. Source: ADR-0008."""
    return Publication.objects.all()


def is_claimer(actor: Actor, case: Case) -> bool:
    """Whether the actor is the deputy who took the case."""
    return actor.role == Role.DEPUTY and actor.person_id is not None and case.claimed_by == actor.person_id


def keeps_venue(actor: Actor, case: Case) -> bool:
    """Whether the actor is the liaison of the case's venue."""
    return actor.role in VENUE_ROLES and actor.venue_id == case.venue_id


def is_office(actor: Actor, case: Case) -> bool:
    """Whether the actor works in a congress office of the case's place."""
    return actor.role in CONGRESS_OFFICES and case.division_code.startswith(actor.place) and bool(actor.place)


def is_citizen(actor: Actor, case: Case) -> bool:
    """Whether the actor holds the case's query code."""
    return actor.case_id == case.pk and not actor.is_signed_in


def may(verb: str, actor: Actor, case: Case) -> bool:
    """Whether this actor may do `verb` to this case, whatever its state. Source: ADR-0007."""
    if verb == "claim":
        return actor.role == Role.DEPUTY and actor.person_id is not None
    if verb == "release":
        return is_claimer(actor, case) or is_office(actor, case)
    if verb in {"answer_on_spot", "confirm", "send_back"}:
        return is_claimer(actor, case)
    if verb == "assign":
        return (
            is_claimer(actor, case)
            or keeps_venue(actor, case)
            or (actor.role in ASSIGNERS and case.division_code.startswith(actor.place) and bool(actor.place))
        )
    if verb in {"accept", "object", "answer"}:
        return actor.role in UNIT_ROLES and actor.unit_id is not None and actor.unit_id == case.unit_id
    if verb in {"rate", "reopen", "withdraw"}:
        return is_citizen(actor, case)
    if verb == "close":
        return keeps_venue(actor, case) or is_office(actor, case)
    if verb == "decline":
        return keeps_venue(actor, case) or is_office(actor, case)
    if verb == "publish":
        return is_office(actor, case) or keeps_venue(actor, case) or (
            actor.role == Role.PUBLISHER and case.division_code.startswith(actor.place) and bool(actor.place)
        )  # fmt: skip
    if verb == "reveal":
        return is_claimer(actor, case) or keeps_venue(actor, case)
    raise ValueError(f"no rule for {verb}")


_WHO = {
    "claim": gettext_noop("在这里任职的代表"),
    "release": gettext_noop("接单的代表或人大机关"),
    "answer_on_spot": gettext_noop("接单的代表"),
    "confirm": gettext_noop("接单的代表"),
    "send_back": gettext_noop("接单的代表"),
    "assign": gettext_noop("接单的代表、阵地联络员或交办岗"),
    "accept": gettext_noop("被交办的单位"),
    "object": gettext_noop("被交办的单位"),
    "answer": gettext_noop("被交办的单位"),
    "rate": gettext_noop("反映人本人"),
    "reopen": gettext_noop("反映人本人"),
    "withdraw": gettext_noop("反映人本人"),
    "close": gettext_noop("阵地联络员或人大机关"),
    "decline": gettext_noop("阵地联络员或人大机关"),
    "publish": gettext_noop("阵地联络员或人大机关"),
    "reveal": gettext_noop("接单的代表或阵地联络员"),
}


def require_may(verb: str, actor: Actor, case: Case) -> None:
    """Raise NotAllowed unless the actor may do `verb`. The sentence names who may."""
    if not may(verb, actor, case):
        raise NotAllowed(_("这一步只能由%(who)s来做。") % {"who": _(_WHO[verb])})
