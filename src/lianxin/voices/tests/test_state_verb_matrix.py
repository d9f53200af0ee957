"""Every state × every verb: the move of the table below happens, everything else is refused and changes nothing.

The table is written out here a second time, on purpose: `voices/workflow.py` is what it tests.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import transaction

from lianxin.kernel.errors import DomainError
from lianxin.kernel.workflow import MoveNotAllowed
from lianxin.voices import access
from lianxin.voices.testing import NOON, make_case, perform
from lianxin.voices.workflow import CASE_FLOW, CaseState

SOON = NOON + timedelta(hours=1)
# Two months on, every time to rate has run out, so that only the state decides.
AT = NOON + timedelta(days=60)
# What leaves a case where it is stands with the state itself.
TABLE: dict[str, dict[str, str]] = {
    "received": {
        "claim": "claimed",
        "lift": "received",
        "merge": "merged",
        "decline": "declined",
        "withdraw": "withdrawn",
        "add_fact": "received",
        "supervise": "received",
    },
    "claimed": {
        "release": "received",
        "answer_on_spot": "confirmed",
        "assign": "assigned",
        "lift": "received",
        "refer": "referred",
        "merge": "merged",
        "decline": "declined",
        "withdraw": "withdrawn",
        "add_fact": "claimed",
        "visit": "claimed",
        "supervise": "claimed",
    },
    "assigned": {
        "accept": "handling",
        "object": "claimed",
        "add_fact": "assigned",
        "visit": "assigned",
        "supervise": "assigned",
    },
    "arbitration": {"arbitrate": "assigned", "add_fact": "arbitration", "supervise": "arbitration"},
    "handling": {
        "answer": "answered",
        "add_fact": "handling",
        "visit": "handling",
        "progress": "handling",
        "extend": "handling",
        "supervise": "handling",
    },
    "referred": {
        "report_back": "confirmed",
        "recall": "claimed",
        "add_fact": "referred",
        "supervise": "referred",
    },
    "merged": {"split": "received", "withdraw": "withdrawn", "add_fact": "merged"},
    "answered": {
        "send_back": "handling",
        "confirm": "confirmed",
        "add_fact": "answered",
        "visit": "answered",
        "supervise": "answered",
    },
    "confirmed": {"rate": "rated", "close": "closed"},
    "rated": {"reopen": "claimed", "close": "closed"},
    "closed": {},
    "declined": {},
    "withdrawn": {},
}
# Two verbs nobody chooses: a second objection is told from the first by the case (test_object), and the voices
# merged into a case are answered by a job (test_merge).
UNCHOSEN = {"object_again", "answer_merged"}
VERBS = (
    "claim",
    "release",
    "answer_on_spot",
    "assign",
    "accept",
    "object",
    "arbitrate",
    "answer",
    "send_back",
    "confirm",
    "lift",
    "refer",
    "report_back",
    "recall",
    "merge",
    "split",
    "rate",
    "reopen",
    "close",
    "decline",
    "withdraw",
    "add_fact",
    "visit",
    "progress",
    "extend",
    "supervise",
)
# These have a time of their own, after which they are refused (test_object, test_extend).
EARLY = {"object", "extend"}


def tried(world, see, case_id: int, refusal: type[DomainError], actor=None) -> dict[str, str]:
    """What each verb makes of the case, each tried on the same state; a refusal must change nothing."""
    results, before = {}, see(case_id).everything
    for verb in VERBS:
        with transaction.atomic():
            try:
                perform(verb, world, case_id, at=SOON if verb in EARLY else AT, actor=actor)
            except refusal:
                assert see(case_id).everything == before, verb
            else:
                results[verb] = str(see(case_id).case.state)
                assert see(case_id).everything != before, verb
            transaction.set_rollback(True)
    return results


@pytest.mark.parametrize("state", TABLE)
def test_exactly_the_verbs_of_the_table_move_a_case(world, see, state) -> None:
    case_id = make_case(world, state)
    assert tried(world, see, case_id, DomainError) == TABLE[state]


@pytest.mark.parametrize("state", TABLE)
def test_the_state_alone_refuses_every_other_verb(world, see, state, monkeypatch) -> None:
    """Even somebody who may do everything (no such role exists) gets MoveNotAllowed."""
    monkeypatch.setattr(access, "may", lambda verb, actor, case: True)
    anybody = replace(world.office, person_id=world.deputy.person_id, unit_id=world.unit_id)
    case_id = make_case(world, state)
    assert tried(world, see, case_id, MoveNotAllowed, anybody) == TABLE[state]


def test_the_table_names_every_state_and_verb() -> None:
    assert set(TABLE) == set(CaseState) == set(CASE_FLOW.states)
    assert set(VERBS) | UNCHOSEN == set(CASE_FLOW.moves)
    assert {verb for row in TABLE.values() for verb in row} == set(VERBS)
