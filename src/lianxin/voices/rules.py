"""What the database itself holds of a case: a state with its facts, and the ways lists are read.

The third guard of legality after `workflow.py` and `actions`: a script cannot make a nonsense row.
"""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce, Left

from lianxin.voices.words import AnswerResult
from lianxin.voices.workflow import END_STATES, OPEN_STATES, UNANSWERED, WITH_VENUE, CaseState, Outcome

S = CaseState
_CONFIRMED_OUTCOMES = [
    outcome
    for outcome in Outcome
    if outcome not in {Outcome.TO_PETITION_OFFICE, Outcome.NOT_ACCEPTED, Outcome.WITHDRAWN}
]

INDEXES = [
    models.Index(fields=["county_code", "-id"], name="case_by_county"),
    models.Index(fields=["county_code", "state", "-id"], name="case_by_county_state"),
    models.Index(fields=["prefecture_code", "-id"], name="case_by_prefecture"),
    models.Index(fields=["township_code", "-id"], name="case_by_township"),
    models.Index(fields=["venue_id", "-id"], name="case_by_venue"),
    models.Index(fields=["unit_id", "-id"], name="case_by_unit", condition=Q(unit_id__isnull=False)),
    models.Index(fields=["claimed_by", "-id"], name="case_by_claimer", condition=Q(claimed_by__isnull=False)),
    models.Index(
        fields=["county_code", "due_on"], name="case_by_due", condition=Q(state__in=list(OPEN_STATES))
    ),
    models.Index(
        fields=["origin_venue_id", "-id"],
        name="case_by_origin",
        condition=Q(origin_venue_id__isnull=False),
    ),
    models.Index(fields=["via_venue_id", "-id"], name="case_by_via", condition=Q(via_venue_id__isnull=False)),
    models.Index(fields=["merged_into"], name="case_by_main", condition=Q(merged_into__isnull=False)),
    models.Index(
        fields=["county_code", "tier_due_on"],
        name="case_by_tier_due",
        condition=Q(tier_due_on__isnull=False),
    ),
    models.Index(fields=["township_code", "-id"], name="case_open_to_join", condition=~Q(open_title="")),
    models.Index(fields=["-id"], name="case_published", condition=Q(published_at__isnull=False)),
    models.Index(
        fields=["county_code", "-id"],
        name="case_published_by_county",
        condition=Q(published_at__isnull=False),
    ),
    models.Index(
        fields=["venue_id", "-id"],
        name="case_published_by_venue",
        condition=Q(published_at__isnull=False),
    ),
]

