"""Addresses."""

from __future__ import annotations

app_name = "venues"
urlpatterns: list[object] = []
