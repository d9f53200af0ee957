"""One table: what an account should know, and when it read it."""

from __future__ import annotations

from django.db import models
from django.db.models import Q


class Notice(models.Model):
    """A line for one account. Carries a number and a link, never a citizen's words."""

    user_id = models.BigIntegerField()
    # Event and recipient: the same event delivered twice makes one notice.
    key = models.CharField(max_length=80)
    kind = models.CharField(max_length=32)
    title = models.CharField(max_length=120)
    url = models.CharField(max_length=200)
    at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["user_id", "-id"], name="notice_by_user"),
            models.Index(fields=["user_id"], name="notice_unread", condition=Q(read_at=None)),
        ]
        constraints = [
            models.UniqueConstraint(fields=["user_id", "key"], name="one_notice_per_event_and_user")
        ]
