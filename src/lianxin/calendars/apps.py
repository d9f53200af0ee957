"""Calendars as a Django app."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from lianxin.journal import words
from lianxin.kit import rls


class CalendarsConfig(AppConfig):
    """Registers row-security decisions and journal sentences."""

    name = "lianxin.calendars"
    label = "calendars"

    def ready(self) -> None:
        rls.public("calendars.Notice", "official holiday notices are public")
        words.register({"calendars.notice.entered": _("录入年度放假通知")})
