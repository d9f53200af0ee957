"""Bytes into sheets of cells: .xlsx, .xls, .csv (UTF-8, UTF-16, GB18030) and what is pasted from a sheet."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from pathlib import Path
from tempfile import TemporaryFile
from types import MappingProxyType
from typing import Any

Value = str | int | float | bool | date | datetime | time | timedelta
# (first row, first column) and (last row, last column), counted from nought, both inside.
Range = tuple[tuple[int, int], tuple[int, int]]

MOST_ROWS = 60_000
MOST_COLUMNS = 120
# What a workbook may unpack to: far more than ten thousand rows need, less than a small server has.
_MOST_UNPACKED = 250_000_000
_READER = Path(__file__).with_name("reader.py")
_PATIENCE_S = 60
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
    """The sheets, as the limited process of `reader.py` read them; what ends that process is too large."""
    _require_small(data)
    with TemporaryFile() as given, TemporaryFile() as answer:
        given.write(data)
        given.seek(0)
        try:
            ended = subprocess.run(  # noqa: S603 (our own file and two numbers)
                [sys.executable, "-I", str(_READER), str(MOST_ROWS), str(MOST_COLUMNS)],
                stdin=given, stdout=answer, stderr=subprocess.DEVNULL, env={}, cwd="/", timeout=_PATIENCE_S,
                check=False,
            )  # fmt: skip
        except subprocess.TimeoutExpired as error:
            raise Unreadable("too_large") from error
        answer.seek(0)
        told = answer.read()
    if ended.returncode < 0:
        raise Unreadable("too_large")
    try:
        found = json.loads(told)
    except ValueError as error:
        # It fell over the file in a way it has no word for.
        raise Unreadable("not_a_sheet") from error
    if isinstance(found, dict):
        raise Unreadable(str(found["refused"]))
    return [_sheet(one) for one in found]


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


def _sheet(told: Mapping[str, Any]) -> Sheet:
    rows = [[_value(value) if isinstance(value, list) else value for value in row] for row in told["rows"]]
    merged: list[Range] = [((a, b), (c, d)) for (a, b), (c, d) in told["merged"]]
    for (top, left), (bottom, _right) in merged:
        _copy_down(rows, top, bottom, left)
    return Sheet(str(told["name"]), rows, merged)


_KINDS: Mapping[str, Callable[[str], Value]] = MappingProxyType(
    {
        "m": datetime.fromisoformat,
        "d": date.fromisoformat,
        "t": time.fromisoformat,
        "s": lambda text: timedelta(seconds=float(text)),
        "x": str,
    }
)


def _value(pair: list[str]) -> Value:
    kind, text = pair
    return _KINDS[kind](text)


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
