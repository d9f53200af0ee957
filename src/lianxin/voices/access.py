"""Who sees a case, and who may do what to it. One file to audit; row-level security stands behind it.

Seeing: by place (a congress office), by unit, by venue, by being the deputy placed or involved, or by
holding the query code. A level above the county sees a case only once it reaches it (`reach`).
Source: domain.md §7; shared security paper §3 and §5; ADR-0003.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import reduce
from operator import or_
from typing import Any, NamedTuple

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from lianxin.accounts import reads as accounts
from lianxin.kernel.actor import PLACE_ROLES, UNIT_ROLES, VENUE_ROLES, Actor, Role
from lianxin.kernel.codes import ancestors_of, inside, range_of
from lianxin.kernel.errors import NotAllowed
from lianxin.kit.written import Ask
from lianxin.venues import reads as venues
from lianxin.voices.models import AnswerTemplate, BulkRun, Case, Draft, Publication, SavedView
from lianxin.voices.profiles import rules_for
from lianxin.voices.workflow import END_STATES, CaseState

_COLUMN = {4: "prefecture_code", 6: "county_code", 9: "township_code", 12: "division_code"}
CONGRESS_OFFICES = frozenset({Role.DEPUTY_AFFAIRS, Role.PRESIDIUM, Role.STREET_COMMITTEE})
ASSIGNERS = CONGRESS_OFFICES | {Role.DISPATCHER}
TEMPLATE_KEEPERS = ASSIGNERS | UNIT_ROLES
# Listed for triage and for the access matrix; every other role sees nothing here.
READERS = PLACE_ROLES | UNIT_ROLES | VENUE_ROLES | {Role.DEPUTY}

# What makes sense for many cases at once, by role. Publishing never: its words are read one by one.
_OFFICE_BULK = ("assign", "lift", "supervise", "close", "decline")
_VENUE_BULK = ("assign", "lift", "close", "decline")
_UNIT_BULK = ("accept", "progress")
BULK_VERBS: dict[Role, tuple[str, ...]] = {
    **dict.fromkeys(CONGRESS_OFFICES, _OFFICE_BULK),
    **dict.fromkeys(VENUE_ROLES, _VENUE_BULK),
    **dict.fromkeys(UNIT_ROLES, _UNIT_BULK),
    Role.DISPATCHER: ("assign",),
}


def cases_visible_to(actor: Actor) -> QuerySet[Case]:
    """Cases this actor may read, as the start of every query of this room."""
    return _visible(sight_of(actor), values_of(actor))


class Sight(NamedTuple):
    """What kind of sight an actor has; for a place, how many digits its code has."""

    kind: str
    digits: int = 0


def sight_of(actor: Actor) -> Sight:
    """By what this actor sees cases. No query."""
    if not actor.is_signed_in:
        return Sight("none" if actor.case_id is None else "code")
    if actor.role in PLACE_ROLES and actor.place:
        return Sight("place", len(actor.place))
    if actor.role in UNIT_ROLES and actor.unit_id is not None:
        return Sight("unit")
    if actor.role in VENUE_ROLES and actor.venue_id is not None:
        return Sight("venues")
    if actor.role == Role.DEPUTY and actor.person_id is not None:
        return Sight("deputy")
    return Sight("none")


def values_of(actor: Actor) -> dict[str, Any]:
    """Which place, unit, venues, person or case it is. One query for a deputy."""
    placed = sight_of(actor).kind == "deputy" and actor.person_id is not None
    return {
        "own_case": actor.case_id,
        "place": actor.place,
        "beyond": actor.place + ":",
        "unit": actor.unit_id,
        "person": actor.person_id,
        "venues": venues.venue_ids_of(actor.person_id or 0) if placed else [actor.venue_id],
    }


def asked_by(sight: Sight) -> QuerySet[Case]:
    """The same start for a `Written` query: it is asked with `values_of` the actor."""
    names = ("own_case", "place", "beyond", "unit", "person", "venues")
    return _visible(sight, {name: Ask(name) for name in names})


def _visible(sight: Sight, by: dict[str, Any]) -> QuerySet[Case]:
    """The rule of seeing, stated once. Source: domain.md §7."""
    match sight:
        case Sight("code"):
            return Case.objects.filter(pk=by["own_case"])
        case Sight("place", digits):
            cases = Case.objects.filter(reach__lte=digits, depth__gte=digits)
            column = _COLUMN.get(digits)
            return cases.filter(**{column: by["place"]}) if column else cases.filter(
                division_code__gte=by["place"], division_code__lt=by["beyond"]
            )  # fmt: skip
        case Sight("unit"):
            return Case.objects.filter(unit_id=by["unit"])
        case Sight("venues"):
            return Case.objects.filter(_in_venues(by["venues"]))
        case Sight("deputy"):
            mine = Q(claimed_by=by["person"]) | Q(wanted_person_id=by["person"])
            return Case.objects.filter(mine | _in_venues(by["venues"]))
        case _:
            return Case.objects.none()


def office_cases_of(actor: Actor) -> QuerySet[Case]:
    """Cases of the office's place, for a ledger that may name one of them. Source: ADR-0031 §5.

    Also for the command line, which acts for the office without an account.
    """
    if actor.role not in CONGRESS_OFFICES or not actor.place:
        return Case.objects.none()
    low, high = range_of(actor.place)
    within = Case.objects.filter(division_code__gte=low, division_code__lt=high)
    return within.filter(reach__lte=len(actor.place), depth__gte=len(actor.place))


def past_cases_of(actor: Actor) -> QuerySet[Case]:
    """Those of them that have ended, for bringing ledgers in and out. Source: ADR-0031 §5."""
    return office_cases_of(actor).filter(state__in=list(END_STATES))


def require_may_keep_past(actor: Actor, division_codes: set[str]) -> None:
    """The congress office keeps the ledgers of its own place. Source: ADR-0031 §5."""
    if actor.role not in CONGRESS_OFFICES or not all(inside(code, actor.place) for code in division_codes):
        raise NotAllowed(_("历年民情由本地的代表工作岗位导入，请换到对应岗位再试。"))


def _in_venues(venue_ids: list[int] | Ask) -> Q:
    """There now, or lifted from there: each level sees what became of it. Source: ADR-0016 §1."""
    among = "any" if isinstance(venue_ids, Ask) else "in"
    columns = ("venue_id", "origin_venue_id", "via_venue_id")
    return reduce(or_, (Q(**{f"{column}__{among}": venue_ids}) for column in columns))


def views_of(actor: Actor) -> QuerySet[SavedView]:
    """The views that somebody keeps in this post; nobody else's."""
    return views_in_post(actor.user_id or 0, actor.grant_id or 0)


