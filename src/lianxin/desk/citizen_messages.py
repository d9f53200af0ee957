"""Which move of a case sends a consenting citizen a pointer by SMS, and when it may leave. Source: ADR-0035.

Here nobody knows the number: the vault is asked to tell whoever agreed, and finds out itself who that is.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from lianxin.notices.reads import day_time
from lianxin.vault import actions as vault
from lianxin.vault.words import Errands
from lianxin.voices.reads.telling import is_told


def tell_citizen(event_id: str, payload: dict[str, Any]) -> None:
    """Ask the vault to tell the citizen, if the place tells of this; at night it waits for the morning.

    The same event again changes nothing: its id is the errand's key. A worker that was away for a day tells
    late: it still is news to the citizen.
    """
    now = timezone.now()
    at = datetime.fromisoformat(payload["at"])
    place, verb = payload["division_code"], payload["verb"]
    by_citizen = verb == "close" and payload["actor_user_id"] is None
    if not is_told(verb, place, at=at, by_citizen=by_citizen):
        return
    if vault.ask_errand(
        subject_kind="voices.case",
        subject_id=payload["case_id"],
        purpose=Errands.TELL_PROGRESS,
        key=event_id,
        not_before=day_time(place, at=now),
        at=now,
    ):
        transaction.on_commit(lambda: vault.run_due(at=timezone.now()))