RULES: list[models.BaseConstraint] = [
    models.UniqueConstraint(
        Coalesce("origin_venue_id", "venue_id"), "number", name="case_number_once_per_venue"
    ),
    models.CheckConstraint(name="case_state_known", condition=Q(state__in=[s.value for s in S])),
    models.CheckConstraint(
        name="case_place_columns_follow_division",
        condition=Q(prefecture_code=Left("division_code", 4))
        & Q(county_code=Left("division_code", 6))
        & Q(township_code=Left("division_code", 9)),
    ),
    models.CheckConstraint(
        name="case_received_has_no_claimer",
        condition=~Q(state=S.RECEIVED) | Q(claimed_by__isnull=True, unit_id__isnull=True),
    ),
    models.CheckConstraint(
        name="case_claimed_has_claimer",
        condition=Q(state__in=[S.RECEIVED, S.MERGED, S.DECLINED, S.WITHDRAWN])
        | Q(claimed_by__isnull=False, claimed_at__isnull=False),
    ),
    models.CheckConstraint(
        name="case_assigned_has_unit",
        condition=~Q(state__in=[S.ASSIGNED, S.ARBITRATION, S.HANDLING, S.ANSWERED])
        | Q(unit_id__isnull=False, assigned_at__isnull=False),
    ),
    models.CheckConstraint(
        name="case_handling_was_accepted",
        condition=~Q(state__in=[S.HANDLING, S.ANSWERED]) | Q(accepted_at__isnull=False),
    ),
    models.CheckConstraint(
        name="case_answered_has_answer",
        condition=~Q(state__in=[S.ANSWERED, S.CONFIRMED, S.RATED, S.CLOSED])
        | (Q(answered_at__isnull=False) & ~Q(answer="")),
    ),
    models.CheckConstraint(
        name="case_confirmed_has_date",
        condition=~Q(state__in=[S.CONFIRMED, S.RATED, S.CLOSED]) | Q(confirmed_at__isnull=False),
    ),
    models.CheckConstraint(
        name="case_rated_has_rating",
        condition=~Q(state=S.RATED)
        | (Q(rated_at__isnull=False, is_solved__isnull=False) & ~Q(satisfaction="")),
    ),
    models.CheckConstraint(
        name="case_closed_at_iff_ended",
        condition=Q(state__in=list(END_STATES), closed_at__isnull=False)
        | Q(state__in=list(OPEN_STATES), closed_at__isnull=True),
    ),
    models.CheckConstraint(
        name="case_due_iff_open",
        condition=Q(state__in=list(END_STATES), due_on__isnull=True)
        | Q(state__in=list(OPEN_STATES), due_on__isnull=False),
    ),
    models.CheckConstraint(
        name="case_outcome_follows_state",
        condition=Q(state__in=[*UNANSWERED, S.ANSWERED], outcome="")
        | Q(state__in=[S.CONFIRMED, S.RATED, S.CLOSED], outcome__in=_CONFIRMED_OUTCOMES)
        | Q(state=S.DECLINED, outcome__in=[Outcome.NOT_ACCEPTED, Outcome.TO_PETITION_OFFICE])
        | Q(state=S.WITHDRAWN, outcome=Outcome.WITHDRAWN),
    ),
    models.CheckConstraint(
        name="case_assigned_waits_for_unit",
        condition=~Q(state__in=[S.ASSIGNED, S.ARBITRATION]) | Q(accepted_at=None),
    ),
    models.CheckConstraint(
        name="case_in_work_is_not_answered",
        condition=~Q(state__in=list(UNANSWERED)) | Q(answered_at=None),
    ),
    models.CheckConstraint(
        name="case_unconfirmed_has_no_result",
        condition=~Q(state__in=[*UNANSWERED, S.ANSWERED]) | Q(confirmed_at=None, rated_at=None),
    ),
    models.CheckConstraint(
        name="case_confirmed_waits_for_rating", condition=~Q(state=S.CONFIRMED) | Q(rated_at=None)
    ),
    models.CheckConstraint(
        name="case_declined_has_reason", condition=~Q(state=S.DECLINED) | ~Q(decline_reason="")
    ),
    models.CheckConstraint(name="case_reopened_at_most_once", condition=Q(reopened_count__lte=1)),
    models.CheckConstraint(
        name="case_reopened_is_supervised", condition=Q(reopened_count=0) | Q(is_supervised=True)
    ),
    models.CheckConstraint(
        name="case_published_is_complete_and_allowed",
        condition=Q(published_at__isnull=True)
        | (Q(may_publish=True, state=S.CLOSED) & ~Q(public_title="") & ~Q(public_answer="")),
    ),
    models.CheckConstraint(
        name="case_reach_is_a_level",
        condition=Q(reach__in=[2, 4, 6, 9, 12], depth__in=[6, 9, 12], reach__lte=F("depth")),
    ),
    models.CheckConstraint(name="case_joined_with_consent", condition=Q(open_title="") | Q(may_publish=True)),
    models.CheckConstraint(
        name="case_protected_is_hidden_below",
        condition=Q(is_protected=False) | Q(depth=6, wanted_person_id=None, may_publish=False),
    ),
    models.CheckConstraint(
        name="case_referred_says_where",
        condition=~Q(state=S.REFERRED) | (Q(referred_at__isnull=False) & ~Q(referral="")),
    ),
    models.CheckConstraint(
        name="case_merged_has_main",
        condition=Q(state=S.MERGED, merged_into__isnull=False)
        | (~Q(state=S.MERGED) & (Q(merged_into=None) | ~Q(state__in=[*UNANSWERED, S.ANSWERED]))),
    ),
    models.CheckConstraint(
        name="case_merged_into_another", condition=Q(merged_into=None) | ~Q(merged_into=F("id"))
    ),
    models.CheckConstraint(
        name="case_tier_clock_while_with_venue",
        condition=Q(state__in=list(WITH_VENUE), tier_due_on__isnull=False)
        | (~Q(state__in=list(WITH_VENUE)) & Q(tier_due_on=None)),
    ),
    models.CheckConstraint(
        name="case_arbitration_follows_two_objections",
        condition=~Q(state=S.ARBITRATION) | Q(objection_count__gte=2),
    ),
    models.CheckConstraint(
        name="case_answer_result_known",
        condition=Q(answer_result__in=["", *(result.value for result in AnswerResult)]),
    ),
    models.CheckConstraint(
        name="case_unsolved_answer_says_why",
        condition=Q(answer_result__in=["", AnswerResult.SOLVED]) | ~Q(answer_reason=""),
    ),
    models.CheckConstraint(
        name="case_position_is_on_earth",
        condition=Q(latitude=None, longitude=None)
        | Q(
            latitude__isnull=False,
            longitude__isnull=False,
            latitude__range=(-90, 90),
            longitude__range=(-180, 180),
        ),
    ),
    models.CheckConstraint(
        name="case_imported_has_ended",
        condition=Q(is_imported=False) | Q(state__in=[s.value for s in END_STATES]),
    ),
    models.CheckConstraint(
        name="case_via_has_origin", condition=Q(via_venue_id=None) | Q(origin_venue_id__isnull=False)
    ),
]
