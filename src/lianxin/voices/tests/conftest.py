"""The world of these tests, and glasses to look at a case with."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

import pytest
from django.db.models import F
from django.forms.models import model_to_dict

from lianxin.journal.models import Entry
from lianxin.kit import events
from lianxin.kit.scope import scope
from lianxin.voices.events import CaseMoved
from lianxin.voices.models import Case, Deadline, Step
from lianxin.voices.testing import NOON, World, make_world, perform

NOT_FOUND = "没有找到这件事，或者它不在您的工作范围里。"
STALE = "就在刚才，别人已经处理了这件事。请刷新页面，看看最新情况再决定。"
LATER = NOON + timedelta(hours=2)


@dataclass
class Seen:
    """A case and everything that hangs on it, as the county's office sees it."""

    case: Case
    steps: list[Step]
    clocks: list[Deadline]
    lines: list[Entry]

    @property
    def running(self) -> list[tuple[str, str]]:
        """The clock of the step; the tier's runs beside it."""
        return [(kind, due) for kind, due in self._all_running if kind != "tier"]

    @property
    def tier(self) -> str:
        """The day the venue's time is up; "" while no venue holds it."""
        return next((due for kind, due in self._all_running if kind == "tier"), "")

    @property
    def _all_running(self) -> list[tuple[str, str]]:
        return [(clock.kind, clock.due_on.isoformat()) for clock in self.clocks if clock.ended_at is None]

    @property
    def ended(self) -> dict[str, datetime]:
        return {clock.kind: clock.ended_at for clock in self.clocks if clock.ended_at is not None}

    @property
    def last_line(self) -> tuple[str, str, str]:
        line = self.lines[-1]
        return line.event, line.before, line.after

    def shows(self, verb: str, line: str, before: str, after: str, *, by: str) -> bool:
        """Whether state, last step and last journal line tell of this move."""
        step = self.steps[-1]
        told = (self.case.state, step.verb, step.by_name, *self.last_line)
        expected = (after, verb, by, f"voices.case.{line}", before, after)
        assert told == expected
        return True

    @property
    def everything(self) -> tuple[object, ...]:
        return (
            model_to_dict(self.case),
            [model_to_dict(step) for step in self.steps],
            sorted(str(model_to_dict(clock)) for clock in self.clocks),
            [line.pk for line in self.lines],
        )


@pytest.fixture
def world(db: None) -> World:
    return make_world()


@pytest.fixture
def see(world: World) -> Callable[[int], Seen]:
    def look(case_id: int) -> Seen:
        with scope(world.office):
            return Seen(
                Case.objects.get(pk=case_id),
                list(Step.objects.filter(case_id=case_id).order_by("id")),
                list(Deadline.objects.filter(case_id=case_id).order_by(F("ended_at").asc(nulls_last=True))),
                list(Entry.objects.filter(subject_kind="voices.case", subject_id=case_id).order_by("id")),
            )

    return look


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> list[CaseMoved]:
    """Events published during the test, instead of being told."""
    heard: list[CaseMoved] = []
    monkeypatch.setattr(events, "publish", lambda event: heard.extend([event] * isinstance(event, CaseMoved)))
    return heard


@pytest.fixture
def refuses(world: World, see: Callable[[int], Seen]) -> Callable[..., None]:
    """Expect a refusal with this sentence, after which nothing at all has changed."""

    def check(verb: str, case_id: int, error: type[Exception], sentence: str, **how: object) -> None:
        before = see(case_id).everything
        with pytest.raises(error, match=re.escape(sentence)):
            perform(verb, world, case_id, **({"at": LATER} | how))
        assert see(case_id).everything == before

    return check
