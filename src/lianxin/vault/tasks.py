"""Jobs of this room: messages that people agreed to go out again every minute."""

from __future__ import annotations

from django.utils import timezone
from procrastinate.contrib.django import app

from lianxin.kit.jobs import recorded
from lianxin.vault import telling

TELLING = "vault.tell"


@app.periodic(cron="* * * * *")
@app.task(name="vault.tell", queue="events", queueing_lock="vault.tell")
def tell_every_minute(timestamp: int) -> None:
    """Every minute: what waited for the morning, or for the vault to be back."""
    with recorded(TELLING, at=timezone.now()) as run:
        run.add(telling.run_due(at=timezone.now()))
