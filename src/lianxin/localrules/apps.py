"""Local rules as a Django app."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from lianxin.journal import words


class LocalRulesConfig(AppConfig):
    """Registers journal sentences; the rows are the other rooms'."""

    name = "lianxin.localrules"
    label = "localrules"

    def ready(self) -> None:
        words.register(
            {
                "localrules.rules.entered": _("录入本地的规则"),
                "localrules.rules.withdrawn": _("撤回还没起用的本地规则"),
            }
        )
