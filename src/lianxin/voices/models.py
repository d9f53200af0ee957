"""The case, its steps, its clocks, its query code, and the local rules it was born under."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.db.models.functions import Left

from lianxin.voices.words import Channel, DeadlineKind, Satisfaction, Topic
from lianxin.voices.workflow import END_STATES, OPEN_STATES, CaseState, Outcome

S = CaseState


class Case(models.Model):
    """One matter a citizen raised.

    The id is made from the moment of receipt (`ids.new_id`), so newest-first is id order and the
    insert asks nothing back of a row its sender may not read.
    """

    id = models.BigIntegerField(primary_key=True)
    number = models.CharField(max_length=40)
    venue_id = models.BigIntegerField()
    division_code = models.CharField(max_length=12, db_collation="C")
    prefecture_code = models.CharField(max_length=4, db_collation="C")
    county_code = models.CharField(max_length=6, db_collation="C")
    township_code = models.CharField(max_length=9, db_collation="C")
    # Shortest grant place (digits) that reads the case: 6 = county. Higher levels only when it is lifted.
    reach = models.PositiveSmallIntegerField(default=6)
    channel = models.CharField(max_length=16, choices=[(c.value, c.value) for c in Channel])
    wanted_person_id = models.BigIntegerField(null=True)
    topic = models.CharField(max_length=16, choices=[(t.value, t.value) for t in Topic])
    title = models.CharField(max_length=60)
    text = models.TextField()
    place_text = models.CharField(max_length=120, blank=True)
    received_at = models.DateTimeField()
    may_publish = models.BooleanField(default=False)
    has_contact = models.BooleanField(default=False)

    state = models.CharField(max_length=12, default=S.RECEIVED, choices=[(s.value, s.value) for s in S])
    outcome = models.CharField(max_length=20, blank=True, choices=[(o.value, o.value) for o in Outcome])
    version = models.PositiveIntegerField(default=1)
    due_kind = models.CharField(max_length=12, blank=True, choices=[(k.value, k.value) for k in DeadlineKind])
    due_on = models.DateField(null=True)
    claimed_by = models.BigIntegerField(null=True)
    claimed_at = models.DateTimeField(null=True)
    unit_id = models.BigIntegerField(null=True)
    assigned_at = models.DateTimeField(null=True)
    accepted_at = models.DateTimeField(null=True)
    answer = models.TextField(blank=True)
    answered_at = models.DateTimeField(null=True)
    confirmed_at = models.DateTimeField(null=True)
    rated_at = models.DateTimeField(null=True)
    is_solved = models.BooleanField(null=True)
    satisfaction = models.CharField(
        max_length=16, blank=True, choices=[(s.value, s.value) for s in Satisfaction]
    )
    rating_text = models.CharField(max_length=500, blank=True)
    reopened_count = models.PositiveSmallIntegerField(default=0)
    is_supervised = models.BooleanField(default=False)
    closed_at = models.DateTimeField(null=True)
    decline_reason = models.CharField(max_length=16, blank=True)
    published_at = models.DateTimeField(null=True)
    public_title = models.CharField(max_length=60, blank=True)
    public_text = models.TextField(blank=True)
    public_answer = models.TextField(blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["county_code", "-id"], name="case_by_county"),
            models.Index(fields=["county_code", "state", "-id"], name="case_by_county_state"),
            models.Index(fields=["prefecture_code", "-id"], name="case_by_prefecture"),
            models.Index(fields=["township_code", "-id"], name="case_by_township"),
            models.Index(fields=["venue_id", "-id"], name="case_by_venue"),
            models.Index(fields=["unit_id", "-id"], name="case_by_unit", condition=Q(unit_id__isnull=False)),
            models.Index(
                fields=["claimed_by", "-id"], name="case_by_claimer", condition=Q(claimed_by__isnull=False)
            ),
            models.Index(
                fields=["county_code", "due_on"], name="case_by_due", condition=Q(state__in=list(OPEN_STATES))
            ),
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
        constraints = [
            models.UniqueConstraint(fields=["venue_id", "number"], name="case_number_once_per_venue"),
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
                condition=Q(state__in=[S.RECEIVED, S.DECLINED, S.WITHDRAWN])
                | Q(claimed_by__isnull=False, claimed_at__isnull=False),
            ),
            models.CheckConstraint(
                name="case_assigned_has_unit",
                condition=~Q(state__in=[S.ASSIGNED, S.HANDLING, S.ANSWERED])
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
                condition=Q(state__in=[S.RECEIVED, S.CLAIMED, S.ASSIGNED, S.HANDLING, S.ANSWERED], outcome="")
                | Q(
                    state__in=[S.CONFIRMED, S.RATED, S.CLOSED],
                    outcome__in=[Outcome.ANSWERED_ON_SPOT, Outcome.BY_UNIT],
                )
                | Q(state=S.DECLINED, outcome=Outcome.NOT_ACCEPTED)
                | Q(state=S.WITHDRAWN, outcome=Outcome.WITHDRAWN),
            ),
            models.CheckConstraint(
                name="case_assigned_waits_for_unit", condition=~Q(state=S.ASSIGNED) | Q(accepted_at=None)
            ),
            models.CheckConstraint(
                name="case_in_work_is_not_answered",
                condition=~Q(state__in=[S.RECEIVED, S.CLAIMED, S.ASSIGNED, S.HANDLING]) | Q(answered_at=None),
            ),
            models.CheckConstraint(
                name="case_unconfirmed_has_no_result",
                condition=~Q(state__in=[S.RECEIVED, S.CLAIMED, S.ASSIGNED, S.HANDLING, S.ANSWERED])
                | Q(confirmed_at=None, rated_at=None),
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
            models.CheckConstraint(name="case_reach_is_a_level", condition=Q(reach__in=[2, 4, 6, 9, 12])),
        ]


class Publication(models.Model):
    """The public side of a published case: a view without any column that holds a citizen's own words.

    The application role reads published cases of other places only through it. Source: ADR-0008.
    """

    id = models.BigIntegerField(primary_key=True)
    prefecture_code = models.CharField(max_length=4)
    county_code = models.CharField(max_length=6)
    township_code = models.CharField(max_length=9)
    division_code = models.CharField(max_length=12)
    venue_id = models.BigIntegerField()
    unit_id = models.BigIntegerField(null=True)
    claimed_by = models.BigIntegerField(null=True)
    topic = models.CharField(max_length=16)
    public_title = models.CharField(max_length=60)
    public_text = models.TextField()
    public_answer = models.TextField()
    state = models.CharField(max_length=12)
    outcome = models.CharField(max_length=20)
    received_at = models.DateTimeField()
    claimed_at = models.DateTimeField(null=True)
    assigned_at = models.DateTimeField(null=True)
    accepted_at = models.DateTimeField(null=True)
    confirmed_at = models.DateTimeField()
    closed_at = models.DateTimeField()
    is_solved = models.BooleanField(null=True)
    satisfaction = models.CharField(max_length=16)
    is_supervised = models.BooleanField()
    published_at = models.DateTimeField()

    class Meta:
        managed = False
        db_table = "voices_publication"


class QueryCode(models.Model):
    """The citizen's 16-digit code: found by a keyed tag, proved by Argon2id. Source: security paper §3."""

    tag = models.CharField(max_length=32, primary_key=True)
    case = models.OneToOneField(Case, models.PROTECT, related_name="query_code")
    hash = models.CharField(max_length=128)


