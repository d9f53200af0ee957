"""How long a test runs: in every run a form that fits into it, at night the figure of the security paper."""

from __future__ import annotations

import os
from typing import TypeVar

NIGHTLY = os.environ.get("LIANXIN_NIGHTLY") == "1"
Size = TypeVar("Size")


def scaled(usual: Size, nightly: Size) -> Size:
    """The usual size, or the nightly one under `./lianxin nightly`."""
    return nightly if NIGHTLY else usual
