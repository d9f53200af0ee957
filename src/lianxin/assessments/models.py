"""Standards with their items, assessments with their lines, honours, quotas, and who is in charge."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from lianxin.assessments.words import Duty, HonourKind, HonourLevel, Measure, Mode, StandardKind
from lianxin.assessments.workflow import ASSESSMENT_FLOW, DRAFT, GRADED, RECTIFIED, RECTIFYING, SCORED
from lianxin.venues.words import Tier


def _choices(values: object) -> list[tuple[str, str]]:
    return [(str(value), str(value)) for value in values]  # type: ignore[attr-defined]  # every StrEnum iterates


class Standard(models.Model):
    """A versioned checklist for one tier, in force in its place from a day on; it is never changed.

    Source: domain.md §2.2 (七有, 八有, 十有, an office's own).
    """

    kind = models.CharField(max_length=12, choices=_choices(StandardKind))
    tier = models.CharField(max_length=12, choices=_choices(Tier))
    division_code = models.CharField(max_length=12, db_collation="C")
    name = models.CharField(max_length=60)
    number = models.PositiveSmallIntegerField()
    valid_from = models.DateField()
    source = models.CharField(max_length=200)
    # From how many percent on a venue earns one, two, … stars.
    star_thresholds = ArrayField(models.PositiveSmallIntegerField())

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["division_code", "kind", "tier", "number"], name="one_standard_per_number"
            )
        ]


class StandardItem(models.Model):
    """One thing a venue must have."""

    standard = models.ForeignKey(Standard, models.CASCADE, related_name="items")
    position = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=60)
    hint = models.CharField(max_length=200, blank=True)
    points = models.PositiveSmallIntegerField()
    needs_photo = models.BooleanField(default=False)
    measure = models.CharField(max_length=12, blank=True, choices=_choices(Measure))

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["standard", "position"], name="one_item_per_position"),
            models.CheckConstraint(name="item_is_worth_points", condition=Q(points__gte=1, points__lte=100)),
        ]


def _has_grade(*, yes: bool) -> Q:
    return Q(graded_on__isnull=not yes, stars__isnull=not yes, valid_until__isnull=not yes)


_JUDGED = Q(state__in=[SCORED, RECTIFYING, RECTIFIED, GRADED])


class Assessment(models.Model):
    """One venue held against one standard in one year."""

    venue = models.ForeignKey("venues.Venue", models.PROTECT, related_name="+")
    division_code = models.CharField(max_length=12, db_collation="C")
    standard = models.ForeignKey(Standard, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=12, choices=_choices(StandardKind))
    year = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=12, default=DRAFT, choices=_choices(ASSESSMENT_FLOW.states))
    version = models.PositiveIntegerField(default=0)
    mode = models.CharField(max_length=8, blank=True, choices=_choices(Mode))
    opened_at = models.DateTimeField()
    reported_at = models.DateTimeField(null=True)
    scored_at = models.DateTimeField(null=True)
    graded_on = models.DateField(null=True)
    valid_until = models.DateField(null=True)
    rectify_by = models.DateField(null=True)
    points = models.PositiveSmallIntegerField(null=True)
    out_of = models.PositiveSmallIntegerField()
    stars = models.PositiveSmallIntegerField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["division_code", "kind", "state"], name="assessment_by_place"),
            models.Index(fields=["venue", "kind", "-valid_until"], name="assessment_by_venue"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["venue", "kind", "year"], name="one_assessment_per_year"),
            models.CheckConstraint(
                name="assessment_state_is_known", condition=Q(state__in=list(ASSESSMENT_FLOW.states))
            ),
            models.CheckConstraint(
                name="assessment_reported_iff_not_draft",
                condition=Q(state=DRAFT) | Q(reported_at__isnull=False),
            ),
            models.CheckConstraint(
                name="assessment_scored_has_points_and_mode",
                condition=(_JUDGED & Q(points__isnull=False, scored_at__isnull=False) & ~Q(mode=""))
                | (~_JUDGED & Q(points__isnull=True)),
            ),
            models.CheckConstraint(
                name="assessment_graded_has_stars_and_dates",
                condition=Q(
                    state=GRADED, graded_on__isnull=False, stars__isnull=False, valid_until__isnull=False
                )
                | (
                    ~Q(state=GRADED) & Q(graded_on__isnull=True, stars__isnull=True, valid_until__isnull=True)
                ),
            ),
            models.CheckConstraint(
                name="assessment_rectifying_has_a_day",
                condition=~Q(state__in=[RECTIFYING, RECTIFIED]) | Q(rectify_by__isnull=False),
            ),
            models.CheckConstraint(
                name="assessment_points_fit",
                condition=Q(points__isnull=True) | Q(points__lte=F("out_of")),
            ),
        ]


class Line(models.Model):
    """What was said and scored on one item. Photos hang on it as attachments (`assessments.line`)."""

    assessment = models.ForeignKey(Assessment, models.CASCADE, related_name="lines")
    item = models.ForeignKey(StandardItem, models.PROTECT, related_name="+")
    is_met = models.BooleanField(null=True)
    words = models.CharField(max_length=300, blank=True)
    measured = models.BooleanField(null=True)
    points = models.PositiveSmallIntegerField(null=True)
    remark = models.CharField(max_length=300, blank=True)
    must_rectify = models.BooleanField(default=False)
    rectified = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["assessment", "item"], name="one_line_per_item"),
            models.CheckConstraint(
                name="line_to_rectify_says_what", condition=Q(must_rectify=False) | ~Q(remark="")
            ),
        ]


class Honour(models.Model):
    """A venue named as an example, on one level, with its document. Source: domain.md §0."""

    venue = models.ForeignKey("venues.Venue", models.PROTECT, related_name="+")
    division_code = models.CharField(max_length=12, db_collation="C", db_index=True)
    kind = models.CharField(max_length=16, choices=_choices(HonourKind))
    level = models.CharField(max_length=12, choices=_choices(HonourLevel))
    document_no = models.CharField(max_length=60, blank=True)
    named_on = models.DateField()
    ended_on = models.DateField(null=True)
    end_reason = models.CharField(max_length=120, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["venue", "kind", "level"], condition=Q(ended_on=None), name="one_honour_at_a_time"
            ),
            models.CheckConstraint(
                name="honour_ended_with_reason", condition=Q(ended_on__isnull=True) | ~Q(end_reason="")
            ),
        ]


class Quota(models.Model):
    """How many venues of a tier a county names. Source: domain.md §0 (1 home, 2–3 stations, 5–15 rooms)."""

    division_code = models.CharField(max_length=12, db_collation="C")
    kind = models.CharField(max_length=16, choices=_choices(HonourKind))
    level = models.CharField(max_length=12, choices=_choices(HonourLevel))
    tier = models.CharField(max_length=12, choices=_choices(Tier))
    at_least = models.PositiveSmallIntegerField()
    at_most = models.PositiveSmallIntegerField()
    valid_from = models.DateField()
    source = models.CharField(max_length=200)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["division_code", "kind", "level", "tier", "valid_from"], name="one_quota_per_day"
            ),
            models.CheckConstraint(name="quota_runs_upward", condition=Q(at_least__lte=F("at_most"))),
        ]


class Charge(models.Model):
    """Who is in charge of a venue: the area supervisor (包片挂联) or the responsible person (责任人)."""

    venue = models.ForeignKey("venues.Venue", models.PROTECT, related_name="+")
    division_code = models.CharField(max_length=12, db_collation="C", db_index=True)
    duty = models.CharField(max_length=12, choices=_choices(Duty))
    name = models.CharField(max_length=60)
    post = models.CharField(max_length=80, blank=True)
    since = models.DateField()
    until = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["venue", "duty"], condition=Q(until=None), name="one_in_charge_per_duty"
            ),
            models.CheckConstraint(
                name="charge_runs_forward", condition=Q(until__isnull=True) | Q(until__gte=F("since"))
            ),
        ]
