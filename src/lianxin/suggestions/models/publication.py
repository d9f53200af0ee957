"""What everybody may read of a suggestion: words that somebody has checked, and facts as they were then."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from lianxin.suggestions.models.core import Suggestion
from lianxin.suggestions.words import Phase, Satisfaction


class PublicSuggestion(models.Model):
    """The public side of a closed suggestion, in a table of its own. Shown while `published_at` is set.

    Nothing private stands here, so row-level security may show published rows to everybody. ADR-0032 §6.
    """

    suggestion = models.OneToOneField(Suggestion, models.PROTECT, related_name="public", primary_key=True)
    division_code = models.CharField(max_length=12, db_collation="C")
    number = models.PositiveIntegerField()
    phase = models.CharField(max_length=16, choices=[(p.value, p.value) for p in Phase])
    session_name = models.CharField(max_length=60, blank=True)
    category = models.CharField(max_length=16)
    category_label = models.CharField(max_length=40)
    title = models.CharField(max_length=60)
    text = models.TextField()
    answer = models.TextField()
    raised_by = models.CharField(max_length=60)
    signers = models.PositiveSmallIntegerField()
    unit_ids = ArrayField(models.BigIntegerField())
    result_class = models.CharField(max_length=4)
    result_label = models.CharField(max_length=40)
    attitude = models.CharField(max_length=16, blank=True, choices=[(s.value, s.value) for s in Satisfaction])
    result = models.CharField(max_length=16, blank=True, choices=[(s.value, s.value) for s in Satisfaction])
    handed_on = models.DateField()
    replied_on = models.DateField()
    published_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["division_code", "-suggestion"],
                name="public_suggestion_by_place",
                condition=Q(published_at__isnull=False),
            )
        ]
        constraints = [
            models.CheckConstraint(
                name="public_suggestion_has_words", condition=~Q(title="") & ~Q(text="") & ~Q(answer="")
            )
        ]
