"""Cases a deputy may write a suggestion from: taken, and not handed to anybody yet."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from lianxin.kernel.actor import Actor
from lianxin.voices.access import cases_visible_to
from lianxin.voices.words import TOPICS
from lianxin.voices.workflow import CaseState


@dataclass(frozen=True, slots=True)
class CaseChoice:
    """A case to tick."""

    id: int
    number: str
    title: str
    topic: str
    received_at: datetime


def cases_in_hand(actor: Actor) -> list[CaseChoice]:
    """The deputy's claimed cases, newest first. One query."""
    mine = cases_visible_to(actor).filter(claimed_by=actor.person_id or 0, state=CaseState.CLAIMED)
    rows = mine.order_by("-pk").values_list("pk", "number", "title", "topic", "received_at")[:50]
    return [CaseChoice(pk, number, title, str(TOPICS[topic]), at) for pk, number, title, topic, at in rows]
