"""Tables that leave the product: a cell that a spreadsheet would run as a formula goes out as text.

Source: shared security paper T42. Full-width signs too: spreadsheets in Chinese take them like narrow ones.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from io import StringIO

BOM = "\ufeff"  # without it Excel reads UTF-8 as GBK
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")


def inert(cell: str) -> str:
    """The cell with an apostrophe before it when it begins like a formula."""
    return f"'{cell}" if cell.startswith(_FORMULA) else cell


def csv_lines(rows: Iterable[Sequence[str]]) -> str:
    """Rows as lines of CSV, every cell inert. A file begins with `BOM`."""
    buffer = StringIO()
    csv.writer(buffer).writerows([inert(cell) for cell in row] for row in rows)
    return buffer.getvalue()


def csv_line(cells: Sequence[str]) -> str:
    """One row of it."""
    return csv_lines([cells])
