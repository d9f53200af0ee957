"""Notices as a Django app."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from lianxin.journal import words
from lianxin.kit import rls


class NoticesConfig(AppConfig):
    """Registers row-security decisions and journal sentences."""

    name = "lianxin.notices"
    label = "notices"

    def ready(self) -> None:
        rls.scoped("notices.Notice", "notices.Choice", "notices.Preference", "notices.Delivery")
        rls.public("notices.Profile", "local rules are published")
        words.register(
            {
                "notices.delivery.given_up": _("短信或邮件没有送到"),
                "notices.delivery.retried": _("重新发送短信或邮件"),
                "notices.preference.changed": _("改了怎样接收通知"),
            }
        )
