"""What every verb of a draft shares: save by name and tell the journal. Its events stay inside the unit."""

from __future__ import annotations

from datetime import datetime

from lianxin.journal import actions as journal
from lianxin.kernel.actor import Actor
from lianxin.voices.models import Draft
from lianxin.voices.workflow import DRAFT_FLOW

PAST = {
    "begin": "begun",
    "submit": "submitted",
    "take_back": "taken_back",
    "return": "returned",
    "sign": "signed",
    "issue": "issued",
    "rewrite": "rewritten",
}


def move_draft(
    draft: Draft, verb: str, *, fields: list[str], actor: Actor, at: datetime, place: str, reason: str = ""
) -> None:
    """Move, save by name, write the journal. Raises MoveNotAllowed where the table has no such move."""
    before, draft.state = draft.state, DRAFT_FLOW.next_state(draft.state, verb)
    draft.version += 1
    draft.save(update_fields=["state", "version", *fields])
    note_draft(draft, verb, actor=actor, at=at, place=place, before=before, reason=reason)


def issue(draft: Draft, verb: str, *, actor: Actor, at: datetime, place: str) -> None:
    """The draft is done: signed, sent without a signature, or overtaken by an answer beside it."""
    draft.signer_name, draft.signed_at = actor.name, at
    move_draft(draft, verb, fields=["signer_name", "signed_at"], actor=actor, at=at, place=place)


def note_draft(
    draft: Draft, verb: str, *, actor: Actor, at: datetime, place: str, before: str = "", reason: str = ""
) -> None:
    """The journal line of a verb. Saving words again writes none: it happens every few seconds."""
    journal.write(
        "voices.draft", draft.pk, f"voices.draft.{PAST[verb]}",
        actor=actor, at=at, division_code=place, before=before, after=draft.state, reason=reason,
    )  # fmt: skip
