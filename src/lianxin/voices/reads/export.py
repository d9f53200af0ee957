"""A list of cases as a table for spreadsheets, page by page, with a footer that says who took it and why."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext as _

from lianxin.accounts.words import role_label
from lianxin.kernel.actor import Actor
from lianxin.kit.paging import Cursor
from lianxin.kit.scope import scope
from lianxin.kit.tables import BOM, csv_line
from lianxin.voices.reads.lists import Filters, case_list
from lianxin.voices.reads.rows import CaseRow

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

CHUNK = 500
# A workbook is written whole before it is sent; more rows than this go as CSV. Some four seconds.
MOST_IN_WORKBOOK = 20_000


@dataclass(frozen=True, slots=True)
class Export:
    """What is taken out, by whom, when and for what."""

    filters: Filters
    actor: Actor
    at: datetime
    purpose: str

    @property
    def today(self) -> date:
        """The local day."""
        return timezone.localdate(self.at)


def _heads() -> list[str]:
    return [
        _("编号"), _("内容"), _("类别"), _("地点"), _("接单代表"), _("承办单位"), _("进度"), _("期限"),
        _("剩余时间"), _("收到时间"),
    ]  # fmt: skip


def _cells(row: CaseRow) -> list[str]:
    return [
        row.number,
        row.title,
        row.kind,
        row.place,
        row.deputy_name,
        row.unit_name,
        row.state_label,
        row.due.iso if row.due else "",
        row.due.text if row.due else "",
        f"{timezone.localtime(row.received_at):%Y-%m-%d %H:%M}",
    ]


def _footer(export: Export, rows: int) -> list[list[str]]:
    who = f"{export.actor.name}（{role_label(export.actor.role)}）"
    when = f"{timezone.localtime(export.at):%Y-%m-%d %H:%M}"
    return [
        [],
        [_("导出人"), who],
        [_("导出时间"), when],
        [_("用途"), export.purpose],
        [_("件数"), str(rows)],
        [_("含有群众反映的内容，只用于上面写的用途，不要转给别人。")],
    ]


def _pages(export: Export, most: int | None = None) -> Iterator[list[list[str]]]:
    """The rows, newest first. Each chunk is read in a scope of its own: it runs after the request's.

    Four queries per 500 rows, and memory for one chunk only.
    """
    cursor: Cursor | None = Cursor(size=CHUNK)
    given = 0
    while cursor is not None and (most is None or given < most):
        with scope(export.actor):
            page = case_list(export.actor, export.filters, cursor, today=export.today)
        yield [_cells(row) for row in page.rows]
        given += len(page.rows)
        cursor = Cursor(before=page.older_than, size=CHUNK) if page.older_than is not None else None


def csv_lines(export: Export) -> Iterator[str]:
    """Header, rows and footer as CSV; what looks like a formula gets an apostrophe before it."""
    yield BOM + csv_line(_heads())
    rows = 0
    for page in _pages(export):
        rows += len(page)
        yield "".join(csv_line(cells) for cells in page)
    yield "".join(csv_line(cells) for cells in _footer(export, rows))


def workbook(export: Export) -> Iterator[bytes]:
    """The same as a workbook, twenty thousand rows at most. Every cell is text as it was written.

    Written to a temporary file row by row and removed once it is sent.
    """
    with NamedTemporaryFile(suffix=".xlsx", delete=False) as made:
        path = Path(made.name)
    try:
        _write_workbook(path, export)
        with path.open("rb") as ready:
            while block := ready.read(65536):
                yield block
    finally:
        with suppress(FileNotFoundError):
            path.unlink()


def _write_workbook(path: Path, export: Export) -> None:
    import xlsxwriter  # 20 MB that most processes never need

    book = xlsxwriter.Workbook(path, {"constant_memory": True, "strings_to_formulas": False})
    sheet = book.add_worksheet(_("民情")[:31])
    sheet.set_column(0, 0, 22)
    sheet.set_column(1, 1, 48)
    sheet.set_column(2, 9, 16)
    sheet.freeze_panes(1, 0)
    write = _row_writer(sheet)
    write(_heads(), book.add_format({"bold": True}))
    rows = 0
    for page in _pages(export, MOST_IN_WORKBOOK):
        rows += len(page)
        for cells in page:
            write(cells)
    if rows >= MOST_IN_WORKBOOK:
        write([_("只列最新的 %(n)d 件，其余的请用 CSV 导出。") % {"n": rows}])
    for cells in _footer(export, rows):
        write(cells)
    book.close()


def _row_writer(sheet: Worksheet) -> Callable[..., None]:
    at = 0

    def write(cells: list[str], style: object = None) -> None:
        nonlocal at
        for column, cell in enumerate(cells):
            sheet.write_string(at, column, cell, style)
        at += 1

    return write
