"""Two people at the same moment on one suggestion: the first has it, the other is told so, nothing happens twice."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from django.db import connections
from support.databases import own_database

from lianxin.kernel.errors import DomainError
from lianxin.kit.scope import scope
from lianxin.project.postgres import Server
from lianxin.suggestions.actions import Given
from lianxin.suggestions.models import Deadline, Handling, Promised, Reply, Signer, Step, Suggestion
from lianxin.suggestions.testing import NOON, PROMISING, World, make, make_world, perform
from lianxin.suggestions.workflow import Duty

pytestmark = pytest.mark.postgres
LATER = NOON + timedelta(hours=1)
ROUNDS = 4


@pytest.fixture(scope="module")
def world(server: Server, template: str, django_db_setup: None, django_db_blocker: object) -> Iterator[World]:
    """A database of its own, because other sessions see only what was committed."""
    with own_database(server, template, django_db_blocker, "officers"):
        yield make_world()


def at_once(*works: Callable[[], object]) -> list[str]:
    """Run all in sessions of their own, starting together; the kind of what each returned or was refused with."""
    start = Barrier(len(works))

    def run(work: Callable[[], object]) -> str:
        try:
            start.wait(10)
            return type(work()).__name__
        except DomainError as error:
            return type(error).__name__
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(works)) as pool:
        return sorted(pool.map(run, works))


def steps(world: World, pk: int, verb: str) -> int:
    with scope(world.lead):
        return Step.objects.filter(suggestion_id=pk, verb=verb).count()


def test_of_two_officers_of_a_unit_who_receive_together_one_has_received(world: World) -> None:
    for _ in range(ROUNDS):
        pk = make(world, "assigned")
        act = lambda: perform("receive", world, pk, at=LATER)  # noqa: E731, B023 (run before the next turn)
        assert at_once(act, act) == ["MoveNotAllowed", "Suggestion"]
        assert steps(world, pk, "receive") == 1
        with scope(world.lead):
            own = Deadline.objects.filter(suggestion_id=pk, handling__unit_id=world.unit_id, ended_at=None)
            assert list(own.values_list("kind", flat=True)) == ["contact"]


def test_receiving_and_objecting_together_leave_one_of_the_two(world: World) -> None:
    for _ in range(ROUNDS):
        pk = make(world, "assigned")
        outcome = at_once(
            lambda: perform("receive", world, pk, at=LATER),  # noqa: B023
            lambda: perform("object", world, pk, at=LATER),  # noqa: B023
        )
        assert outcome == ["MoveNotAllowed", "Suggestion"]
        with scope(world.lead):
            duty = Handling.objects.get(suggestion_id=pk, unit_id=world.unit_id)
            state = Suggestion.objects.values_list("state", flat=True).get(pk=pk)
        assert (duty.state, state) in {("received", "handling"), ("objected", "disputed")}


def test_both_units_receive_together_and_handling_begins_once(world: World) -> None:
    given = [Given(world.unit_id, Duty.SEPARATE, "修路"), Given(world.second_unit_id, Duty.SEPARATE, "修沟")]
    for _ in range(ROUNDS):
        pk = make(world, "accepted")
        perform("assign", world, pk, at=NOON + timedelta(minutes=30), given=given)
        outcome = at_once(
            lambda: perform("receive", world, pk, at=LATER),  # noqa: B023
            lambda: perform("receive_co", world, pk, at=LATER),  # noqa: B023
        )
        assert outcome == ["Suggestion", "Suggestion"]
        assert steps(world, pk, "begin") == 1


def test_two_offices_that_assign_together_give_it_once(world: World) -> None:
    for _ in range(ROUNDS):
        pk = make(world, "accepted")
        act = lambda: perform("assign", world, pk, at=LATER)  # noqa: E731, B023
        assert at_once(act, act) == ["MoveNotAllowed", "Suggestion"]
        with scope(world.lead):
            assert Handling.objects.filter(suggestion_id=pk).count() == 2


def test_a_reply_signed_twice_together_goes_out_once_with_one_promise(world: World) -> None:
    path = ("submit", "accept", "assign", "receive", "receive_co", "meet", "confirm_talk", "give_opinion")
    for _ in range(ROUNDS):
        pk = make(world, path=path)
        perform("draft_reply", world, pk, at=NOON + timedelta(minutes=40), reply=PROMISING)
        act = lambda: perform("issue_reply", world, pk, at=LATER)  # noqa: E731, B023
        assert at_once(act, act) == ["MoveNotAllowed", "Suggestion"]
        with scope(world.lead):
            assert Reply.objects.filter(suggestion_id=pk, state="issued").count() == 1
            assert Promised.objects.filter(suggestion_id=pk).count() == 1


def test_a_withdrawal_and_a_reply_together_leave_one_of_the_two(world: World) -> None:
    path = ("submit", "accept", "assign", "receive", "receive_co", "meet", "give_opinion", "draft_reply")
    for _ in range(ROUNDS):
        pk = make(world, path=path)
        outcome = at_once(
            lambda: perform("withdraw", world, pk, at=LATER),  # noqa: B023
            lambda: perform("issue_reply", world, pk, at=LATER),  # noqa: B023
        )
        assert outcome == ["MoveNotAllowed", "Suggestion"]
        with scope(world.lead):
            it = Suggestion.objects.get(pk=pk)
            running = Deadline.objects.filter(suggestion_id=pk, handling=None, ended_at=None).count()
        assert (it.state, running) in {("withdrawn", 0), ("replied", 1)}


def test_two_that_are_merged_into_each_other_together_do_not_wait_for_ever(world: World) -> None:
    for _ in range(ROUNDS):
        first, second, main = make(world, "submitted"), make(world, "submitted"), make(world, "accepted")
        outcome = at_once(
            lambda: perform("merge", world, first, at=LATER, main_id=main),  # noqa: B023
            lambda: perform("merge", world, second, at=LATER, main_id=main),  # noqa: B023
        )
        assert outcome == ["Suggestion", "Suggestion"]
        with scope(world.lead):
            assert Signer.objects.filter(suggestion_id=main).count() == 1


def test_a_withdrawal_and_a_separation_together_do_not_wait_for_ever(world: World) -> None:
    for _ in range(ROUNDS):
        other, main = make(world, "submitted"), make(world, "accepted")  # the main one has the higher id
        perform("merge", world, other, at=LATER, main_id=main)
        at_once(
            lambda: perform("withdraw", world, main, at=LATER),  # noqa: B023
            lambda: perform("unmerge", world, other, at=LATER),  # noqa: B023
        )
        with scope(world.office):
            assert Suggestion.objects.get(pk=other).state == "submitted"
            assert Suggestion.objects.get(pk=main).state == "withdrawn"


def test_on_a_page_of_the_same_version_only_the_first_of_two_offices_acts(world: World) -> None:
    for _ in range(ROUNDS):
        pk = make(world, "submitted")
        with scope(world.office):
            version = Suggestion.objects.values_list("version", flat=True).get(pk=pk)
        outcome = at_once(
            lambda: perform("accept", world, pk, at=LATER, version=version),  # noqa: B023
            lambda: perform("letter", world, pk, at=LATER, version=version),  # noqa: B023
        )
        assert outcome == ["Stale", "Suggestion"]
