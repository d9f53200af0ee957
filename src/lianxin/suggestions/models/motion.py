"""A motion (议案), its sponsors, and what happened to it. Source: LAW-LOCAL-ORGANIC §22; ADR-0032 §4."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q

from lianxin.suggestions.models.core import Suggestion
from lianxin.suggestions.motion_flow import MOTION_END, MOTION_IN, MOTION_PRIVATE, MotionState
from lianxin.suggestions.motion_words import MotionProposer
from lianxin.suggestions.words import Phase

M = MotionState


class Motion(models.Model):
    """One matter within the powers of the congress, put to it for decision."""

    congress_id = models.BigIntegerField()
    term_number = models.PositiveSmallIntegerField()
    division_code = models.CharField(max_length=12, db_collation="C")
    phase = models.CharField(max_length=16, blank=True, choices=[(p.value, p.value) for p in Phase])
    session = models.ForeignKey("people.Session", models.PROTECT, null=True, related_name="+")
    proposer = models.CharField(
        max_length=12, default=MotionProposer.DEPUTIES, choices=[(p.value, p.value) for p in MotionProposer]
    )
    proposer_name = models.CharField(max_length=60, blank=True)
    lead_person_id = models.BigIntegerField(null=True)
    # Kept beside the sponsors so that row-level security needs no second table.
    signer_ids = ArrayField(models.BigIntegerField(), default=list)
    category = models.CharField(max_length=16)
    # 案由、案据、方案. Source: LAW-DEPUTIES-2025 §15.
    title = models.CharField(max_length=60)
    grounds = models.TextField()
    plan = models.TextField()

    state = models.CharField(max_length=16, default=M.DRAFT, choices=[(s.value, s.value) for s in M])
    version = models.PositiveIntegerField(default=1)
    number = models.PositiveIntegerField(null=True)
    created_at = models.DateTimeField()
    submitted_at = models.DateTimeField(null=True)
    committee = models.CharField(max_length=40, blank=True)
    opinion = models.TextField(blank=True)
    favours_agenda = models.BooleanField(null=True)
    decided_by = models.CharField(max_length=80, blank=True)
    decided_at = models.DateTimeField(null=True)
    reason_code = models.CharField(max_length=20, blank=True)
    withdrawal_asked_at = models.DateTimeField(null=True)
    votes_for = models.PositiveIntegerField(null=True)
    votes_against = models.PositiveIntegerField(null=True)
    votes_abstained = models.PositiveIntegerField(null=True)
    deputies_total = models.PositiveIntegerField(null=True)
    due_on = models.DateField(null=True)
    report = models.TextField(blank=True)
    suggestion = models.OneToOneField(Suggestion, models.PROTECT, null=True, related_name="motion")
    closed_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["division_code", "-id"], name="motion_by_place"),
            models.Index(fields=["lead_person_id", "-id"], name="motion_by_lead"),
            GinIndex(fields=["signer_ids"], name="motion_by_signer"),
        ]
        constraints = [
            models.CheckConstraint(name="motion_state_known", condition=Q(state__in=[s.value for s in M])),
            models.CheckConstraint(
                name="motion_in_has_number_and_day",
                condition=~Q(state__in=list(MOTION_IN))
                | (Q(number__isnull=False, submitted_at__isnull=False) & ~Q(phase="")),
            ),
            models.UniqueConstraint(
                fields=["congress_id", "term_number", "session", "number"],
                condition=Q(number__isnull=False),
                nulls_distinct=False,
                name="motion_number_once_per_session",
            ),
            models.CheckConstraint(
                name="motion_of_deputies_has_lead",
                condition=Q(proposer=MotionProposer.DEPUTIES, lead_person_id__isnull=False)
                | (~Q(proposer=MotionProposer.DEPUTIES) & ~Q(proposer_name="")),
            ),
            models.CheckConstraint(
                name="motion_decided_names_meeting",
                condition=Q(state__in=[*MOTION_PRIVATE, M.SUBMITTED, M.WITHDRAWN]) | ~Q(decided_by=""),
            ),
            models.CheckConstraint(
                name="motion_rejected_has_reason", condition=~Q(state=M.REJECTED) | ~Q(reason_code="")
            ),
            models.CheckConstraint(
                name="motion_converted_iff_suggestion",
                condition=Q(state=M.CONVERTED, suggestion__isnull=False)
                | (~Q(state=M.CONVERTED) & Q(suggestion__isnull=True)),
            ),
            # 以全体代表的过半数通过. Source: LAW-LOCAL-ORGANIC §25.
            models.CheckConstraint(
                name="motion_passed_by_majority_of_all",
                condition=~Q(state=M.VOTED)
                | Q(
                    votes_for__isnull=False,
                    deputies_total__isnull=False,
                    votes_for__gt=F("deputies_total") - F("votes_for"),
                ),
            ),
            models.CheckConstraint(
                name="motion_votes_are_within_all",
                condition=Q(deputies_total__isnull=True)
                | Q(deputies_total__gte=F("votes_for") + F("votes_against") + F("votes_abstained")),
            ),
            models.CheckConstraint(
                name="motion_ended_has_date",
                condition=~Q(state__in=list(MOTION_END)) | Q(closed_at__isnull=False),
            ),
        ]


class MotionSigner(models.Model):
    """A sponsor: the lead, or one who was asked, answers in person, and may leave again."""

    motion = models.ForeignKey(Motion, models.PROTECT, related_name="signers")
    person_id = models.BigIntegerField()
    is_lead = models.BooleanField(default=False)
    asked_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True)
    refused_at = models.DateTimeField(null=True)
    left_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["motion", "person_id"], name="one_signer_per_motion"),
            models.UniqueConstraint(fields=["motion"], condition=Q(is_lead=True), name="one_lead_per_motion"),
            models.CheckConstraint(
                name="motion_signer_answers_once",
                condition=Q(confirmed_at__isnull=True) | Q(refused_at__isnull=True),
            ),
            models.CheckConstraint(
                name="motion_signer_leaves_what_was_signed",
                condition=Q(left_at__isnull=True) | Q(confirmed_at__isnull=False, is_lead=False),
            ),
        ]


class MotionStep(models.Model):
    """One thing that happened to a motion, in words for its timeline; the journal holds bare facts."""

    motion = models.ForeignKey(Motion, models.PROTECT, related_name="steps")
    verb = models.CharField(max_length=24)
    at = models.DateTimeField()
    by_name = models.CharField(max_length=80)
    by_role = models.CharField(max_length=24)
    text = models.TextField(blank=True)

    class Meta:
        indexes = [models.Index(fields=["motion", "id"], name="motion_step_by_parent")]
