"""Exchange as a Django app."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from lianxin.journal import words


class ExchangeConfig(AppConfig):
    """Registers row-security decisions and journal sentences."""

    name = "lianxin.exchange"
    label = "exchange"

    def ready(self) -> None:
        words.register(
            {
                "exchange.import.applied": _("批量导入"),
                "exchange.import.undone": _("撤销批量导入"),
            }
        )
