"""Workbooks we hand out: templates, exports, and rejected rows with their reasons. Every cell is inert text."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence

import xlsxwriter

from lianxin.exchange.engine import Report
from lianxin.exchange.kinds.base import Kind
from lianxin.exchange.words import sentence

REASON = "退回原因"
_PLACE = "所在行"


def template(kind: Kind) -> bytes:
    """The headings and a row of example for one kind of file."""
    heads = [column.head for column in kind.columns]
    rows = [[example.get(c.field, "") for c in kind.columns] for example in kind.example]
    required = {c.head for c in kind.columns if c.is_required}
    return _book([("请填在这里", heads, rows)], required)


def export(kind: Kind, records: Iterable[dict[str, str]]) -> bytes:
    """Records with the headings of the template: importing the file again changes nothing."""
    rows = [[record.get(c.field, "") for c in kind.columns] for record in records]
    return _book([("数据", [c.head for c in kind.columns], rows)], set())


def rejected(report: Report) -> bytes:
    """The rejected rows as they stood in the file, sheet by sheet, each with its reasons in the last column."""
    sheets: list[tuple[str, list[str], list[list[str]]]] = []
    for layout in report.parsed.layouts:
        rows = [r for r in report.rows if r.sheet == layout.sheet and r.status == "rejected"]
        if not rows:
            continue
        width = max([*(len(r.raw) for r in rows), max(layout.labels, default=0) + 1])
        heads = [layout.labels.get(at, "") for at in range(width)]
        lines = [[*r.raw, *[""] * (width - len(r.raw)), _reasons(r.problems), str(r.number)] for r in rows]
        sheets.append((layout.sheet or "退回的行", [*heads, REASON, _PLACE], lines))
    return _book(sheets or [("退回的行", [REASON], [])], {REASON})


def _reasons(problems: Iterable[object]) -> str:
    from lianxin.exchange.sheets.columns import Problem, Weight

    told = [p for p in problems if isinstance(p, Problem) and p.weight == Weight.ERROR]
    return "；".join(f"{p.column}：{sentence(p)}" if p.column else sentence(p) for p in told)


def _book(sheets: Sequence[tuple[str, list[str], list[list[str]]]], strong: set[str]) -> bytes:
    out = io.BytesIO()
    book = xlsxwriter.Workbook(
        out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    head, warn = (
        book.add_format({"bold": True, "text_wrap": True}),
        book.add_format({"bold": True, "bg_color": "#fdecc8"}),
    )
    as_text = book.add_format({"num_format": "@"})
    used: set[str] = set()
    for name, heads, rows in sheets:
        sheet = book.add_worksheet(_sheet_name(name, used))
        sheet.freeze_panes(1, 0)
        sheet.set_column(0, max(len(heads) - 1, 0), 16, as_text)
        for at, text in enumerate(heads):
            sheet.write_string(0, at, text, warn if text in strong else head)
        for number, row in enumerate(rows, start=1):
            for at, text in enumerate(row):
                if text:
                    sheet.write_string(number, at, text, as_text)
    book.close()
    return out.getvalue()


def _sheet_name(name: str, used: set[str]) -> str:
    """What Excel allows as the name of a sheet, and not twice."""
    base = "".join(c for c in name if c not in "[]:*?/\\'")[:28] or "数据"
    text, number = base, 2
    while text.lower() in used:
        text, number = f"{base[:26]}{number}", number + 1
    used.add(text.lower())
    return text
