"""Whole lives of many cases at once, for a place built from nothing. Source: ADR-0022.

Each life is told verb by verb through the same table of moves, the same facts and the same clocks as the
actions, but in memory; the rows are copied in afterwards. CHECK constraints and `tests/invariants.sql` judge
the result. Contacts are not sealed, nobody is notified, and the query codes are known to nobody.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from random import Random
from typing import Any

from django.utils import timezone

from lianxin.calendars import reads as calendars
from lianxin.journal.bulk import Line
from lianxin.kernel.actor import Actor
from lianxin.kernel.text import shortened
from lianxin.kernel.workdays import due_on
from lianxin.kit.bulk import analyze, columns_of, copy_rows
from lianxin.voices.actions._steps import PAST
from lianxin.voices.actions.receive import Matter, short_name
from lianxin.voices.clocks import CLOCK_OF
from lianxin.voices.ids import hash_of, new_query_code
from lianxin.voices.models import Case, DayNumber, Deadline, QueryCode, Step
from lianxin.voices.profiles import rules_for
from lianxin.voices.words import CLOSED_BY_RATING, SYSTEM, DeadlineKind, DeclineReason, Satisfaction
from lianxin.voices.workflow import CASE_FLOW, WITH_VENUE, CaseState, Outcome

_EXITS = {12: Outcome.VILLAGE, 9: Outcome.TOWNSHIP_DEPT, 6: Outcome.COUNTY_UNIT}


@dataclass(frozen=True, slots=True)
class Deed:
    """One verb as it is done: by whom, when, and with which words and facts."""

    verb: str
    at: datetime
    actor: Actor
    by_name: str
    text: str = ""
    reason: str = ""
    for_citizen: bool = True
    unit_id: int | None = None
    unit_place: str = ""
    satisfaction: Satisfaction | None = None
    decline: DeclineReason | None = None


@dataclass(frozen=True, slots=True)
class _Due:
    on: date
    amount: int
    unit: str
    rule: str
    version: str
    is_provisional: bool


class Clocks:
    """Due days, each reckoned once. The county's rules hold: a place built from nothing has no others."""

    def __init__(self) -> None:
        self._known: dict[tuple[str, date, str], _Due] = {}

    def due(self, kind: DeadlineKind, start: date, code: str, tier: str = "") -> _Due:
        """When a clock of this kind (and for a tier's, of this tier) that starts at the place would end."""
        key = (tier or kind, start, code[:6])
        if key not in self._known:
            rules = rules_for(code[:6], start)
            period = rules.tier_period(tier) if kind == DeadlineKind.TIER else rules.period(kind)
            found = due_on(start, period, calendar=calendars.current(), place=code[:6])
            self._known[key] = _Due(
                found.on, period.amount, period.unit, rules.reference, found.calendar_version,
                found.provisional,
            )  # fmt: skip
        return self._known[key]


