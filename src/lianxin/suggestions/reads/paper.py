"""The year's papers: the annual report (办理情况报告) and the circular (通报), as one plain `Report` each.

Names of units and numbers only: the handling of suggestions is public by law, and small counts of units are
not small counts of citizens, so nothing is hidden. Source: LAW-DEPUTIES-2025 §51; ADR-0033 §7.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from lianxin.divisions import reads as divisions
from lianxin.documents.report import Report, ReportTable, Section
from lianxin.kernel.actor import Actor
from lianxin.kit.jinja_env import rules
from lianxin.people import reads as people
from lianxin.suggestions.formulas import FORMULAS, VERSION
from lianxin.suggestions.profiles import classes_for
from lianxin.suggestions.reads import board as boards
from lianxin.suggestions.reads import figures, praise
from lianxin.suggestions.reads import year as years
from lianxin.suggestions.reads.board import Board
from lianxin.suggestions.reads.figures import Figures, Overview
from lianxin.suggestions.year_count_words import COUNT_LABELS, LINE_LABELS
from lianxin.suggestions.year_words import COLOUR_LABELS, YEAR_LABELS, Praised

_ROWS = 60


def paper_of(actor: Actor, year: int, paper: str, *, today: date, at: datetime) -> Report:
    """The annual report ("report") or the circular ("circular") of the actor's place. About 25 queries."""
    found = figures.overview(actor, year, today=today)
    board = boards.board(actor, year, today=today)
    make = _report_sections if paper == "report" else _circular_sections
    sections = make(actor, year, found, board, today)
    congress = people.congress_at(actor.place)
    author = congress[1] if congress else divisions.name_of(actor.place)
    names = {
        "report": _("关于%(year)d年代表建议、批评和意见办理情况的报告"),
        "circular": _("关于%(year)d年代表建议、批评和意见办理情况的通报"),
    }
    title = names[paper] % {"year": year}
    cut = f"{timezone.localtime(at):%Y-%m-%d %H:%M}"
    return Report(
        title=title,
        subtitle=author,
        author=author,
        summary=_summary(found.whole, found.years, year),
        basis=_("统计 %(year)d 年交办的代表建议；数据截至 %(cut)s；规则 %(rules)s；公式版本 %(version)s。")
        % {"year": year, "cut": cut, "rules": rules(board.rules.reference), "version": VERSION},
        sections=tuple(sections),
        footer=_("%(title)s，%(name)s于 %(cut)s 生成") % {"title": title, "name": actor.name, "cut": cut},
    )


def _summary(whole: Figures, rows: Sequence[Figures], year: int) -> str:
    counts = whole.counts
    words = _("%(year)d 年交办代表建议 %(handed)d 件，已经答复 %(replied)d 件。") % {
        "year": year, "handed": counts["handed"].number, "replied": counts["replied"].number,
    }  # fmt: skip
    words += _("面商率 %(face)s，满意率 %(satisfy)s，解决率 %(resolve)s，按期率 %(on_time)s。") % {
        rate.code: rate.text for rate in whole.rates
    }
    before = next((row for row in rows if row.key == str(year - 1)), None)
    if before is None:
        return words
    return words + _("上一年解决率 %(resolve)s，满意率 %(satisfy)s。") % {
        rate.code: rate.text for rate in before.rates
    }


def _report_sections(actor: Actor, year: int, found: Overview, board: Board, today: date) -> list[Section]:
    return [
        Section(_("一、总体情况"), table=_rates_by_year(found.years)),
        Section(_("二、各类建议"), table=_grouped(_("类别"), found.categories)),
        Section(_("三、承办单位"), table=_grouped(_("单位"), _led(board))),
        Section(_("四、承诺事项"), _promise_words(board), _promises(board)),
        _inspected(_("五、视察"), actor, year),
        _praised(_("六、表扬"), actor, year),
        Section(_("七、这一年做了什么"), table=_calendar(actor, year, today)),
        Section(_("附：办理结果分类"), table=_classes(actor, year, today), note=_definitions()),
    ]


def _circular_sections(actor: Actor, year: int, found: Overview, board: Board, today: date) -> list[Section]:
    late = [row for row in board.rows if row.figures.counts["late"].number]
    names = "、".join(f"{row.figures.name}（{row.figures.counts['late'].number}）" for row in late)
    missing = [r.unit_name for r in years.self_reports(actor, year, today=today) if r.submitted_on is None]
    return [
        Section(_("一、总体情况"), table=_rates_by_year(found.years[:2])),
        Section(_("二、各单位"), _thresholds(board), _board(board)),
        Section(
            _("三、超期没有答复的"),
            _("以下单位有超期没有答复的建议：%(names)s。请尽快答复代表。") % {"names": names}
            if names
            else _("没有。"),
        ),
        Section(_("四、承诺事项"), _promise_words(board), _promises(board)),
        Section(
            _("五、没有交自查报告的"), "、".join(missing) + _("。") if missing else _("都交了。")
        ),
        _praised(_("六、表扬"), actor, year),
    ]  # fmt: skip


