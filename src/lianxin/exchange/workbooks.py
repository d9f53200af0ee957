"""Workbooks we hand out: templates, exports, rejected rows with reasons. Every cell is inert text."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence

from lianxin.exchange.engine import Report, row_problems
from lianxin.exchange.kinds.base import Kind

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


# Name of the sheet, its headings by column, and (cells, reason, line in the file) of each rejected row.
RejectedSheet = tuple[str, dict[int, str], list[tuple[list[str], str, int]]]


def rejected(report: Report) -> bytes:
    """The rejected rows of a report."""
    return rejected_book(
        [
            (
                layout.sheet,
                layout.labels,
                [
                    (r.raw, reasons(row_problems(r, report.file)), r.number)
                    for r in report.rows
                    if r.sheet == layout.sheet and r.status == "rejected"
                ],
            )
            for layout in report.parsed.layouts
        ]
    )


def rejected_book(sheets: Iterable[RejectedSheet]) -> bytes:
    """The rejected rows as they stood in the file, sheet by sheet, reasons in the last columns."""
    made: list[tuple[str, list[str], list[list[str]]]] = []
    for name, labels, rows in sheets:
        if not rows:
            continue
        width = max([*(len(raw) for raw, _why, _n in rows), max(labels, default=0) + 1])
        heads = [labels.get(at, "") for at in range(width)]
        lines = [[*raw, *[""] * (width - len(raw)), why, str(number)] for raw, why, number in rows]
        made.append((name or "退回的行", [*heads, REASON, _PLACE], lines))
    return _book(made or [("退回的行", [REASON], [])], {REASON})


def reasons(problems: Iterable[dict[str, object]]) -> str:
    """Why a row was rejected, in one cell."""
    told = [p for p in problems if p["weight"] == "error"]
    return "；".join(f"{p['column']}：{p['problem']}" if p["column"] else str(p["problem"]) for p in told)


def _book(sheets: Sequence[tuple[str, list[str], list[list[str]]]], strong: set[str]) -> bytes:
    import xlsxwriter  # 20 MB that most processes never need

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
