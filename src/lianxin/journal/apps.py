"""The journal as a Django app."""

from __future__ import annotations

from django.apps import AppConfig

from lianxin.kit import rls


class JournalConfig(AppConfig):
    """Registers the row-security decision of the journal."""

    name = "lianxin.journal"
    label = "journal"

    def ready(self) -> None:
        rls.scoped("journal.Entry")
