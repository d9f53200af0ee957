"""Rulebooks as a Django app."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from lianxin.journal import words


class RulebooksConfig(AppConfig):
    """Registers journal sentences; the rows are the other rooms'."""

    name = "lianxin.rulebooks"
    label = "rulebooks"

    def ready(self) -> None:
        words.register(
            {
                "rulebooks.rules.entered": _("录入本地的规则"),
                "rulebooks.rules.withdrawn": _("撤回还没起用的本地规则"),
            }
        )
