"""Two people at the same moment: the first one has it, the other is told so, and nothing happens twice."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from django.db import connections
from support.databases import own_database

from lianxin.kernel.actor import Actor
from lianxin.kernel.errors import DomainError
from lianxin.kernel.workflow import MoveNotAllowed
from lianxin.kit import once
from lianxin.kit.scope import scope
from lianxin.project.postgres import Server
from lianxin.voices.models import Case, Deadline, Step
from lianxin.voices.testing import NOON, World, make_case, make_world, perform, receive

pytestmark = pytest.mark.postgres
LATER = NOON + timedelta(hours=1)


@pytest.fixture(scope="module")
def world(server: Server, template: str, django_db_setup: None, django_db_blocker: object) -> Iterator[World]:
    """A database of its own, because other sessions see only what was committed."""
    with own_database(server, template, django_db_blocker, "races"):
        yield make_world()


def at_once(*works: Callable[[], object]) -> list[object]:
    """Run all in sessions of their own, starting together; what each returned or was refused with."""
    start = Barrier(len(works))

    def run(work: Callable[[], object]) -> object:
        try:
            with scope(Actor()):
                start.wait(10)
                return work()
        except DomainError as error:
            return error
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(works)) as pool:
        return list(pool.map(run, works))


def counted(world: World, case_id: int) -> tuple[str, int, int]:
    with scope(world.office):
        case = Case.objects.get(pk=case_id)
        steps = Step.objects.filter(case_id=case_id).count()
        clocks = Deadline.objects.filter(case_id=case_id, ended_at=None).exclude(kind="tier")
        return case.state, steps, clocks.count()


def test_of_two_deputies_who_claim_together_one_has_it(world: World) -> None:
    for _ in range(5):
        case_id = make_case(world)
        outcomes = at_once(
            lambda: perform("claim", world, case_id, at=LATER),  # noqa: B023 (run before the next turn)
            lambda: perform("claim", world, case_id, at=LATER, actor=world.second_deputy),  # noqa: B023
        )
        assert sorted(type(outcome).__name__ for outcome in outcomes) == ["Case", "MoveNotAllowed"]
        assert counted(world, case_id) == ("claimed", 1, 1)


def test_a_withdrawal_and_a_claim_together_leave_one_of_the_two(world: World) -> None:
    case_id = make_case(world, "claimed")
    outcomes = at_once(
        lambda: perform("withdraw", world, case_id, at=LATER),
        lambda: perform("assign", world, case_id, at=LATER),
    )
    assert sum(isinstance(outcome, MoveNotAllowed) for outcome in outcomes) == 1
    state, steps, running = counted(world, case_id)
    assert (steps, running) == (2, 0 if state == "withdrawn" else 1)


def test_matters_brought_together_get_numbers_without_gap_or_double(world: World) -> None:
    day = NOON + timedelta(days=30)
    receipts = at_once(*[lambda: receive(world, at=day)] * 6)
    assert sorted(receipt.number[-2:] for receipt in receipts) == ["01", "02", "03", "04", "05", "06"]
    assert len({receipt.case_id for receipt in receipts}) == 6


def test_a_form_sent_six_times_at_once_makes_one_thing(world: World) -> None:
    made: list[str] = []

    def send() -> str:
        return once.once("races", {"text": "路灯"}, lambda: made.append("x") or "first", at=NOON)

    assert at_once(*[send] * 6) == ["first"] * 6
    assert made == ["x"]
