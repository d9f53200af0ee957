"""Notices as a Django app."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from lianxin.journal import words
from lianxin.kit import rls
from lianxin.localrules import books


class NoticesConfig(AppConfig):
    """Registers row-security decisions and journal sentences."""

    name = "lianxin.notices"
    label = "notices"

    def ready(self) -> None:
        from lianxin.notices.local_rules import BOOK

        books.register(BOOK)
        rls.scoped(
            "notices.Notice",
            "notices.Choice",
            "notices.Preference",
            "notices.Delivery",
            "notices.Bulletin",
            "notices.Receipt",
            "notices.Spot",
            "notices.CalendarAddress",
        )
        rls.public("notices.Profile", "local rules are published")
        words.register(
            {
                "notices.delivery.given_up": _("短信或邮件没有送到"),
                "notices.delivery.retried": _("重新发送短信或邮件"),
                "notices.bulletin.sent": _("发出通知"),
                "notices.bulletin.reminded": _("提醒没有读的人"),
                "notices.bulletin.exported": _("导出没有读的人"),
                "notices.bulletin.answers_exported": _("导出报名和回答"),
                "notices.bulletin.downloaded": _("下载通知的附件"),
                "notices.calendar.renewed": _("换了日历订阅地址"),
                "notices.calendar.stopped": _("停用日历订阅"),
                "notices.receipt.confirmed": _("确认看过通知"),
                "notices.receipt.registered": _("报名"),
                "notices.receipt.declined": _("说明不参加"),
                "notices.preference.changed": _("改了怎样接收通知"),
            }
        )
