"""The top floor as a Django app: wires rooms together once they are all loaded."""

from __future__ import annotations

from django.apps import AppConfig


class ProjectConfig(AppConfig):
    """Subscribes events and sets the menus."""

    name = "lianxin.project"
    label = "project"

    def ready(self) -> None:
        from lianxin.project.wiring import wire

        wire()
