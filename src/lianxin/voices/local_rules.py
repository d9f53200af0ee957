"""The loop's local rules, for the screen that shows and enters them. Source: ADR-0034."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext_lazy as _

from lianxin.localrules.books import Rulebook, RuleField, Values
from lianxin.voices.models import Profile
from lianxin.voices.profiles import rules_for
from lianxin.voices.words import DeadlineKind

_WORKDAYS, _DAYS = _("个工作日"), _("天")
FIELDS = (
    RuleField("claim_days", _("收到后，代表几天内接单"), _WORKDAYS, most=30),
    RuleField("triage_days", _("接单后，几天内研判、交办"), _WORKDAYS, most=30),
    RuleField("accept_days", _("交办后，部门几天内领单或者退回"), _WORKDAYS, most=30),
    RuleField("handle_days", _("领单后，部门几天内答复"), _WORKDAYS, most=90),
    RuleField("extension_days", _("部门可以延期一次，最多再加几天"), _WORKDAYS, most=90),
    RuleField("confirm_days", _("答复后，代表几天内核实"), _WORKDAYS, most=30),
    RuleField("rate_days", _("核实后，群众几天内可以评价"), _WORKDAYS, most=90),
    RuleField("arbitrate_days", _("部门再次退回，几天内裁定"), _WORKDAYS, most=30),
    RuleField("result_days", _("转给别处的，几天内回告结果"), _DAYS, most=180),
    RuleField("room_days", _("联络室最多留几天，过了自动上交"), _WORKDAYS, most=60),
    RuleField("station_days", _("工作站最多留几天，过了自动上交"), _WORKDAYS, most=60),
    RuleField("home_days", _("代表之家最多留几天，过了自动上交"), _WORKDAYS, most=60),
    RuleField(
        "needs_signature", _("部门的答复要负责人签发"), kind=bool,
        hint=_("部门有负责人账号的，经办人写好答复后等他签发。"),
    ),
)  # fmt: skip


def _values_on(place: str, on: date) -> Values:
    rules = rules_for(place, on)
    return {
        **{f"{kind.value}_days": rules.days[kind] for kind in DeadlineKind if kind in rules.days},
        **{f"{tier}_days": days for tier, days in rules.tier_days.items()},
        "extension_days": rules.extension_days,
        "needs_signature": rules.needs_signature,
    }


BOOK = Rulebook(
    "voices",
    _("民情办理的期限"),
    _("从接单、交办、答复到评价，每一步几天；室、站、家各能留几天。"),
    FIELDS, Profile, _values_on,
)  # fmt: skip
