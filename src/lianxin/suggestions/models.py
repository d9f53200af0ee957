"""The suggestion, its signers, units, talks, replies, promises, steps, clocks, and the local rules."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from lianxin.suggestions.rules import INDEXES, RULES
from lianxin.suggestions.words import (
    ClockKind,
    Leader,
    Mode,
    Organ,
    Outcome,
    Phase,
    PromiseState,
    Proposer,
    ReplyState,
    Satisfaction,
    Stage,
)
from lianxin.suggestions.workflow import Duty, HandlingState, SuggestionState

S = SuggestionState


class Series(models.Model):
    """The last number given in a series: one per session, and one for what comes between sessions."""

    congress_id = models.BigIntegerField()
    term_number = models.PositiveSmallIntegerField()
    phase = models.CharField(max_length=16, choices=[(p.value, p.value) for p in Phase])
    # 0: before the first session of the term that was entered.
    session_number = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["congress_id", "term_number", "phase", "session_number"],
                name="one_series_per_session",
            )
        ]


class Suggestion(models.Model):
    """One matter that deputies ask an organ to settle (一事一议). Source: domain.md §1.3."""

    congress_id = models.BigIntegerField()
    term_number = models.PositiveSmallIntegerField()
    # The place of the congress: its office reads and assigns; no other place does.
    division_code = models.CharField(max_length=12, db_collation="C")
    phase = models.CharField(max_length=16, blank=True, choices=[(p.value, p.value) for p in Phase])
    session = models.ForeignKey("people.Session", models.PROTECT, null=True, related_name="+")
    proposer = models.CharField(
        max_length=12, default=Proposer.ONE, choices=[(p.value, p.value) for p in Proposer]
    )
    delegation_name = models.CharField(max_length=40, blank=True)
    lead_person_id = models.BigIntegerField()
    # Kept beside the signers and the handlings so that row-level security needs no second table.
    signer_ids = ArrayField(models.BigIntegerField())
    unit_ids = ArrayField(models.BigIntegerField(), default=list)
    category = models.CharField(max_length=16)
    title = models.CharField(max_length=60)
    situation = models.TextField()
    proposal = models.TextField()
    proposed_unit_id = models.BigIntegerField(null=True)
    may_publish = models.BooleanField(default=True)
    is_confidential = models.BooleanField(default=False)

    state = models.CharField(max_length=12, default=S.DRAFT, choices=[(s.value, s.value) for s in S])
    version = models.PositiveIntegerField(default=1)
    number = models.PositiveIntegerField(null=True)
    due_kind = models.CharField(max_length=12, blank=True, choices=[(k.value, k.value) for k in ClockKind])
    due_on = models.DateField(null=True)
    created_at = models.DateTimeField()
    submitted_at = models.DateTimeField(null=True)
    accepted_at = models.DateTimeField(null=True)
    organ = models.CharField(max_length=16, blank=True, choices=[(o.value, o.value) for o in Organ])
    # The day of 交办: to the organ, or straight to units.
    handed_at = models.DateTimeField(null=True)
    objection_count = models.PositiveSmallIntegerField(default=0)
    is_arbitrated = models.BooleanField(default=False)
    extension_asked_at = models.DateTimeField(null=True)
    extension_reason = models.CharField(max_length=500, blank=True)
    extended_at = models.DateTimeField(null=True)
    replied_at = models.DateTimeField(null=True)
    result_class = models.CharField(max_length=4, blank=True)
    attitude = models.CharField(max_length=16, blank=True, choices=[(s.value, s.value) for s in Satisfaction])
    result = models.CharField(max_length=16, blank=True, choices=[(s.value, s.value) for s in Satisfaction])
    rating_text = models.CharField(max_length=1000, blank=True)
    rated_at = models.DateTimeField(null=True)
    rehandled_count = models.PositiveSmallIntegerField(default=0)
    is_key = models.BooleanField(default=False)
    key_decided_by = models.CharField(max_length=80, blank=True)
    key_leader = models.CharField(max_length=40, blank=True)
    is_supervised = models.BooleanField(default=False)
    outcome = models.CharField(max_length=16, blank=True, choices=[(o.value, o.value) for o in Outcome])
    decline_code = models.CharField(max_length=20, blank=True)
    merged_into = models.ForeignKey("self", models.PROTECT, null=True, related_name="merged")
    closed_at = models.DateTimeField(null=True)

    class Meta:
        indexes = INDEXES
        constraints = RULES


class Signer(models.Model):
    """A deputy under a suggestion: the lead, or one who was asked and answers in person."""

    suggestion = models.ForeignKey(Suggestion, models.PROTECT, related_name="signers")
    person_id = models.BigIntegerField()
    is_lead = models.BooleanField(default=False)
    asked_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True)
    refused_at = models.DateTimeField(null=True)
    # Came with a suggestion that was merged into this one.
    from_merged = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["suggestion", "person_id"], name="one_signature_per_person"),
            models.UniqueConstraint(
                fields=["suggestion"], condition=Q(is_lead=True), name="one_lead_per_suggestion"
            ),
            models.CheckConstraint(
                name="signer_lead_has_confirmed", condition=Q(is_lead=False) | Q(confirmed_at__isnull=False)
            ),
            models.CheckConstraint(
                name="signer_answers_once",
                condition=Q(confirmed_at__isnull=True) | Q(refused_at__isnull=True),
            ),
        ]


class Handling(models.Model):
    """One unit's duty in a suggestion, with its own clock and opinion. Source: domain.md §1.6."""

    suggestion = models.ForeignKey(Suggestion, models.PROTECT, related_name="handlings")
    unit_id = models.BigIntegerField()
    duty = models.CharField(max_length=12, choices=[(d.value, d.value) for d in Duty])
    part = models.CharField(max_length=500, blank=True)
    state = models.CharField(
        max_length=12, default=HandlingState.GIVEN, choices=[(h.value, h.value) for h in HandlingState]
    )
    given_at = models.DateTimeField()
    received_at = models.DateTimeField(null=True)
    due_on = models.DateField(null=True)
    objection = models.CharField(max_length=500, blank=True)
    counter_unit_id = models.BigIntegerField(null=True)
    plan = models.TextField(blank=True)
    in_charge = models.CharField(max_length=40, blank=True)
    opinion = models.TextField(blank=True)
    opinion_at = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["suggestion", "id"], name="handling_by_suggestion"),
            models.Index(fields=["unit_id", "state"], name="handling_by_unit"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["suggestion", "unit_id"],
                condition=~Q(state=HandlingState.REPLACED),
                name="one_duty_per_unit",
            ),
            models.UniqueConstraint(
                fields=["suggestion"],
                condition=Q(duty__in=[Duty.LEAD, Duty.SOLE]) & ~Q(state=HandlingState.REPLACED),
                name="one_lead_or_sole_unit",
            ),
            models.CheckConstraint(
                name="handling_received_has_date",
                condition=~Q(state__in=[HandlingState.RECEIVED, HandlingState.DONE])
                | Q(received_at__isnull=False),
            ),
            models.CheckConstraint(
                name="handling_objected_has_reason",
                condition=~Q(state=HandlingState.OBJECTED) | ~Q(objection=""),
            ),
            models.CheckConstraint(
                name="handling_separate_has_part", condition=~Q(duty=Duty.SEPARATE) | ~Q(part="")
            ),
        ]


