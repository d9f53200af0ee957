"""The calendar that counts now: what ships with the program and what administrators have entered since."""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from lianxin.calendars.models import Notice
from lianxin.kernel.errors import NotFound
from lianxin.kernel.workdays import Calendar, YearNotice

# Another process may enter a notice; everybody has it a minute later.
_FRESH_S = 60.0
_lock = threading.Lock()
_kept: tuple[float, Calendar] | None = None


def current() -> Calendar:
    """Shipped years overlaid with the newest entered notice of each year. At most one query a minute."""
    global _kept  # noqa: PLW0603 (one value per process, guarded by a lock)
    with _lock:
        now = time.monotonic()
        if _kept is None or now - _kept[0] > _FRESH_S:
            calendar = Calendar.shipped()
            for notice in Notice.objects.order_by("year", "id"):
                calendar = calendar.with_year(YearNotice.from_json(notice.body))
            _kept = (now, calendar)
        return _kept[1]


def forget() -> None:
    """Read the notices again at the next use."""
    global _kept  # noqa: PLW0603 (see `current`)
    with _lock:
        _kept = None


@dataclass(frozen=True, slots=True)
class NoticeRow:
    """One entered notice."""

    id: int
    year: int
    source: str
    entered_at: datetime


def notice_rows() -> list[NoticeRow]:
    """Entered notices, newest first. One query."""
    return [NoticeRow(n.pk, n.year, n.source, n.entered_at) for n in Notice.objects.order_by("-id")[:50]]


@dataclass(frozen=True, slots=True)
class YearRow:
    """One year in the list."""

    year: int
    is_provisional: bool
    days_off: int
    make_up: int
    source: str


def year_rows(this_year: int) -> list[YearRow]:
    """Known years and the two ahead of `this_year`, newest first. At most one query a minute."""
    calendar = current()
    known = {notice.year: notice for notice in calendar.years}
    rows = []
    for year in sorted(known.keys() | {this_year, this_year + 1}, reverse=True):
        notice = known.get(year)
        rows.append(
            YearRow(
                year=year,
                is_provisional=calendar.is_provisional(year),
                days_off=sum(len(holiday.dates) for holiday in notice.holidays) if notice else 0,
                make_up=len(notice.make_up) if notice else 0,
                source=notice.source if notice else "",
            )
        )
    return rows


def year_page(year: int) -> YearNotice:
    """The notice of a year. Raises NotFound. At most one query a minute."""
    notice = next((notice for notice in current().years if notice.year == year), None)
    if notice is None:
        raise NotFound(_("%(year)d 年的放假安排还没有公布或录入，这一年的期限都是暂定的。") % {"year": year})
    return notice
