"""Versions of rule texts, and which version hangs on which venue's wall."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from lianxin.rulebook.words import Slot


class Rule(models.Model):
    """One version of a rule text of a place; its words are never changed. Source: ADR-0030 §2.

    `series` tells a place's own rules apart: the title of the first version; "" for the four core rules.
    """

    division_code = models.CharField(max_length=12, db_collation="C")
    slot = models.CharField(max_length=12, choices=[(s.value, s.value) for s in Slot])
    series = models.CharField(max_length=60, blank=True)
    number = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=60)
    body = models.TextField()
    source = models.CharField(max_length=200)
    valid_from = models.DateField()
    ended_on = models.DateField(null=True)
    end_reason = models.CharField(max_length=120, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["division_code", "slot", "series", "number"], name="one_rule_per_number"
            ),
            models.CheckConstraint(
                name="own_rules_have_a_series", condition=Q(slot=Slot.LOCAL) ^ Q(series="")
            ),
            models.CheckConstraint(
                name="rule_has_words_and_a_source", condition=~Q(title="") & ~Q(body="") & ~Q(source="")
            ),
            models.CheckConstraint(
                name="rule_ended_iff_reason",
                condition=Q(ended_on__isnull=True, end_reason="")
                | (Q(ended_on__isnull=False) & ~Q(end_reason="")),
            ),
        ]


class Adoption(models.Model):
    """A version that hangs on a venue's wall from a day on, until it is taken down."""

    venue = models.ForeignKey("venues.Venue", models.PROTECT, related_name="+")
    division_code = models.CharField(max_length=12, db_collation="C")
    rule = models.ForeignKey(Rule, models.PROTECT, related_name="adoptions")
    hung_on = models.DateField()
    taken_down_on = models.DateField(null=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["division_code", "rule"], name="adoption_by_place", condition=Q(taken_down_on=None)
            )
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["venue", "rule"], condition=Q(taken_down_on=None), name="one_rule_hangs_once"
            ),
            models.CheckConstraint(
                name="adoption_runs_forward",
                condition=Q(taken_down_on__isnull=True) | Q(taken_down_on__gte=F("hung_on")),
            ),
        ]
