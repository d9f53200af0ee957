"""Taking a list out is written down first."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from lianxin.journal import actions as journal
from lianxin.kernel.actor import Actor


@transaction.atomic
def note_export(*, purpose: str, kind: str, actor: Actor, at: datetime) -> None:
    """One journal line: who takes which kind of file out, and for what. Source: issue 3 (lists)."""
    journal.write(
        "accounts.user", actor.user_id or 0, "voices.list.exported",
        actor=actor, at=at, division_code=actor.place, after=kind, reason=purpose,
    )  # fmt: skip
