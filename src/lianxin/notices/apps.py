"""Notices as a Django app."""

from __future__ import annotations

from django.apps import AppConfig

from lianxin.kit import rls


class NoticesConfig(AppConfig):
    """Registers row-security decisions."""

    name = "lianxin.notices"
    label = "notices"

    def ready(self) -> None:
        rls.scoped("notices.Notice")
