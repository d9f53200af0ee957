"""Which verbs a reader's page offers now. The actions decide again; this only spares people dead ends."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from lianxin.kernel.actor import UNIT_ROLES, Actor, Role
from lianxin.suggestions import access
from lianxin.suggestions.models import Handling, Reply, Signer, Suggestion
from lianxin.suggestions.profiles import rules_for
from lianxin.suggestions.words import ReplyState
from lianxin.suggestions.workflow import (
    ANSWERING,
    BEFORE_UNITS,
    HANDED_STATES,
    SUGGESTION_FLOW,
    Duty,
    HandlingState,
    SuggestionState,
)

H = HandlingState
_UNIT_VERBS = frozenset(
    {
        "receive", "object", "plan", "meet", "give_opinion", "ask_extension", "draft_reply", "issue_reply",
        "send_back_reply",
    }
)  # fmt: skip
ARBITRATION_FROM = 2


def verbs_for(
    actor: Actor,
    suggestion: Suggestion,
    handlings: Sequence[Handling],
    replies: Sequence[Reply],
    at: datetime,
) -> tuple[str, ...]:
    """Verbs in table order. At most one query, for a co-signer."""
    found = [
        verb
        for verb in SUGGESTION_FLOW.verbs_from(suggestion.state)
        if verb not in access.FOLLOWS and access.may(verb, actor, suggestion)
    ]
    refused = _not_now(actor, suggestion, at)
    if actor.role in UNIT_ROLES:
        refused |= _UNIT_VERBS - _of_part(actor, suggestion, handlings, replies, at)
    if {"cosign", "refuse"} & set(found) and not _is_asked(actor, suggestion):
        refused |= {"cosign", "refuse"}
    return tuple(verb for verb in found if verb not in refused)


def _not_now(actor: Actor, suggestion: Suggestion, at: datetime) -> set[str]:
    refused = set()
    main = suggestion.merged_into
    if main is None or main.state not in BEFORE_UNITS:
        refused.add("unmerge")
    is_asked = suggestion.extension_asked_at is not None and suggestion.extended_at is None
    if not is_asked:
        refused |= {"grant_extension", "refuse_extension"}
    if suggestion.is_key:
        refused.add("make_key")
    if suggestion.due_on is not None and at.date() <= suggestion.due_on:
        refused.add("close_silent")
    refused.add("reassign" if suggestion.objection_count >= ARBITRATION_FROM else "arbitrate")
    if actor.role == Role.DISPATCHER and suggestion.state == SuggestionState.ACCEPTED:
        refused.add("assign")
    if suggestion.state in HANDED_STATES:
        rules = rules_for(suggestion.division_code, at.date())
        if not rules.withdraw_after_assignment:
            refused.add("withdraw")
    return refused


def _of_part(
    actor: Actor,
    suggestion: Suggestion,
    handlings: Sequence[Handling],
    replies: Sequence[Reply],
    at: datetime,
) -> set[str]:
    """What the unit's own part allows."""
    part = next((h for h in handlings if h.unit_id == actor.unit_id and h.state != H.REPLACED), None)
    if part is None:
        return set()
    if part.state == H.GIVEN:
        is_late = part.due_on is not None and at.date() > part.due_on
        return {"receive"} if is_late or suggestion.is_arbitrated else {"receive", "object"}
    if part.state not in {H.RECEIVED, H.DONE}:
        return set()
    verbs = {"plan", "meet"}
    if part.state == H.RECEIVED and part.duty == Duty.CO:
        verbs.add("give_opinion")
    if part.state == H.RECEIVED and part.duty in ANSWERING:
        verbs |= {"draft_reply"}
        if not suggestion.extension_asked_at and not suggestion.rehandled_count:
            in_time = suggestion.due_on is None or at.date() <= suggestion.due_on
            verbs |= {"ask_extension"} if in_time else set()
        if any(r.unit_id == actor.unit_id and r.state == ReplyState.DRAFTED for r in replies):
            verbs |= {"issue_reply", "send_back_reply"}
    return verbs


def _is_asked(actor: Actor, suggestion: Suggestion) -> bool:
    return Signer.objects.filter(
        suggestion=suggestion, person_id=actor.person_id or 0, confirmed_at=None, refused_at=None
    ).exists()
