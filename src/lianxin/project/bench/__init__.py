"""`lianxin bench`: what a page costs in CPU time, compared with "hello, world" in the same run.

Read `docs/mechanisms/bench.md` first. Source: shared performance paper.
"""

from __future__ import annotations

from lianxin.project.bench.run import run

__all__ = ["run"]
