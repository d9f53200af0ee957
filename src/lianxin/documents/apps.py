"""The documents room as a Django app (it has no models)."""

from __future__ import annotations

from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    """Names the room."""

    name = "lianxin.documents"
    label = "documents"
