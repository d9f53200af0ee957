"""What the database itself refuses: a state without its facts, whoever writes it, even the owner of the tables.

One healthy row per state is written here by hand; each update below breaks exactly one rule of it.
"""

from __future__ import annotations

from datetime import UTC, date, datetime

import psycopg
import pytest
from django.db import models

from lianxin.voices.models import Case
from lianxin.voices.workflow import CaseState

pytestmark = pytest.mark.postgres
T = datetime(2026, 3, 3, 4, tzinfo=UTC)
DUE = {"due_kind": "claim", "due_on": date(2026, 3, 4)}
HELD = DUE | {"tier_due_on": date(2026, 3, 10)}
CLAIMED = {"claimed_by": 5, "claimed_at": T}
ASSIGNED = CLAIMED | {"unit_id": 7, "assigned_at": T}
HANDLING = ASSIGNED | {"accepted_at": T}
ANSWERED = HANDLING | {"answer": "已经修好了", "answered_at": T}
CONFIRMED = ANSWERED | {"confirmed_at": T, "outcome": "county_unit"}
RATED = CONFIRMED | {"rated_at": T, "is_solved": False, "satisfaction": "dissatisfied"}
HEALTHY: dict[str, dict[str, object]] = {
    "received": HELD,
    "claimed": HELD | CLAIMED,
    "assigned": DUE | ASSIGNED,
    "arbitration": DUE | ASSIGNED | {"objection_count": 2},
    "handling": DUE | HANDLING,
    "referred": DUE | CLAIMED | {"referral": "hotline_12345", "referred_at": T},
    "merged": DUE | {"merged_into_id": 1},
    "answered": DUE | ANSWERED,
    "confirmed": DUE | CONFIRMED,
    "rated": DUE | RATED,
    "closed": RATED | {"closed_at": T, "may_publish": True},
    "declined": {"closed_at": T, "outcome": "not_accepted", "decline_reason": "petition"},
    "withdrawn": {"closed_at": T, "outcome": "withdrawn"},
}
MORE = ("arbitration", "referred", "merged")
WITH_UNIT = ("assigned", "arbitration", "handling", "answered")
OPEN = ("received", "claimed", "assigned", "handling", "answered", "confirmed", "rated")
ENDED = ("closed", "declined", "withdrawn")
BREAKS: list[tuple[str, str, str]] = [
    ("received", "claimed_by = 5", "case_received_has_no_claimer"),
    ("received", "unit_id = 7", "case_received_has_no_claimer"),
    *((state, "claimed_by = null", "case_claimed_has_claimer") for state in (*OPEN[1:], "closed")),
    *((state, "claimed_at = null", "case_claimed_has_claimer") for state in (*OPEN[1:], "closed")),
    *((state, "unit_id = null", "case_assigned_has_unit") for state in WITH_UNIT),
    *((state, "assigned_at = null", "case_assigned_has_unit") for state in WITH_UNIT),
    ("assigned", "accepted_at = now()", "case_assigned_waits_for_unit"),
    ("arbitration", "accepted_at = now()", "case_assigned_waits_for_unit"),
    ("arbitration", "objection_count = 1", "case_arbitration_follows_two_objections"),
    ("referred", "referral = ''", "case_referred_says_where"),
    ("referred", "referred_at = null", "case_referred_says_where"),
    ("merged", "merged_into_id = null", "case_merged_has_main"),
    ("closed", "merged_into_id = 2", "case_merged_into_another"),
    *(
        (state, "merged_into_id = 1", "case_merged_has_main")
        for state in ("received", "handling", "answered")
    ),
    *((state, "tier_due_on = null", "case_tier_clock_while_with_venue") for state in ("received", "claimed")),
    *(
        (state, "tier_due_on = '2026-03-10'", "case_tier_clock_while_with_venue")
        for state in (*OPEN[2:], *ENDED)
    ),
    ("received", "via_venue_id = 3", "case_via_has_origin"),
    *((state, "is_imported = true", "case_imported_has_ended") for state in (*OPEN, *MORE)),
    ("received", "latitude = 25.036", "case_position_is_on_earth"),
    ("received", "latitude = 95, longitude = 101.5", "case_position_is_on_earth"),
    ("answered", "answer_result = 'perhaps'", "case_answer_result_known"),
    *(
        ("answered", f"answer_result = '{result}'", "case_unsolved_answer_says_why")
        for result in ("partly", "planned", "cannot")
    ),
    ("received", "open_title = '路灯', may_publish = false", "case_joined_with_consent"),
    ("received", "depth = 5", "case_reach_is_a_level"),
    ("received", "reach = 12, depth = 6", "case_reach_is_a_level"),
    ("received", "is_protected = true", "case_protected_is_hidden_below"),
    ("received", "is_protected = true, depth = 6, wanted_person_id = 5", "case_protected_is_hidden_below"),
    ("received", "is_protected = true, depth = 6, may_publish = true", "case_protected_is_hidden_below"),
    *((state, "accepted_at = null", "case_handling_was_accepted") for state in ("handling", "answered")),
    *((state, "answered_at = now()", "case_in_work_is_not_answered") for state in OPEN[:4]),
    *((state, "answer = ''", "case_answered_has_answer") for state in (*OPEN[4:], "closed")),
    *((state, "answered_at = null", "case_answered_has_answer") for state in (*OPEN[4:], "closed")),
    *((state, "confirmed_at = now()", "case_unconfirmed_has_no_result") for state in OPEN[:5]),
    *((state, "rated_at = now()", "case_unconfirmed_has_no_result") for state in OPEN[:5]),
    *(
        (state, "confirmed_at = null", "case_confirmed_has_date")
        for state in ("confirmed", "rated", "closed")
    ),
    ("confirmed", "rated_at = now()", "case_confirmed_waits_for_rating"),
    ("rated", "rated_at = null", "case_rated_has_rating"),
    ("rated", "is_solved = null", "case_rated_has_rating"),
    ("rated", "satisfaction = ''", "case_rated_has_rating"),
    *((state, "outcome = 'county_unit'", "case_outcome_follows_state") for state in (*OPEN[:5], *ENDED[1:])),
    *((state, "outcome = ''", "case_outcome_follows_state") for state in ("confirmed", "rated", *ENDED)),
    *((state, "outcome = 'county_unit'", "case_outcome_follows_state") for state in MORE),
    *((state, "answered_at = now()", "case_in_work_is_not_answered") for state in MORE),
    *((state, "confirmed_at = now()", "case_unconfirmed_has_no_result") for state in MORE),
    *((state, "claimed_by = null", "case_claimed_has_claimer") for state in MORE[:2]),
    *((state, "closed_at = now()", "case_closed_at_iff_ended") for state in (*OPEN, *MORE)),
    *((state, "closed_at = null", "case_closed_at_iff_ended") for state in ENDED),
    *((state, "due_on = null", "case_due_iff_open") for state in (*OPEN, *MORE)),
    *((state, "due_on = '2026-03-04'", "case_due_iff_open") for state in ENDED),
    ("declined", "decline_reason = ''", "case_declined_has_reason"),
    ("claimed", "reopened_count = 2, is_supervised = true", "case_reopened_at_most_once"),
    ("claimed", "reopened_count = 1", "case_reopened_is_supervised"),
    ("received", "county_code = '532302'", "case_place_columns_follow_division"),
    ("received", "division_code = '532302101001'", "case_place_columns_follow_division"),
    ("received", "reach = 5", "case_reach_is_a_level"),
    *(
        (state, f"published_at = now(), {words}", "case_published_is_complete_and_allowed")
        for state, words in [
            ("closed", "public_title = '路灯', may_publish = true"),
            ("closed", "public_answer = '修好了', may_publish = true"),
            ("closed", "public_title = '路灯', public_answer = '修好了', may_publish = false"),
            ("rated", "public_title = '路灯', public_answer = '修好了', may_publish = true"),
        ]
    ),
]


