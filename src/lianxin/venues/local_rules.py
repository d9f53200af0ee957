"""When a venue is idle, for the screen of local rules. Source: ADR-0030 §3; ADR-0034."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext_lazy as _

from lianxin.localrules.books import Rulebook, RuleField, Values
from lianxin.venues.models import IdleRule
from lianxin.venues.reads.health import idle_days

FIELDS = (RuleField("days", _("多少天没有活动算闲置"), _("天"), least=7, most=730),)


def _values_on(place: str, on: date) -> Values:
    return {"days": idle_days(place, on=on)}


BOOK = Rulebook(
    "venues",
    _("阵地多久没有活动算闲置"),
    _("到了这个天数，运行状态里标成闲置，并提醒责任人。"),
    FIELDS, IdleRule, _values_on,
)  # fmt: skip
