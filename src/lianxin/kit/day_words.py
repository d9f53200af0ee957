"""Why a day counts or not, in the reader's language. The calendar of the kernel tells it in Chinese."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

_DAYS = frozenset({
    gettext_noop("工作日"), gettext_noop("周六"), gettext_noop("周日"), gettext_noop("调休上班"),
    gettext_noop("起算日"), gettext_noop("不计入"), gettext_noop("顺延"), gettext_noop("顺延至本日"),
    gettext_noop("期满日是休息日"),
    gettext_noop("元旦"), gettext_noop("春节"), gettext_noop("清明节"), gettext_noop("劳动节"),
    gettext_noop("端午节"), gettext_noop("中秋节"), gettext_noop("国庆节"),
})  # fmt: skip
_OFF, _NOT_SURE, _PAUSED = "放假", "（暂定）", "暂停："


def reckoned(why: str) -> str:
    """A reason of `kernel.workdays.DayStep`, part by part; a local festival keeps its Chinese name."""
    return _("，").join(_part(part) for part in why.split("，"))


def _part(part: str) -> str:
    if part.startswith(_PAUSED):
        return _("暂停：%(reason)s") % {"reason": part.removeprefix(_PAUSED)}
    if part.endswith(_NOT_SURE):
        return _("%(part)s（暂定）") % {"part": _part(part.removesuffix(_NOT_SURE))}
    if part.endswith(_OFF):
        return _("%(name)s放假") % {"name": holiday(part.removesuffix(_OFF))}
    return _(part) if part in _DAYS else part


def holiday(name: str) -> str:
    """The name of a statutory holiday; two that fall together (国庆节、中秋节) are both named."""
    return _("、").join(_(one) if one in _DAYS else one for one in name.split("、"))
