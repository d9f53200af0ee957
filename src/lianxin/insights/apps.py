"""Insights as a Django app."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class InsightsConfig(AppConfig):
    """A room without tables: it reads the views other rooms publish."""

    name = "lianxin.insights"
    label = "insights"

    def ready(self) -> None:
        """Register the words of this room's journal events."""
        from lianxin.journal import words

        words.register(
            {
                "insights.brief.taken": _("生成社情民意月报"),
                "insights.health.exported": _("导出运行状态"),
            }
        )
