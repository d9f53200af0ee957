"""What units do about it: their part, their talks with the deputy, their reply and what it promises."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from lianxin.suggestions.models.core import Suggestion
from lianxin.suggestions.words import Leader, Mode, PromiseState, ReplyState, Stage
from lianxin.suggestions.workflow import Duty, HandlingState


class Handling(models.Model):
    """One unit's duty in a suggestion, with its own clock and opinion. Source: domain.md §1.6."""

    suggestion = models.ForeignKey(Suggestion, models.PROTECT, related_name="handlings")
    unit_id = models.BigIntegerField()
    duty = models.CharField(max_length=12, choices=[(d.value, d.value) for d in Duty])
    part = models.CharField(max_length=500, blank=True)
    state = models.CharField(
        max_length=12, default=HandlingState.GIVEN, choices=[(h.value, h.value) for h in HandlingState]
    )
    given_at = models.DateTimeField()
    received_at = models.DateTimeField(null=True)
    due_on = models.DateField(null=True)
    objection = models.CharField(max_length=500, blank=True)
    counter_unit_id = models.BigIntegerField(null=True)
    plan = models.TextField(blank=True)
    in_charge = models.CharField(max_length=40, blank=True)
    opinion = models.TextField(blank=True)
    opinion_at = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)
    # Why the unit does not want its reply published; "": no objection. ADR-0032 §6.
    publish_objection = models.CharField(max_length=500, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["suggestion", "id"], name="handling_by_suggestion"),
            models.Index(fields=["unit_id", "state"], name="handling_by_unit"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["suggestion", "unit_id"],
                condition=~Q(state=HandlingState.REPLACED),
                name="one_duty_per_unit",
            ),
            models.UniqueConstraint(
                fields=["suggestion"],
                condition=Q(duty__in=[Duty.LEAD, Duty.SOLE]) & ~Q(state=HandlingState.REPLACED),
                name="one_lead_or_sole_unit",
            ),
            models.CheckConstraint(
                name="handling_received_has_date",
                condition=~Q(state__in=[HandlingState.RECEIVED, HandlingState.DONE])
                | Q(received_at__isnull=False),
            ),
            models.CheckConstraint(
                name="handling_objected_has_reason",
                condition=~Q(state=HandlingState.OBJECTED) | ~Q(objection=""),
            ),
            models.CheckConstraint(
                name="handling_separate_has_part", condition=~Q(duty=Duty.SEPARATE) | ~Q(part="")
            ),
        ]


class Talk(models.Model):
    """A talk between unit and deputy (面商): counts only when the deputy says it took place."""

    suggestion = models.ForeignKey(Suggestion, models.PROTECT, related_name="talks")
    unit_id = models.BigIntegerField()
    stage = models.CharField(max_length=8, choices=[(s.value, s.value) for s in Stage])
    mode = models.CharField(max_length=8, choices=[(m.value, m.value) for m in Mode])
    leader = models.CharField(max_length=12, choices=[(m.value, m.value) for m in Leader])
    held_on = models.DateField()
    place = models.CharField(max_length=80, blank=True)
    who = models.CharField(max_length=120, blank=True)
    minutes = models.TextField()
    recorded_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True)
    denied_at = models.DateTimeField(null=True)
    deputy_words = models.CharField(max_length=500, blank=True)

    class Meta:
        indexes = [models.Index(fields=["suggestion", "id"], name="talk_by_suggestion")]
        constraints = [
            models.CheckConstraint(
                name="talk_is_confirmed_or_denied",
                condition=Q(confirmed_at__isnull=True) | Q(denied_at__isnull=True),
            )
        ]


class Reply(models.Model):
    """One version of a unit's written reply: drafted by the officer, signed by the head of unit."""

    suggestion = models.ForeignKey(Suggestion, models.PROTECT, related_name="replies")
    unit_id = models.BigIntegerField()
    version = models.PositiveSmallIntegerField()
    state = models.CharField(
        max_length=12, default=ReplyState.DRAFTED, choices=[(s.value, s.value) for s in ReplyState]
    )
    document_number = models.CharField(max_length=40, blank=True)
    result_class = models.CharField(max_length=4)
    text = models.TextField()
    contact = models.CharField(max_length=80, blank=True)
    # What a class that promises has to say: read into the ledger when the reply is issued.
    promise_text = models.CharField(max_length=500, blank=True)
    promise_amount = models.CharField(max_length=80, blank=True)
    promise_place = models.CharField(max_length=80, blank=True)
    promise_due_on = models.DateField(null=True)
    drafted_by = models.CharField(max_length=80)
    drafted_at = models.DateTimeField()
    note = models.CharField(max_length=500, blank=True)
    signed_by = models.CharField(max_length=80, blank=True)
    issued_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["suggestion", "id"], name="reply_by_suggestion")]
        constraints = [
            models.UniqueConstraint(
                fields=["suggestion", "unit_id", "version"], name="one_reply_per_version"
            ),
            models.CheckConstraint(
                name="reply_issued_is_signed",
                condition=Q(issued_at__isnull=True, signed_by="") & ~Q(state=ReplyState.ISSUED)
                | Q(issued_at__isnull=False, state=ReplyState.ISSUED) & ~Q(signed_by=""),
            ),
        ]


class Promised(models.Model):
    """One promise of an issued reply (承诺事项), followed until it is kept. Source: domain.md §1.8."""

    suggestion = models.ForeignKey(Suggestion, models.PROTECT, related_name="promises")
    reply = models.OneToOneField(Reply, models.PROTECT, related_name="promise")
    unit_id = models.BigIntegerField()
    division_code = models.CharField(max_length=12, db_collation="C")
    lead_person_id = models.BigIntegerField()
    text = models.CharField(max_length=500)
    amount = models.CharField(max_length=80, blank=True)
    place = models.CharField(max_length=80, blank=True)
    made_on = models.DateField()
    due_on = models.DateField()
    state = models.CharField(
        max_length=12, default=PromiseState.OPEN, choices=[(p.value, p.value) for p in PromiseState]
    )
    progress = models.CharField(max_length=500, blank=True)
    reported_at = models.DateTimeField(null=True)
    checked_at = models.DateTimeField(null=True)
    deputy_words = models.CharField(max_length=500, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["division_code", "due_on"], name="promise_by_place_and_day"),
            models.Index(fields=["unit_id", "due_on"], name="promise_by_unit"),
            models.Index(fields=["lead_person_id", "due_on"], name="promise_by_deputy"),
        ]
        constraints = [
            models.CheckConstraint(
                name="promise_judged_has_date",
                condition=~Q(state__in=[PromiseState.KEPT, PromiseState.BROKEN])
                | Q(checked_at__isnull=False),
            )
        ]
