"""The case, its steps, its clocks, its query code, and the local rules it was born under."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from lianxin.voices.rules import INDEXES, RULES
from lianxin.voices.words import (
    AnswerResult,
    CardColour,
    CardReason,
    Channel,
    DeadlineKind,
    Referral,
    RunResult,
    RunState,
    Satisfaction,
    Topic,
)
from lianxin.voices.workflow import CaseState, DraftState, Outcome

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
    # Shortest and longest grant place (digits) that read the case: 6 = county, 12 = village. Higher levels
    # read it only when it is handed to them, the lower ones not when the citizen fears retaliation.
    reach = models.PositiveSmallIntegerField(default=6)
    depth = models.PositiveSmallIntegerField(default=12)
    # The venues it was lifted from, so that each level sees what became of it. Source: ADR-0016 §1.
    origin_venue_id = models.BigIntegerField(null=True)
    via_venue_id = models.BigIntegerField(null=True)
    is_protected = models.BooleanField(default=False)
    about_unit_id = models.BigIntegerField(null=True)
    about_person_id = models.BigIntegerField(null=True)
    channel = models.CharField(max_length=16, choices=[(c.value, c.value) for c in Channel])
    wanted_person_id = models.BigIntegerField(null=True)
    topic = models.CharField(max_length=16, choices=[(t.value, t.value) for t in Topic])
    title = models.CharField(max_length=60)
    text = models.TextField()
    place_text = models.CharField(max_length=120, blank=True)
    # Where the citizen stood, to about 100 m, if they wanted to say so. Source: ADR-0021 §8.
    latitude = models.DecimalField(max_digits=6, decimal_places=3, null=True)
    longitude = models.DecimalField(max_digits=6, decimal_places=3, null=True)
    received_at = models.DateTimeField()
    may_publish = models.BooleanField(default=False)
    has_contact = models.BooleanField(default=False)

    state = models.CharField(max_length=12, default=S.RECEIVED, choices=[(s.value, s.value) for s in S])
    outcome = models.CharField(max_length=24, blank=True, choices=[(o.value, o.value) for o in Outcome])
    version = models.PositiveIntegerField(default=1)
    due_kind = models.CharField(max_length=12, blank=True, choices=[(k.value, k.value) for k in DeadlineKind])
    due_on = models.DateField(null=True)
    tier_due_on = models.DateField(null=True)
    claimed_by = models.BigIntegerField(null=True)
    claimed_at = models.DateTimeField(null=True)
    unit_id = models.BigIntegerField(null=True)
    assigned_at = models.DateTimeField(null=True)
    accepted_at = models.DateTimeField(null=True)
    extended_at = models.DateTimeField(null=True)
    objection_count = models.PositiveSmallIntegerField(default=0)
    is_arbitrated = models.BooleanField(default=False)
    referral = models.CharField(max_length=16, blank=True, choices=[(r.value, r.value) for r in Referral])
    referral_to = models.CharField(max_length=80, blank=True)
    referred_at = models.DateTimeField(null=True)
    merged_into = models.ForeignKey("self", models.PROTECT, null=True, db_index=False, related_name="voices")
    answer = models.TextField(blank=True)
    answered_at = models.DateTimeField(null=True)
    # How far the unit says it is solved, and why not further; "" where nobody said. Source: ADR-0021 §4.
    answer_result = models.CharField(
        max_length=8, blank=True, choices=[(r.value, r.value) for r in AnswerResult]
    )
    answer_reason = models.CharField(max_length=500, blank=True)
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
    # Words under which others may join while it is open. Source: ADR-0016 §7.
    open_title = models.CharField(max_length=60, blank=True)
    public_title = models.CharField(max_length=60, blank=True)
    public_text = models.TextField(blank=True)
    public_answer = models.TextField(blank=True)
    # From a ledger of earlier years: no code, no clock, nobody was told. Source: ADR-0031 §5.
    is_imported = models.BooleanField(default=False)

    class Meta:
        indexes = INDEXES
        constraints = RULES


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


class OpenMatter(models.Model):
    """An open case that others may join, in words somebody has checked. A view. Source: ADR-0016 §7."""

    id = models.BigIntegerField(primary_key=True)
    county_code = models.CharField(max_length=6)
    township_code = models.CharField(max_length=9)
    division_code = models.CharField(max_length=12)
    topic = models.CharField(max_length=16)
    open_title = models.CharField(max_length=60)
    state = models.CharField(max_length=12)
    received_at = models.DateTimeField()

    class Meta:
        managed = False
        db_table = "voices_openmatter"


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
                fields=["case"],
                condition=Q(ended_at=None) & ~Q(kind=DeadlineKind.TIER),
                name="one_running_clock_per_case",
            ),
            models.UniqueConstraint(
                fields=["case"],
                condition=Q(ended_at=None, kind=DeadlineKind.TIER),
                name="one_running_tier_clock",
            ),
        ]


class Card(models.Model):
    """A warning given to a unit over a case: yellow, then red (黄牌、红牌). Source: domain.md §3.4 [REC]."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="cards")
    unit_id = models.BigIntegerField()
    colour = models.CharField(max_length=6, choices=[(c.value, c.value) for c in CardColour])
    reason = models.CharField(max_length=12, choices=[(r.value, r.value) for r in CardReason])
    given_on = models.DateField()

    class Meta:
        indexes = [models.Index(fields=["unit_id", "given_on"], name="card_by_unit")]
        constraints = [
            models.UniqueConstraint(fields=["case", "unit_id", "reason"], name="one_card_per_case_and_reason")
        ]


