"""The monthly brief (社情民意月报): one month of a place in sentences and tables, beside the month before.

It leaves the circle of those who see the cases: every count goes through `leaving`.
Source: domain.md §8; ADR-0022.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Sequence
from datetime import date, datetime, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from lianxin.divisions import reads as divisions
from lianxin.documents.report import Report, ReportTable, Section
from lianxin.insights.formulas import FORMULAS, VERSION
from lianxin.insights.leaving import (
    HIDDEN,
    hidden_words,
    shown,
    shown_counts,
    shown_rate,
    smallest_shown,
    whole_counts,
)
from lianxin.insights.reads import (
    Figures,
    Overview,
    Period,
    Repeated,
    outstanding,
    overall,
    overview,
    repeated,
)
from lianxin.kernel.actor import Actor
from lianxin.kernel.figures import Count, suppressed_parts

_MONTHS_BACK = 24
_ROWS = 20


def months_to_choose(today: date) -> list[str]:
    """Months a brief can be made of, the last whole one first, then this one and those before."""
    last = today.year * 12 + today.month - 2
    months = [f"{number // 12}-{number % 12 + 1:02d}" for number in range(last, last - _MONTHS_BACK, -1)]
    return [months[0], f"{today:%Y-%m}", *months[1:]]


def _days_of(month: str, today: date) -> Period:
    year, number = int(month[:4]), int(month[5:7])
    return Period(date(year, number, 1), min(date(year, number, monthrange(year, number)[1]), today))


def brief_of(actor: Actor, month: str, *, today: date, at: datetime) -> Report:
    """The brief of a month such as 2026-03 for the actor's place. Ten queries, five of them over cases."""
    period = _days_of(month, today)
    last_day = period.since - timedelta(days=1)
    found = overview(actor, period, today=today, limit=_ROWS)
    before = overall(actor, Period(last_day.replace(day=1), last_day), today=today)
    quarter = Period(period.until - timedelta(days=89), period.until)
    often = repeated(actor, quarter, today=today)
    place = divisions.name_of(actor.place)
    taken = f"{timezone.localtime(at):%Y-%m-%d %H:%M}"
    title = _("%(place)s社情民意月报") % {"place": place}
    return Report(
        title=title,
        subtitle=_("%(year)d 年 %(month)d 月") % {"year": period.since.year, "month": period.since.month},
        author=place,
        summary=_summary(found, before),
        basis=_basis(period, place, taken),
        sections=tuple(_sections(found, before, often, outstanding(actor))),
        footer=_("%(title)s（%(month)s），%(name)s于 %(cut)s 生成")
        % {"title": title, "month": month, "name": actor.name, "cut": taken},
    )


def _basis(period: Period, place: str, taken: str) -> str:
    """Period, scope, cut time and formula version. Source: domain.md §8."""
    words = _("统计 %(since)s 至 %(until)s 收到的民情，范围：%(place)s本级能看到的；")
    words += _("数据截至 %(cut)s；公式版本 %(version)s。")
    return words % {
        "since": period.since, "until": period.until, "place": place, "cut": taken, "version": VERSION,
    }  # fmt: skip


def _summary(found: Overview, before: Figures) -> str:
    counts = whole_counts(found.whole)
    topics = found.tables["topic"]
    words = _("这个月收到民情 %(all)s 件，%(change)s；已办结 %(closed)s 件，超期 %(overdue)s 件。") % {
        "all": counts["all"],
        "closed": counts["closed"],
        "overdue": counts["overdue"],
        "change": _spoken_change(found.whole.counts["all"].number, before.counts["all"].number),
    }
    if topics and topics[0].counts["all"].number >= smallest_shown():
        words += _("反映最多的是%(topic)s，%(num)s 件。") % {
            "topic": topics[0].name, "num": topics[0].counts["all"].number,
        }  # fmt: skip
    return words


def _spoken_change(now: int, before: int) -> str:
    least = smallest_shown()
    if 0 < now < least or 0 < before < least:
        return _("上个月的数太少，不作比较")
    if now == before:
        return _("和上个月一样多")
    if now > before:
        return _("比上个月多 %(num)s 件") % {"num": now - before}
    return _("比上个月少 %(num)s 件") % {"num": before - now}


def _change(now: int, before: int) -> str:
    """More, fewer or as many; nothing where a small count could be computed back."""
    least = smallest_shown()
    if 0 < now < least or 0 < before < least:
        return _("不作比较")
    if now == before:
        return _("持平")
    if now > before:
        return _("多 %(num)s 件") % {"num": now - before}
    return _("少 %(num)s 件") % {"num": before - now}


