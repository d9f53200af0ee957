"""The local rule of messages to citizens, for the screen that enters it. Source: ADR-0035 §6; ADR-0034."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date

from django.utils.translation import gettext_lazy as _

from lianxin.localrules.books import Rulebook, RuleField, Values
from lianxin.voices.models import TellingRule
from lianxin.voices.reads.telling import telling_for

FIELDS = (
    RuleField(
        "on_accepted", _("部门领单了，告诉群众"), kind=bool,
        hint=_("只发给留了手机号、自己勾了“发短信提醒我”的群众；短信里没有编号、内容和地点。"),
    ),
    RuleField("on_answered", _("有答复了，告诉群众"), kind=bool),
    RuleField("on_closed", _("办结了，或者不归这里办，告诉群众"), kind=bool),
    RuleField("on_supervised", _("退回重办、人大督办了，告诉群众"), kind=bool),
)  # fmt: skip


def _values_on(place: str, on: date) -> Values:
    return asdict(telling_for(place, on))


BOOK = Rulebook(
    "telling",
    _("给群众的短信提醒"),
    _("办到哪几步，给同意过的群众发短信。都不选就不发，反映页面上也不问。"),
    FIELDS, TellingRule, _values_on,
)  # fmt: skip
