"""Every indicator as data: what is counted, over what, and by whose rule. Source: domain.md §3.4 and §8."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

VERSION = "2026-12.2"

# What a count holds, in SQL over `voices_case_stat`. Each code is also a filter of the list of cases
# (`counted=` in `voices.reads`), so that a number opens exactly what it counts; a test compares both.
COUNTS: dict[str, str] = {
    "all": "true",
    "accepted": "state not in ('declined', 'withdrawn')",
    "claimed": "state not in ('declined', 'withdrawn') and claimed_at is not null",
    "closed": "state = 'closed'",
    "rated": "is_solved is not null",
    "solved": "is_solved",
    "judged": "satisfaction <> ''",
    "satisfied": "satisfaction in ('satisfied', 'basically')",
    "overdue": "due_on < %(today)s",
    "supervised": "is_supervised",
    "outstanding": "is_supervised and state not in ('closed', 'declined', 'withdrawn')",
    "assigned": "assigned_at is not null",
    "replied": "assigned_at is not null and answered_at is not null",
    "suggested": "outcome = 'convert_to_suggestion'",
}


@dataclass(frozen=True, slots=True)
class Formula:
    """One rate: `numerator` and `denominator` are codes of COUNTS; the words are for the definitions page."""

    code: str
    name: str | Promise
    numerator: str
    denominator: str
    numerator_words: str | Promise
    denominator_words: str | Promise
    excluded: str | Promise
    source: str | Promise


FORMULAS = (
    Formula(
        "claim", _("接单率"), "claimed", "accepted",
        _("现在有代表接单的件数"), _("收到的件数"), _("不予受理的、群众撤回的"), _("平台的定义"),
    ),
    Formula(
        "reply", _("答复率"), "replied", "assigned",
        _("部门已经答复的件数"), _("交给部门办的件数"), _("代表当场答复的、没有交办的"), _("平台的定义"),
    ),
    Formula(
        "close", _("办结率"), "closed", "accepted",
        _("已经办结的件数"), _("收到的件数"), _("不予受理的、群众撤回的"), _("平台的定义"),
    ),
    Formula(
        "solve", _("解决率"), "solved", "rated",
        _("群众说解决了的件数"), _("群众评价过的件数"), _("没有评价的"), _("平台的定义"),
    ),
    Formula(
        "satisfy", _("满意率"), "satisfied", "judged",
        _("评价满意和基本满意的件数"), _("群众评价过的件数"), _("没有评价的"), _("平台的定义"),
    ),
)  # fmt: skip
