"""Bytes into sheets of cells: .xlsx, .xls, .csv (UTF-8, UTF-16, GB18030) and what is pasted from a sheet."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, SheetVisibleEnum

Value = str | int | float | bool | date | datetime | time | timedelta
# (first row, first column) and (last row, last column), counted from nought, both inside.
Range = tuple[tuple[int, int], tuple[int, int]]

MOST_ROWS = 60_000
MOST_COLUMNS = 120
# What a workbook may unpack to: far more than ten thousand rows need, less than a small server has.
_MOST_UNPACKED = 250_000_000
_DELIMITERS = "\t,;，；|"


class Unreadable(Exception):
    """The file cannot be read; `code` says why (words in `exchange.words`)."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet. `rows[0]` is line 1 of the file; a blank cell is ""."""

    name: str
    rows: list[list[Value]]
    merged: list[Range] = field(default_factory=list)


def read(data: bytes, name: str = "") -> list[Sheet]:
    """The sheets that can be seen. Raises Unreadable."""
    if data[:4] == b"PK\x03\x04" or data[:8] == b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1":
        return _workbook(data)
    return [read_text(_decoded(data))]


def read_text(text: str) -> Sheet:
    """A sheet from separated values, or from what was copied out of a spreadsheet program."""
    text = text.lstrip("\ufeff").replace("\x00", "")
    if not text.strip():
        raise Unreadable("empty_file")
    rows: list[list[Value]] = []
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text)):
            rows.append(list(row[:MOST_COLUMNS]))
            if len(rows) > MOST_ROWS:
                raise Unreadable("too_many_rows")
    except csv.Error as error:
        raise Unreadable("not_a_sheet") from error
    return Sheet("", rows)


def _decoded(data: bytes) -> str:
    encodings = ["utf-16"] if data[:2] in {b"\xff\xfe", b"\xfe\xff"} else ["utf-8-sig", "gb18030"]
    for encoding in encodings:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if any(ord(c) < 9 for c in text[:4000]):
            break
        return text
    raise Unreadable("not_a_sheet")


def _delimiter(text: str) -> str:
    """The separator that splits most of the first lines; a comma when there is none."""
    lines = text.splitlines()[:40]
    return max(_DELIMITERS, key=lambda d: (sum(d in line for line in lines), d == ","))


def _workbook(data: bytes) -> list[Sheet]:
    _require_small(data)
    try:
        with CalamineWorkbook.from_filelike(io.BytesIO(data)) as book:
            seen = [s.name for s in book.sheets_metadata if s.visible == SheetVisibleEnum.Visible]
            return [_sheet(name, book.get_sheet_by_name(name)) for name in seen]
    except (CalamineError, OSError, ValueError, OverflowError) as error:
        raise Unreadable("not_a_sheet") from error


def _require_small(data: bytes) -> None:
    """A few kilobytes may unpack to gigabytes: look at the announced sizes first."""
    if data[:2] != b"PK":
        return
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as parts:
            unpacked = sum(part.file_size for part in parts.infolist())
    except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError) as error:
        raise Unreadable("not_a_sheet") from error
    if unpacked > _MOST_UNPACKED:
        raise Unreadable("too_large")


def _sheet(name: str, source: CalamineSheet) -> Sheet:
    if source.total_height > MOST_ROWS:
        raise Unreadable("too_many_rows")
    rows = [list(row[:MOST_COLUMNS]) for row in source.to_python(skip_empty_area=False)]
    merged = list(source.merged_cell_ranges or [])
    for (top, left), (bottom, _right) in merged:
        _copy_down(rows, top, bottom, left)
    return Sheet(name, rows, merged)


def _copy_down(rows: list[list[Value]], top: int, bottom: int, column: int) -> None:
    """A cell merged over several lines says the same on each of them."""
    if bottom <= top or top >= len(rows) or column >= len(rows[top]):
        return
    for row in rows[top + 1 : bottom + 1]:
        if column < len(row) and row[column] == "":
            row[column] = rows[top][column]


def cells(sheets: list[Sheet]) -> Iterator[Value]:
    """Every cell of every sheet."""
    for sheet in sheets:
        for row in sheet.rows:
            yield from row