def _rates_by_year(rows: Sequence[Figures]) -> ReportTable:
    columns = (_("指标"), *(row.name for row in rows))
    lines = [(_("交办（件）"), *(str(row.counts["handed"].number) for row in rows))]
    for at, formula in enumerate(FORMULAS):
        cells = []
        for row in rows:
            rate = row.rates[at]
            cells.append(f"{rate.text}（{rate.numerator.number}/{rate.denominator.number}）")
        lines.append((str(formula.name), *cells))
    return ReportTable(columns, tuple(lines), wide=2)


def _led(board: Board) -> list[Figures]:
    return [row.figures for row in board.rows if row.figures.counts["handed"].number]


def _grouped(first: str, rows: Sequence[Figures]) -> ReportTable:
    shown = [f for f in FORMULAS if f.code in {"face", "on_time", "satisfy", "resolve"}]
    columns = (first, _("交办"), _("答复"), *(str(f.name) for f in shown))
    lines = tuple(
        (
            row.name, str(row.counts["handed"].number), str(row.counts["replied"].number),
            *(row.rate(f.code).text for f in shown),
        )
        for row in rows[:_ROWS]
    )  # fmt: skip
    return ReportTable(columns, lines, wide=3)


def _thresholds(board: Board) -> str:
    return _(
        "各项比率不低于 %(green)d%% 为绿，不低于 %(yellow)d%% 为黄，再低为红；"
        "单位的颜色取最差的一项，有超期未答复的最好为黄，超期 %(days)d 天以上为红。"
    ) % {
        "green": board.rules.green_from, "yellow": board.rules.yellow_from, "days": board.rules.red_late_days,
    }  # fmt: skip


def _board(board: Board) -> ReportTable:
    columns = (_("单位"), _("颜色"), _("主办"), _("协办"), *(str(words) for words in LINE_LABELS.values()))
    lines = tuple(
        (
            row.figures.name, str(COLOUR_LABELS[row.colour]), str(row.figures.counts["handed"].number),
            str(row.figures.counts["helped"].number), *(row.line(code).rate.text for code in LINE_LABELS),
        )
        for row in board.rows[:_ROWS]
    )  # fmt: skip
    return ReportTable(columns, lines, wide=3)


def _promise_words(board: Board) -> str:
    numbers = {code: count.number for code, count in board.promises.items()}
    return (
        _("今年到期的承诺 %(promised)d 项：已兑现 %(kept)d 项，等代表复核 %(to_check)d 项，") % numbers
        + _("过期没有兑现 %(overdue)d 项，代表复核没有兑现 %(broken)d 项。") % numbers
    )


def _promises(board: Board) -> ReportTable | None:
    codes = ("promised", "kept", "to_check", "overdue", "broken")
    rows = [row for row in board.rows if row.promises["promised"].number]
    if not rows:
        return None
    lines = tuple(
        (row.figures.name, *(str(row.promises[code].number) for code in codes)) for row in rows[:_ROWS]
    )
    return ReportTable((_("单位"), *(str(COUNT_LABELS[code]) for code in codes)), lines, wide=3)


def _inspected(heading: str, actor: Actor, year: int) -> Section:
    rows = years.inspections(actor, year)
    if not rows:
        return Section(heading, _("这一年没有登记视察。"))
    lines = tuple((row.place, f"{row.held_on}", row.leader, str(len(row.suggestions))) for row in rows)
    table = ReportTable((_("到了哪里"), _("日期"), _("谁带队"), _("看了几件")), lines, wide=3)
    return Section(heading, table=table)


def _praised(heading: str, actor: Actor, year: int) -> Section:
    rows = praise.commendations(actor, year)
    if not rows:
        return Section(heading, _("这一年还没有表扬。"))
    kinds = {Praised.UNIT: _("承办单位"), Praised.SUGGESTION: _("优秀建议")}
    lines = tuple(
        (row.name, kinds[Praised(row.kind)], row.decided_by, row.reason or _("达到全部条件")) for row in rows
    )
    return Section(
        heading, table=ReportTable((_("名称"), _("种类"), _("由谁决定"), _("依据")), lines, wide=3)
    )


def _calendar(actor: Actor, year: int, today: date) -> ReportTable:
    lines = tuple(
        (str(YEAR_LABELS[row.kind]), f"{row.due_on}", f"{row.done_on}" if row.done_on else "—", row.note)
        for row in years.calendar_of(actor, year, today=today)
    )
    return ReportTable((_("事项"), _("期限"), _("完成"), _("说明")), lines, wide=2)


def _classes(actor: Actor, year: int, today: date) -> ReportTable:
    rows = classes_for(actor.place, figures.last_day(year, today))
    yes, no = _("是"), _("否")
    lines = tuple(
        (
            f"{row.code} {row.label}", yes if row.counts_as_resolved else no,
            yes if row.requires_commitment else no,
        )
        for row in rows
    )  # fmt: skip
    return ReportTable((_("类别"), _("算解决"), _("要写承诺")), lines, wide=4)


def _definitions() -> str:
    return "；".join(f"{f.name}＝{f.numerator_words}÷{f.denominator_words}" for f in FORMULAS) + "。"
