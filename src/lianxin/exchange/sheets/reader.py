"""The one process that opens a stranger's workbook. Run by its path, never imported by the product.

    python -I reader.py MOST_ROWS MOST_COLUMNS < workbook > answer

A workbook of a few kilobytes with one cell in the last row and column makes the library ask for half a
terabyte and end its process. So the process is this one, with little memory and time, and without files,
sockets or children. The answer is JSON: the sheets that can be seen, or why there are none; what JSON has no
word for is a pair of a letter and a text. Source: shared security paper T38, T44; ADR-0024.
"""

from __future__ import annotations

import io
import json
import os
import resource
import sys
from datetime import date, datetime, time, timedelta

from python_calamine import CalamineError, CalamineWorkbook, SheetVisibleEnum

MEMORY_BYTES, SECONDS, ANSWER_BYTES = 700_000_000, 40, 200_000_000


class Refused(Exception):
    """The workbook is not read; the code names the sentence in `exchange.words`."""


def _give_up_everything() -> None:
    for name, most in {
        resource.RLIMIT_AS: MEMORY_BYTES,
        resource.RLIMIT_CPU: SECONDS,
        resource.RLIMIT_FSIZE: ANSWER_BYTES,
        resource.RLIMIT_CORE: 0,
        resource.RLIMIT_NPROC: 0,
        resource.RLIMIT_NOFILE: 3,
    }.items():
        resource.setrlimit(name, (most, most))


def _told(value: object) -> list[str]:
    """A value that JSON has no word for. A moment is a date too, so it is asked first."""
    if isinstance(value, datetime):
        return ["m", value.isoformat()]
    if isinstance(value, date):
        return ["d", value.isoformat()]
    if isinstance(value, time):
        return ["t", value.isoformat()]
    if isinstance(value, timedelta):
        return ["s", repr(value.total_seconds())]
    return ["x", str(value)]


def _sheets(data: bytes, most_rows: int, most_columns: int) -> list[dict[str, object]]:
    found: list[dict[str, object]] = []
    with CalamineWorkbook.from_filelike(io.BytesIO(data)) as book:
        for seen in book.sheets_metadata:
            if seen.visible != SheetVisibleEnum.Visible:
                continue
            sheet = book.get_sheet_by_name(seen.name)
            if sheet.total_height > most_rows:
                raise Refused("too_many_rows")
            rows = [row[:most_columns] for row in sheet.to_python(skip_empty_area=False)]
            found.append({"name": seen.name, "rows": rows, "merged": list(sheet.merged_cell_ranges or [])})
    return found


def main(most_rows: int, most_columns: int) -> None:
    """Answer for the one workbook on standard input."""
    json.dumps([{"x": timedelta(0)}], default=_told)
    _give_up_everything()
    try:
        answer: object = _sheets(sys.stdin.buffer.read(), most_rows, most_columns)
    except Refused as refusal:
        answer = {"refused": str(refusal)}
    except MemoryError:
        answer = {"refused": "too_large"}
    except (CalamineError, OSError, ValueError, OverflowError):
        answer = {"refused": "not_a_sheet"}
    sys.stdout.buffer.write(json.dumps(answer, default=_told, ensure_ascii=True).encode("ascii"))
    sys.stdout.buffer.flush()
    os._exit(0)


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
