"""A person is not a mandate: one person may hold mandates at several levels at once."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from lianxin.people.words import (
    LEVEL_LABELS,
    MANDATE_STATE_LABELS,
    EndGround,
    GroupBasis,
    MandateState,
    OrganKind,
    OrganPost,
    SuspensionGround,
    UnitKind,
)


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
    # Once closed, seats, organs and absences are an archive: a trigger refuses writes. ADR-0029.
    closed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["congress", "number"], name="one_term_per_number"),
            models.CheckConstraint(
                name="term_runs_forward", condition=Q(ends_on__isnull=True) | Q(ends_on__gt=F("starts_on"))
            ),
            models.CheckConstraint(
                name="term_closed_has_an_end", condition=Q(closed_at__isnull=True) | Q(ends_on__isnull=False)
            ),
        ]


class Session(models.Model):
    """One session (次) of a congress in a term; what is raised on its days is numbered in its own series."""

    congress_id = models.BigIntegerField()
    division_code = models.CharField(max_length=12, db_collation="C")
    term_number = models.PositiveSmallIntegerField()
    number = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=60)
    starts_on = models.DateField()
    ends_on = models.DateField()
    # Until when the presidium takes motions; none: as long as it sits. ADR-0032 §4.
    motions_until = models.DateTimeField(null=True)

    class Meta:
        db_table = (
            "suggestions_session"  # made by the room of suggestions; moved here without a copy (ADR-0029)
        )
        constraints = [
            models.UniqueConstraint(
                fields=["congress_id", "term_number", "number"], name="one_session_per_number"
            ),
            models.CheckConstraint(name="session_runs_forward", condition=Q(ends_on__gte=F("starts_on"))),
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
            # "Begins with" on a name is a range only under pattern operators.
            models.Index(fields=["name"], name="person_by_name", opclasses=["varchar_pattern_ops"]),
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
    # Why a seat ended before its term; "" for seats ended before ADR-0029 and at term change.
    end_ground = models.CharField(max_length=12, blank=True, choices=[(g.value, g.value) for g in EndGround])

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
    education = models.CharField(max_length=20, blank=True)
    # What the deputy was elected as: worker, farmer, professional, official, … in the roster's words.
    identity = models.CharField(max_length=20, blank=True)

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


class Organ(models.Model):
    """A body in which deputies of one term work, from a day until a day.

    A district holds no memberships: its deputies are those whose seat names it.
    """

    term = models.ForeignKey(Term, models.PROTECT, related_name="organs")
    division_code = models.CharField(max_length=12, db_collation="C", db_index=True)
    kind = models.CharField(max_length=20, choices=[(k.value, k.value) for k in OrganKind])
    name = models.CharField(max_length=80)
    basis = models.CharField(max_length=8, blank=True, choices=[(b.value, b.value) for b in GroupBasis])
    note = models.CharField(max_length=200, blank=True)
    seats = models.PositiveSmallIntegerField(null=True)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True)
    end_reason = models.CharField(max_length=120, blank=True)

    class Meta:
        indexes = [models.Index(fields=["term", "kind", "id"], name="organ_by_term")]
        constraints = [
            models.UniqueConstraint(
                fields=["term", "kind", "name"], condition=Q(ends_on__isnull=True), name="one_organ_per_name"
            ),
            models.UniqueConstraint(
                fields=["term", "kind"],
                condition=Q(
                    ends_on__isnull=True, kind__in=["standing_committee", "chairpersons", "presidium"]
                ),
                name="one_leading_organ_per_term",
            ),
            models.CheckConstraint(
                name="organ_ends_with_a_reason",
                condition=Q(ends_on__isnull=True, end_reason="")
                | (Q(ends_on__gte=F("starts_on")) & ~Q(end_reason="")),
            ),
            models.CheckConstraint(
                name="organ_basis_iff_group",
                condition=(Q(kind="group") & ~Q(basis="")) | (~Q(kind="group") & Q(basis="")),
            ),
            models.CheckConstraint(
                name="organ_seats_only_of_districts",
                condition=Q(seats__isnull=True) | Q(kind="district", seats__gte=1, seats__lte=99),
            ),
        ]


class OrganMember(models.Model):
    """One person's membership in one organ, from a day until a day."""

    organ = models.ForeignKey(Organ, models.PROTECT, related_name="members")
    person = models.ForeignKey(Person, models.PROTECT, related_name="organ_memberships")
    post = models.CharField(
        max_length=12, default=OrganPost.MEMBER, choices=[(p.value, p.value) for p in OrganPost]
    )
    since = models.DateField()
    until = models.DateField(null=True)
    end_reason = models.CharField(max_length=120, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organ", "person"], condition=Q(until__isnull=True), name="one_open_membership"
            ),
            models.UniqueConstraint(
                fields=["organ"], condition=Q(until__isnull=True, post="head"), name="one_head_per_organ"
            ),
            models.CheckConstraint(
                name="membership_runs_forward",
                condition=Q(until__isnull=True, end_reason="")
                | (Q(until__gte=F("since")) & ~Q(end_reason="")),
            ),
        ]


class Absence(models.Model):
    """A deputy who was not at a session, with leave or without. Source: LAW-DEPUTIES-2025 §61–63."""

    session = models.ForeignKey(Session, models.PROTECT, related_name="absences")
    mandate = models.ForeignKey(Mandate, models.PROTECT, related_name="absences")
    home_code = models.CharField(max_length=12, db_collation="C", db_index=True)
    has_leave = models.BooleanField()
    note = models.CharField(max_length=120, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["session", "mandate"], name="one_absence_per_session")]


class Suspension(models.Model):
    """A time in which a deputy does not act, with its legal ground: read by those who record, never public.

    Source: LAW-DEPUTIES-2025 §61–63; LAW-PIPL §6.
    """

    mandate = models.ForeignKey(Mandate, models.PROTECT, related_name="suspensions")
    home_code = models.CharField(max_length=12, db_collation="C", db_index=True)
    ground = models.CharField(max_length=12, choices=[(g.value, g.value) for g in SuspensionGround])
    decided_by = models.CharField(max_length=120)
    since = models.DateField()
    until = models.DateField(null=True)
    end_note = models.CharField(max_length=120, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["mandate"], condition=Q(until__isnull=True), name="one_open_suspension"
            ),
            models.CheckConstraint(
                name="suspension_runs_forward",
                condition=Q(until__isnull=True) | (Q(until__gte=F("since")) & ~Q(end_note="")),
            ),
        ]
