"""One import from the web: its file, how it was understood, its rows, and what it made (for the undo)."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from lianxin.exchange.words import ImportState


class Import(models.Model):
    """A file on its way in. The bytes and the rows go when the undo has run out."""

    kind = models.CharField(max_length=16)
    division_code = models.CharField(max_length=12, db_collation="C", db_index=True)
    user_id = models.BigIntegerField()
    grant_id = models.BigIntegerField()
    file_name = models.CharField(max_length=120)
    data = models.BinaryField()
    term = models.PositiveSmallIntegerField(null=True)
    state = models.CharField(max_length=12, choices=[(s.value, s.value) for s in ImportState])
    # sheet -> [line of the heading, its height, {column: field}]
    # then [sheet, line, field, value] of each repair and [sheet, line, person] of each answer
    mapping = models.JSONField(default=dict)
    repairs = models.JSONField(default=list)
    decisions = models.JSONField(default=list)
    labels = models.JSONField(default=dict)
    counts = models.JSONField(default=dict)
    made = models.JSONField(default=list)
    done = models.PositiveIntegerField(default=0)
    error = models.CharField(max_length=400, blank=True)
    created_at = models.DateTimeField()
    applied_at = models.DateTimeField(null=True)
    undone_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="import_applied_at_iff_applied",
                condition=Q(state__in=[ImportState.APPLIED, ImportState.UNDONE], applied_at__isnull=False)
                | (~Q(state__in=[ImportState.APPLIED, ImportState.UNDONE]) & Q(applied_at__isnull=True)),
            ),
            models.CheckConstraint(
                name="import_undone_at_iff_undone",
                condition=Q(state=ImportState.UNDONE, undone_at__isnull=False)
                | (~Q(state=ImportState.UNDONE) & Q(undone_at__isnull=True)),
            ),
        ]


class ImportRow(models.Model):
    """One row of the file as it was understood, for the preview and the rejected workbook."""

    of = models.ForeignKey(Import, models.CASCADE, related_name="rows")
    division_code = models.CharField(max_length=12, db_collation="C")
    position = models.PositiveIntegerField()
    sheet = models.CharField(max_length=120, blank=True)
    number = models.PositiveIntegerField()
    status = models.CharField(max_length=12)
    has_problems = models.BooleanField()
    cells = models.JSONField()  # field -> what will be recorded
    raw = models.JSONField()
    problems = models.JSONField()
    candidates = models.JSONField(default=list)
    match_text = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["of", "position"], name="one_import_row_per_position")]
        indexes = [
            models.Index(fields=["of", "status", "position"], name="import_row_by_status"),
            models.Index(
                fields=["of", "position"], name="import_row_with_problem", condition=Q(has_problems=True)
            ),
        ]
