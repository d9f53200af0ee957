"""The nightly command: it names tests that exist, and its page says what was reached."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from lianxin.project.commands import nightly
from lianxin.project.paths import ROOT


@pytest.mark.parametrize("name", list(nightly.ITEMS))
def test_every_item_names_tests_that_exist(name: str) -> None:
    for test in nightly.ITEMS[name].tests:
        file, _, function = test.partition("::")
        text = (ROOT / file).read_text(encoding="utf-8")
        assert f"def {function or 'test_'}" in text


def test_the_page_says_how_much_was_reached(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(nightly, "RESULTS", tmp_path / "nightly.json")
    monkeypatch.setattr(nightly, "PAGE", tmp_path / "nightly.md")
    first = nightly.Result(
        "T12", "2026-03-03 04:00 UTC", "passed", ["1 case"], "1 passed", 100, 9, 0.5, "abc"
    )
    nightly._keep(first)
    part = nightly.Result("T02", "2026-03-04 04:00 UTC", "FAILED", [], "1 failed", 25, 90, 0.5, "abd")
    nightly._keep(part)
    rows = re.findall(r"^\| (T\d\d) .*\*\*(.*)\*\* at (\d+) %", nightly.PAGE.read_text("utf-8"), re.MULTILINE)
    assert rows == [("T02", "FAILED", "25"), ("T12", "passed", "100")]


def test_what_ran_nothing_has_not_passed() -> None:
    assert nightly._outcome(0, nightly._counts("1 skipped in 0.1s\n")) == "SKIPPED"
    assert nightly._outcome(0, nightly._counts("3 passed, 1 skipped in 0.1s\n")) == "passed"
    assert nightly._outcome(1, {}) == "FAILED"
