"""One table: what happened, to what, by whom in which role and place, when, and why."""

from __future__ import annotations

from django.db import models


class Entry(models.Model):
    """One action. No personal data: subjects by id, people by account id and office name."""

    at = models.DateTimeField()
    event = models.CharField(max_length=64)
    subject_kind = models.CharField(max_length=32)
    subject_id = models.BigIntegerField()
    division_code = models.CharField(max_length=12, db_collation="C")
    actor_user_id = models.BigIntegerField(null=True)
    actor_role = models.CharField(max_length=24)
    actor_place = models.CharField(max_length=12, db_collation="C", blank=True)
    actor_unit_id = models.BigIntegerField(null=True)
    source = models.CharField(max_length=12, default="web")
    before = models.CharField(max_length=64, blank=True)
    after = models.CharField(max_length=64, blank=True)
    reason = models.CharField(max_length=500, blank=True)
    request_id = models.CharField(max_length=32, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["subject_kind", "subject_id", "id"], name="journal_by_subject"),
            models.Index(fields=["division_code", "-id"], name="journal_by_place"),
        ]