def _sections(
    found: Overview, before: Figures, often: Sequence[Repeated], waiting: list[tuple[str, Count]]
) -> list[Section]:
    tables = found.tables
    made = [
        Section(_("一、收到和办理"), table=_compared(found.whole, before), note=hidden_words()),
        Section(_("二、接单、答复、办结、解决、满意"), table=_rates(found.whole, before)),
        _grouped(_("三、各类民情"), _("类别"), tables["topic"]),
        _grouped(_("四、各地"), _("地方"), tables["place"]),
        _repeats(_("五、反复出现的事（近 90 天）"), often),
        _grouped(_("六、承办单位"), _("单位"), tables["unit"]),
        _grouped(_("七、阵地"), _("阵地"), tables["venue"]),
    ]
    return [*made, _supervised(_("八、督办还没有办完的"), waiting)]


def _compared(whole: Figures, before: Figures) -> ReportTable:
    """In, handled, late; this month beside the last."""
    now, then = whole_counts(whole), whole_counts(before)
    names = {
        "all": _("收到"), "accepted": _("受理"), "claimed": _("代表接单"), "assigned": _("交部门办"),
        "replied": _("部门已答复"), "closed": _("已办结"), "overdue": _("超期未办完"),
        "supervised": _("督办"),
    }  # fmt: skip
    rows = tuple(
        (name, now[code], then[code], _change(whole.counts[code].number, before.counts[code].number))
        for code, name in names.items()
    )
    return ReportTable((_("件数"), _("本月"), _("上月"), _("相比")), rows)


def _rates(whole: Figures, before: Figures) -> ReportTable:
    """Rates with numerator and denominator, this month beside the last."""
    now, then = whole_counts(whole), whole_counts(before)
    rows = tuple(
        (
            f"{formula.name}（{formula.numerator_words}÷{formula.denominator_words}）",
            shown_rate(rate, formula, now),
            f"{now[formula.numerator]} / {now[formula.denominator]}",
            shown_rate(last, formula, then),
        )
        for formula, rate, last in zip(FORMULAS, whole.rates, before.rates, strict=True)
    )
    return ReportTable((_("指标"), _("本月"), _("分子 / 分母"), _("上月")), rows, wide=4)


def _grouped(heading: str, first: str, rows: Sequence[Figures]) -> Section:
    if not rows:
        return Section(heading, _("这个月没有。"))
    shown_formulas = [FORMULAS[at] for at in (0, 2, 3, 4)]
    lines = []
    for row, counts in zip(rows, shown_counts(rows), strict=True):
        rates = [shown_rate(row.rates[at], FORMULAS[at], counts) for at in (0, 2, 3, 4)]
        lines.append((row.name, counts["all"], counts["closed"], counts["overdue"], *rates))
    columns = (first, _("收到"), _("办结"), _("超期"), *(str(formula.name) for formula in shown_formulas))
    note = _("只列出件数最多的 %(num)s 行。") % {"num": _ROWS} if len(rows) == _ROWS else ""
    return Section(heading, table=ReportTable(columns, tuple(lines), wide=3), note=note)


def _repeats(heading: str, rows: Sequence[Repeated]) -> Section:
    often = [row for row in rows if row.count.number >= smallest_shown()]
    if not often:
        return Section(heading, _("没有哪个村同一类事够 %(num)s 件。") % {"num": smallest_shown()})
    lines = tuple((row.place, row.topic, str(row.count.number)) for row in often)
    return Section(heading, table=ReportTable((_("地方"), _("类别"), _("件数")), lines, wide=3))


def _supervised(heading: str, waiting: Sequence[tuple[str, Count]]) -> Section:
    """Whenever received, per unit, as they stand now."""
    if not waiting:
        return Section(heading, _("现在没有督办还没有办完的。"))
    numbers = [count.number for _name, count in waiting]
    text = _("到现在，督办还没有办完的一共 %(num)s 件，不管是哪个月收到的。") % {"num": shown(sum(numbers))}
    parts = suppressed_parts(numbers, smallest_shown())
    rows = tuple(
        (name, HIDDEN if part is None else str(part))
        for (name, _count), part in zip(waiting, parts, strict=True)
    )
    return Section(heading, text, ReportTable((_("单位"), _("件数")), rows[:_ROWS], wide=3))