class Talk(models.Model):
    """A talk between unit and deputy (面商): counts only when the deputy says it took place."""

    suggestion = models.ForeignKey(Suggestion, models.PROTECT, related_name="talks")
    unit_id = models.BigIntegerField()
    stage = models.CharField(max_length=8, choices=[(s.value, s.value) for s in Stage])
    mode = models.CharField(max_length=8, choices=[(m.value, m.value) for m in Mode])
    leader = models.CharField(max_length=12, choices=[(m.value, m.value) for m in Leader])
    held_on = models.DateField()
    place = models.CharField(max_length=80, blank=True)
    who = models.CharField(max_length=120, blank=True)
    minutes = models.TextField()
    recorded_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True)
    denied_at = models.DateTimeField(null=True)
    deputy_words = models.CharField(max_length=500, blank=True)

    class Meta:
        indexes = [models.Index(fields=["suggestion", "id"], name="talk_by_suggestion")]
        constraints = [
            models.CheckConstraint(
                name="talk_is_confirmed_or_denied",
                condition=Q(confirmed_at__isnull=True) | Q(denied_at__isnull=True),
            )
        ]


class Reply(models.Model):
    """One version of a unit's written reply: drafted by the officer, signed by the head of unit."""

    suggestion = models.ForeignKey(Suggestion, models.PROTECT, related_name="replies")
    unit_id = models.BigIntegerField()
    version = models.PositiveSmallIntegerField()
    state = models.CharField(
        max_length=12, default=ReplyState.DRAFTED, choices=[(s.value, s.value) for s in ReplyState]
    )
    document_number = models.CharField(max_length=40, blank=True)
    result_class = models.CharField(max_length=4)
    text = models.TextField()
    contact = models.CharField(max_length=80, blank=True)
    # What a class that promises has to say: read into the ledger when the reply is issued.
    promise_text = models.CharField(max_length=500, blank=True)
    promise_amount = models.CharField(max_length=80, blank=True)
    promise_place = models.CharField(max_length=80, blank=True)
    promise_due_on = models.DateField(null=True)
    drafted_by = models.CharField(max_length=80)
    drafted_at = models.DateTimeField()
    note = models.CharField(max_length=500, blank=True)
    signed_by = models.CharField(max_length=80, blank=True)
    issued_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["suggestion", "id"], name="reply_by_suggestion")]
        constraints = [
            models.UniqueConstraint(
                fields=["suggestion", "unit_id", "version"], name="one_reply_per_version"
            ),
            models.CheckConstraint(
                name="reply_issued_is_signed",
                condition=Q(issued_at__isnull=True, signed_by="") & ~Q(state=ReplyState.ISSUED)
                | Q(issued_at__isnull=False, state=ReplyState.ISSUED) & ~Q(signed_by=""),
            ),
        ]


