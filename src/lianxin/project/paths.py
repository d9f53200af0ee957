"""Where the checkout and its data folder are. Standard library only: the launcher's first steps import it."""

from __future__ import annotations

import os
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
PACKAGE = Path(__file__).resolve().parents[1]


def data_dir() -> Path:
    """The data folder: `LIANXIN_DATA`, else `var` in the checkout."""
    return Path(os.environ.get("LIANXIN_DATA") or ROOT / "var").resolve()
