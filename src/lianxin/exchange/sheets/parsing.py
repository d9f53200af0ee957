"""Sheets into rows of facts with their problems: heading, lines, cleaners. No line is lost."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from lianxin.exchange.sheets.columns import Column, Problem, Row, Weight
from lianxin.exchange.sheets.headers import Columns, Header, find_header
from lianxin.exchange.sheets.reading import Sheet, Unreadable, Value
from lianxin.exchange.sheets.rows import Line, Skipped, lines
from lianxin.exchange.sheets.text import label, text_of

# (sheet, line, field) -> what a person put there instead of what stands in the file.
Repairs = Mapping[tuple[str, int, str], str]
_TERM = re.compile(r"第([\d一二三四五六七八九十〇]+)届")


@dataclass(frozen=True, slots=True)
class Layout:
    """How one sheet was understood, for the person to look at and to change."""

    sheet: str
    header_row: int  # from 1
    height: int
    fields: dict[int, str]
    labels: dict[int, str]
    samples: dict[int, tuple[str, ...]]


@dataclass(slots=True)
class Parsed:
    """All sheets of one file."""

    rows: list[Row] = field(default_factory=list)
    skipped: list[tuple[str, Skipped]] = field(default_factory=list)
    layouts: list[Layout] = field(default_factory=list)
    unused_sheets: list[str] = field(default_factory=list)
    title: str = ""

    @property
    def term(self) -> int | None:
        """The number of the term that a title names: …第十七届人民代表大会代表名册."""
        from lianxin.exchange.sheets.cleaners import number

        found = _TERM.search(self.title)
        value = number(found.group(1)).value if found else ""
        return int(value) if value else None


def letter(at: int) -> str:
    """The letters of a column: 0 -> A, 27 -> AB."""
    text = ""
    at += 1
    while at:
        at, rest = divmod(at - 1, 26)
        text = chr(65 + rest) + text
    return text


def parse(
    sheets: Sequence[Sheet],
    columns: Sequence[Column],
    *,
    mapping: Mapping[str, Header] | None = None,
    repairs: Repairs | None = None,
    tick: Callable[[int], None] | None = None,
) -> Parsed:
    """Read every sheet with a heading. Raises Unreadable("no_heading") when none has one."""
    parsed, columns = Parsed(), Columns(columns)
    by_field = {c.field: c for c in columns}
    for sheet in sheets:
        header = (mapping or {}).get(sheet.name) or find_header(sheet, columns)
        if header is None:
            if any(text_of(v) for row in sheet.rows for v in row):
                parsed.unused_sheets.append(sheet.name)
            continue
        parsed.layouts.append(_layout(sheet, header))
        parsed.title = parsed.title or _title(sheet, header)
        for found in lines(sheet, header, columns):
            if isinstance(found, Skipped):
                parsed.skipped.append((sheet.name, found))
                continue
            parsed.rows.append(_row(sheet, header, found, by_field, repairs or {}))
            if tick is not None and len(parsed.rows) % 500 == 0:
                tick(len(parsed.rows))
    if not parsed.layouts:
        raise Unreadable("no_heading")
    return parsed


def _title(sheet: Sheet, header: Header) -> str:
    above = (text_of(v) for row in sheet.rows[: header.row] for v in row)
    return next((t for t in above if t), "") or sheet.name


def _layout(sheet: Sheet, header: Header) -> Layout:
    below = sheet.rows[header.first_data_row : header.first_data_row + 3]
    width = max((len(r) for r in [*below, sheet.rows[header.row]]), default=0)
    samples = {at: tuple(t for r in below if at < len(r) and (t := text_of(r[at]))) for at in range(width)}
    return Layout(
        sheet.name, header.row + 1, header.height, dict(header.fields), dict(header.labels), samples
    )


def _row(sheet: Sheet, header: Header, found: Line, columns: Mapping[str, Column], repairs: Repairs) -> Row:
    raw = [text_of(v) for v in sheet.rows[found.number - 1]]
    row = Row(sheet.name, found.number, {}, raw=raw)
    if found.section:
        row.values["section"] = found.section
    for name, (at, value) in found.cells.items():
        given: Value = repairs.get((sheet.name, found.number, name), value)
        row.cells[name] = (header.labels.get(at) or letter(at), text_of(value))
        _clean(row, columns[name], given)
    for name, column in columns.items():
        said = any(p.field == name for p in row.problems)
        if column.is_required and not row.get(name) and not said:
            row.add(name, "missing")
    return row


def _clean(row: Row, column: Column, value: Value) -> None:
    cleaned = column.clean(value)
    fact = cleaned.value
    if column.most and len(fact) > column.most:
        row.values[column.field] = fact[: column.most]
        row.add(column.field, "too_long", repair=fact[: column.most])
        return
    if fact:
        row.values[column.field] = fact
    for name, also in cleaned.also.items():
        row.values.setdefault(name, also)
    if cleaned.code:
        heading, text = row.cells[column.field]
        row.problems.append(
            Problem(column.field, cleaned.code, text, cleaned.repair, cleaned.weight, heading)
        )


def same_label(left: str, right: str) -> bool:
    """Whether two headings are the same word."""
    return label(left) == label(right)


__all__ = ["Layout", "Parsed", "Repairs", "Weight", "letter", "parse"]
