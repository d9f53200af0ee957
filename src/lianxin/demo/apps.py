"""The room as a Django app; installed in demo mode only."""

from __future__ import annotations

from django.apps import AppConfig


class DemoConfig(AppConfig):
    """No tables: all that the demo shows is made through the other rooms' actions."""

    name = "lianxin.demo"
    label = "demo"
