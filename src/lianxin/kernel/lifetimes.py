"""How long something given out holds, also when the machine's clock was put right in between."""

from __future__ import annotations

from datetime import datetime, timedelta

# Clocks of two machines may differ by this much. Source: shared security paper T13.
CLOCKS_DIFFER_BY = timedelta(minutes=10)


def is_ahead(since: datetime, *, at: datetime) -> bool:
    """Whether `since` was written by a clock that ran ahead and has been put right."""
    return since - at > CLOCKS_DIFFER_BY


def holds(since: datetime, life: timedelta, *, at: datetime) -> bool:
    """Whether what was given out at `since` for `life` still holds.

    What is dated ahead does not: it would live on by as much as the clock was wrong.
    """
    return at - since <= life and not is_ahead(since, at=at)