class Proposal(models.Model):
    """A unit that history proposed when a case was assigned, and the one that got it. Source: ADR-0021 §6."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="proposals")
    unit_id = models.BigIntegerField()
    chosen_id = models.BigIntegerField()
    times = models.PositiveSmallIntegerField()
    out_of = models.PositiveSmallIntegerField()
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["case", "id"], name="proposal_by_case")]
        constraints = [
            models.CheckConstraint(
                name="proposal_counts_part_of_all",
                condition=Q(times__gte=1) & Q(times__lte=models.F("out_of")),
            )
        ]


class Profile(models.Model):
    """Local parameters of a place from a day on: the law is data with a source. Source: domain.md §3.3.

    Working days, but for `result_days`, which are calendar days.
    """

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
    arbitrate_days = models.PositiveSmallIntegerField(default=2)
    result_days = models.PositiveSmallIntegerField(default=30)
    room_days = models.PositiveSmallIntegerField(default=5)
    station_days = models.PositiveSmallIntegerField(default=10)
    home_days = models.PositiveSmallIntegerField(default=15)
    extension_days = models.PositiveSmallIntegerField(default=10)
    # Whether a unit's answer waits for its leader's signature. Source: ADR-0021 §3.
    needs_signature = models.BooleanField(default=True)
    source = models.CharField(max_length=200)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["division_code", "valid_from"], name="one_profile_per_place_and_day"
            )
        ]


class TellingRule(models.Model):
    """Of what a place tells citizens who agreed, from a day on; without a row of nothing. ADR-0035 §6."""

    division_code = models.CharField(max_length=12, db_collation="C", blank=True)
    valid_from = models.DateField()
    on_accepted = models.BooleanField(default=False)
    on_answered = models.BooleanField(default=False)
    on_closed = models.BooleanField(default=False)
    on_supervised = models.BooleanField(default=False)
    source = models.CharField(max_length=200)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["division_code", "valid_from"], name="one_telling_rule_per_place_and_day"
            )
        ]


class AnswerTemplate(models.Model):
    """Words to begin an answer with: a unit's own, or a place's for all its units. Source: ADR-0021 §5."""

    unit_id = models.BigIntegerField(null=True)
    division_code = models.CharField(max_length=12, db_collation="C")
    name = models.CharField(max_length=40)
    text = models.TextField(max_length=2000)
    version = models.PositiveIntegerField(default=1)
    retired_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["division_code", "id"], name="template_by_place")]
        constraints = [
            models.UniqueConstraint(
                fields=["division_code", "unit_id", "name"],
                condition=Q(retired_at=None),
                nulls_distinct=False,
                name="one_template_per_name_and_owner",
            )
        ]


class Draft(models.Model):
    """A unit's answer before it goes out; nobody outside the unit reads it. Source: ADR-0021 §1."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="drafts")
    unit_id = models.BigIntegerField()
    state = models.CharField(
        max_length=10, default=DraftState.DRAFTING, choices=[(s.value, s.value) for s in DraftState]
    )
    version = models.PositiveIntegerField(default=1)
    text = models.TextField(blank=True)
    result = models.CharField(max_length=8, blank=True, choices=[(r.value, r.value) for r in AnswerResult])
    reason = models.CharField(max_length=500, blank=True)
    written_by = models.BigIntegerField(null=True)
    writer_name = models.CharField(max_length=80)
    written_at = models.DateTimeField()
    submitted_at = models.DateTimeField(null=True)
    # Why the leader sent it back; kept until it is submitted again.
    remark = models.CharField(max_length=500, blank=True)
    signer_name = models.CharField(max_length=80, blank=True)
    signed_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["unit_id", "submitted_at"],
                condition=Q(state=DraftState.WAITING),
                name="draft_waiting_by_unit",
            )
        ]
        constraints = [
            models.UniqueConstraint(fields=["case", "unit_id"], name="one_draft_per_case_and_unit"),
            models.CheckConstraint(
                name="draft_state_known", condition=Q(state__in=[s.value for s in DraftState])
            ),
            models.CheckConstraint(
                name="draft_waiting_is_complete",
                condition=~Q(state=DraftState.WAITING)
                | (Q(submitted_at__isnull=False) & ~Q(text="") & ~Q(result="")),
            ),
            models.CheckConstraint(
                name="draft_returned_says_why", condition=~Q(state=DraftState.RETURNED) | ~Q(remark="")
            ),
            models.CheckConstraint(
                name="draft_signed_at_iff_issued",
                condition=Q(state=DraftState.ISSUED, signed_at__isnull=False)
                | (~Q(state=DraftState.ISSUED) & Q(signed_at=None)),
            ),
        ]


