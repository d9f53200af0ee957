"""A person is not a mandate: one person may hold mandates at several levels at once."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from lianxin.people.words import LEVEL_LABELS, MANDATE_STATE_LABELS, MandateState, UnitKind


class Congress(models.Model):
    """The people's congress of one division (or the national one, whose division is empty)."""

    level = models.PositiveSmallIntegerField(choices=[(int(k), str(k)) for k in LEVEL_LABELS])
    division_code = models.CharField(max_length=12, db_collation="C", blank=True)
    name = models.CharField(max_length=60)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["division_code"], name="one_congress_per_division")]


class Term(models.Model):
    """One term (届): five years, from its first session to the next one's. Source: LAW-DEPUTIES-2025 §2."""

    congress = models.ForeignKey(Congress, models.PROTECT, related_name="terms")
    number = models.PositiveSmallIntegerField()
    starts_on = models.DateField()
    ends_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["congress", "number"], name="one_term_per_number"),
            models.CheckConstraint(
                name="term_runs_forward", condition=Q(ends_on__isnull=True) | Q(ends_on__gt=F("starts_on"))
            ),
        ]


class Person(models.Model):
    """A deputy as a person. Only what the law has published: no phone, no birth date, no address."""

    name = models.CharField(max_length=60)
    sort_key = models.CharField(max_length=120, db_collation="C")
    initials = models.CharField(max_length=40, db_collation="C")
    sex = models.CharField(max_length=1, choices=[("f", "女"), ("m", "男")])
    ethnic_group = models.CharField(max_length=20)
    occupation = models.CharField(max_length=80, blank=True)
    introduction = models.CharField(max_length=400, blank=True)
    slug = models.CharField(max_length=12, unique=True, db_collation="C")

    class Meta:
        indexes = [
            models.Index(fields=["initials"], name="person_by_initials"),
            models.Index(fields=["sort_key"], name="person_by_sort_key"),
        ]


class Mandate(models.Model):
    """One person's seat in one term of one congress."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="mandates")
    term = models.ForeignKey(Term, models.PROTECT, related_name="mandates")
    # Where the deputy was elected, and where people find them: constituency or electing unit.
    electoral_district = models.CharField(max_length=80, blank=True)
    home_code = models.CharField(max_length=12, db_collation="C", db_index=True)
    card_no = models.CharField(max_length=20, blank=True)
    state = models.CharField(
        max_length=12, default=MandateState.ACTIVE, choices=[(k, str(k)) for k in MANDATE_STATE_LABELS]
    )
    since = models.DateField()
    until = models.DateField(null=True)
    end_reason = models.CharField(max_length=120, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "term"], name="one_mandate_per_person_and_term"),
            models.CheckConstraint(
                name="mandate_ended_has_date_and_reason",
                condition=Q(state__in=["active", "suspended"], until__isnull=True)
                | (Q(state__in=["terminated", "expired"], until__isnull=False) & ~Q(end_reason="")),
            ),
        ]


class Unit(models.Model):
    """A handling unit (承办单位): what answers."""

    name = models.CharField(max_length=60)
    short_name = models.CharField(max_length=24)
    kind = models.CharField(max_length=16, choices=[(k.value, k.value) for k in UnitKind])
    division_code = models.CharField(max_length=12, db_collation="C", db_index=True)
    topics = models.CharField(max_length=200, blank=True)
    phone = models.CharField(max_length=20, blank=True)
    is_active = models.BooleanField(default=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["division_code", "name"], name="one_unit_per_name_and_place")
        ]


class RosterFacts(models.Model):
    """What an office's roster says of a deputy and the law does not publish. Only those who record read it.

    A table of its own, so that row-level security holds it back from every public page.
    Source: domain.md §7 (structure fields); LAW-PIPL §6; ADR-0024.
    """

    person = models.OneToOneField(Person, models.PROTECT, primary_key=True, related_name="roster_facts")
    # Whose roster: the home of the seat with which the facts came; its place reads and changes them.
    home_code = models.CharField(max_length=12, db_collation="C", db_index=True)
    birth = models.CharField(max_length=10, blank=True, db_collation="C")  # 1975-03-02, or 1975-03
    phone = models.CharField(max_length=20, blank=True, db_collation="C")
    party = models.CharField(max_length=20, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="roster_birth_is_a_day_or_a_month",
                condition=Q(birth="") | Q(birth__regex=r"^[12][0-9]{3}-[01][0-9](-[0-3][0-9])?$"),
            ),
            models.CheckConstraint(
                name="roster_phone_is_digits", condition=Q(phone="") | Q(phone__regex=r"^[0-9]{7,16}$")
            ),
        ]
