"""Who sees a suggestion, and who may do what to it. One file to audit; row-level security stands behind it.

Seeing: those who sign it, from the first word; the office of its congress, once it is submitted; the units
that have or had it. No other place, and no level above, reads single suggestions here.
Source: domain.md §1.3 to §1.9, §7; ADR-0003; ADR-0025 §1.
"""

from __future__ import annotations

from collections.abc import Callable

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from lianxin.kernel.actor import PLACE_ROLES, UNIT_ROLES, Actor, Role
from lianxin.kernel.errors import NotAllowed
from lianxin.suggestions.models import Handover, Promised, PublicSuggestion, Reply, Suggestion
from lianxin.suggestions.words import Organ, ReplyState
from lianxin.suggestions.workflow import PRIVATE_STATES
from lianxin.suggestions.workflow import SuggestionState as S

OFFICES = frozenset({Role.DEPUTY_AFFAIRS, Role.PRESIDIUM, Role.STREET_COMMITTEE})
SUPERVISORS = OFFICES | {Role.SPECIAL_COMMITTEE, Role.STANDING_LEADER}
# Who gives suggestions to units: the office, and the government for what it was handed. ADR-0032 §1.
DISTRIBUTORS = OFFICES | {Role.DISPATCHER}
# Of the place, who reads one that is to be kept confidential: those who work with it. ADR-0037 §3.
CONFIDANTS = SUPERVISORS | {Role.DISPATCHER}
READERS = PLACE_ROLES | UNIT_ROLES | {Role.DEPUTY}


def suggestions_visible_to(actor: Actor) -> QuerySet[Suggestion]:
    """Suggestions this actor may read, as the start of every query of this room."""
    found = Suggestion.objects.all()
    if not actor.is_signed_in:
        return found.none()
    if actor.role in PLACE_ROLES and actor.place:
        mine = found.filter(division_code=actor.place, submitted_at__isnull=False)
        mine = mine.exclude(state__in=PRIVATE_STATES)  # a returned one is being rewritten
        if actor.role not in CONFIDANTS:
            mine = mine.exclude(is_confidential=True)
        # The government's side begins when it is handed over.
        return mine.filter(handed_at__isnull=False) if actor.role == Role.DISPATCHER else mine
    if actor.role in UNIT_ROLES and actor.unit_id is not None:
        return found.filter(unit_ids__contains=[actor.unit_id])
    if actor.role == Role.DEPUTY and actor.person_id is not None:
        return found.filter(signer_ids__contains=[actor.person_id])
    return found.none()


def past_suggestions_of(actor: Actor) -> QuerySet[Suggestion]:
    """Ended suggestions of the office's congress, for bringing ledgers in and out. Source: ADR-0031 §5.

    Also for the command line, which acts for the office without an account.
    """
    if actor.role not in OFFICES or not actor.place:
        return Suggestion.objects.none()
    ended = [S.CLOSED, S.DECLINED, S.LETTER, S.WITHDRAWN]
    return Suggestion.objects.filter(
        division_code=actor.place, submitted_at__isnull=False, state__in=[s.value for s in ended]
    )


def numbered_suggestions_of(actor: Actor) -> QuerySet[Suggestion]:
    """Every numbered suggestion of the office's congress, ended or not: a ledger may not take its number."""
    if actor.role not in OFFICES or not actor.place:
        return Suggestion.objects.none()
    return Suggestion.objects.filter(division_code=actor.place, number__isnull=False)


def require_may_keep_past(actor: Actor) -> None:
    """The congress office keeps the ledgers of its own congress. Source: ADR-0031 §5."""
    if actor.role not in OFFICES or not actor.place:
        raise NotAllowed(_("历年建议由本级人大的代表工作岗位导入，请换到对应岗位再试。"))


def replies_visible_to(actor: Actor) -> QuerySet[Reply]:
    """Issued replies of what the actor reads; drafts only within the unit that writes them."""
    within = Reply.objects.filter(suggestion__in=suggestions_visible_to(actor))
    if actor.role in UNIT_ROLES:
        return within.filter(Q(state=ReplyState.ISSUED) | Q(unit_id=actor.unit_id))
    return within.filter(state=ReplyState.ISSUED)


def promises_visible_to(actor: Actor) -> QuerySet[Promised]:
    """Promises of what the actor reads; of a unit, its own."""
    found = Promised.objects.all()
    if actor.role in PLACE_ROLES and actor.place:
        mine = found.filter(division_code=actor.place)
        return mine if actor.role in CONFIDANTS else mine.exclude(suggestion__is_confidential=True)
    if actor.role in UNIT_ROLES and actor.unit_id is not None:
        return found.filter(unit_id=actor.unit_id)
    if actor.role == Role.DEPUTY and actor.person_id is not None:
        return found.filter(suggestion__signer_ids__contains=[actor.person_id])
    return found.none()


def published_suggestions() -> QuerySet[PublicSuggestion]:
    """What everybody may read. Source: LAW-DEPUTIES-2025 §51; ADR-0032 §6."""
    return PublicSuggestion.objects.filter(published_at__isnull=False)


