"""Links, the visits made on them, and how often a place wants them made."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from lianxin.links.words import LinkKind, Mode


class Link(models.Model):
    """Somebody, or a committee, keeps in touch with a deputy or with voters of a place."""

    kind = models.CharField(max_length=20, choices=[(k.value, k.value) for k in LinkKind])
    # The place of the congress whose office keeps it.
    division_code = models.CharField(max_length=12, db_collation="C")
    from_person = models.ForeignKey("people.Person", models.PROTECT, null=True, related_name="+")
    organ = models.ForeignKey("people.Organ", models.PROTECT, null=True, related_name="+")
    to_person = models.ForeignKey("people.Person", models.PROTECT, null=True, related_name="+")
    # Which voters, in the office's words: a group, a court of houses, a company. Never a person.
    voters = models.CharField(max_length=80, blank=True)
    since = models.DateField()
    until = models.DateField(null=True)
    end_reason = models.CharField(max_length=120, blank=True)
    last_visit_on = models.DateField(null=True)
    due_on = models.DateField()
    reminded_for = models.DateField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["division_code", "id"], name="link_by_place"),
            models.Index(fields=["due_on"], condition=Q(until__isnull=True), name="open_link_by_due"),
        ]
        constraints = [
            models.CheckConstraint(
                name="link_has_both_its_ends",
                condition=Q(
                    kind="member_deputy", from_person__isnull=False, organ__isnull=True,
                    to_person__isnull=False, voters="",
                )
                | Q(
                    kind="committee_deputy", from_person__isnull=True, organ__isnull=False,
                    to_person__isnull=False, voters="",
                )
                | (
                    Q(
                        kind="deputy_voters", from_person__isnull=False, organ__isnull=True,
                        to_person__isnull=True,
                    )
                    & ~Q(voters="")
                ),
            ),
            models.CheckConstraint(
                name="link_ends_with_a_reason",
                condition=Q(until__isnull=True, end_reason="")
                | (Q(until__gte=F("since")) & ~Q(end_reason="")),
            ),
            models.UniqueConstraint(
                fields=["kind", "division_code", "from_person", "organ", "to_person", "voters"],
                condition=Q(until__isnull=True), nulls_distinct=False, name="one_open_link_of_its_kind",
            ),
        ]  # fmt: skip


class Visit(models.Model):
    """One visit on a link: when, how, where, and what was raised."""

    link = models.ForeignKey(Link, models.PROTECT, related_name="visits")
    held_on = models.DateField()
    mode = models.CharField(max_length=8, choices=[(m.value, m.value) for m in Mode])
    place = models.CharField(max_length=80, blank=True)
    note = models.CharField(max_length=500)
    raised = models.CharField(max_length=500, blank=True)
    by_name = models.CharField(max_length=60)
    recorded_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["link", "-id"], name="visit_by_link")]


class Profile(models.Model):
    """How many days may pass between two visits, by kind of link, in a place from a day on."""

    division_code = models.CharField(max_length=12, db_collation="C", blank=True)
    valid_from = models.DateField()
    values = models.JSONField()
    source = models.CharField(max_length=200)

    class Meta:
        db_table = "links_profile"
        constraints = [
            models.UniqueConstraint(fields=["division_code", "valid_from"], name="one_link_profile_per_day")
        ]
