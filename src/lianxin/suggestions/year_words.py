"""Closed sets of the year's round and their words."""

from __future__ import annotations

from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Words = dict[str, str | Promise]


class YearKind(StrEnum):
    """The entries of a year, in the order in which they usually come. Source: ADR-0033 §4."""

    HAND_OVER = "hand_over"
    FIRST_SUPERVISION = "first_supervision"
    REPLY = "reply"
    REPLY_EXTENDED = "reply_extended"
    INSPECTION = "inspection"
    SURVEY = "survey"
    SECOND_SUPERVISION = "second_supervision"
    SELF_REPORT = "self_report"
    RATING = "rating"
    CIRCULAR = "circular"
    COMMENDATION = "commendation"
    ANNUAL_REPORT = "annual_report"


YEAR_LABELS: Words = {
    YearKind.HAND_OVER: _("交办大会建议"),
    YearKind.FIRST_SUPERVISION: _("第一次督办"),
    YearKind.REPLY: _("大会建议答复到期"),
    YearKind.REPLY_EXTENDED: _("批准延期的答复到期"),
    YearKind.INSPECTION: _("视察"),
    YearKind.SURVEY: _("背靠背测评问卷"),
    YearKind.SECOND_SUPERVISION: _("第二次督办"),
    YearKind.SELF_REPORT: _("承办单位自查报告"),
    YearKind.RATING: _("满意度测评"),
    YearKind.CIRCULAR: _("办理情况通报"),
    YearKind.COMMENDATION: _("表扬承办单位和优秀建议"),
    YearKind.ANNUAL_REPORT: _("年度办理情况报告"),
}
YEAR_HINTS: Words = {
    YearKind.HAND_OVER: _("大会闭幕时集中交办；答复期限从交办那天算起。"),
    YearKind.FIRST_SUPERVISION: _("常委会领导、专（工）委督办重点建议。"),
    YearKind.REPLY: _("交办后三个月，代表法第五十一条。"),
    YearKind.REPLY_EXTENDED: _("交办后六个月，代表法第五十一条。"),
    YearKind.INSPECTION: _("组织代表到现场看办理情况，记下看到的。"),
    YearKind.SURVEY: _("问卷只问领衔代表，单位看不到；问卷本身以后再上线，这里先排出日子。"),
    YearKind.SECOND_SUPERVISION: _("看没有办完的、重新办理的和承诺事项。"),
    YearKind.SELF_REPORT: _("每个承办单位报全年办理情况，数字由系统带出。"),
    YearKind.RATING: _("常委会会议对办理情况满意度测评。"),
    YearKind.CIRCULAR: _("把各单位的办理情况通报出去。"),
    YearKind.COMMENDATION: _("按公开的条件表扬。"),
    YearKind.ANNUAL_REPORT: _("向常委会会议报告，印发下次大会，并向社会公开。"),
}
# Done by a record of its own; the others are marked by the office.
BY_RECORD = frozenset(
    {
        YearKind.REPLY,
        YearKind.REPLY_EXTENDED,
        YearKind.INSPECTION,
        YearKind.SELF_REPORT,
        YearKind.COMMENDATION,
    }
)
# Its place in the year only: the survey itself comes with the secret votes.
PLACE_ONLY = frozenset({YearKind.SURVEY})


class Praised(StrEnum):
    """What is commended."""

    UNIT = "unit"
    SUGGESTION = "suggestion"


class Found(StrEnum):
    """What a look back at a promise found."""

    KEPT = "kept"
    GOING = "going"
    NOT = "not"


FOUND_LABELS: Words = {
    Found.KEPT: _("已经办成"),
    Found.GOING: _("正在办"),
    Found.NOT: _("没有动"),
}


class Colour(StrEnum):
    """A unit's colour on the board, always with its word. Source: ADR-0033 §3."""

    GREEN = "green"
    YELLOW = "yellow"
    RED = "red"
    NONE = "none"


COLOUR_LABELS: Words = {
    Colour.GREEN: _("绿"),
    Colour.YELLOW: _("黄"),
    Colour.RED: _("红"),
    Colour.NONE: _("没有数"),
}
COLOUR_TONES: dict[str, str] = {
    Colour.GREEN: "green",
    Colour.YELLOW: "gold",
    Colour.RED: "red",
    Colour.NONE: "",
}
