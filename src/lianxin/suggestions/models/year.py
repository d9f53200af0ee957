"""What the year leaves behind: marks, inspections, self-reports, praise, looks back, figures of places."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from lianxin.suggestions.year_words import Found, Praised, YearKind


class PlaceFigure(models.Model):
    """The counts of one congress in one year, taken every night: what the level above reads of it.

    Numbers only; no level above reads single suggestions. Source: ADR-0025 §1, ADR-0033 §2.
    """

    division_code = models.CharField(max_length=12, db_collation="C")
    year = models.PositiveSmallIntegerField()
    # Codes of `formulas.COUNTS`.
    counts = models.JSONField()
    rules = models.CharField(max_length=60)
    formula_version = models.CharField(max_length=20)
    counted_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["division_code", "year"], name="one_figure_per_place_and_year")
        ]


class YearMark(models.Model):
    """An entry of the year's calendar was done: when, with a word about it. Source: ADR-0033 §4."""

    division_code = models.CharField(max_length=12, db_collation="C")
    year = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=24, choices=[(k.value, k.value) for k in YearKind])
    done_on = models.DateField()
    note = models.CharField(max_length=500, blank=True)
    by_name = models.CharField(max_length=80)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["division_code", "year", "kind"], name="one_mark_per_entry"),
        ]


class Inspection(models.Model):
    """An inspection (视察) of how suggestions are handled: where, who, what was found.

    Source: LAW-DEPUTIES-2025 §29, §52; ADR-0033 §4.
    """

    division_code = models.CharField(max_length=12, db_collation="C")
    held_on = models.DateField()
    place = models.CharField(max_length=80)
    leader = models.CharField(max_length=40)
    who = models.CharField(max_length=200, blank=True)
    findings = models.TextField()
    # Units keep what was seen of them: a unit reads the inspections of what it handles.
    suggestion_ids = ArrayField(models.BigIntegerField(), default=list)
    unit_ids = ArrayField(models.BigIntegerField(), default=list)
    by_name = models.CharField(max_length=80)
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["division_code", "-held_on"], name="inspection_by_place")]
        constraints = [
            models.CheckConstraint(name="inspection_says_what_was_found", condition=~Q(findings=""))
        ]


class SelfReport(models.Model):
    """A unit's own report of a year to a congress, with its figures of that day. Source: domain.md §1.5."""

    division_code = models.CharField(max_length=12, db_collation="C")
    unit_id = models.BigIntegerField()
    year = models.PositiveSmallIntegerField()
    text = models.TextField()
    counts = models.JSONField()
    due_on = models.DateField()
    submitted_on = models.DateField()
    by_name = models.CharField(max_length=80)
    at = models.DateTimeField()
    version = models.PositiveSmallIntegerField(default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["division_code", "year", "unit_id"], name="one_self_report_per_unit_and_year"
            ),
            models.CheckConstraint(name="self_report_has_text", condition=~Q(text="")),
        ]


class Commendation(models.Model):
    """A unit or a suggestion praised for a year: by whom, meeting which criteria. Source: ADR-0033 §5."""

    division_code = models.CharField(max_length=12, db_collation="C")
    year = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=12, choices=[(k.value, k.value) for k in Praised])
    unit_id = models.BigIntegerField(null=True)
    suggestion = models.ForeignKey(
        "suggestions.Suggestion", models.PROTECT, null=True, related_name="commendations"
    )
    decided_by = models.CharField(max_length=80)
    # Said where a criterion is not met; the criteria as they stood that day are kept beside it.
    reason = models.CharField(max_length=500, blank=True)
    criteria = models.JSONField()
    meets_all = models.BooleanField()
    by_name = models.CharField(max_length=80)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["division_code", "year", "unit_id"],
                condition=Q(unit_id__isnull=False),
                name="one_commendation_per_unit_and_year",
            ),
            models.UniqueConstraint(
                fields=["year", "suggestion"],
                condition=Q(suggestion__isnull=False),
                name="one_commendation_per_suggestion_and_year",
            ),
            models.CheckConstraint(
                name="commendation_is_of_its_kind",
                condition=Q(kind=Praised.UNIT, unit_id__isnull=False, suggestion__isnull=True)
                | Q(kind=Praised.SUGGESTION, unit_id__isnull=True, suggestion__isnull=False),
            ),
            models.CheckConstraint(
                name="commendation_beside_the_criteria_has_reason",
                condition=Q(meets_all=True) | ~Q(reason=""),
            ),
        ]


class Look(models.Model):
    """A look back (回头看) at one promise by the congress office. Source: domain.md §1.9; ADR-0033 §6."""

    promise = models.ForeignKey("suggestions.Promised", models.PROTECT, related_name="looks")
    division_code = models.CharField(max_length=12, db_collation="C")
    unit_id = models.BigIntegerField()
    looked_on = models.DateField()
    found = models.CharField(max_length=12, choices=[(f.value, f.value) for f in Found])
    note = models.CharField(max_length=500)
    by_name = models.CharField(max_length=80)
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["promise", "-id"], name="look_by_promise")]
        constraints = [models.CheckConstraint(name="look_says_what_was_seen", condition=~Q(note=""))]


class Chase(models.Model):
    """The unit was asked about an open promise in a quarter: once each. Source: ADR-0033 §6."""

    promise = models.ForeignKey("suggestions.Promised", models.PROTECT, related_name="chases")
    division_code = models.CharField(max_length=12, db_collation="C")
    unit_id = models.BigIntegerField()
    # Such as 2026Q3.
    quarter = models.CharField(max_length=6)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["promise", "quarter"], name="one_chase_per_promise_and_quarter")
        ]
