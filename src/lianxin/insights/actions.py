"""The only writing of this room: what left it is on record."""

from __future__ import annotations

from datetime import datetime

from lianxin.journal import actions as journal
from lianxin.kernel.actor import Actor


def note_brief(*, month: str, kind: str, actor: Actor, at: datetime) -> None:
    """Put on record that somebody took the brief of a month; without personal data no purpose is asked.

    Source: ADR-0022; domain.md §8.
    """
    journal.write(
        "insights.brief", int(month.replace("-", "")), "insights.brief.taken",
        actor=actor, at=at, division_code=actor.place, after=kind,
    )  # fmt: skip