@dataclass(slots=True)
class Life:
    """One case from its receipt on. Deeds are done in the order of time."""

    case: Case
    tier: str
    clocks: Clocks
    steps: list[tuple[object, ...]] = field(default_factory=list)
    deadlines: list[list[Any]] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)

    def do(self, deed: Deed) -> None:
        """One verb. Raises MoveNotAllowed when the table has no such move."""
        case, before = self.case, self.case.state
        case.state = CASE_FLOW.next_state(case.state, deed.verb)
        _FACTS.get(deed.verb, _nothing)(case, deed)
        case.version += 1
        if not CASE_FLOW.stays(deed.verb):
            self.restart(deed.at)
        self.steps.append(
            (case.pk, deed.verb, deed.at, deed.by_name, str(deed.actor.role), deed.text, deed.for_citizen)
        )
        self._write(f"voices.case.{PAST[deed.verb]}", deed, before)
        if deed.verb == "rate" and case.is_solved and case.satisfaction != Satisfaction.DISSATISFIED:
            self.do(Deed("close", deed.at, deed.actor, SYSTEM, CLOSED_BY_RATING))

    def publish(self, at: datetime, actor: Actor, title: str, text: str, answer: str) -> None:
        """Put a closed case on the public page, in words without personal data."""
        case = self.case
        case.public_title, case.public_text, case.public_answer = title[:60], text, answer
        case.published_at, case.version = at, case.version + 1
        self.lines.append(
            Line("voices.case", case.pk, "voices.case.published", actor, at, case.division_code)
        )

    def restart(self, at: datetime) -> None:
        """Stop what no longer runs and start the clocks of the new state: as `clocks.restart`."""
        case, today = self.case, timezone.localtime(at).date()
        for row in self.deadlines:
            if row[-1] is None and (row[1] != DeadlineKind.TIER or case.state not in WITH_VENUE):
                row[-1] = at
        kind = CLOCK_OF.get(CaseState(case.state))
        case.due_kind, case.due_on = kind or "", None
        if kind is not None:
            case.due_on = self._start(kind, today)
        if case.state not in WITH_VENUE:
            case.tier_due_on = None
        elif case.tier_due_on is None:
            case.tier_due_on = self._start(DeadlineKind.TIER, today)

    def _start(self, kind: DeadlineKind, today: date) -> date:
        case = self.case
        due = self.clocks.due(kind, today, case.division_code, self.tier if kind == DeadlineKind.TIER else "")
        self.deadlines.append(
            [
                case.pk, str(kind), today, due.amount, str(due.unit), case.division_code, due.on, due.rule,
                due.version, due.is_provisional, None,
            ]
        )  # fmt: skip
        return due.on

    def _write(self, event: str, deed: Deed, before: str) -> None:
        case = self.case
        self.lines.append(
            Line(
                "voices.case", case.pk, event, deed.actor, deed.at, case.division_code, before, case.state,
                deed.reason[:200],
            )
        )  # fmt: skip


def _nothing(case: Case, deed: Deed) -> None:
    """Only the state changes."""


def _claim(case: Case, deed: Deed) -> None:
    case.claimed_by, case.claimed_at = deed.actor.person_id, deed.at


def _release(case: Case, deed: Deed) -> None:
    case.claimed_by = case.claimed_at = None
    case.unit_id = case.assigned_at = case.accepted_at = None


def _spot(case: Case, deed: Deed) -> None:
    case.answer, case.answered_at, case.confirmed_at = deed.text, deed.at, deed.at
    case.outcome = Outcome.ANSWERED_ON_SPOT
    case.unit_id = case.assigned_at = case.accepted_at = None


def _assign(case: Case, deed: Deed) -> None:
    case.unit_id, case.assigned_at, case.accepted_at = deed.unit_id, deed.at, None


def _accept(case: Case, deed: Deed) -> None:
    case.accepted_at = deed.at


def _object(case: Case, deed: Deed) -> None:
    case.objection_count += 1
    case.assigned_at = case.accepted_at = None


def _answer(case: Case, deed: Deed) -> None:
    case.answer, case.answered_at = deed.text, deed.at


def _send_back(case: Case, deed: Deed) -> None:
    case.answered_at = None


def _confirm(case: Case, deed: Deed) -> None:
    case.confirmed_at, case.outcome = deed.at, _EXITS.get(len(deed.unit_place), Outcome.HIGHER_UNIT)


def _rate(case: Case, deed: Deed) -> None:
    case.satisfaction = deed.satisfaction or Satisfaction.SATISFIED
    case.is_solved = case.satisfaction != Satisfaction.DISSATISFIED
    case.rating_text, case.rated_at = deed.text, deed.at


def _reopen(case: Case, deed: Deed) -> None:
    case.reopened_count, case.is_supervised = 1, True
    case.confirmed_at = case.answered_at = case.rated_at = case.is_solved = None
    case.outcome = case.satisfaction = ""
    case.claimed_at = deed.at


def _close(case: Case, deed: Deed) -> None:
    case.closed_at = deed.at


def _decline(case: Case, deed: Deed) -> None:
    case.decline_reason, case.closed_at = deed.decline or DeclineReason.EMPTY, deed.at
    to_petition = deed.decline == DeclineReason.PETITION
    case.outcome = Outcome.TO_PETITION_OFFICE if to_petition else Outcome.NOT_ACCEPTED