class Promised(models.Model):
    """One promise of an issued reply (承诺事项), followed until it is kept. Source: domain.md §1.8."""

    suggestion = models.ForeignKey(Suggestion, models.PROTECT, related_name="promises")
    reply = models.OneToOneField(Reply, models.PROTECT, related_name="promise")
    unit_id = models.BigIntegerField()
    division_code = models.CharField(max_length=12, db_collation="C")
    lead_person_id = models.BigIntegerField()
    text = models.CharField(max_length=500)
    amount = models.CharField(max_length=80, blank=True)
    place = models.CharField(max_length=80, blank=True)
    made_on = models.DateField()
    due_on = models.DateField()
    state = models.CharField(
        max_length=12, default=PromiseState.OPEN, choices=[(p.value, p.value) for p in PromiseState]
    )
    progress = models.CharField(max_length=500, blank=True)
    reported_at = models.DateTimeField(null=True)
    checked_at = models.DateTimeField(null=True)
    deputy_words = models.CharField(max_length=500, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["division_code", "due_on"], name="promise_by_place_and_day"),
            models.Index(fields=["unit_id", "due_on"], name="promise_by_unit"),
            models.Index(fields=["lead_person_id", "due_on"], name="promise_by_deputy"),
        ]
        constraints = [
            models.CheckConstraint(
                name="promise_judged_has_date",
                condition=~Q(state__in=[PromiseState.KEPT, PromiseState.BROKEN])
                | Q(checked_at__isnull=False),
            )
        ]


class FromCase(models.Model):
    """A case of citizens that a suggestion came from: the link, none of the citizen's data."""

    suggestion = models.ForeignKey(Suggestion, models.PROTECT, related_name="cases")
    case_id = models.BigIntegerField()
    number = models.CharField(max_length=40)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["suggestion", "case_id"], name="one_link_per_case_and_suggestion")
        ]


class Step(models.Model):
    """One thing that happened to a suggestion, in words for its timeline; the journal holds bare facts."""

    suggestion = models.ForeignKey(Suggestion, models.PROTECT, related_name="steps")
    verb = models.CharField(max_length=24)
    at = models.DateTimeField()
    by_name = models.CharField(max_length=80)
    by_role = models.CharField(max_length=24)
    by_unit_id = models.BigIntegerField(null=True)
    text = models.TextField(blank=True)
    # Within the unit: drafts and sendings back of a reply are nobody else's business.
    is_internal = models.BooleanField(default=False)

    class Meta:
        indexes = [models.Index(fields=["suggestion", "id"], name="suggestion_step_by_parent")]


class Deadline(models.Model):
    """One clock of a suggestion or of one unit's part, with the rule and calendar that made it."""

    suggestion = models.ForeignKey(Suggestion, models.PROTECT, related_name="deadlines")
    handling = models.ForeignKey(Handling, models.PROTECT, null=True, related_name="deadlines")
    kind = models.CharField(max_length=12, choices=[(k.value, k.value) for k in ClockKind])
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
        indexes = [models.Index(fields=["suggestion", "id"], name="suggestion_clock_by_parent")]
        constraints = [
            models.UniqueConstraint(
                fields=["suggestion", "handling", "kind"],
                condition=Q(ended_at=None),
                nulls_distinct=False,
                name="one_running_clock_per_kind",
            )
        ]


class Profile(models.Model):
    """Local rules of a place from a day on, over the default ones. Source: domain.md §1.5."""

    division_code = models.CharField(max_length=12, db_collation="C", blank=True)
    valid_from = models.DateField()
    name = models.CharField(max_length=40)
    version = models.PositiveSmallIntegerField()
    # Names of `profiles.Rules`; what is not named stays as in the default.
    values = models.JSONField(default=dict)
    source = models.CharField(max_length=200)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["division_code", "valid_from"], name="one_suggestion_profile_per_place_and_day"
            )
        ]


class ResultClass(models.Model):
    """What a class letter means in a place from a day on. Source: domain.md §1.8."""

    division_code = models.CharField(max_length=12, db_collation="C", blank=True)
    valid_from = models.DateField()
    code = models.CharField(max_length=4)
    label = models.CharField(max_length=40)
    counts_as_resolved = models.BooleanField()
    requires_commitment = models.BooleanField()
    order = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["division_code", "valid_from", "code"], name="one_class_per_place_and_code"
            )
        ]
