"""The chain of suggestions as a machine: five thousand random acts by random people over many months.

Whatever is tried, either nothing at all changes, or the suggestion moves as the table says; and afterwards every
invariant of `suggestion_invariants.sql` holds. Rows are committed in a database of their own.
Source: issue 5, must show 5; the invariants are named in docs/mechanisms/suggestions.md.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from random import Random

import psycopg
import pytest
from django.db import connections
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    rule,
    run_state_machine_as_test,
)
from support.databases import own_database

from lianxin.desk import suggestion_notices
from lianxin.kernel.actor import Actor
from lianxin.kernel.errors import DomainError, Stale
from lianxin.project import postgres
from lianxin.project.postgres import Server
from lianxin.suggestions import access
from lianxin.suggestions.actions import Given
from lianxin.suggestions.clocks import local_day
from lianxin.suggestions.testing import (
    NOON,
    PROMISING,
    REPLY,
    USUAL,
    World,
    draft,
    make_world,
    perform,
    talk_facts,
)
from lianxin.suggestions.words import Satisfaction
from lianxin.suggestions.workflow import SUGGESTION_FLOW, Duty

pytestmark = [pytest.mark.postgres, pytest.mark.once, pytest.mark.timeout(600)]
INVARIANTS = (Path(__file__).parent / "suggestion_invariants.sql").read_text(encoding="utf-8")
EXAMPLES, STEPS = 35, 40
# Three suggestions go on side by side; one that is over gives its place to a new one.
SLOTS = (0, 1, 2)
PEOPLE = (
    "lead", "second", "third", "other_deputy", "office", "other_office", "dispatcher", "committee", "officer",
    "head", "second_officer", "second_head", "other_officer",
)  # fmt: skip
VERBS = sorted(SUGGESTION_FLOW.moves.keys() - access.FOLLOWS.keys() - {"arbitrate"})
# What may well come next in a state, the likely ones more often; what units do comes on top (`_of_units`).
LIKELY: dict[str, tuple[str, ...]] = {
    "draft": ("submit", "submit", "submit", "submit", "invite", "invite", "edit"),
    "cosigning": ("cosign", "cosign", "refuse", "submit", "submit", "take_back"),
    "submitted": (*["accept"] * 8, "return", "return", "advise", "merge", "merge", "decline", "letter"),
    "returned": ("revise",),
    "accepted": ("assign", "assign", "assign", "hand_over", "make_key"),
    "handed": ("assign", "assign", "supervise", "make_key"),
    "disputed": ("reassign", "reassign", "reassign", "supervise"),
    "replied": ("rate", "rate", "rate", "rate", "close_silent"),
    "meeting": ("conclude",),
}
# A move that may be followed by another one of the same transaction.
_FOLLOWED = {"receive": "handling", "reassign": "handling", "issue_reply": "replied"}
# What is told on the side of the main one.
_BESIDE = {"merge": "take_in", "unmerge": "let_go"}
_BAD = {"attitude": Satisfaction.SATISFIED, "result": Satisfaction.DISSATISFIED, "text": "路灯还没有装"}


@pytest.fixture
def chain(
    server: Server, template: str, django_db_setup: None, django_db_blocker: object
) -> Iterator[Server]:
    """A database of its own: acts are committed, and a role that sees every row checks them."""
    with own_database(server, template, django_db_blocker, "chain"):
        yield server


def test_five_thousand_random_acts_on_suggestions_break_no_invariant(
    chain: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Notices are left out: they are read by nobody here, and cost most of the time."""
    monkeypatch.setattr(suggestion_notices, "notify_suggestion_moved", lambda event_id, payload: None)
    world, tried = make_world(), Counter[str]()
    database = connections["default"].settings_dict["NAME"]
    with psycopg.connect(chain.dsn(postgres.SUPERUSER, database), autocommit=True) as everything:

        class Chain(Machine):
            def __init__(self) -> None:
                super().__init__(world, everything, tried)

        run_state_machine_as_test(
            Chain,
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
        seen = everything.execute(
            "select distinct after from journal_entry "
            "where subject_kind = 'suggestions.suggestion' and after <> ''"
        )
        reached = {row[0] for row in seen}
    assert tried.total() >= 5000, tried
    wanted = {*VERBS, "arbitrate", *(f"then {verb}" for verb in access.FOLLOWS)}
    never = sorted(verb for verb in wanted if not tried[verb])
    assert not never, f"never succeeded: {never}; {tried}"
    assert reached == set(SUGGESTION_FLOW.states)


@dataclass(frozen=True)
class It:
    """A suggestion as the all-seeing role reads it."""

    pk: int
    state: str
    version: int
    objection_count: int
    is_arbitrated: bool
    is_asked: bool
    # Unit, duty, state of its part, and whether a reply of it waits for a signature.
    parts: list[tuple[int, str, str, bool]]
    open_talk: int | None
    talked: set[int]
    promises: list[int]
    has_open_promise: bool
    # Of a merged one: where the main one is.
    main_state: str


_IT = """
select s.id, s.state, s.version, s.objection_count, s.is_arbitrated,
       s.extension_asked_at is not null and s.extended_at is null,
       array(select array[h.unit_id::text, h.duty, h.state, (exists (
           select from suggestions_reply r where r.suggestion_id = s.id and r.unit_id = h.unit_id and r.state = 'drafted'
       ))::text] from suggestions_handling h where h.suggestion_id = s.id and h.state <> 'replaced' order by h.id),
       (select min(t.id) from suggestions_talk t
        where t.suggestion_id = s.id and t.confirmed_at is null and t.denied_at is null),
       array(select t.unit_id from suggestions_talk t where t.suggestion_id = s.id and t.denied_at is null),
       array(select p.id from suggestions_promised p where p.suggestion_id = s.id order by p.id),
       exists (select from suggestions_promised p where p.suggestion_id = s.id and p.state in ('open', 'reported')),
       coalesce((select m.state from suggestions_suggestion m where m.id = s.merged_into_id), '')
from suggestions_suggestion s where s.id = %s
"""


class Machine(RuleBasedStateMachine):
    """A county congress at work."""

    def __init__(self, world: World, everything: psycopg.Connection, tried: Counter[str]) -> None:
        super().__init__()
        self.world, self.everything, self.tried = world, everything, tried
        self.at: datetime = NOON
        self.mine: list[int] = []
        self.turns = 0

    def _get(self, pk: int) -> It:
        row = self.everything.execute(_IT, [pk]).fetchone()
        parts = [(int(unit), duty, state, waits == "true") for unit, duty, state, waits in row[6]]
        return It(*row[:6], parts, row[7], set(row[8]), *row[9:])

    def _luck(self, seed: int) -> Random:
        """Chance that Hypothesis can replay: of the drawn number and of how far the run is."""
        self.turns += 1
        return Random(f"{seed}:{self.turns}")

    @initialize()
    def deputies_write(self) -> None:
        self.mine = [draft(self.world, at=self.at) for _ in SLOTS]
        self.tried["draft"] += len(SLOTS)

    @rule(days=st.integers(0, 30))
    def time_passes(self, days: int) -> None:
        self.at += timedelta(days=days)
        self.tried["time"] += 1

    @rule(slot=st.sampled_from(SLOTS), seed=st.integers(0, 9999))
    def it_goes_on(self, slot: int, seed: int) -> None:
        """Those whose turn it is act, one after the other, hours or days apart."""
        luck = self._luck(seed)
        for _ in range(luck.randint(6, 14)):
            it = self._get(self.mine[slot])
            choices = self._of_units(it) + [(verb, None) for verb in LIKELY.get(it.state, ())]
            if not choices:  # it is over: the deputy raises another one
                self.mine[slot] = draft(self.world, at=self.at)
                self.tried["draft"] += 1
                continue
            verb, unit = luck.choice(choices)
            if luck.random() < 0.02:
                verb, unit = "withdraw", None
            if verb == "close_silent":
                self.at += timedelta(days=40)
            self._attempt(it, verb, self._turn(it, verb, unit, luck), None, luck)
            self.at += timedelta(hours=5 * luck.randrange(7))

    @rule(slot=st.sampled_from(SLOTS), seed=st.integers(0, 9999))
    def and_on(self, slot: int, seed: int) -> None:
        """The same once more: most of what happens to a suggestion is its going on."""
        self.it_goes_on(slot, seed)

    @rule(slot=st.sampled_from(SLOTS), seed=st.integers(0, 9999))
    def and_on_again(self, slot: int, seed: int) -> None:
        """And once more."""
        self.it_goes_on(slot, seed)

    @rule(
        slot=st.sampled_from(SLOTS),
        verb=st.sampled_from(VERBS),
        who=st.sampled_from(PEOPLE),
        stale=st.booleans(),
        seed=st.integers(0, 9999),
    )
    def anybody_tries_anything(self, slot: int, verb: str, who: str, stale: bool, seed: int) -> None:
        it = self._get(self.mine[slot])
        version = it.version - 1 if stale and it.version > 1 else None
        self._attempt(it, verb, getattr(self.world, who), version, self._luck(seed))

    def _of_units(self, it: It) -> list[tuple[str, int | None]]:
        """What each unit may do about its part now, and what others do about that."""
        found: list[tuple[str, int | None]] = []
        if it.main_state in {"accepted", "handed"}:
            found = [("unmerge", None)]
        if it.state == "closed" and it.has_open_promise:
            found = [("promise_progress", None), ("check_promise", None)]
        if it.state not in {"assigned", "handling", "replied"}:
            return found
        for unit, duty, state, waits in it.parts:
            if state == "given" and it.state != "replied":
                found += [("receive", unit), ("receive", unit), ("object", unit)]
            if it.state != "handling" or state != "received":
                continue
            if duty == "co_handler":
                found.append(("give_opinion", unit))
            elif unit not in it.talked:
                found += [("meet", unit), ("meet", unit), ("plan", unit)]
            elif waits:
                found += [("issue_reply", unit), ("issue_reply", unit), ("send_back_reply", unit)]
            else:
                found += [("draft_reply", unit), ("draft_reply", unit), ("ask_extension", unit)]
        if it.open_talk and it.state != "assigned":
            found += [("confirm_talk", None), ("confirm_talk", None), ("deny_talk", None)]
        if it.state == "handling":
            found += [("say", None)] * (it.version % 4 == 0)
            found += [("grant_extension", None), ("refuse_extension", None)] if it.is_asked else []
        return found

    def _turn(self, it: It, verb: str, unit: int | None, luck: Random) -> Actor:
        """Whose turn it is: the unit that was drawn, of two co-signers one."""
        world = self.world
        if verb == "promise_progress":
            unit = luck.choice([world.unit_id, world.second_unit_id])
        if unit is not None:
            kind = "head" if USUAL[verb].who == "head" else "officer"
            return getattr(world, f"second_{kind}" if unit == world.second_unit_id else kind)
        if verb in {"cosign", "refuse"}:
            return luck.choice([world.second, world.third])
        if verb == "assign" and it.state == "handed":
            return world.dispatcher
        return getattr(world, USUAL[verb].who)

    def _facts(self, it: It, verb: str, luck: Random) -> dict[str, object]:
        """What is said and chosen: several ways of giving it to units, both kinds of reply and of rating."""
        world, day = self.world, local_day(self.at)
        first, second = world.unit_id, world.second_unit_id
        ways = (
            [Given(first, Duty.LEAD), Given(second, Duty.CO)],
            [Given(first, Duty.SOLE)],
            [Given(first, Duty.SEPARATE, "修路"), Given(second, Duty.SEPARATE, "修沟")],
            [Given(second, Duty.LEAD), Given(first, Duty.CO)],
        )
        if verb == "assign":
            return {"given": luck.choice(ways)}
        if verb == "reassign":
            return {"unit_id": luck.choice([first, second])}
        if verb == "meet":
            return {"talk": talk_facts(day)}
        if verb == "draft_reply":
            promising = replace(PROMISING, promise_due_on=day + timedelta(days=luck.randint(1, 40)))
            return {"reply": luck.choice([promising, REPLY])}
        if verb == "rate":
            return luck.choice([_BAD, {}])
        if verb in {"check_promise", "promise_progress"}:
            said = {"is_kept": luck.random() < 0.5, "words": "路只修了一半"}
            said = said if verb == "check_promise" else {"is_done": luck.random() < 0.5}
            return said | {"promise_id": luck.choice(it.promises or [0])}
        if verb in {"confirm_talk", "deny_talk"}:
            return {"talk_id": it.open_talk or 0}
        return {"main_id": luck.choice(self.mine)} if verb == "merge" else {}

    def _attempt(self, before: It, verb: str, actor: Actor, version: int | None, luck: Random) -> None:
        facts = self._facts(before, verb, luck) | ({} if version is None else {"version": version})
        try:
            perform(verb, self.world, before.pk, at=self.at, actor=actor, **facts)
        except DomainError as refusal:
            after = self._get(before.pk)
            assert (after.version, after.state) == (before.version, before.state)
            self.tried["stale" if isinstance(refusal, Stale) else "refused"] += 1
            return
        assert version is None, f"{verb} on an old page"
        self._note(before, self._get(before.pk), verb)

    def _note(self, before: It, after: It, verb: str) -> None:
        """The move was one of the table, or one and the move that follows from it."""
        assert after.version > before.version
        if verb == "rate":
            self.tried["then rate_again"] += after.state == "handling"
            self.tried["then rate_escalate"] += after.state == "meeting"
            assert after.state in {"closed", "handling", "meeting"}
            self.tried[verb] += after.state == "closed"
            return
        if verb == "reassign" and before.objection_count >= 2:
            verb = "arbitrate"
        self.tried[verb] += 1
        if verb in _BESIDE:
            self.tried[f"then {_BESIDE[verb]}"] += 1
        expected = SUGGESTION_FLOW.next_state(before.state, verb)
        if after.state != expected:
            follow = _FOLLOWED.get("reassign" if verb == "arbitrate" else verb)
            assert after.state == follow, (verb, before.state, after.state)
            self.tried["then reply" if verb == "issue_reply" else "then begin"] += 1

    def teardown(self) -> None:
        broken = self.everything.execute(INVARIANTS).fetchall()
        assert broken == []
