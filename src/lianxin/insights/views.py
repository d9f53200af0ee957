"""Figures on a page, their definitions, and a table for spreadsheets."""

from __future__ import annotations

import csv
from datetime import date, timedelta
from io import StringIO

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from lianxin.divisions import reads as divisions
from lianxin.insights import reads
from lianxin.insights.formulas import FORMULAS, VERSION
from lianxin.insights.reads import Period
from lianxin.kernel.actor import PLACE_ROLES, UNIT_ROLES, VENUE_ROLES
from lianxin.kit.http import Request, render, signed_in

READERS = tuple(sorted(PLACE_ROLES | VENUE_ROLES | UNIT_ROLES))
_TABLES = ("topic", "township", "venue", "unit", "deputy")
# A cell that begins like a formula would be run by a spreadsheet. Source: shared security paper T20.
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def _day(text: str, fallback: date) -> date:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return fallback
    # Ids begin with the platform; a year far off would leave their range.
    return day if 2000 <= day.year <= 2200 else fallback


def period_of(request: Request) -> Period:
    """The days asked for; this month when none or no real ones are. A period turned round is set right."""
    today = timezone.localdate(request.now)
    since = _day(request.GET.get("from", ""), today.replace(day=1))
    until = _day(request.GET.get("to", ""), today)
    return Period(min(since, until), max(since, until))


def _choices(today: date) -> list[dict[str, str]]:
    quarter = today.replace(month=(today.month - 1) // 3 * 3 + 1, day=1)
    last_month = (today.replace(day=1) - timedelta(days=1)).replace(day=1)
    starts = [(_("本月"), today.replace(day=1), today), (_("本季度"), quarter, today)]
    starts += [(_("今年"), today.replace(month=1, day=1), today)]
    starts += [(_("上个月"), last_month, today.replace(day=1) - timedelta(days=1))]
    return [{"label": name, "url": f"?from={since}&to={until}"} for name, since, until in starts]


def _titles() -> dict[str, str]:
    return {
        "topic": _("按类别"), "township": _("按乡镇（街道）"), "venue": _("按家站室"),
        "unit": _("按承办单位"), "deputy": _("按接单代表"),
    }  # fmt: skip


def _scope_words(request: Request) -> str:
    actor = request.actor
    if actor.role in UNIT_ROLES:
        return _("交给本单位的民情")
    if actor.role in VENUE_ROLES:
        return _("本家站室的民情")
    return _("%(place)s，本级能看到的民情") % {"place": divisions.name_of(actor.place.ljust(12, "0"))}


@require_safe
@signed_in(*READERS)
def show(request: Request) -> HttpResponse:
    """Figures of a period: in all, and per topic, place, venue, unit and deputy."""
    period, today = period_of(request), timezone.localdate(request.now)
    tables = [
        {
            "title": title,
            "rows": reads.table(request.actor, period, by, today=today, limit=reads.SHOWN),
            "by": by,
        }
        for by, title in _titles().items()
    ]
    context = {
        "period": period,
        "choices": _choices(today),
        "formulas": FORMULAS,
        "whole": reads.overall(request.actor, period, today=today),
        "tables": tables,
        "shown": reads.SHOWN,
        "repeated": reads.repeated(request.actor, today=today),
        "scope_words": _scope_words(request),
        "cut_at": request.now,
        "version": VERSION,
    }
    return render(request, "insights/figures.html", context)


@require_safe
@signed_in(*READERS)
def definitions(request: Request) -> HttpResponse:
    """What each figure counts, over what, and by whose rule."""
    return render(request, "insights/definitions.html", {"formulas": FORMULAS, "version": VERSION})


@require_safe
@signed_in(*READERS)
def export(request: Request) -> HttpResponse:
    """One table as CSV, with who took it, when, and over what."""
    by = request.GET.get("by", "topic")
    by = by if by in _TABLES else "topic"
    period, today = period_of(request), timezone.localdate(request.now)
    lines = [[_titles()[by], _("收到"), *(str(part) for f in FORMULAS for part in (f.name, f.numerator_words,
              f.denominator_words)), _("超期"), _("督办")]]  # fmt: skip
    for row in reads.table(request.actor, period, by, today=today, limit=10_000):
        cells = [row.name, str(row.counts["all"].number)]
        for rate in row.rates:
            cells += [rate.text, str(rate.numerator.number), str(rate.denominator.number)]
        lines.append([*cells, str(row.counts["overdue"].number), str(row.counts["supervised"].number)])
    taken = f"{timezone.localtime(request.now):%Y-%m-%d %H:%M}"
    lines.append([_("期间"), f"{period.since} – {period.until}", _("范围"), _scope_words(request)])
    lines.append([_("导出人"), request.actor.name, _("截至"), taken, _("公式版本"), VERSION])
    buffer = StringIO()
    csv.writer(buffer).writerows([[_safe(cell) for cell in line] for line in lines])
    response = HttpResponse("\ufeff" + buffer.getvalue(), content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="insights-{by}-{today:%Y%m%d}.csv"'
    return response


def _safe(text: str) -> str:
    return f"'{text}" if text.startswith(_FORMULA_STARTS) else text
