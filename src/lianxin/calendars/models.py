"""One table: holiday notices as they were entered; a later one for the same year supersedes."""

from __future__ import annotations

from django.db import models


class Notice(models.Model):
    """The State Council's holiday notice of one year, in the format of `kernel/data/holidays.json`."""

    year = models.PositiveSmallIntegerField()
    body = models.JSONField()
    source = models.CharField(max_length=120)
    entered_at = models.DateTimeField()
    entered_by = models.BigIntegerField(null=True)

    class Meta:
        indexes = [models.Index(fields=["year", "-id"], name="calendar_notice_by_year")]
