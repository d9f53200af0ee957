"""Two people at the same moment: the first one has it, the other is told so, and nothing happens twice."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from threading import Barrier

import psycopg
import pytest
from django.db import connections
from support.databases import own_database
from support.scale import NIGHTLY, note, scaled

from lianxin.kernel.actor import Actor
from lianxin.kernel.errors import DomainError, Stale
from lianxin.kernel.workflow import MoveNotAllowed
from lianxin.kit import once
from lianxin.kit.scope import scope
from lianxin.project import postgres
from lianxin.project.postgres import Server
from lianxin.voices.models import Case, Deadline, Step
from lianxin.voices.testing import NOON, World, make_case, make_world, perform, receive

pytestmark = [pytest.mark.postgres, pytest.mark.timeout(3600 if NIGHTLY else 280)]
LATER = NOON + timedelta(hours=1)
INVARIANTS = (Path(__file__).parent / "invariants.sql").read_text(encoding="utf-8")


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


# Eight at their screens, some of them twice (a phone and a desk), and what each may do to a matter under way.
EIGHT = {
    "deputy": ("visit", "visit", "assign", "confirm", "claim"), "deputy at a desk": ("visit", "assign", "send_back"),
    "officer": ("progress", "progress", "accept", "extend"), "officer at a desk": ("progress", "object", "answer"),
    "office": ("supervise", "visit"), "office at a desk": ("supervise", "answer"), "second_deputy": ("claim", "visit"),
    "liaison": ("visit", "assign", "confirm"),
}  # fmt: skip


def test_of_eight_people_at_one_matter_no_act_is_lost(world: World, server: Server) -> None:
    """Each takes turns with what is on the screen; every act that was accepted is there, one version each.

    One of two that saw the same version is told that the page is old.
    """
    rounds, ends = scaled(6, 500), Counter[str]()
    for number in range(rounds):
        case_id = make_case(world, "handling" if number % 2 else "claimed")
        before = seen(world, case_id)
        ends += Counter(
            word
            for words in at_once(*(eager(world, case_id, number, who) for who in EIGHT))
            for word in words
        )
        version, steps = seen(world, case_id)
        done = ends.pop("now", 0)
        assert version - before[0] == done, f"round {number}: an act was lost"
        assert steps - before[1] <= done
        ends["done"] += done
    assert ends["done"] >= rounds * 2
    assert ends["stale"] >= rounds
    database = connections["default"].settings_dict["NAME"]
    with psycopg.connect(server.dsn(postgres.SUPERUSER, database), autocommit=True) as everything:
        assert everything.execute(INVARIANTS).fetchall() == []
        deadlocks = everything.execute(
            "select deadlocks from pg_stat_database where datname = %s", [database]
        )
        assert deadlocks.fetchone() == (0,)
    note(
        "T10",
        f"{rounds} matters, eight people at each at once: {ends['done']:,} acts done and there, {ends['stale']:,} told the page "
        f"is old, {ends['refused']:,} refused, 0 lost, 0 deadlocks",
    )


def seen(world: World, case_id: int) -> tuple[int, int]:
    with scope(world.office):
        return Case.objects.get(pk=case_id).version, Step.objects.filter(case_id=case_id).count()


def eager(world: World, case_id: int, number: int, who: str) -> Callable[[], list[str]]:
    """Five acts of one person, from a fresh page or from that of the beginning."""
    dice, actor = random.Random(f"{number} {who}"), getattr(world, who.partition(" ")[0])
    first = seen(world, case_id)[0]

    def act() -> list[str]:
        ends = []
        for turn in range(5):
            version = first if turn % 2 else seen(world, case_id)[0]
            try:
                perform(dice.choice(EIGHT[who]), world, case_id, at=LATER, actor=actor, version=version)
                ends.append("now")
            except Stale:
                ends.append("stale")
            except DomainError:
                ends.append("refused")
        return ends

    return act
