"""Venues, the places a joint venue serves, who is placed there, and QR plates with their scans."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from lianxin.venues.words import OpinionFrom, Placement, PlateKind, PointKind, Tier, Use


class Venue(models.Model):
    """One venue and its online twin (the same record: one-to-one by construction). Source: domain.md §0."""

    tier = models.CharField(max_length=12, choices=[(t.value, t.value) for t in Tier])
    name = models.CharField(max_length=60)
    division_code = models.CharField(max_length=12, db_collation="C")
    parent = models.ForeignKey("self", models.PROTECT, null=True, related_name="children")
    address = models.CharField(max_length=120, blank=True)
    phone = models.CharField(max_length=20, blank=True)
    opening_hours = models.CharField(max_length=80, blank=True)
    reception_rule = models.CharField(max_length=80, blank=True)
    liaison_name = models.CharField(max_length=60, blank=True)
    committee = models.CharField(max_length=60, blank=True)
    field = models.CharField(max_length=40, blank=True)
    opened_on = models.DateField()
    closed_on = models.DateField(null=True)

    class Meta:
        indexes = [models.Index(fields=["division_code", "tier"], name="venue_by_place")]
        constraints = [
            models.CheckConstraint(
                name="professional_station_names_committee_and_field",
                condition=~Q(tier=Tier.PROFESSIONAL) | (~Q(committee="") & ~Q(field="")),
            ),
            models.UniqueConstraint(fields=["division_code", "name"], name="one_venue_per_name_and_place"),
        ]


class Serves(models.Model):
    """A further village that a joint venue serves. Source: domain.md §0 (大理: fewer than three deputies)."""

    venue = models.ForeignKey(Venue, models.CASCADE, related_name="serves")
    division_code = models.CharField(max_length=12, db_collation="C", db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["venue", "division_code"], name="venue_serves_once")]


class Membership(models.Model):
    """A deputy placed in a venue. Source: domain.md §2.5 (n:m, regional and professional side by side)."""

    venue = models.ForeignKey(Venue, models.PROTECT, related_name="memberships")
    person_id = models.BigIntegerField()
    kind = models.CharField(max_length=12, choices=[(p.value, p.value) for p in Placement])
    since = models.DateField()
    until = models.DateField(null=True)

    class Meta:
        indexes = [models.Index(fields=["person_id"], name="membership_by_person", condition=Q(until=None))]
        constraints = [
            models.UniqueConstraint(
                fields=["venue", "person_id"], condition=Q(until=None), name="one_open_membership_per_venue"
            )
        ]


class Plate(models.Model):
    """A QR plate: a short public code, signed; revocable; it says nothing by itself."""

    code = models.CharField(max_length=6, unique=True, db_collation="C")
    kind = models.CharField(max_length=8, choices=[(k.value, k.value) for k in PlateKind])
    venue = models.ForeignKey(Venue, models.PROTECT, related_name="plates")
    person_id = models.BigIntegerField(null=True)
    issued_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)
    revoke_reason = models.CharField(max_length=120, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="deputy_plate_names_person",
                condition=Q(kind=PlateKind.VENUE, person_id__isnull=True)
                | Q(kind=PlateKind.DEPUTY, person_id__isnull=False),
            ),
            models.CheckConstraint(
                name="plate_revoked_with_reason", condition=Q(revoked_at__isnull=True) | ~Q(revoke_reason="")
            ),
        ]


class ScanDay(models.Model):
    """How often a plate was opened on one day. Counts only: no address, no time of day."""

    plate = models.ForeignKey(Plate, models.CASCADE, related_name="scan_days")
    day = models.DateField()
    scans = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["plate", "day"], name="one_scan_row_per_day")]


class ContactPoint(models.Model):
    """A contact point of deputies in a group, company or school, or one where drafts of law are discussed.

    It has no deputies and no plate of its own: it belongs to a venue, or to its place alone. A point that
    takes matters itself is a venue of the tier `point`. Source: ADR-0030 §1.
    """

    kind = models.CharField(max_length=12, choices=[(k.value, k.value) for k in PointKind])
    name = models.CharField(max_length=60)
    division_code = models.CharField(max_length=12, db_collation="C")
    venue = models.ForeignKey(Venue, models.PROTECT, null=True, related_name="points")
    address = models.CharField(max_length=120)
    responsible_name = models.CharField(max_length=60)
    phone = models.CharField(max_length=20, blank=True)
    opening_hours = models.CharField(max_length=80, blank=True)
    named_by = models.CharField(max_length=80, blank=True)
    opened_on = models.DateField()
    closed_on = models.DateField(null=True)
    close_reason = models.CharField(max_length=120, blank=True)
    version = models.PositiveIntegerField(default=0)

    class Meta:
        indexes = [
            models.Index(fields=["division_code", "kind"], name="point_by_place", condition=Q(closed_on=None))
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["division_code", "name"], condition=Q(closed_on=None), name="one_open_point_per_name"
            ),
            models.CheckConstraint(
                name="point_closed_iff_reason",
                condition=Q(closed_on__isnull=True, close_reason="")
                | (Q(closed_on__isnull=False) & ~Q(close_reason="")),
            ),
            models.CheckConstraint(
                name="point_closes_after_it_opens",
                condition=Q(closed_on__isnull=True) | Q(closed_on__gte=F("opened_on")),
            ),
            models.CheckConstraint(
                name="legislative_point_says_who_named_it",
                condition=~Q(kind=PointKind.LEGISLATIVE) | ~Q(named_by=""),
            ),
        ]


class Pulse(models.Model):
    """On which day a venue was last really used, as the nightly look found it; no row: never.

    Source: ADR-0030 §3.
    """

    venue = models.OneToOneField(Venue, models.CASCADE, primary_key=True, related_name="pulse")
    used_on = models.DateField(db_index=True)
    use = models.CharField(max_length=12, choices=[(u.value, u.value) for u in Use])


class IdleRule(models.Model):
    """After how many days without use a venue counts as idle, in a place from a day on; never changed.

    Source: ADR-0030 §3.
    """

    division_code = models.CharField(max_length=12, db_collation="C", blank=True)
    valid_from = models.DateField()
    days = models.PositiveSmallIntegerField()
    source = models.CharField(max_length=200)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["division_code", "valid_from"], name="one_idle_rule_per_day"),
            models.CheckConstraint(
                name="idle_days_are_sensible", condition=Q(days__gte=7, days__lte=730) & ~Q(source="")
            ),
        ]


class LawDraft(models.Model):
    """A named draft on which legislative contact points collect opinions until a day. Source: ADR-0030 §5."""

    division_code = models.CharField(max_length=12, db_collation="C")
    name = models.CharField(max_length=100)
    summary = models.TextField()
    organ = models.CharField(max_length=80)
    opens_on = models.DateField()
    closes_on = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["division_code", "name"], name="one_law_draft_per_name"),
            models.CheckConstraint(
                name="law_draft_runs_forward", condition=Q(closes_on__gte=F("opens_on")) & ~Q(name="")
            ),
        ]


class DraftOpinion(models.Model):
    """What was said on a draft at a contact point, without who said it. Source: ADR-0030 §5."""

    draft = models.ForeignKey(LawDraft, models.PROTECT, related_name="opinions")
    point = models.ForeignKey(ContactPoint, models.PROTECT, related_name="+")
    division_code = models.CharField(max_length=12, db_collation="C")
    venue_id = models.BigIntegerField(null=True)
    said_by = models.CharField(max_length=12, choices=[(o.value, o.value) for o in OpinionFrom])
    article = models.CharField(max_length=40, blank=True)
    text = models.TextField()
    received_on = models.DateField()

    class Meta:
        indexes = [models.Index(fields=["draft", "-id"], name="opinion_by_draft")]
        constraints = [models.CheckConstraint(name="opinion_has_words", condition=~Q(text=""))]
