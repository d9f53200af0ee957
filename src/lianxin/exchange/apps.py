"""Exchange as a Django app."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from lianxin.journal import words
from lianxin.kit import rls


class ExchangeConfig(AppConfig):
    """Registers row-security decisions and journal sentences."""

    name = "lianxin.exchange"
    label = "exchange"

    def ready(self) -> None:
        rls.scoped("exchange.Import", "exchange.ImportRow")
        words.register(
            {
                "exchange.import.uploaded": _("上传要导入的文件"),
                "exchange.export.made": _("导出资料"),
                "exchange.import.applied": _("批量导入"),
                "exchange.import.undone": _("撤销批量导入"),
            }
        )
