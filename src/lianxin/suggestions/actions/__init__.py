"""Every verb of a suggestion, one function each. The only place of this room that writes."""

from __future__ import annotations

from lianxin.people.actions.sessions import open_session
from lianxin.suggestions.actions.assign import (
    Given,
    assign_suggestion,
    hand_over_suggestion,
    object_suggestion,
    reassign_suggestion,
    receive_suggestion,
    settles,
)
from lianxin.suggestions.actions.cases import draft_from_cases
from lianxin.suggestions.actions.draft import (
    Draft,
    cosign_suggestion,
    draft_suggestion,
    edit_draft,
    invite_cosigners,
    refuse_cosigning,
    revise_suggestion,
    take_back_draft,
    withdraw_suggestion,
)
from lianxin.suggestions.actions.feedback import (
    check_promise,
    close_silent,
    conclude_meeting,
    rate_reply,
    report_promise,
)
from lianxin.suggestions.actions.office import (
    grant_extension,
    make_key,
    refuse_extension,
    supervise_suggestion,
)
from lianxin.suggestions.actions.reply import ReplyText, draft_reply, issue_reply, send_back_reply
from lianxin.suggestions.actions.review import (
    accept_suggestion,
    advise_withdrawal,
    decline_suggestion,
    make_letter,
    merge_suggestion,
    return_suggestion,
)
from lianxin.suggestions.actions.submit import submit_suggestion
from lianxin.suggestions.actions.unit import (
    TalkFacts,
    ask_extension,
    confirm_talk,
    deny_talk,
    give_opinion,
    plan_handling,
    record_talk,
    say,
)

__all__ = [
    "Draft",
    "Given",
    "ReplyText",
    "TalkFacts",
    "accept_suggestion",
    "advise_withdrawal",
    "ask_extension",
    "assign_suggestion",
    "check_promise",
    "close_silent",
    "conclude_meeting",
    "confirm_talk",
    "cosign_suggestion",
    "decline_suggestion",
    "deny_talk",
    "draft_from_cases",
    "draft_reply",
    "draft_suggestion",
    "edit_draft",
    "give_opinion",
    "grant_extension",
    "hand_over_suggestion",
    "invite_cosigners",
    "issue_reply",
    "make_key",
    "make_letter",
    "merge_suggestion",
    "object_suggestion",
    "open_session",
    "plan_handling",
    "rate_reply",
    "reassign_suggestion",
    "receive_suggestion",
    "record_talk",
    "refuse_cosigning",
    "refuse_extension",
    "report_promise",
    "return_suggestion",
    "revise_suggestion",
    "say",
    "send_back_reply",
    "settles",
    "submit_suggestion",
    "supervise_suggestion",
    "take_back_draft",
    "withdraw_suggestion",
]
