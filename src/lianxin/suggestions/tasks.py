"""Jobs of this room."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from lianxin.accounts import reads as accounts
from lianxin.kernel.actor import Actor
from lianxin.kit.scope import scope
from lianxin.suggestions.actions import hand_over_next, stop_handover


def take_handover(event_id: str, payload: dict[str, Any]) -> None:
    """Hand over a list line by line, each in a transaction of its own; told twice, it goes on where it was.

    Before each line the post is looked at anew: who has lost it stops here. Source: ADR-0032 §1.
    """
    user_id, grant_id = payload["user_id"], payload["grant_id"]
    more = True
    while more:
        at = timezone.now()
        actor = accounts.actor_under(user_id, grant_id, at=at, source="job")
        if actor is None:
            _stop(payload["handover_id"], user_id)
            return
        with scope(actor):
            more = hand_over_next(handover_id=payload["handover_id"], actor=actor, at=at)


def _stop(handover_id: int, user_id: int) -> None:
    """End the list of a post that is gone. Row-level security knows its former maker by the account alone."""
    actor = Actor(user_id=user_id, source="job")
    with scope(actor):
        stop_handover(handover_id=handover_id, user_id=user_id, actor=actor, at=timezone.now())
