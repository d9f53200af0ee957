"""Every verb of a case, one function each. The only place of this room that writes."""

from __future__ import annotations

from lianxin.voices.actions.citizen import rate_case, reopen_case, withdraw_case
from lianxin.voices.actions.deputy import (
    answer_on_spot,
    claim_case,
    confirm_result,
    release_case,
    send_back_answer,
)
from lianxin.voices.actions.office import ask_contact, close_case, decline_case, publish_case, unpublish_case
from lianxin.voices.actions.receive import Matter, Receipt, receive_case
from lianxin.voices.actions.settle import settle_deadlines
from lianxin.voices.actions.unit import accept_case, answer_case, assign_case, object_case

__all__ = [
    "Matter",
    "Receipt",
    "accept_case",
    "answer_case",
    "answer_on_spot",
    "ask_contact",
    "assign_case",
    "claim_case",
    "close_case",
    "confirm_result",
    "decline_case",
    "object_case",
    "publish_case",
    "rate_case",
    "receive_case",
    "release_case",
    "reopen_case",
    "send_back_answer",
    "settle_deadlines",
    "unpublish_case",
    "withdraw_case",
]
