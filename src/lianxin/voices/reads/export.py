"""A list of cases as a table for spreadsheets, streamed page by page."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from datetime import date
from io import StringIO

from django.utils import timezone
from django.utils.translation import gettext as _

from lianxin.kernel.actor import Actor
from lianxin.kit.paging import Cursor
from lianxin.kit.scope import scope
from lianxin.voices.reads.lists import Filters, case_list
from lianxin.voices.reads.rows import CaseRow

CHUNK = 500
# A cell that begins like a formula would be run by a spreadsheet. Source: shared security paper T20.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def _safe(text: str) -> str:
    return f"'{text}" if text.startswith(_FORMULA) else text


def _line(cells: list[str]) -> str:
    buffer = StringIO()
    csv.writer(buffer).writerow([_safe(cell) for cell in cells])
    return buffer.getvalue()


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


def csv_lines(actor: Actor, filters: Filters, *, today: date) -> Iterator[str]:
    """Header and rows, newest first. Each chunk is read in a scope of its own: it runs after the request's.

    Four queries per 500 rows, and memory for one chunk only.
    """
    heads = [_("编号"), _("内容"), _("类别"), _("地点"), _("接单代表"), _("承办单位"), _("进度"), _("期限")]
    yield "\ufeff" + _line([*heads, _("剩余时间"), _("收到时间")])
    cursor: Cursor | None = Cursor(size=CHUNK)
    while cursor is not None:
        with scope(actor):
            page = case_list(actor, filters, cursor, today=today)
        yield "".join(_line(_cells(row)) for row in page.rows)
        cursor = Cursor(before=page.older_than, size=CHUNK) if page.older_than is not None else None
