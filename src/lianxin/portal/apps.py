"""The room as a Django app."""

from __future__ import annotations

from django.apps import AppConfig


class PortalConfig(AppConfig):
    """The room as a Django app."""

    name = "lianxin.portal"
    label = "portal"
