"""What is kept beside it: steps for the timeline, clocks, and the local rules of places."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from lianxin.suggestions.models.core import Suggestion
from lianxin.suggestions.models.handling import Handling
from lianxin.suggestions.words import ClockKind


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
