"""Addresses."""

from __future__ import annotations

from lianxin.voices.citizen_urls import citizen_patterns

app_name = "voices"
urlpatterns = [*citizen_patterns]
