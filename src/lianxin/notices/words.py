"""The closed sets of this room: what a notice is about, how it may travel, and its few words outside."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext


class Channel(StrEnum):
    """How a notice goes out beside the list in the product."""

    SMS = "sms"
    MAIL = "mail"


class About(StrEnum):
    """What people choose a channel for: a few groups of kinds, not every kind."""

    CASE = "case"
    OVERDUE = "overdue"
    WRITTEN = "written"
    OTHER = "other"


ABOUT_LABELS: Mapping[About, tuple[str | Promise, str | Promise]] = MappingProxyType(
    {
        About.CASE: (_("民情"), _("新的民情、领单、答复、评价")),
        About.OVERDUE: (_("超期和督办"), _("督办、裁定、超期提醒")),
        About.WRITTEN: (_("通知和通报"), _("机关发的通知、通报、文件、问卷")),
        About.OTHER: (_("其他"), _("账号和系统的提醒")),
    }
)
CHANNEL_LABELS: Mapping[Channel, str | Promise] = MappingProxyType(
    {Channel.SMS: _("短信"), Channel.MAIL: _("邮件")}
)
_GROUPS: Mapping[str, About] = MappingProxyType(
    {
        "case": About.CASE,
        "overdue": About.OVERDUE,
        "notice": About.WRITTEN,
        "circular": About.WRITTEN,
        "document": About.WRITTEN,
        "survey": About.WRITTEN,
    }
)


class BulletinKind(StrEnum):
    """What an office writes to people. Source: domain.md §9."""

    NOTICE = "notice"
    CIRCULAR = "circular"
    DOCUMENT = "document"
    SURVEY = "survey"


KIND_LABELS: Mapping[str, str | Promise] = MappingProxyType(
    {
        BulletinKind.NOTICE: _("通知"),
        BulletinKind.CIRCULAR: _("通报"),
        BulletinKind.DOCUMENT: _("文件"),
        BulletinKind.SURVEY: _("问卷和报名"),
    }
)


class Stance(StrEnum):
    """Whether a circular praises or criticises."""

    NONE = ""
    PRAISE = "praise"
    CRITICISM = "criticism"


STANCE_LABELS: Mapping[str, str | Promise] = MappingProxyType(
    {Stance.NONE: _("只通报情况"), Stance.PRAISE: _("表扬"), Stance.CRITICISM: _("批评")}
)


@dataclass(frozen=True, slots=True)
class Option:
    """One group of recipients to tick."""

    value: str
    label: str


# The files of a bulletin, as the file store knows them.
FILES_OF = "notices.bulletin"
MOST_FILES = 5

# What a profile may let through at night. Source: ADR-0019 §4.
URGENT = frozenset({About.OVERDUE})


def about(kind: str) -> About:
    """The group of a notice's kind; kinds of rooms above that nobody grouped are "other"."""
    return _GROUPS.get(kind, About.OTHER)


def pointer(count: int) -> str:
    """The whole text of an SMS: that something waits, never what. Source: domain.md §9; ADR-0019 §3."""
    return ngettext("您有一条新的待办，请登录查看。", "您有 %(count)d 条新的待办，请登录查看。", count) % {
        "count": count
    }
