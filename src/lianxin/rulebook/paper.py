"""Rules and the flow chart as they go on a wall."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from lianxin.documents.walls import WallChart, WallText, wall_pdf
from lianxin.kernel.flow_chart import Chart, chart_of, svg
from lianxin.rulebook.reads import RuleRow
from lianxin.voices.workflow import CASE_FLOW, STAGES

CHART_TITLE = gettext_noop("群众意见办理流程图")


def chart() -> Chart:
    """The one flow of opinions, read from the table that the system itself obeys."""
    return chart_of(CASE_FLOW, STAGES, title=CHART_TITLE)


def chart_svg() -> str:
    """The chart as a picture for the page and for paper."""
    return svg(chart(), say=_, shown=1200, note=_("本图由系统的办理流程自动生成，和实际办理完全一致。"))


def rules_pdf(rules: Sequence[RuleRow], *, owner: str = "", with_chart: bool = False) -> bytes:
    """These rules on A3, and the chart behind them; `owner` is the venue whose wall it is."""
    sheets: list[WallText | WallChart] = [_sheet(rule, owner or rule.place) for rule in rules]
    if with_chart:
        sheets.append(WallChart(_(CHART_TITLE), chart_svg()))
    author = owner or (rules[0].place if rules else "")
    return wall_pdf(sheets, title=_("上墙制度"), author=author)


def _sheet(rule: RuleRow, owner: str) -> WallText:
    # With the year, always: the sheet hangs for longer than one.
    on = rule.valid_from
    foot = _("%(place)s · 第 %(number)d 版 · %(year)d 年 %(month)d 月 %(day)d 日起施行 · %(source)s") % {
        "place": rule.place, "number": rule.number, "year": on.year, "month": on.month, "day": on.day,
        "source": rule.source,
    }  # fmt: skip
    return WallText(owner, rule.title, rule.articles, foot)