def views_in_post(user_id: int | Ask, grant_id: int | Ask) -> QuerySet[SavedView]:
    """The same by the numbers of the person and the post."""
    return SavedView.objects.filter(user_id=user_id, grant_id=grant_id)


def runs_of(actor: Actor) -> QuerySet[BulkRun]:
    """The bulk runs that somebody started in this post; nobody else's."""
    return BulkRun.objects.filter(user_id=actor.user_id or 0, grant_id=actor.grant_id or 0)


def taken_by(actor: Actor) -> QuerySet[Case]:
    """Cases a deputy has taken: part of what they see, without asking where they are placed."""
    if not actor.is_signed_in or actor.role != Role.DEPUTY or actor.person_id is None:
        return Case.objects.none()
    return Case.objects.filter(claimed_by=actor.person_id)


def published_cases() -> QuerySet[Publication]:
    """The public side of published cases, for anybody. Source: ADR-0008."""
    return Publication.objects.all()


def drafts_visible_to(actor: Actor) -> QuerySet[Draft]:
    """Drafts of the actor's own unit: nobody else reads an answer before it goes out. Source: ADR-0021 §1."""
    if not actor.is_signed_in or actor.role not in UNIT_ROLES or actor.unit_id is None:
        return Draft.objects.none()
    return Draft.objects.filter(unit_id=actor.unit_id)


def needs_signature(actor: Actor, case: Case, *, at: datetime) -> bool:
    """Whether this actor's answer waits for the leader: by the place's rules, where the unit has one.

    One query. Source: ADR-0021 §3.
    """
    if actor.role != Role.UNIT_HANDLER or actor.unit_id is None:
        return False
    if not rules_for(case.division_code, timezone.localtime(at).date()).needs_signature:
        return False
    return bool(accounts.user_ids_in(role=Role.UNIT_LEADER, unit_id=actor.unit_id, at=at))


def templates_visible_to(actor: Actor) -> QuerySet[AnswerTemplate]:
    """A unit sees its own templates and those of its places; an office those of its own place."""
    templates = AnswerTemplate.objects.all()
    if actor.is_signed_in and actor.role in UNIT_ROLES and actor.unit_id is not None:
        places = [code for code in ancestors_of(actor.place) if code] if actor.place else []
        return templates.filter(Q(unit_id=actor.unit_id) | Q(unit_id=None, division_code__in=places))
    if actor.is_signed_in and actor.role in ASSIGNERS and actor.place:
        return templates.filter(unit_id=None, division_code=actor.place)
    return templates.none()


def may_keep_template(actor: Actor, template: AnswerTemplate) -> bool:
    """A unit keeps its own templates, an office those of its own place."""
    if actor.role in UNIT_ROLES:
        return template.unit_id is not None and template.unit_id == actor.unit_id
    return actor.role in ASSIGNERS and template.unit_id is None and template.division_code == actor.place


def is_claimer(actor: Actor, case: Case) -> bool:
    """Whether the actor is the deputy who took the case."""
    return actor.role == Role.DEPUTY and actor.person_id is not None and case.claimed_by == actor.person_id


