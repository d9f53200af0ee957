"""The loop as a machine: five thousand random acts by random people, with jumps of the clock over holidays.

Whatever is tried, either nothing at all changes, or the case moves as the table says; and afterwards every
invariant of `invariants.sql` holds. Rows are committed in a database of their own. Source: issue 3, must show 2.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import psycopg
import pytest
from django.db import connections
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    initialize,
    multiple,
    rule,
    run_state_machine_as_test,
)
from support.databases import own_database
from support.scale import NIGHTLY, note, scaled

from lianxin.desk import case_notices
from lianxin.kernel.actor import Actor
from lianxin.kernel.errors import DomainError, Stale
from lianxin.kit.scope import scope
from lianxin.project import postgres
from lianxin.project.postgres import Server
from lianxin.voices import actions
from lianxin.voices.models import Case
from lianxin.voices.testing import NOON, USUAL, World, make_world, perform, receive, usual_actor
from lianxin.voices.words import Satisfaction
from lianxin.voices.workflow import CASE_FLOW, OPEN_STATES

pytestmark = [pytest.mark.postgres, pytest.mark.once, pytest.mark.timeout(3600 if NIGHTLY else 600)]
INVARIANTS = (Path(__file__).parent / "invariants.sql").read_text(encoding="utf-8")
EXAMPLES, STEPS = scaled(90, 900), 50
PEOPLE = (
    "deputy", "second_deputy", "station_deputy", "liaison", "station_liaison", "officer", "second_officer",
    "office", "township_office", "dispatcher", "other_office",
)  # fmt: skip
# How wrong a clock may be for a while. Source: T13.
JUMPS = [
    timedelta(seconds=-1),
    timedelta(minutes=-10),
    *(timedelta(days=days) for days in (-365, -1, 1, 365)),
]
VERBS = sorted(CASE_FLOW.moves.keys() - {"answer_merged", "merge"})
_IN_ORDER = "nothing happens to a case before it is received or after it ended"
# What comes too easily: chosen one time of seven.
_SELDOM = frozenset(
    {"decline", "withdraw", "lift", "release", "add_fact", "supervise", "visit", "answer_on_spot"}
)


@pytest.fixture
def loop(server: Server, template: str, django_db_setup: None, django_db_blocker: object) -> Iterator[Server]:
    """A database of its own: acts are committed, and a role that sees every row checks them."""
    with own_database(server, template, django_db_blocker, "loop"):
        yield server


def test_five_thousand_random_acts_break_no_invariant(loop: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    """Notices are left out: they are read by nobody here, and cost most of the time."""
    monkeypatch.setattr(case_notices, "notify_case_moved", lambda event_id, payload: None)
    world, tried, misdated = make_world(), Counter[str](), set[str]()
    database = connections["default"].settings_dict["NAME"]
    with psycopg.connect(loop.dsn(postgres.SUPERUSER, database), autocommit=True) as everything:

        class Loop(Machine):
            def __init__(self) -> None:
                super().__init__(world, everything, tried, misdated)

        run_state_machine_as_test(
            Loop,
            settings=settings(
                max_examples=EXAMPLES,
                stateful_step_count=STEPS,
                deadline=None,
                derandomize=True,
                # Acts are committed: an example that is tried again, to make it smaller, starts from another database.
                phases=[Phase.generate],
                suppress_health_check=list(HealthCheck),
            ),
        )
        reached = {
            row[0]
            for row in everything.execute(
                "select distinct after from journal_entry where subject_kind = 'voices.case' and after <> ''"
            )
        }
    assert tried.total() >= 5000, tried
    done = {verb for verb in (*VERBS, "merge") if tried[verb]}
    assert done == {*VERBS, "merge"}, f"never succeeded: {sorted({*VERBS, 'merge'} - done)}"
    assert reached == set(CASE_FLOW.states)
    note("T10", f"{tried.total()} acts in {EXAMPLES} runs, every verb and state, 0 broken invariants")


class Machine(RuleBasedStateMachine):
    """A county at work."""

    cases = Bundle("cases")

    def __init__(
        self, world: World, everything: psycopg.Connection, tried: Counter[str], misdated: set[str]
    ) -> None:
        super().__init__()
        self.world, self.everything, self.tried, self.misdated = world, everything, tried, misdated
        self.at: datetime = NOON + timedelta(minutes=1)
        self.wrong = timedelta(0)
        self.mine: list[int] = []

    def _case(self, case_id: int) -> Case:
        with scope(self.world.office):
            return Case.objects.get(pk=case_id)

    def _receive(self, *, is_protected: bool) -> int:
        self.tried["receive"] += 1
        # A millisecond each: thousands of numbers of one moment would meet.
        at = NOON + timedelta(milliseconds=self.tried["receive"])
        return receive(self.world, at=at, is_protected=is_protected).case_id

    @initialize(target=cases, is_protected=st.booleans())
    def citizens_come(self, is_protected: bool) -> object:
        self.mine = [self._receive(is_protected=is_protected and n == 3) for n in range(4)]
        return multiple(*self.mine)

    @rule(days=st.integers(0, 12), hours=st.integers(0, 23))
    def time_passes(self, days: int, hours: int) -> None:
        self.at, self.wrong = self.at - self.wrong + timedelta(days=days, hours=hours), timedelta(0)
        self.tried["time"] += 1

    @rule(jump=st.sampled_from(JUMPS))
    def the_clock_is_wrong_for_a_while(self, jump: timedelta) -> None:
        """It is put right with the next jump, or when time passes."""
        self.at, self.wrong = self.at - self.wrong + jump, jump
        self.tried["jump"] += 1

    @rule(case_id=cases, choices=st.lists(st.integers(0, 60), min_size=6, max_size=14))
    def it_goes_on(self, case_id: int, choices: list[int]) -> None:
        """Those whose turn it is act, one after the other, a day or two apart."""
        for choice in choices:
            before = self._case(case_id)
            legal = [
                v for v in VERBS if CASE_FLOW.may(v, before.state) and (choice % 7 == 0 or v not in _SELDOM)
            ]
            if not legal:
                return
            if choice % 9 == 0 and CASE_FLOW.may("merge", before.state):
                main_id = self.mine[choice % len(self.mine)]
                self._attempt(before, "merge", self.world.office, None, main_id=main_id)
                continue
            verb = legal[choice % len(legal)]
            self._attempt(before, verb, self._actor(before, verb), None)
            self.at += timedelta(hours=7 * (choice % 5))

    @rule(case_id=cases, choices=st.lists(st.integers(0, 60), min_size=6, max_size=14))
    def and_on(self, case_id: int, choices: list[int]) -> None:
        """The same once more: most of what happens in a loop is its going on."""
        self.it_goes_on(case_id, choices)

    @rule(case_id=cases, verb=st.sampled_from(VERBS), who=st.sampled_from(PEOPLE), stale=st.booleans())
    def anybody_tries_anything(self, case_id: int, verb: str, who: str, stale: bool) -> None:
        before = self._case(case_id)
        version = before.version - 1 if stale and before.version > 1 else None
        self._attempt(before, verb, getattr(self.world, who), version)

    def _actor(self, case: Case, verb: str) -> Actor:
        """Whose turn it is: the deputy who took it, the unit that has it, a deputy of the venue it is in."""
        usual = usual_actor(self.world, verb, case.pk)
        if USUAL[verb].who == "officer" and case.unit_id == self.world.second_unit_id:
            return self.world.second_officer
        deputies = (self.world.deputy, self.world.station_deputy, self.world.home_deputy)
        if USUAL[verb].who == "deputy" and case.claimed_by is not None:
            return next((d for d in deputies if d.person_id == case.claimed_by), usual)
        venues = (self.world.venue_id, self.world.station_id, self.world.home_id)
        if verb == "claim":
            return deputies[venues.index(case.venue_id)]
        if USUAL[verb].who == "liaison":
            liaisons = (self.world.liaison, self.world.station_liaison, self.world.home_liaison)
            return liaisons[venues.index(case.venue_id)]
        return usual

    def _attempt(self, before: Case, verb: str, actor: Actor, version: int | None, **facts: object) -> None:
        if self._is_nobody_in_yet():
            return
        more = facts if version is None else facts | {"version": version}
        if verb == "rate" and before.pk % 3 == 0:
            more |= {"is_solved": True, "satisfaction": Satisfaction.SATISFIED}
        if self.wrong:
            self.misdated.add(f"case {before.pk}")
        try:
            perform(verb, self.world, before.pk, at=self.at, actor=actor, **more)
        except DomainError as refusal:
            after = self._case(before.pk)
            assert after.version == before.version
            assert after.state == before.state
            if isinstance(refusal, Stale):
                self.tried["stale"] += 1
            self.tried["refused"] += 1
            return
        assert version is None, f"{verb} on an old page"
        after = self._case(before.pk)
        happened = "object_again" if verb == "object" and after.state == "arbitration" else verb
        self.tried[happened] += 1
        if happened not in {"rate", "object_again"}:
            assert after.state == CASE_FLOW.next_state(before.state, happened)
        assert after.version > before.version

    @rule(case_id=cases, main_id=cases)
    def two_are_merged(self, case_id: int, main_id: int) -> None:
        before = self._case(case_id)
        self._attempt(before, "merge", self.world.office, None, main_id=main_id)

    def _is_nobody_in_yet(self) -> bool:
        """A clock a year back: the door refuses every sign-in, for no post is valid yet. The test has no door."""
        if self.at >= NOON:
            return False
        self.tried["refused at the door"] += 1
        return True

    @rule()
    def the_morning_jobs_run(self) -> None:
        if self._is_nobody_in_yet():
            return
        with scope(self.world.office):
            self.tried["lifted by the clock"] += actions.lift_overdue(actor=self.world.office, at=self.at)
            actions.give_cards(actor=self.world.office, at=self.at)
        self.tried["jobs"] += 1

    def teardown(self) -> None:
        broken = self.everything.execute(INVARIANTS).fetchall()
        # A step dated by a wrong clock keeps its date, and may stand after the end when the clock is right again.
        assert [row for row in broken if row[0] != _IN_ORDER or row[1] not in self.misdated] == []
        with scope(self.world.office):
            late = Case.objects.filter(state__in=list(OPEN_STATES), due_on=None)
            assert not late.exists()
