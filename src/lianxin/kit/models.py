"""Two technical tables: tries counted by `throttle`, and forms already received by `once`."""

from __future__ import annotations

from django.db import models


class Throttle(models.Model):
    """Tries of one key in one window. Holds no personal data; swept daily."""

    pk = models.CompositePrimaryKey("key", "window_start")
    key = models.CharField(max_length=32)
    window_start = models.DateTimeField()
    tries = models.PositiveIntegerField()


class Once(models.Model):
    """A form that was received: the same key again gets the same result instead of a second record."""

    key = models.CharField(max_length=64, primary_key=True)
    body_hash = models.CharField(max_length=64)
    result = models.CharField(max_length=200)
    at = models.DateTimeField(db_index=True)
