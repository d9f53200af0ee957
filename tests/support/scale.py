"""How long a test runs, and what it found: in every run a form that fits into it, at night the paper's figure."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import TypeVar

# Per cent of the full figures: 100 under `./lianxin nightly`, less with --part, 0 in an ordinary run.
PERCENT = int(os.environ.get("LIANXIN_NIGHTLY") or 0)
NIGHTLY = PERCENT > 0
# How long the nightly search for a file that breaks a reader lasts.
MINUTES = float(os.environ.get("LIANXIN_FUZZ_MINUTES") or 60)
Size = TypeVar("Size", int, float)


def scaled(usual: Size, nightly: Size) -> Size:
    """The usual size, or the nightly one under `./lianxin nightly` (never smaller than the usual)."""
    if not NIGHTLY:
        return usual
    return max(usual, nightly * PERCENT // 100)


def note(item: str, figures: str) -> None:
    """Keep one line of figures for the nightly command's results page; elsewhere nothing happens."""
    if path := os.environ.get("LIANXIN_FIGURES"):
        with Path(path).open("a", encoding="utf-8") as file:
            file.write(json.dumps({"item": item, "figures": figures}, ensure_ascii=False) + "\n")