def keeps_venue(actor: Actor, case: Case) -> bool:
    """Whether the actor is the liaison of the case's venue."""
    return actor.role in VENUE_ROLES and actor.venue_id == case.venue_id


def is_office(actor: Actor, case: Case) -> bool:
    """Whether the actor works in a congress office of the case's place."""
    return actor.role in CONGRESS_OFFICES and _is_over(actor, case)


def _is_over(actor: Actor, case: Case) -> bool:
    return bool(actor.place) and case.division_code.startswith(actor.place)


def is_citizen(actor: Actor, case: Case) -> bool:
    """Whether the actor holds the case's query code."""
    return actor.case_id == case.pk and not actor.is_signed_in


def may(verb: str, actor: Actor, case: Case) -> bool:
    """Whether this actor may do `verb` to this case, whatever its state. Source: ADR-0007."""
    if verb == "claim":
        return actor.role == Role.DEPUTY and actor.person_id not in {None, case.about_person_id}
    if verb in {"answer_on_spot", "confirm", "send_back", "visit"}:
        return is_claimer(actor, case)
    if verb in {"accept", "object", "object_again", "answer", "progress", "extend"}:
        return actor.role in UNIT_ROLES and actor.unit_id is not None and actor.unit_id == case.unit_id
    if verb in {"rate", "reopen", "withdraw", "add_fact"}:
        return is_citizen(actor, case)
    if verb == "assign":
        return (
            is_claimer(actor, case)
            or keeps_venue(actor, case)
            or (actor.role in ASSIGNERS and _is_over(actor, case))
        )
    if verb == "answer_merged":
        return actor.source == "job" and is_office(actor, case)
    if verb == "publish":
        return is_office(actor, case) or keeps_venue(actor, case) or (
            actor.role == Role.PUBLISHER and _is_over(actor, case)
        )  # fmt: skip
    return _OTHERS[verb](actor, case)


def may_look_after(actor: Actor, case: Case) -> bool:
    """The deputy who took it, the liaison whose venue holds it, or a congress office over it."""
    return is_claimer(actor, case) or keeps_venue(actor, case) or is_office(actor, case)


def _frees(actor: Actor, case: Case) -> bool:
    """The liaison frees what a deputy took who may not act now. One query for a liaison. ADR-0036 §4."""
    taken = case.claimed_by is not None and case.state == CaseState.CLAIMED
    return taken and keeps_venue(actor, case) and accounts.is_halted(case.claimed_by or 0)


def _venue_or_office(actor: Actor, case: Case) -> bool:
    return keeps_venue(actor, case) or is_office(actor, case)


_OTHERS: dict[str, Callable[[Actor, Case], bool]] = {
    "release": lambda actor, case: is_claimer(actor, case) or is_office(actor, case) or _frees(actor, case),
    "lift": may_look_after,
    "refer": may_look_after,
    "report_back": may_look_after,
    "recall": may_look_after,
    "merge": _venue_or_office,
    "split": _venue_or_office,
    "mark_subject": _venue_or_office,
    "close": _venue_or_office,
    "decline": _venue_or_office,
    "arbitrate": lambda actor, case: (
        (actor.role in CONGRESS_OFFICES | {Role.DISPATCHER}) and _is_over(actor, case)
    ),
    "supervise": is_office,
    "reveal": lambda actor, case: is_claimer(actor, case) or keeps_venue(actor, case),
}


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
    "lift": gettext_noop("接单的代表、阵地联络员或人大机关"),
    "refer": gettext_noop("接单的代表、阵地联络员或人大机关"),
    "report_back": gettext_noop("接单的代表、阵地联络员或人大机关"),
    "recall": gettext_noop("接单的代表、阵地联络员或人大机关"),
    "merge": gettext_noop("阵地联络员或人大机关"),
    "split": gettext_noop("阵地联络员或人大机关"),
    "mark_subject": gettext_noop("阵地联络员或人大机关"),
    "answer_merged": gettext_noop("系统"),
    "arbitrate": gettext_noop("人大机关或交办岗"),
    "supervise": gettext_noop("人大机关"),
    "object_again": gettext_noop("被交办的单位"),
    "progress": gettext_noop("被交办的单位"),
    "extend": gettext_noop("被交办的单位"),
    "visit": gettext_noop("接单的代表"),
    "add_fact": gettext_noop("反映人本人"),
    "decline": gettext_noop("阵地联络员或人大机关"),
    "publish": gettext_noop("阵地联络员或人大机关"),
    "reveal": gettext_noop("接单的代表或阵地联络员"),
}


def require_may(verb: str, actor: Actor, case: Case) -> None:
    """Raise NotAllowed unless the actor may do `verb`. The sentence names who may."""
    if not may(verb, actor, case):
        raise NotAllowed(_("这一步只能由%(who)s来做。") % {"who": _(_WHO[verb])})
