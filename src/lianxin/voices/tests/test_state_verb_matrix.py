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

# Two months on, every time to rate has run out, so that only the state decides.
AT = NOON + timedelta(days=60)
TABLE: dict[str, dict[str, str]] = {
    "received": {"claim": "claimed", "decline": "declined", "withdraw": "withdrawn"},
    "claimed": {
        "release": "received",
        "answer_on_spot": "confirmed",
        "assign": "assigned",
        "decline": "declined",
        "withdraw": "withdrawn",
    },
    "assigned": {"accept": "handling", "object": "claimed"},
    "handling": {"answer": "answered"},
    "answered": {"send_back": "handling", "confirm": "confirmed"},
    "confirmed": {"rate": "rated", "close": "closed"},
    "rated": {"reopen": "claimed", "close": "closed"},
    "closed": {},
    "declined": {},
    "withdrawn": {},
}
VERBS = (
    "claim",
    "release",
    "answer_on_spot",
    "assign",
    "accept",
    "object",
    "answer",
    "send_back",
    "confirm",
    "rate",
    "reopen",
    "close",
    "decline",
    "withdraw",
)


def tried(world, see, case_id: int, refusal: type[DomainError], actor=None) -> dict[str, str]:
    """What each verb makes of the case, each tried on the same state; a refusal must change nothing."""
    results, before = {}, see(case_id).everything
    for verb in VERBS:
        with transaction.atomic():
            try:
                perform(verb, world, case_id, at=AT, actor=actor)
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
    assert set(VERBS) == set(CASE_FLOW.moves)
    assert {verb for row in TABLE.values() for verb in row} == set(VERBS)
