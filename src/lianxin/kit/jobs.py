"""What runs by itself leaves a trace: when it last ran, how much it did, and what went wrong."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from lianxin.kit.models import JobRun


@dataclass
class Run:
    """A run that counts what it does."""

    done: int = 0

    def add(self, number: int) -> None:
        """So many more."""
        self.done += number


@contextmanager
def recorded(name: str, *, at: datetime) -> Iterator[Run]:
    """Write down that the job began, and how it ended; an error is noted by its kind and raised again."""
    JobRun.objects.update_or_create(
        name=name, defaults={"started_at": at, "ended_at": None, "done": 0, "error": ""}
    )
    run = Run()
    error = ""
    try:
        yield run
    except Exception as problem:
        error = type(problem).__name__
        raise
    finally:
        JobRun.objects.filter(name=name).update(ended_at=timezone.now(), done=run.done, error=error)


def last_run(name: str) -> JobRun | None:
    """The last run of a job; None when it never ran. One query."""
    return JobRun.objects.filter(name=name).first()
