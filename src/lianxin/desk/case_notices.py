"""Who is told when a case moves."""

from __future__ import annotations

from typing import Any


def notify_case_moved(event_id: str, payload: dict[str, Any]) -> None:
    """Tell nobody yet."""