def insert(owner: psycopg.Connection, state: str, **facts: object) -> None:
    """Write one row as Django would, beside row-level security."""
    case = Case(
        id=2,
        number="西城 260303-01",
        venue_id=1,
        division_code="532301101001",
        prefecture_code="5323",
        county_code="532301",
        township_code="532301101",
        channel="web",
        topic="road",
        title="路灯",
        text="路灯坏了",
        received_at=T,
        state=state,
        **facts,
    )
    fields = Case._meta.concrete_fields
    columns, holes = ", ".join(f.column for f in fields), ", ".join(["%s"] * len(fields))
    owner.execute("alter table voices_case disable row level security")
    values = [getattr(case, f.attname) for f in fields]
    owner.execute(f"insert into voices_case ({columns}) values ({holes})", values)


@pytest.mark.parametrize("state", HEALTHY)
def test_a_state_with_its_facts_is_stored(as_owner: psycopg.Connection, state: str) -> None:
    insert(as_owner, state, **HEALTHY[state])


@pytest.mark.parametrize(("state", "change", "rule"), BREAKS)
def test_a_state_without_its_facts_is_refused(
    as_owner: psycopg.Connection, state: str, change: str, rule: str
) -> None:
    insert(as_owner, state, **HEALTHY[state])
    with pytest.raises(psycopg.errors.CheckViolation) as refusal:
        as_owner.execute(f"update voices_case set {change}")
    assert refusal.value.diag.constraint_name == rule


