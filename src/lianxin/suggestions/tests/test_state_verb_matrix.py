"""Every state × every verb: the moves of the table below happen, everything else is refused and changes nothing.

The table is written out here a second time, on purpose: `suggestions/workflow.py` is what it tests.
"""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import transaction

from lianxin.kernel.errors import DomainError
from lianxin.suggestions.access import FOLLOWS
from lianxin.suggestions.testing import NOON, make, perform
from lianxin.suggestions.workflow import SUGGESTION_FLOW, SuggestionState

SOON = NOON + timedelta(hours=1)
_DRAFT = {"edit": "draft", "invite": "cosigning", "submit": "submitted", "withdraw": "withdrawn"}
# What leaves a suggestion where it is stands with the state itself. Units' parts as `testing.PATHS` leaves them.
TABLE: dict[str, dict[str, str]] = {
    "draft": _DRAFT,
    "cosigning": {
        "cosign": "cosigning",
        "refuse": "cosigning",
        "take_back": "draft",
        "submit": "submitted",
        "withdraw": "withdrawn",
    },
    "submitted": {
        "return": "returned",
        "advise": "submitted",
        "accept": "accepted",
        "decline": "declined",
        "letter": "letter",
        "merge": "merged",
        "withdraw": "withdrawn",
    },
    "returned": {"revise": "draft", "withdraw": "withdrawn"},
    "accepted": {
        "hand_over": "handed",
        "assign": "assigned",
        "make_key": "accepted",
        "withdraw": "withdrawn",
    },
    "handed": {"assign": "assigned", "supervise": "handed", "make_key": "handed", "withdraw": "withdrawn"},
    "assigned": {
        # The one unit that answers the deputy has it: handling begins.
        "receive": "handling",
        "object": "disputed",
        "say": "assigned",
        "supervise": "assigned",
        "make_key": "assigned",
        "withdraw": "withdrawn",
    },
    "disputed": {"reassign": "assigned", "supervise": "disputed", "withdraw": "withdrawn"},
    "handling": {
        "plan": "handling",
        "meet": "handling",
        "give_opinion": "handling",
        "ask_extension": "handling",
        "draft_reply": "handling",
        "say": "handling",
        "supervise": "handling",
        "make_key": "handling",
        "withdraw": "withdrawn",
    },
    "replied": {"meet": "replied", "rate": "closed", "say": "replied"},
    "meeting": {"conclude": "closed", "supervise": "meeting"},
    "closed": {},
    "declined": {},
    "letter": {},
    "merged": {"unmerge": "submitted"},
    "withdrawn": {},
}
# Each needs more than a state: a talk, a request, a draft, a day, a promise, a second objection (test_rules).
ELSEWHERE = {
    "confirm_talk", "deny_talk", "grant_extension", "refuse_extension", "send_back_reply", "issue_reply",
    "close_silent", "promise_progress", "check_promise", "arbitrate",
}  # fmt: skip
VERBS = tuple(verb for verb in SUGGESTION_FLOW.moves if verb not in {*FOLLOWS, "arbitrate"})


@pytest.mark.parametrize("state", TABLE)
def test_exactly_the_verbs_of_the_table_move_a_suggestion(world, see, state) -> None:
    pk = make(world, state)
    results, before = {}, see(pk).everything
    for verb in VERBS:
        with transaction.atomic():
            try:
                perform(verb, world, pk, at=SOON)
            except DomainError:
                assert see(pk).everything == before, verb
            else:
                results[verb] = str(see(pk).it.state)
                assert see(pk).everything != before, verb
            transaction.set_rollback(True)
    assert results == TABLE[state]


def test_the_table_names_every_state_and_verb() -> None:
    assert set(TABLE) == set(SuggestionState) == set(SUGGESTION_FLOW.states)
    named = {verb for row in TABLE.values() for verb in row}
    assert named | ELSEWHERE | FOLLOWS.keys() == set(SUGGESTION_FLOW.moves)
