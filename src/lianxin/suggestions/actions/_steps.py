"""What every verb shares: lock and check, then save, tell the timeline, the journal and the other rooms."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.utils.translation import gettext as _

from lianxin.journal import actions as journal
from lianxin.kernel.actor import UNIT_ROLES, Actor
from lianxin.kernel.errors import DomainError, NotFound, Stale
from lianxin.kernel.text import clean
from lianxin.kernel.workflow import MoveNotAllowed
from lianxin.kit import events
from lianxin.people import reads as people
from lianxin.suggestions import access, clocks
from lianxin.suggestions.events import SuggestionMoved
from lianxin.suggestions.models import Handling, Step, Suggestion
from lianxin.suggestions.workflow import END_STATES, SUGGESTION_FLOW, HandlingState

PAST = {
    "edit": "edited",
    "invite": "sent_for_cosigning",
    "cosign": "cosigned",
    "refuse": "not_cosigned",
    "take_back": "taken_back",
    "submit": "submitted",
    "return": "returned",
    "revise": "revised",
    "advise": "advised_withdrawal",
    "accept": "accepted",
    "decline": "declined",
    "letter": "made_letter",
    "merge": "merged",
    "take_in": "took_in",
    "unmerge": "unmerged",
    "let_go": "let_go",
    "hand_over": "handed_over",
    "assign": "assigned",
    "object": "objected",
    "reassign": "reassigned",
    "arbitrate": "arbitrated",
    "receive": "received",
    "begin": "begun",
    "plan": "planned",
    "meet": "talk_recorded",
    "confirm_talk": "talk_confirmed",
    "deny_talk": "talk_denied",
    "give_opinion": "opinion_given",
    "ask_extension": "extension_asked",
    "grant_extension": "extended",
    "refuse_extension": "extension_refused",
    "draft_reply": "reply_drafted",
    "send_back_reply": "reply_sent_back",
    "issue_reply": "reply_issued",
    "reply": "replied",
    "rate": "rated",
    "rate_again": "rated_again",
    "rate_escalate": "rated_to_meeting",
    "close_silent": "closed_silent",
    "conclude": "concluded",
    "say": "said",
    "supervise": "supervised",
    "make_key": "made_key",
    "promise_progress": "promise_reported",
    "check_promise": "promise_checked",
    "withdraw": "withdrawn",
}


def locked(suggestion_id: int, actor: Actor, version: int | None) -> Suggestion:
    """The suggestion, locked until the transaction ends.

    Raises NotFound when the actor does not see it, Stale when the page was drawn from an older version.
    """
    found = access.suggestions_visible_to(actor).select_for_update().filter(pk=suggestion_id).first()
    if found is None:
        raise NotFound(_("没有找到这件建议，或者它不在您的工作范围里。"))
    if version is not None and version != found.version:
        raise Stale(_("就在刚才，别人已经处理了这件建议。请刷新页面，看看最新情况再决定。"))
    return found


def begin(verb: str, suggestion_id: int, actor: Actor, version: int | None) -> tuple[Suggestion, str]:
    """Lock, access, move: the first three steps. Returns the suggestion moved, and its old state."""
    suggestion = locked(suggestion_id, actor, version)
    access.require_may(verb, actor, suggestion)
    before, suggestion.state = suggestion.state, SUGGESTION_FLOW.next_state(suggestion.state, verb)
    return suggestion, before


def own_handling(suggestion: Suggestion, actor: Actor, *states: HandlingState, sentence: str) -> Handling:
    """The unit's present duty in the suggestion. Raises MoveNotAllowed with `sentence` in another state."""
    duty = (
        Handling.objects.select_for_update()
        .filter(suggestion=suggestion, unit_id=actor.unit_id or 0)
        .exclude(state=HandlingState.REPLACED)
        .first()
    )
    if duty is None:
        raise MoveNotAllowed(_("这件建议已经改由别的单位办，本单位不用再办。"))
    if duty.state not in states:
        raise MoveNotAllowed(sentence)
    return duty


def finish(
    verb: str,
    suggestion: Suggestion,
    before: str,
    *,
    actor: Actor,
    at: datetime,
    fields: Sequence[str] = (),
    text: str = "",
    reason: str = "",
    is_internal: bool = False,
    tells: Sequence[int] = (),
) -> Suggestion:
    """Save by name, set the clock, add the step, the journal line and the event: steps five to seven.

    `tells` are the units that it concerns.
    """
    suggestion.version += 1
    clocks.set_state_clock(suggestion, at=at)
    if suggestion.state in END_STATES:
        clocks.stop_all(suggestion, at=at)
    suggestion.save(update_fields=["state", "due_kind", "due_on", "version", *fields])
    Step(
        suggestion=suggestion,
        verb=verb,
        at=at,
        by_name=name_of(actor),
        by_role=actor.role,
        by_unit_id=actor.unit_id,
        text=text,
        is_internal=is_internal,
    ).save(force_insert=True)
    journal.write(
        "suggestions.suggestion",
        suggestion.pk,
        f"suggestions.suggestion.{PAST[verb]}",
        actor=actor,
        at=at,
        division_code=suggestion.division_code,
        before=before,
        after=suggestion.state,
        reason=reason[:200],
    )
    events.publish(
        SuggestionMoved(
            suggestion_id=suggestion.pk,
            number=str(suggestion.number or ""),
            verb=verb,
            state=suggestion.state,
            division_code=suggestion.division_code,
            organ=suggestion.organ,
            lead_person_id=suggestion.lead_person_id,
            signer_ids=list(suggestion.signer_ids),
            unit_ids=list(tells) or ([actor.unit_id] if actor.unit_id is not None else []),
            actor_user_id=actor.user_id,
            at=at.isoformat(),
        )
    )
    return suggestion


def name_of(actor: Actor) -> str:
    """Who did it, as the timeline says it: a unit acts by its own name."""
    if actor.role in UNIT_ROLES and actor.unit_id is not None:
        return people.unit(actor.unit_id).name
    return actor.name


def raised_by(suggestion: Suggestion) -> str:
    """Who raises it, as stored words say it. One query."""
    name = people.names_of({suggestion.lead_person_id}).get(suggestion.lead_person_id, "")
    return suggestion.delegation_name or f"{name}代表"


def said(text: str, *, least: int, sentence: str) -> str:
    """The cleaned text. Raises DomainError with `sentence` when it is shorter than `least` characters."""
    cleaned = clean(text)
    if len(cleaned) < least:
        raise DomainError(sentence)
    return cleaned