class Step(models.Model):
    """One thing that happened to a case, in words for its timeline. The journal holds the bare facts."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="steps")
    verb = models.CharField(max_length=24)
    at = models.DateTimeField()
    by_name = models.CharField(max_length=80)
    by_role = models.CharField(max_length=24)
    text = models.TextField(blank=True)
    for_citizen = models.BooleanField(default=True)

    class Meta:
        indexes = [models.Index(fields=["case", "id"], name="step_by_case")]


class Deadline(models.Model):
    """One clock of a case, stored with the rule and calendar that made it, so that it can be replayed."""

    # Drawn by `clocks.start`: an insert by a citizen may ask nothing back.
    id = models.BigIntegerField(primary_key=True)
    case = models.ForeignKey(Case, models.PROTECT, related_name="deadlines")
    kind = models.CharField(max_length=12, choices=[(k.value, k.value) for k in DeadlineKind])
    started_on = models.DateField()
    amount = models.PositiveSmallIntegerField()
    unit = models.CharField(max_length=12)
    place = models.CharField(max_length=12, db_collation="C")
    due_on = models.DateField()
    rule = models.CharField(max_length=60)
    calendar_version = models.CharField(max_length=40)
    is_provisional = models.BooleanField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["case", "id"], name="deadline_by_case")]
        constraints = [
            models.UniqueConstraint(
                fields=["case"], condition=Q(ended_at=None), name="one_running_clock_per_case"
            )
        ]


class Profile(models.Model):
    """Local parameters of a place from a day on: the law is data with a source. Source: domain.md §3.3."""

    division_code = models.CharField(max_length=12, db_collation="C", blank=True)
    valid_from = models.DateField()
    name = models.CharField(max_length=40)
    version = models.PositiveSmallIntegerField()
    claim_days = models.PositiveSmallIntegerField()
    triage_days = models.PositiveSmallIntegerField()
    accept_days = models.PositiveSmallIntegerField()
    handle_days = models.PositiveSmallIntegerField()
    confirm_days = models.PositiveSmallIntegerField()
    rate_days = models.PositiveSmallIntegerField()
    source = models.CharField(max_length=200)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["division_code", "valid_from"], name="one_profile_per_place_and_day"
            )
        ]


class DayNumber(models.Model):
    """The last serial number given by a venue on a day."""

    pk = models.CompositePrimaryKey("venue_id", "day")
    venue_id = models.BigIntegerField()
    day = models.DateField()
    last = models.PositiveIntegerField()
