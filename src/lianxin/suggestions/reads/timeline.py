"""What happened to a suggestion: its timeline and its journal."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from lianxin.accounts.reads import HistoryLine, history_lines
from lianxin.kernel.actor import Actor
from lianxin.kit.jinja_env import iso, moment
from lianxin.suggestions import access
from lianxin.suggestions.models import (
    Step,
    Suggestion,
)
from lianxin.suggestions.workflow import SUGGESTION_FLOW

# Verb → ring of the timeline.
_RINGS = {
    "submit": "now", "accept": "now", "assign": "now", "receive": "now", "return": "late", "decline": "done",
    "object": "late", "reassign": "meet", "arbitrate": "meet", "meet": "meet", "confirm_talk": "meet",
    "deny_talk": "late", "give_opinion": "reply", "reply": "reply", "issue_reply": "reply", "say": "reply",
    "rate": "done", "rate_again": "late", "rate_escalate": "late", "supervise": "late", "conclude": "done",
    "withdraw": "done", "close_silent": "done", "check_promise": "meet", "take_in": "meet", "let_go": "meet",
    "unmerge": "late",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class LogLine:
    """A line of the timeline as `kit/ui/log.html` draws it."""

    kind: str
    title: str
    who: str
    when: str
    iso: str
    text: str


def log_of(actor: Actor, suggestion: Suggestion) -> tuple[LogLine, ...]:
    """Newest first; what happens within a unit is seen by that unit only."""
    steps = Step.objects.filter(suggestion=suggestion).exclude(verb="edit").order_by("-pk")
    hidden = "" if access.reads_opinions(actor, suggestion) else "give_opinion"
    lines = []
    for step in steps[:200]:
        if step.is_internal and (actor.unit_id is None or actor.unit_id != step.by_unit_id):
            continue
        label = _(SUGGESTION_FLOW.moves[step.verb].label)
        text = "" if step.verb == hidden else step.text
        ring = _RINGS.get(step.verb, "system")
        lines.append(LogLine(ring, label, step.by_name, moment(step.at), iso(step.at), text))
    return tuple(lines)


def _label(state: str) -> str:
    known = SUGGESTION_FLOW.states.get(state)
    return _(known.label) if known else state


def history_of(suggestion_id: int) -> tuple[HistoryLine, ...]:
    """The journal of the suggestion, newest first. One query."""
    return history_lines("suggestions.suggestion", suggestion_id, _label)
