"""The world of these tests, and glasses to look at a suggestion with."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

import pytest
from django.forms.models import model_to_dict

from lianxin.journal.models import Entry
from lianxin.kit.scope import scope
from lianxin.suggestions.models import Deadline, Step, Suggestion
from lianxin.suggestions.profiles import classes_for, rules_for
from lianxin.suggestions.testing import NOON, World, make_world, perform

LATER = NOON + timedelta(hours=2)
NOT_FOUND = "没有找到这件建议，或者它不在您的工作范围里。"
STALE = "就在刚才，别人已经处理了这件建议。请刷新页面，看看最新情况再决定。"


@dataclass
class Seen:
    """A suggestion and what hangs on it."""

    it: Suggestion
    steps: list[Step]
    clocks: list[Deadline]
    lines: list[Entry]

    @property
    def running(self) -> list[tuple[str, str]]:
        """Clocks of the suggestion itself."""
        rows = [c for c in self.clocks if c.ended_at is None and c.handling_id is None]
        return [(c.kind, c.due_on.isoformat()) for c in rows]

    @property
    def units_running(self) -> set[tuple[str, str]]:
        """Clocks of the units' parts."""
        rows = [c for c in self.clocks if c.ended_at is None and c.handling_id is not None]
        return {(c.kind, c.due_on.isoformat()) for c in rows}

    @property
    def everything(self) -> tuple[object, ...]:
        return (
            model_to_dict(self.it),
            [step.pk for step in self.steps],
            [(c.pk, c.ended_at) for c in self.clocks],
            [line.pk for line in self.lines],
        )


@pytest.fixture
def now(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two hours after everything of the world began."""
    monkeypatch.setattr("django.utils.timezone.now", lambda: LATER)


@pytest.fixture
def world(db: None) -> World:
    rules_for.cache_clear()
    classes_for.cache_clear()
    return make_world()


@pytest.fixture
def see(world: World) -> Callable[[int], Seen]:
    def look(pk: int) -> Seen:
        # Its lead deputy sees it in every state.
        with scope(world.lead):
            return Seen(
                Suggestion.objects.get(pk=pk),
                list(Step.objects.filter(suggestion_id=pk).order_by("id")),
                list(Deadline.objects.filter(suggestion_id=pk).order_by("id")),
                list(
                    Entry.objects.filter(subject_kind="suggestions.suggestion", subject_id=pk).order_by("id")
                ),
            )

    return look


@pytest.fixture
def refuses(world: World, see: Callable[[int], Seen]) -> Callable[..., None]:
    """Expect a refusal with this sentence, after which nothing at all has changed."""

    def check(verb: str, pk: int, error: type[Exception], sentence: str, **how: object) -> None:
        before = see(pk).everything
        with pytest.raises(error, match=re.escape(sentence)):
            perform(verb, world, pk, **({"at": LATER} | how))
        assert see(pk).everything == before

    return check
