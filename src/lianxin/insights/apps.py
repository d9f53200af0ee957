"""Insights as a Django app."""

from __future__ import annotations

from django.apps import AppConfig


class InsightsConfig(AppConfig):
    """A room without tables: it reads the views other rooms publish."""

    name = "lianxin.insights"
    label = "insights"
