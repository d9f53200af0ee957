"""Jobs of this room: subscribers to what other rooms tell."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from lianxin.calendars import reads as calendars
from lianxin.divisions import reads as divisions
from lianxin.kernel.actor import Actor, Role
from lianxin.kit.scope import scope
from lianxin.voices.actions import settle_deadlines


def settle_after_notice(event_id: str, payload: dict[str, Any]) -> None:
    """Settle provisional deadlines county by county; again and again with the same result.

    A case is read from its county, never from the province, so the job acts for each county in turn.
    """
    calendars.forget()
    at = datetime.fromisoformat(payload["entered_at"])
    for county in divisions.codes_at(3):
        actor = Actor(
            role=Role.DEPUTY_AFFAIRS, place=county, user_id=0, grant_id=0, name="系统", source="job"
        )
        with scope(actor):
            settle_deadlines(year=payload["year"], actor=actor, at=at)
