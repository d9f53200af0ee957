"""The local rules of messages, for the screen that shows and enters them. Source: ADR-0019 §4; ADR-0034."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date, time

from django.utils.translation import gettext_lazy as _

from lianxin.localrules.books import Rulebook, RuleField, Values
from lianxin.notices.models import Profile
from lianxin.notices.profiles import rules_for
from lianxin.notices.words import Channel

FIELDS = (
    RuleField("quiet_from", _("晚上从几点起不发短信、邮件"), kind=time),
    RuleField("quiet_to", _("早上到几点再发"), kind=time),
    RuleField("digest_at", _("每天几点发汇总"), kind=time),
    RuleField("urgent_in_quiet_hours", _("急事夜里也发"), kind=bool),
    RuleField(
        "default_channel", _("没有自己选过的人，怎样提醒"),
        kind=(("", _("只在平台里提醒")), (Channel.SMS.value, _("发短信")), (Channel.MAIL.value, _("发邮件"))),
    ),
    RuleField("max_attempts", _("发不出去，最多试几次"), _("次"), most=20),
    RuleField("remind_hours", _("没读的，隔多久可以再提醒一次"), _("小时"), most=720),
)  # fmt: skip


def _values_on(place: str, on: date) -> Values:
    rules = asdict(rules_for(place, on))
    return {field.name: rules[field.name] for field in FIELDS}


BOOK = Rulebook(
    "notices",
    _("短信和邮件的时间"),
    _("几点到几点不打扰人，什么时候发汇总，发不出去试几次。"),
    FIELDS, Profile, _values_on,
)  # fmt: skip
