"""Pages of the rulebook."""

from __future__ import annotations

from lianxin.rulebook import access

READERS = tuple(sorted(access.READERS))
SETTERS = tuple(sorted(access.SETTERS))
