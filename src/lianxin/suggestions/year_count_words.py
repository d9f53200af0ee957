"""What each number of the year is called above its list, and each local rule on the page of rules."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

COUNT_LABELS: dict[str, str | Promise] = {
    "handed": _("交办的"),
    "met": _("代表确认当面商量过的"),
    "replied": _("已经答复的"),
    "met_replied": _("已经答复、也当面商量过的"),
    "due": _("已经答复的和到期没有答复的"),
    "on_time": _("在期限内答复的"),
    "resolved": _("办理结果算解决的"),
    "rated": _("计入满意率的"),
    "satisfied": _("满意和基本满意的"),
    "pleased": _("态度和结果都满意的"),
    "late": _("超期没有答复的"),
    "long_late": _("超期太久没有答复的"),
    "silent": _("逾期没有评价的"),
    "again": _("重新办理的"),
    "key": _("重点督办的"),
    "helped": _("协办的"),
    "opinion_due": _("到期该提协办意见的"),
    "opinion_on_time": _("按时提出协办意见的"),
    "objected": _("提过异议的"),
    "promised": _("今年到期的承诺"),
    "kept": _("已经兑现的"),
    "kept_in_time": _("按时兑现的"),
    "to_check": _("等代表复核的"),
    "overdue": _("过期没有兑现的"),
    "broken": _("没有兑现的"),
    "running": _("还没到期的"),
    "judged": _("已有结果和过期的"),
}
LINE_LABELS: dict[str, str | Promise] = {
    "face": _("已答复的面商率"),
    "on_time": _("按期率"),
    "satisfy": _("满意率"),
    "opinion": _("协办按时率"),
    "promise": _("承诺兑现率"),
}
_WORKDAYS, _DAYS, _MONTHS = _("个工作日"), _("天"), _("个月")
# Names of `profiles.Rules`, in the order in which a suggestion meets them.
RULE_LABELS: tuple[tuple[str, str | Promise, str | Promise], ...] = (
    ("accept_or_return_days", _("审查立案或退回"), _WORKDAYS),
    ("assign_days", _("立案后交办"), _WORKDAYS),
    ("objection_days", _("单位提出异议"), _DAYS),
    ("reassign_days", _("改派"), _WORKDAYS),
    ("first_contact_days", _("第一次联系代表"), _WORKDAYS),
    ("cohandler_opinion_days", _("提出协办意见"), _DAYS),
    ("reply_months", _("答复代表（从交办算起）"), _MONTHS),
    ("extended_reply_months_total", _("批准延期的，总共"), _MONTHS),
    ("deputy_feedback_days", _("代表评价"), _WORKDAYS),
    ("rehandle_months", _("不满意的重新办理"), _MONTHS),
)
