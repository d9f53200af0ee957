"""The whole walk: every state is reached by the room's own verbs, and tells what it should."""

from __future__ import annotations

import pytest

from lianxin.suggestions.testing import PATHS, make
from lianxin.suggestions.workflow import SuggestionState


@pytest.mark.parametrize("state", PATHS)
def test_every_state_is_reached(world, see, state) -> None:
    assert see(make(world, state)).it.state == state


def test_the_paths_name_every_state() -> None:
    assert set(PATHS) == set(SuggestionState)
