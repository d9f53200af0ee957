"""The local rules of suggestions, for the screen that shows and enters them. Source: ADR-0034."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from lianxin.localrules.books import Rulebook, RuleField, Values
from lianxin.suggestions.models import Profile
from lianxin.suggestions.profiles import DEFAULT, rules_for

_WORKDAYS, _DAYS, _MONTHS = _("个工作日"), _("天"), _("个月")
# Source of both bounds: LAW-DEPUTIES-2025 §51.
_REPLY = _("代表法第五十一条：交办之日起三个月内答复，特殊情况不超过六个月。")
FIELDS = (
    RuleField("accept_or_return_days", _("收到后，几天内立案或者退回"), _WORKDAYS, most=30),
    RuleField("assign_days", _("立案后，几天内交办"), _WORKDAYS, most=30),
    RuleField("objection_days", _("交办后，单位几天内可以提异议"), _DAYS, most=30),
    RuleField("reassign_days", _("提异议后，几天内重新交办"), _WORKDAYS, most=30),
    RuleField("first_contact_days", _("接收后，几天内联系代表"), _WORKDAYS, most=60),
    RuleField("cohandler_opinion_days", _("协办单位几天内提出意见"), _DAYS, most=60),
    RuleField("reply_months", _("交办后，几个月内答复"), _MONTHS, most=3, law=_REPLY),
    RuleField("extended_reply_months_total", _("同意延期的，一共几个月内答复"), _MONTHS, most=6, law=_REPLY),
    RuleField("deputy_feedback_days", _("答复后，代表几天内反馈"), _WORKDAYS, most=60),
    RuleField("rehandle_months", _("代表不满意，几个月内重新办理"), _MONTHS, most=3),
    RuleField("withdraw_after_assignment", _("交办以后，代表还可以撤回"), kind=bool),
)


def _values_on(place: str, on: date) -> Values:
    rules = asdict(rules_for(place, on))
    return {field.name: rules[field.name] for field in FIELDS}


def _from_row(row: Profile) -> Values:
    usual = asdict(DEFAULT)
    return {field.name: row.values.get(field.name, usual[field.name]) for field in FIELDS}


def _to_row(values: Values, before: Profile | None) -> dict[str, Any]:
    # What is not on the form (a place's own categories) goes on as before.
    return {"values": {**(before.values if before else {}), **values}}


BOOK = Rulebook(
    "suggestions",
    _("代表建议办理的期限"),
    _("立案、交办、联系代表、答复、反馈各几天几个月。法律定死的上限，本地规则不能超过。"),
    FIELDS, Profile, _values_on, _from_row, _to_row,
)  # fmt: skip
