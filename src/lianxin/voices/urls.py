"""Addresses: the citizen's and those of the people who handle cases."""

from __future__ import annotations

from lianxin.voices.citizen_urls import citizen_patterns
from lianxin.voices.staff_urls import staff_patterns

app_name = "voices"
urlpatterns = [*citizen_patterns, *staff_patterns]
