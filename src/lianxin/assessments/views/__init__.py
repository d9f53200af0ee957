"""Pages of 建管用."""

from __future__ import annotations

from lianxin.assessments import access

READERS = tuple(sorted(access.READERS))
BUILDERS = tuple(sorted(access.BUILDERS))
SETTERS = tuple(sorted(access.SETTERS))
