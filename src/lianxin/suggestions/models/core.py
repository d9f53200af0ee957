"""The suggestion itself: its session, its number, its signers and the cases it came from."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from lianxin.suggestions.rules import INDEXES, RULES
from lianxin.suggestions.words import ClockKind, Organ, Outcome, Phase, Proposer, Satisfaction
from lianxin.suggestions.workflow import SuggestionState

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
    # Merged once, and given its own way back: the office reviews it anew. Source: ADR-0037 §1.
    separated_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    # From a ledger of earlier years: no clock ran here, nobody was told. Source: ADR-0031 §5.
    is_imported = models.BooleanField(default=False)
    # The motion it was made from; row-level security lets the office write such a one. ADR-0032 §4.
    from_motion_id = models.BigIntegerField(null=True)

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


class FromCase(models.Model):
    """A case of citizens that a suggestion came from: the link, none of the citizen's data."""

    suggestion = models.ForeignKey(Suggestion, models.PROTECT, related_name="cases")
    case_id = models.BigIntegerField()
    number = models.CharField(max_length=40)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["suggestion", "case_id"], name="one_link_per_case_and_suggestion")
        ]
