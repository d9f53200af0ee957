"""What the database itself holds of a suggestion: a state with its facts, and the ways lists are read."""

from __future__ import annotations

from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q

from lianxin.suggestions.words import Outcome, Satisfaction
from lianxin.suggestions.workflow import (
    HANDED_STATES,
    NUMBERED_STATES,
    OPEN_STATES,
    WITH_UNITS,
    SuggestionState,
)

S = SuggestionState
_UNHAPPY = Q(attitude=Satisfaction.DISSATISFIED) | Q(result=Satisfaction.DISSATISFIED)

INDEXES = [
    models.Index(fields=["division_code", "-id"], name="suggestion_by_place"),
    models.Index(fields=["division_code", "state", "-id"], name="suggestion_by_place_state"),
    models.Index(
        fields=["division_code", "due_on"],
        name="suggestion_by_due",
        condition=Q(state__in=list(OPEN_STATES)),
    ),
    # Figures of a year: what was handed over in it.
    models.Index(
        fields=["division_code", "handed_at"],
        name="suggestion_by_handing",
        condition=Q(handed_at__isnull=False),
    ),
    models.Index(fields=["lead_person_id", "-id"], name="suggestion_by_lead"),
    GinIndex(fields=["signer_ids"], name="suggestion_by_signer"),
    GinIndex(fields=["unit_ids"], name="suggestion_by_unit"),
]

RULES: list[models.BaseConstraint] = [
    models.CheckConstraint(
        name="suggestion_imported_has_ended",
        condition=Q(is_imported=False)
        | Q(state__in=["closed", "declined", "letter", "withdrawn"], due_on=None),
    ),
    models.CheckConstraint(name="suggestion_state_known", condition=Q(state__in=[s.value for s in S])),
    models.UniqueConstraint(
        fields=["congress_id", "term_number", "phase", "session", "number"],
        condition=Q(number__isnull=False),
        nulls_distinct=False,
        name="suggestion_number_once_per_series",
    ),
    models.CheckConstraint(
        name="suggestion_numbered_when_accepted",
        condition=~Q(state__in=list(NUMBERED_STATES))
        | Q(number__isnull=False, accepted_at__isnull=False, submitted_at__isnull=False),
    ),
    models.CheckConstraint(
        name="suggestion_submitted_has_date_and_phase",
        condition=Q(state__in=[S.DRAFT, S.COSIGNING, S.WITHDRAWN])
        | (Q(submitted_at__isnull=False) & ~Q(phase="")),
    ),
    models.CheckConstraint(
        name="suggestion_handed_has_date_and_organ",
        condition=~Q(state__in=list(HANDED_STATES)) | (Q(handed_at__isnull=False) & ~Q(organ="")),
    ),
    models.CheckConstraint(
        name="suggestion_assigned_has_units",
        condition=~Q(state__in=list(WITH_UNITS)) | ~Q(unit_ids=[]),
    ),
    models.CheckConstraint(
        name="suggestion_replied_has_date_and_class",
        condition=~Q(state__in=[S.REPLIED, S.MEETING, S.CLOSED])
        | (Q(replied_at__isnull=False) & ~Q(result_class="")),
    ),
    models.CheckConstraint(name="suggestion_unhappy_has_reason", condition=~_UNHAPPY | ~Q(rating_text="")),
    models.CheckConstraint(
        name="suggestion_closed_has_date_and_outcome",
        condition=~Q(state=S.CLOSED) | (Q(closed_at__isnull=False) & ~Q(outcome="")),
    ),
    models.CheckConstraint(
        name="suggestion_silent_has_no_rating",
        condition=~Q(outcome=Outcome.SILENT) | Q(attitude="", result="", rated_at__isnull=True),
    ),
    models.CheckConstraint(
        name="suggestion_declined_has_reason", condition=~Q(state=S.DECLINED) | ~Q(decline_code="")
    ),
    models.CheckConstraint(
        name="suggestion_merged_iff_main",
        condition=Q(state=S.MERGED, merged_into__isnull=False)
        | (~Q(state=S.MERGED) & Q(merged_into__isnull=True)),
    ),
    models.CheckConstraint(
        name="suggestion_delegation_has_name",
        condition=~Q(proposer="delegation") | ~Q(delegation_name=""),
    ),
    models.CheckConstraint(
        name="suggestion_key_was_decided", condition=Q(is_key=False) | ~Q(key_decided_by="")
    ),
    models.CheckConstraint(
        name="suggestion_extended_was_asked",
        condition=Q(extended_at__isnull=True) | Q(extension_asked_at__isnull=False),
    ),
]
