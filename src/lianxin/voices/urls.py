"""Addresses."""

from __future__ import annotations

app_name = "voices"
urlpatterns: list[object] = []
