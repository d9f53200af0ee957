"""Everything this room writes."""

from __future__ import annotations

from lianxin.links.actions.keeping import (
    LinkFacts,
    end_link,
    end_links_of_organs,
    hand_over_links,
    make_links,
)
from lianxin.links.actions.visiting import VisitFacts, record_visit, remind_due

__all__ = [
    "LinkFacts",
    "VisitFacts",
    "end_link",
    "end_links_of_organs",
    "hand_over_links",
    "make_links",
    "record_visit",
    "remind_due",
]
