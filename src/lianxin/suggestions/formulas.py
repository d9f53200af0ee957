"""Every figure of suggestions as data: what is counted, over what, and by whose rule.

Each code is also a filter of the list behind the number, so that a figure opens exactly what it counts.
Source: domain.md §8; LAW-DEPUTIES-2025 §51; ADR-0033.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from lianxin.suggestions.year_rules import SILENCE_IN_BASE, Window, YearRules

VERSION = "2026-11"

_HAPPY = "is_rated and attitude in ('satisfied', 'basically') and result in ('satisfied', 'basically')"
# Over `suggestions_stat`: one row per suggestion that was handed over. {resolved} and {rated}: `Counting`.
COUNTS: dict[str, str] = {
    "handed": "state <> 'withdrawn'",
    "met": "state <> 'withdrawn' and has_face",
    "replied": "state <> 'withdrawn' and first_replied_on is not null",
    "due": "state <> 'withdrawn' and (first_replied_on is not null or first_due_on < %(today)s)",
    "on_time": "state <> 'withdrawn' and first_replied_on <= first_due_on",
    "resolved": "state <> 'withdrawn' and first_replied_on is not null and {resolved}",
    "rated": "state <> 'withdrawn' and {rated}",
    "satisfied": f"state <> 'withdrawn' and {_HAPPY}",
    "pleased": "state <> 'withdrawn' and is_rated and attitude = 'satisfied' and result = 'satisfied'",
    "late": "state <> 'withdrawn' and first_replied_on is null and first_due_on < %(today)s",
    "silent": "outcome = 'silent'",
    "again": "state <> 'withdrawn' and rehandled_count > 0",
    "key": "state <> 'withdrawn' and is_key",
}
_ANSWERS = "part_state <> 'replaced' and state <> 'withdrawn' and duty in ('lead', 'separate', 'sole')"
_HELPS = "part_state <> 'replaced' and state <> 'withdrawn' and duty = 'co_handler'"
# Over `suggestions_unit_stat`: one row per unit's part. The same codes mean the same, for that part.
UNIT_COUNTS: dict[str, str] = {
    "handed": _ANSWERS,
    "met": f"{_ANSWERS} and has_face",
    "replied": f"{_ANSWERS} and first_replied_on is not null",
    "met_replied": f"{_ANSWERS} and first_replied_on is not null and has_face",
    "due": f"{_ANSWERS} and (first_replied_on is not null or first_due_on < %(today)s)",
    "on_time": f"{_ANSWERS} and first_replied_on <= first_due_on",
    "resolved": f"{_ANSWERS} and first_replied_on is not null and {{resolved}}",
    "rated": f"{_ANSWERS} and first_replied_on is not null and {{rated}}",
    "satisfied": f"{_ANSWERS} and first_replied_on is not null and {_HAPPY}",
    "pleased": f"{_ANSWERS} and first_replied_on is not null and is_rated "
    "and attitude = 'satisfied' and result = 'satisfied'",
    "late": f"{_ANSWERS} and first_replied_on is null and first_due_on < %(today)s",
    "long_late": f"{_ANSWERS} and first_replied_on is null and first_due_on < %(long_ago)s",
    "again": f"{_ANSWERS} and rehandled_count > 0",
    "helped": _HELPS,
    "opinion_due": f"{_HELPS} and (opinion_on is not null or opinion_due_on < %(today)s)",
    "opinion_on_time": f"{_HELPS} and opinion_on <= opinion_due_on",
    "objected": "state <> 'withdrawn' and has_objected",
}
# Over `suggestions_promised`: promises whose day falls into the year.
PROMISE_COUNTS: dict[str, str] = {
    "promised": "true",
    "kept": "state = 'kept'",
    "kept_in_time": "state = 'kept' and "
    "(coalesce(reported_at, checked_at) at time zone 'Asia/Shanghai')::date <= due_on",
    "to_check": "state = 'reported'",
    "overdue": "state = 'open' and due_on < %(today)s",
    "broken": "state = 'broken'",
    "running": "state = 'open' and due_on >= %(today)s",
    "judged": "state in ('kept', 'broken') or (state = 'open' and due_on < %(today)s)",
}


@dataclass(frozen=True, slots=True)
class Formula:
    """One rate; numerator and denominator are codes of COUNTS and of UNIT_COUNTS."""

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
        "face", _("面商率"), "met", "handed",
        _("代表确认过至少一次当面商量的件数（走访、座谈、现场、联合调研）"), _("交办的件数"),
        _("代表没有确认的、电话和网上的不算；已撤回的不计"), _("代表法第五十一条；ADR-0025"),
    ),
    Formula(
        "on_time", _("按期率"), "on_time", "due",
        _("在期限内第一次答复的件数"), _("已经答复的和到期没有答复的件数"),
        _("还没到期、还没答复的；批准延期的按延长后的期限"), _("代表法第五十一条"),
    ),
    Formula(
        "reply", _("答复率"), "replied", "handed",
        _("已经答复代表的件数"), _("交办的件数"), _("已撤回的"), _("代表法第五十一条"),
    ),
    Formula(
        "satisfy", _("满意率"), "satisfied", "rated",
        _("态度和结果都评为满意或基本满意的件数"), _("代表评价过的件数"),
        _("逾期没有评价的（按本地规定）；重新办理的以最近一次评价为准"), _("ADR-0033"),
    ),
    Formula(
        "please", _("满意（不含基本满意）"), "pleased", "rated",
        _("态度和结果都评为满意的件数"), _("代表评价过的件数"), _("同上"), _("ADR-0033"),
    ),
    Formula(
        "resolve", _("解决率"), "resolved", "replied",
        _("办理结果属于“算解决”类别的件数"), _("已经答复代表的件数"),
        _("哪些类别算解决，看本地办理结果分类表"), _("ADR-0033"),
    ),
)  # fmt: skip
# What the confidential September survey will ask is another figure; it is not mixed into these.


@dataclass(frozen=True, slots=True)
class Counting:
    """COUNTS with the place's rules put in: SQL, and the values that travel beside it."""

    counts: dict[str, str]
    facts: dict[str, Any]

    def columns(self) -> str:
        """One counted column per code, in the order of the codes."""
        return ", ".join(f"count(*) filter (where {condition})" for condition in self.counts.values())


def counting(counts: dict[str, str], rules: YearRules, windows: tuple[Window, ...]) -> Counting:
    """Fill in which letters count as resolved on which days, and whether silence is in the base."""
    parts: list[str] = []
    facts: dict[str, Any] = {}
    for number, window in enumerate(windows):
        after = windows[number + 1].since if number + 1 < len(windows) else None
        until = f" and replied_on < %(until_{number})s" if after else ""
        parts.append(f"(replied_on >= %(since_{number})s{until} and result_class = any(%(codes_{number})s))")
        facts |= {f"since_{number}": window.since, f"codes_{number}": list(window.codes)}
        facts |= {f"until_{number}": after} if after else {}
    rated = "(is_rated or outcome = 'silent')" if rules.silence_policy == SILENCE_IN_BASE else "is_rated"
    filled = {
        code: condition.replace("{resolved}", f"({' or '.join(parts)})").replace("{rated}", rated)
        for code, condition in counts.items()
    }
    return Counting(filled, facts)
