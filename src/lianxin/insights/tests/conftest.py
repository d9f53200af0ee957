"""A county with a few cases of March: enough for every state, a repeated matter and one handled together."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from lianxin.voices.testing import PATHS, World, make_case, make_world
from lianxin.voices.words import Topic
from lianxin.voices.workflow import CaseState as S


@pytest.fixture
def few(noon: datetime, monkeypatch: pytest.MonkeyPatch) -> World:
    monkeypatch.setattr("django.utils.timezone.now", lambda: noon + timedelta(days=28))
    made = make_world(noon)
    for number, state in enumerate((*PATHS, S.CLOSED, S.RECEIVED)):
        topic = (Topic.ROAD, Topic.ROAD, Topic.WATER)[number % 3]
        make_case(made, state, at=noon + timedelta(days=number - 3, minutes=number), topic=topic)
    return made
