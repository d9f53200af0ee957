"""Technical tables: tries counted by `throttle`, forms received by `once`, last runs kept by `jobs`."""

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


class JobRun(models.Model):
    """The last run of a job that runs by itself, so that people see that it runs."""

    name = models.CharField(max_length=60, primary_key=True)
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    done = models.PositiveIntegerField(default=0)
    error = models.CharField(max_length=80, blank=True)
