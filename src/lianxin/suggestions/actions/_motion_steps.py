"""What every verb of a motion shares: lock and check, then save, tell timeline, journal and other rooms."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.utils.translation import gettext as _

from lianxin.journal import actions as journal
from lianxin.kernel.actor import Actor
from lianxin.kernel.errors import NotFound, Stale
from lianxin.kit import events
from lianxin.suggestions import motion_access as access
from lianxin.suggestions.actions._steps import name_of
from lianxin.suggestions.events import MotionMoved
from lianxin.suggestions.models import Motion, MotionStep
from lianxin.suggestions.motion_flow import MOTION_END, MOTION_FLOW

MOTION_PAST = {
    "edit": "edited",
    "invite": "sent_for_signing",
    "cosign": "signed",
    "refuse": "not_signed",
    "take_back": "taken_back",
    "submit": "submitted",
    "send_to_committee": "sent_to_committee",
    "give_opinion": "opinion_given",
    "put_on_agenda": "put_on_agenda",
    "refer_after": "referred_after_session",
    "convert": "converted",
    "reject": "rejected",
    "pass": "passed",
    "vote_down": "voted_down",
    "report": "reported",
    "leave": "left",
    "fall_below": "fallen_below",
    "withdraw": "withdrawn",
    "ask_withdrawal": "withdrawal_asked",
    "refuse_withdrawal": "withdrawal_refused",
    "consent_withdrawal": "withdrawal_granted",
}


def begin(verb: str, motion_id: int, actor: Actor, version: int | None) -> tuple[Motion, str]:
    """Lock, access, move. Returns the motion moved, and its old state.

    Raises NotFound when the actor does not see it, Stale when the page was drawn from an older version.
    """
    motion = access.motions_visible_to(actor).select_for_update().filter(pk=motion_id).first()
    if motion is None:
        raise NotFound(_("没有找到这件议案，或者它不在您的工作范围里。"))
    if version is not None and version != motion.version:
        raise Stale(_("就在刚才，别人已经处理了这件议案。请刷新页面，看看最新情况再决定。"))
    access.require_may(verb, actor, motion)
    before, motion.state = motion.state, MOTION_FLOW.next_state(motion.state, verb)
    return motion, before


def finish(
    verb: str,
    motion: Motion,
    before: str,
    *,
    actor: Actor,
    at: datetime,
    fields: Sequence[str] = (),
    text: str = "",
) -> Motion:
    """Save by name, add the step, the journal line and the event."""
    motion.version += 1
    if motion.state in MOTION_END:
        motion.closed_at, motion.due_on = at, None
    motion.save(update_fields=["state", "version", "closed_at", "due_on", *fields])
    MotionStep(
        motion=motion, verb=verb, at=at, by_name=name_of(actor), by_role=actor.role, text=text
    ).save(force_insert=True)  # fmt: skip
    journal.write(
        "suggestions.motion", motion.pk, f"suggestions.motion.{MOTION_PAST[verb]}", actor=actor, at=at,
        division_code=motion.division_code, before=before, after=motion.state,
    )  # fmt: skip
    events.publish(
        MotionMoved(
            motion_id=motion.pk,
            number=str(motion.number or ""),
            verb=verb,
            division_code=motion.division_code,
            lead_person_id=motion.lead_person_id,
            signer_ids=list(motion.signer_ids),
            actor_user_id=actor.user_id,
            at=at.isoformat(),
        )
    )
    return motion
