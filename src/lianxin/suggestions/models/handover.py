"""A batch hand-over (集中交办): the reviewed list, unit by unit, and what became of each line."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from lianxin.suggestions.models.core import Suggestion
from lianxin.suggestions.words import Basis, HandoverState, LineResult


class Handover(models.Model):
    """A list of suggestions to be handed to units together, by the office of a place. Source: ADR-0032 §1."""

    user_id = models.BigIntegerField()
    grant_id = models.BigIntegerField()
    # The maker's role: colleagues of the same side go on with it.
    role = models.CharField(max_length=24)
    division_code = models.CharField(max_length=12, db_collation="C")
    title = models.CharField(max_length=60)
    note = models.CharField(max_length=500, blank=True)
    state = models.CharField(
        max_length=12, default=HandoverState.REVIEW, choices=[(s.value, s.value) for s in HandoverState]
    )
    made_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["division_code", "-id"], name="handover_by_place")]
        constraints = [
            models.CheckConstraint(
                name="handover_running_was_started",
                condition=~Q(state__in=[HandoverState.RUNNING, HandoverState.DONE])
                | Q(started_at__isnull=False),
            ),
            models.CheckConstraint(
                name="handover_ended_at_iff_ended",
                condition=Q(state__in=[HandoverState.REVIEW, HandoverState.RUNNING], ended_at=None)
                | (~Q(state__in=[HandoverState.REVIEW, HandoverState.RUNNING]) & Q(ended_at__isnull=False)),
            ),
        ]


class HandoverLine(models.Model):
    """One suggestion of the list: who is proposed and why, who was chosen, and what became of it."""

    handover = models.ForeignKey(Handover, models.PROTECT, related_name="lines")
    suggestion = models.ForeignKey(Suggestion, models.PROTECT, related_name="+")
    number = models.CharField(max_length=40)
    version = models.PositiveIntegerField()
    is_left_out = models.BooleanField(default=False)
    lead_unit_id = models.BigIntegerField(null=True)
    co_unit_ids = ArrayField(models.BigIntegerField(), default=list)
    # What was proposed when the list was made; "" with a basis of doubt: nothing was.
    proposed_unit_id = models.BigIntegerField(null=True)
    proposed_co_ids = ArrayField(models.BigIntegerField(), default=list)
    basis = models.CharField(max_length=12, choices=[(b.value, b.value) for b in Basis])
    times = models.PositiveSmallIntegerField(default=0)
    out_of = models.PositiveSmallIntegerField(default=0)
    words = models.CharField(max_length=80, blank=True)
    result = models.CharField(max_length=8, blank=True, choices=[(r.value, r.value) for r in LineResult])
    reason = models.CharField(max_length=300, blank=True)

    class Meta:
        indexes = [models.Index(fields=["suggestion"], name="handover_line_by_suggestion")]
        constraints = [
            models.UniqueConstraint(fields=["handover", "suggestion"], name="one_line_per_suggestion"),
            models.CheckConstraint(
                name="line_refused_with_reason", condition=~Q(result=LineResult.REFUSED) | ~Q(reason="")
            ),
            models.CheckConstraint(
                name="line_done_has_lead",
                condition=~Q(result=LineResult.DONE) | Q(lead_unit_id__isnull=False),
            ),
            models.CheckConstraint(name="line_counts_part_of_all", condition=Q(times__lte=F("out_of"))),
        ]


class RouteChoice(models.Model):
    """One suggestion given to units singly: what was proposed at that moment, and who was chosen.

    Counted together with the lines of the lists. Source: ADR-0037 §2.
    """

    suggestion = models.ForeignKey(Suggestion, models.PROTECT, related_name="+")
    division_code = models.CharField(max_length=12, db_collation="C")
    # The side that chose: the office, or the government's dispatcher.
    role = models.CharField(max_length=24)
    chosen_at = models.DateTimeField()
    # Who answers the deputy; of several who answer separately the proposed one, if it is among them.
    lead_unit_id = models.BigIntegerField()
    proposed_unit_id = models.BigIntegerField(null=True)
    proposed_co_ids = ArrayField(models.BigIntegerField(), default=list)
    basis = models.CharField(max_length=12, choices=[(b.value, b.value) for b in Basis])

    class Meta:
        indexes = [models.Index(fields=["division_code", "role"], name="route_choice_by_side")]
        constraints = [models.UniqueConstraint(fields=["suggestion"], name="one_route_choice_per_suggestion")]
