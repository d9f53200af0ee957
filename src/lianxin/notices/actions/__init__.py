"""Everything this room writes."""

from __future__ import annotations

from lianxin.notices.actions.delivering import hand_over_next, prepare_next, retry_delivery
from lianxin.notices.actions.preferring import Wishes, choose_channels
from lianxin.notices.actions.sending import mark_read, send

__all__ = [
    "Wishes",
    "choose_channels",
    "hand_over_next",
    "mark_read",
    "prepare_next",
    "retry_delivery",
    "send",
]
