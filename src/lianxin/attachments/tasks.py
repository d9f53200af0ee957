"""The nightly sweep."""

from __future__ import annotations

import logging

from django.utils import timezone
from procrastinate.contrib.django import app

from lianxin.attachments.actions import sweep_orphans

log = logging.getLogger(__name__)


@app.periodic(cron="40 19 * * *")  # UTC: 03:40 in China
@app.task(name="attachments.sweep", queue="chores", queueing_lock="attachments.sweep")
def sweep(timestamp: int) -> None:
    """Remove files that no row names. May be run again at any time."""
    log.info("swept %s files without a row", sweep_orphans(at=timezone.now()))
