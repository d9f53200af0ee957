"""Divisions as a Django app."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from lianxin.journal import words
from lianxin.kit import rls


class DivisionsConfig(AppConfig):
    """Registers row-security decisions and journal sentences."""

    name = "lianxin.divisions"
    label = "divisions"

    def ready(self) -> None:
        rls.public("divisions.Division", "names and codes of places are public facts")
        words.register({"divisions.tree.imported": _("导入行政区划")})
