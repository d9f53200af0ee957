"""The assist room as a Django app (it has no models)."""

from __future__ import annotations

from django.apps import AppConfig


class AssistConfig(AppConfig):
    """Names the room."""

    name = "lianxin.assist"
    label = "assist"