def _withdraw(case: Case, deed: Deed) -> None:
    case.outcome, case.closed_at = Outcome.WITHDRAWN, deed.at


def _supervise(case: Case, deed: Deed) -> None:
    case.is_supervised = True


# What each verb puts on the case, as its action does. Verbs without a row here change the state only.
_FACTS: dict[str, Callable[[Case, Deed], None]] = {
    "claim": _claim, "release": _release, "answer_on_spot": _spot, "assign": _assign, "accept": _accept,
    "object": _object, "answer": _answer, "send_back": _send_back, "confirm": _confirm, "rate": _rate,
    "reopen": _reopen, "close": _close, "decline": _decline, "withdraw": _withdraw, "supervise": _supervise,
}  # fmt: skip


class Registry:
    """Receives cases and writes what became of them. One per load."""

    def __init__(self, rng: Random) -> None:
        self._rng, self._clocks = rng, Clocks()
        self._serials: dict[tuple[int, date], int] = {}
        self._ids: set[int] = set()
        self._lines: list[Line] = []
        # One slow hash of a code that was thrown away: none of these cases opens by a code.
        self._hash = hash_of(new_query_code())

    def receive(self, matter: Matter, actor: Actor, at: datetime) -> Life:
        """A case is born, as by `receive_case`."""
        day = timezone.localtime(at).date()
        serial = self._serials[matter.venue_id, day] = self._serials.get((matter.venue_id, day), 0) + 1
        case = Case(
            id=self._new_id(at),
            number=f"{short_name(matter.venue_name)} {day:%y%m%d}-{serial:02d}",
            venue_id=matter.venue_id,
            division_code=matter.division_code,
            prefecture_code=matter.division_code[:4],
            county_code=matter.division_code[:6],
            township_code=matter.division_code[:9],
            channel=matter.channel,
            wanted_person_id=matter.wanted_person_id,
            topic=matter.topic,
            title=shortened(matter.text, 40),
            text=matter.text,
            place_text=matter.place_text,
            received_at=at,
            may_publish=matter.may_publish,
        )
        life = Life(case, matter.venue_tier, self._clocks)
        life.restart(at)
        event = "voices.case.received"
        life.lines.append(Line("voices.case", case.pk, event, actor, at, case.division_code, "", case.state))
        return life

    def _new_id(self, at: datetime) -> int:
        moment = int(at.timestamp() * 1000) << 22
        while (found := moment | self._rng.getrandbits(22)) in self._ids:
            continue
        self._ids.add(found)
        return found

    def keep(self, lives: Iterable[Life]) -> int:
        """Write the cases with their steps, clocks and codes; the journal waits for `finish`."""
        lives = list(lives)
        names = [field.attname for field in Case._meta.concrete_fields]
        count = copy_rows(Case, columns_of(Case), ([getattr(x.case, name) for name in names] for x in lives))
        step = ("case_id", "verb", "at", "by_name", "by_role", "text", "for_citizen")
        copy_rows(Step, step, (row for life in lives for row in life.steps))
        clock = (
            "id", "case_id", "kind", "started_on", "amount", "unit", "place", "due_on", "rule",
            "calendar_version", "is_provisional", "ended_at",
        )  # fmt: skip
        bits = self._rng.getrandbits
        copy_rows(Deadline, clock, ([bits(62), *row] for life in lives for row in life.deadlines))
        tags = ((f"{bits(128):032x}", life.case.pk, self._hash) for life in lives)
        copy_rows(QueryCode, ("tag", "case_id", "hash"), tags)
        for life in lives:
            self._lines += life.lines
        return count

    def finish(self) -> list[Line]:
        """Close the books of numbers and return the journal's lines in the order of time, to be written."""
        rows = ((venue, day, last) for (venue, day), last in self._serials.items())
        copy_rows(DayNumber, ("venue_id", "day", "last"), rows)
        analyze(Case, Step, Deadline, QueryCode, DayNumber)
        return sorted(self._lines, key=lambda line: line.at)