class DayNumber(models.Model):
    """The last serial number given by a venue on a day."""

    pk = models.CompositePrimaryKey("venue_id", "day")
    venue_id = models.BigIntegerField()
    day = models.DateField()
    last = models.PositiveIntegerField()


class SavedView(models.Model):
    """A list that somebody keeps under a name in one post. The address stays the truth. Source: ADR-0020."""

    user_id = models.BigIntegerField()
    grant_id = models.BigIntegerField()
    name = models.CharField(max_length=20)
    query = models.CharField(max_length=500)
    is_default = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["grant_id", "name"], name="one_view_of_a_name_per_post"),
            models.UniqueConstraint(
                fields=["grant_id"], condition=Q(is_default=True), name="one_first_view_per_post"
            ),
        ]


class BulkRun(models.Model):
    """One step taken with many cases, as the person who asked for it. Source: ADR-0020."""

    user_id = models.BigIntegerField()
    grant_id = models.BigIntegerField()
    verb = models.CharField(max_length=24)
    facts = models.JSONField()
    total = models.PositiveIntegerField()
    state = models.CharField(
        max_length=12, default=RunState.RUNNING, choices=[(s.value, s.value) for s in RunState]
    )
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["grant_id", "-id"], name="run_by_post")]
        constraints = [
            models.CheckConstraint(
                name="run_ended_at_iff_ended",
                condition=Q(state=RunState.RUNNING, ended_at=None)
                | (~Q(state=RunState.RUNNING) & Q(ended_at__isnull=False)),
            )
        ]


class BulkItem(models.Model):
    """One case of a run: as it was when the run began, and what became of it. Empty result: not yet taken."""

    run = models.ForeignKey(BulkRun, models.PROTECT, related_name="items")
    case = models.ForeignKey(Case, models.PROTECT, related_name="+", db_index=False)
    number = models.CharField(max_length=40)
    version = models.PositiveIntegerField()
    result = models.CharField(max_length=8, blank=True, choices=[(r.value, r.value) for r in RunResult])
    reason = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["run", "case"], name="one_item_per_case_and_run"),
            models.CheckConstraint(
                name="item_refused_with_reason", condition=~Q(result=RunResult.REFUSED) | ~Q(reason="")
            ),
        ]
