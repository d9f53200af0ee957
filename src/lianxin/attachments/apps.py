"""Attachments as a Django app."""

from __future__ import annotations

from django.apps import AppConfig

from lianxin.kit import rls


class AttachmentsConfig(AppConfig):
    """Registers the row-security decisions of the room."""

    name = "lianxin.attachments"
    label = "attachments"

    def ready(self) -> None:
        rls.scoped("attachments.Attachment")
        rls.public("attachments.Kept", "a view of random ids only, for the sweep of files without a row")
