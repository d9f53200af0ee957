"""Every verb of a case, one function each. The only place of this room that writes."""

from __future__ import annotations

from lianxin.voices.actions.announce import announce_case
from lianxin.voices.actions.bulk import MOST_IN_RUN, cancel_run, start_run, stop_run, take_next
from lianxin.voices.actions.cards import give_cards
from lianxin.voices.actions.citizen import rate_case, reopen_case, withdraw_case
from lianxin.voices.actions.deputy import (
    answer_on_spot,
    claim_case,
    confirm_result,
    release_case,
    send_back_answer,
)
from lianxin.voices.actions.drafts import (
    issue_draft,
    return_draft,
    sign_draft,
    submit_draft,
    take_back_draft,
    write_draft,
)
from lianxin.voices.actions.exits import recall_case, refer_case, report_back
from lianxin.voices.actions.export import note_export
from lianxin.voices.actions.keeping import drop_view, keep_view, open_view_first, rename_view
from lianxin.voices.actions.merging import answer_voices, merge_case, split_case
from lianxin.voices.actions.notes import add_fact, extend_case, note_progress, note_visit, supervise_case
from lianxin.voices.actions.office import (
    ask_contact,
    close_case,
    decline_case,
    mark_subject,
    publish_case,
    unpublish_case,
)
from lianxin.voices.actions.past import PastCase, record_past_cases, withdraw_past_cases
from lianxin.voices.actions.receive import Matter, Receipt, receive_case
from lianxin.voices.actions.settle import settle_deadlines
from lianxin.voices.actions.telling import is_mobile, stop_messages
from lianxin.voices.actions.templates import change_template, record_template, retire_template
from lianxin.voices.actions.tiers import lift_case, lift_overdue
from lianxin.voices.actions.unit import accept_case, answer_case, arbitrate_case, assign_case, object_case

__all__ = [
    "MOST_IN_RUN",
    "Matter",
    "PastCase",
    "Receipt",
    "accept_case",
    "add_fact",
    "announce_case",
    "answer_case",
    "answer_on_spot",
    "answer_voices",
    "arbitrate_case",
    "ask_contact",
    "assign_case",
    "cancel_run",
    "change_template",
    "claim_case",
    "close_case",
    "confirm_result",
    "decline_case",
    "drop_view",
    "extend_case",
    "give_cards",
    "is_mobile",
    "issue_draft",
    "keep_view",
    "lift_case",
    "lift_overdue",
    "mark_subject",
    "merge_case",
    "note_export",
    "note_progress",
    "note_visit",
    "object_case",
    "open_view_first",
    "publish_case",
    "rate_case",
    "recall_case",
    "receive_case",
    "record_past_cases",
    "record_template",
    "refer_case",
    "release_case",
    "rename_view",
    "reopen_case",
    "report_back",
    "retire_template",
    "return_draft",
    "send_back_answer",
    "settle_deadlines",
    "sign_draft",
    "split_case",
    "start_run",
    "stop_messages",
    "stop_run",
    "submit_draft",
    "supervise_case",
    "take_back_draft",
    "take_next",
    "unpublish_case",
    "withdraw_case",
    "withdraw_past_cases",
    "write_draft",
]