def test_an_unknown_state_is_refused_by_a_rule_of_its_own(as_owner: psycopg.Connection) -> None:
    insert(as_owner, "received", **HELD)
    as_owner.execute("set constraints all immediate")
    for rule in {rule for _, _, rule in BREAKS}:
        as_owner.execute(f"alter table voices_case drop constraint {rule}")
    with pytest.raises(psycopg.errors.CheckViolation, match="case_state_known"):
        as_owner.execute("update voices_case set state = 'elsewhere'")


def test_a_number_is_given_once_in_a_venue(as_owner: psycopg.Connection) -> None:
    insert(as_owner, "received", **HELD)
    with pytest.raises(psycopg.errors.UniqueViolation, match="case_number_once_per_venue"):
        as_owner.execute(
            "create temp table twin as select * from voices_case; update twin set id = 3;"
            "insert into voices_case select * from twin"
        )


def test_one_clock_runs_per_case(as_owner: psycopg.Connection) -> None:
    insert(as_owner, "received", **HELD)
    as_owner.execute("alter table voices_deadline disable row level security")
    start = (
        "insert into voices_deadline (id, case_id, kind, started_on, amount, unit, place, due_on, rule,"
        " calendar_version, is_provisional) values (%s, 2, 'claim', '2026-03-03', 1, 'workdays', '53', '2026-03-04', 'x@1', 'x', false)"
    )
    as_owner.execute(start, [1])
    with pytest.raises(psycopg.errors.UniqueViolation, match="one_running_clock_per_case"):
        as_owner.execute(start, [2])


def test_a_tier_clock_runs_beside_it_once(as_owner: psycopg.Connection) -> None:
    insert(as_owner, "received", **HELD)
    as_owner.execute("alter table voices_deadline disable row level security")
    start = (
        "insert into voices_deadline (id, case_id, kind, started_on, amount, unit, place, due_on, rule,"
        " calendar_version, is_provisional) values (%s, 2, %s, '2026-03-03', 1, 'workdays', '53', '2026-03-04', 'x@1', 'x', false)"
    )
    as_owner.execute(start, [1, "claim"])
    as_owner.execute(start, [2, "tier"])
    with pytest.raises(psycopg.errors.UniqueViolation, match="one_running_tier_clock"):
        as_owner.execute(start, [3, "tier"])


def test_every_state_and_every_rule_of_the_table_is_broken_once() -> None:
    assert {state for state, _, _ in BREAKS} == set(HEALTHY) == set(CaseState)
    rules = {c.name for c in Case._meta.constraints if isinstance(c, models.CheckConstraint)}
    assert {rule for _, _, rule in BREAKS} | {"case_state_known"} == rules


def test_every_rule_stands_in_the_database(as_owner: psycopg.Connection) -> None:
    found = as_owner.execute(
        "select conname from pg_constraint where conrelid = 'voices_case'::regclass and contype = 'c'"
    )
    assert {rule for _, _, rule in BREAKS} <= {row[0] for row in found}
