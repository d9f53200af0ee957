"""`lianxin demo` on a data folder of an earlier release says that its invented data are older."""

from __future__ import annotations

import argparse
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from lianxin.project import prepare
from lianxin.project.commands import demo


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    said: list[str] = []
    monkeypatch.setattr(demo, "say", said.append)
    for name in ("compile_messages", "collect_static", "migrate", "manage_aloud"):
        monkeypatch.setattr(prepare, name, lambda *_args, **_more: None)
    return said


def start(data: Path) -> None:
    server: Any = SimpleNamespace(major=18, dsn=lambda *_names: "postgresql://demo")
    demo._prepare(argparse.Namespace(place="5323", size="small"), data, {}, server)


def test_a_second_start_of_the_same_release_says_nothing_of_reset(tmp_path: Path, told: list[str]) -> None:
    start(tmp_path)
    told.clear()
    start(tmp_path)
    assert not [line for line in told if "--reset" in line]


def test_data_of_an_earlier_release_are_named_with_the_way_to_new_ones(
    tmp_path: Path, told: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    start(tmp_path)
    monkeypatch.setattr(prepare, "story_sum", lambda: "later")
    start(tmp_path)
    assert "以前的版本" in told[-1] and "--reset" in told[-1]