def waiting_for_units(actor: Actor) -> QuerySet[Suggestion]:
    """What the actor may give to units now: accepted or handed; the government's side, what it has."""
    waiting = suggestions_visible_to(actor).filter(state__in=[S.ACCEPTED, S.HANDED])
    if actor.role == Role.DISPATCHER:
        return waiting.filter(state=S.HANDED, organ=Organ.GOVERNMENT)
    return waiting if actor.role in OFFICES else waiting.none()


def handovers_of(actor: Actor) -> QuerySet[Handover]:
    """Batch hand-overs of the actor's own side in the place: the office's, or the government's."""
    if actor.role not in DISTRIBUTORS or not actor.place:
        return Handover.objects.none()
    return Handover.objects.filter(division_code=actor.place, role=actor.role)


def reads_opinions(actor: Actor, suggestion: Suggestion) -> bool:
    """A co-handler's opinion is for the lead unit and who supervises it; deputies read it with the reply.

    Source: domain.md §1.6 (to the lead, which states it in its reply); ADR-0037 §3.
    """
    return actor.role != Role.DEPUTY or suggestion.replied_at is not None


def is_lead(actor: Actor, suggestion: Suggestion) -> bool:
    """Whether the actor is the deputy who raises it (领衔)."""
    return actor.role == Role.DEPUTY and actor.person_id == suggestion.lead_person_id


def is_cosigner(actor: Actor, suggestion: Suggestion) -> bool:
    """Whether the actor was asked to sign it too."""
    return (
        actor.role == Role.DEPUTY
        and actor.person_id in suggestion.signer_ids
        and not is_lead(actor, suggestion)
    )


def is_office(actor: Actor, suggestion: Suggestion) -> bool:
    """Whether the actor works in the office of its congress."""
    return actor.role in OFFICES and actor.place == suggestion.division_code


def is_unit(actor: Actor, suggestion: Suggestion) -> bool:
    """Whether the actor works in a unit that has or had it; the action looks at that unit's duty."""
    return actor.role in UNIT_ROLES and actor.unit_id in suggestion.unit_ids


def is_head_of_unit(actor: Actor, suggestion: Suggestion) -> bool:
    """Whether the actor signs for such a unit. Source: domain.md §1.8 (signed by the head of unit)."""
    return actor.role == Role.UNIT_LEADER and is_unit(actor, suggestion)


def is_dispatcher(actor: Actor, suggestion: Suggestion) -> bool:
    """Whether the actor distributes what the government was handed. Source: domain.md §1.6."""
    return (
        actor.role == Role.DISPATCHER
        and actor.place == suggestion.division_code
        and suggestion.organ == Organ.GOVERNMENT
    )


def _distributes(actor: Actor, suggestion: Suggestion) -> bool:
    """Before it is handed to the government the office gives it to units; after that the dispatcher too."""
    return is_office(actor, suggestion) or is_dispatcher(actor, suggestion)


def _supervises(actor: Actor, suggestion: Suggestion) -> bool:
    return actor.role in SUPERVISORS and actor.place == suggestion.division_code


def _says(actor: Actor, suggestion: Suggestion) -> bool:
    return is_lead(actor, suggestion) or is_unit(actor, suggestion)


_Rule = Callable[[Actor, Suggestion], bool]
_WHO: dict[str, tuple[_Rule, str]] = {}
for _rule, _words, _verbs in (
    (
        is_lead,
        gettext_noop("领衔代表"),
        "edit invite take_back submit revise withdraw confirm_talk deny_talk rate check_promise",
    ),
    (is_cosigner, gettext_noop("被邀请附议的代表"), "cosign refuse"),
    (
        is_office,
        gettext_noop("本级人大代表工作机构"),
        "return advise accept decline letter merge unmerge hand_over arbitrate make_key close_silent",
    ),
    (is_office, gettext_noop("本级人大代表工作机构"), "conclude"),
    (_distributes, gettext_noop("本级人大代表工作机构或政府交办岗"), "assign reassign"),
    (_distributes, gettext_noop("本级人大代表工作机构或政府交办岗"), "grant_extension refuse_extension"),
    (
        is_unit,
        gettext_noop("承办单位"),
        "receive object plan meet give_opinion ask_extension draft_reply promise_progress",
    ),
    (is_head_of_unit, gettext_noop("承办单位负责人"), "issue_reply send_back_reply"),
    (_supervises, gettext_noop("本级人大机关"), "supervise"),
    (_says, gettext_noop("领衔代表或承办单位"), "say"),
):
    _WHO |= dict.fromkeys(_verbs.split(), (_rule, _words))
# Moves that follow from another verb: who may do that one, may do these.
FOLLOWS = {
    "begin": "receive",
    "reply": "issue_reply",
    "rate_again": "rate",
    "rate_escalate": "rate",
    "take_in": "merge",
    "let_go": "unmerge",
}


def may(verb: str, actor: Actor, suggestion: Suggestion) -> bool:
    """Whether this actor may do `verb` to this suggestion, whatever its state."""
    rule, _words = _WHO[FOLLOWS.get(verb, verb)]
    return rule(actor, suggestion)


def require_may(verb: str, actor: Actor, suggestion: Suggestion) -> None:
    """Raise NotAllowed unless the actor may do `verb`. The sentence names who may."""
    if not may(verb, actor, suggestion):
        raise NotAllowed(_("这一步只能由%(who)s来做。") % {"who": _(_WHO[FOLLOWS.get(verb, verb)][1])})
