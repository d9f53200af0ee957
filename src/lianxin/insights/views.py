"""Figures on pages, their definitions, a table for spreadsheets, and the monthly brief."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from urllib.parse import quote

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from lianxin.divisions import reads as divisions
from lianxin.documents.report import report_docx, report_pdf
from lianxin.insights import actions, reads, topics
from lianxin.insights.brief import brief_of, months_to_choose
from lianxin.insights.charts import months_chart, strips
from lianxin.insights.formulas import FORMULAS, VERSION
from lianxin.insights.leaving import hidden_words, shown_counts, shown_rate, smallest_shown
from lianxin.insights.reads import TABLES, Period
from lianxin.kernel.actor import PLACE_ROLES, UNIT_ROLES, VENUE_ROLES
from lianxin.kernel.codes import level_of
from lianxin.kit.files import csv_file
from lianxin.kit.http import Request, render, signed_in

READERS = tuple(sorted(PLACE_ROLES | VENUE_ROLES | UNIT_ROLES))
COUNTY = 3  # Above it a place sees only what was lifted to it. Source: ADR-0015.
_DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def _day(text: str, fallback: date) -> date:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return fallback
    # Ids begin with the platform; a year far off would leave their range.
    return day if 2000 <= day.year <= 2200 else fallback


def period_of(request: Request, since: date | None = None) -> Period:
    """The days asked for; this month when none or no real ones are. A period turned round is set right."""
    today = timezone.localdate(request.now)
    first = _day(request.GET.get("from", ""), since or today.replace(day=1))
    last = _day(request.GET.get("to", ""), today)
    return Period(min(first, last), max(first, last))


def _choices(today: date) -> list[dict[str, str]]:
    quarter = today.replace(month=(today.month - 1) // 3 * 3 + 1, day=1)
    last_month = (today.replace(day=1) - timedelta(days=1)).replace(day=1)
    starts = [(_("本月"), today.replace(day=1), today), (_("本季度"), quarter, today)]
    starts += [(_("今年"), today.replace(month=1, day=1), today)]
    starts += [(_("上个月"), last_month, today.replace(day=1) - timedelta(days=1))]
    return [{"label": name, "url": f"?from={since}&to={until}"} for name, since, until in starts]


def _titles() -> dict[str, str]:
    return {
        "topic": _("按类别"), "place": _("按地方"), "tier": _("按家站室点"), "venue": _("按阵地"),
        "unit": _("按承办单位"), "deputy": _("按接单代表"),
    }  # fmt: skip


def _scope_words(request: Request) -> str:
    actor = request.actor
    if actor.role in UNIT_ROLES:
        return _("交给本单位的民情")
    if actor.role in VENUE_ROLES:
        return _("本家站室的民情")
    return _("%(place)s，本级能看到的民情") % {"place": divisions.name_of(actor.place)}


def basis(request: Request, period: Period) -> dict[str, object]:
    """What every page of figures says of itself. Source: domain.md §8."""
    return {
        "period": period,
        "choices": _choices(timezone.localdate(request.now)),
        "scope_words": _scope_words(request),
        "is_above_county": request.actor.role in PLACE_ROLES and level_of(request.actor.place) < COUNTY,
        "cut_at": request.now,
        "version": VERSION,
        "may_brief": request.actor.role in PLACE_ROLES,
    }


@require_safe
@signed_in(*READERS)
def show(request: Request) -> HttpResponse:
    """Figures of a period: in all, and per topic, place, tier, venue, unit and deputy."""
    period, today = period_of(request), timezone.localdate(request.now)
    overview = reads.overview(request.actor, period, today=today)
    tables = [{"title": title, "rows": overview.tables[by], "by": by} for by, title in _titles().items()]
    context = {
        "formulas": FORMULAS,
        "overview": overview,
        "tables": tables,
        "strips": strips(overview.tables["topic"]),
        "shown": reads.SHOWN,
    }
    return render(request, "insights/figures.html", basis(request, period) | context)


@require_safe
@signed_in(*READERS)
def show_topics(request: Request) -> HttpResponse:
    """Topics by place and by month; the last twelve months when no period is chosen."""
    today = timezone.localdate(request.now)
    a_year_ago = (today.replace(day=1) - timedelta(days=330)).replace(day=1)
    period = period_of(request, since=a_year_ago)
    found = topics.topics_of(request.actor, period, today=today)
    context = {"found": found, "chart": months_chart(found.months), "places_shown": topics.PLACES_SHOWN}
    return render(request, "insights/topics.html", basis(request, period) | context)


@require_safe
@signed_in(*READERS)
def definitions(request: Request) -> HttpResponse:
    """What each figure counts, over what, and by whose rule."""
    context = {"formulas": FORMULAS, "version": VERSION, "least": smallest_shown()}
    return render(request, "insights/definitions.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in(*sorted(PLACE_ROLES))
def brief(request: Request) -> HttpResponse:
    """Choose a month; then the brief as a paper to print or to edit, on record in the journal."""
    today = timezone.localdate(request.now)
    months = months_to_choose(today)
    month = request.POST.get("month", "")
    if request.method != "POST" or month not in months:
        context = {"months": months, "least": smallest_shown(), "is_wrong": request.method == "POST"}
        return render(request, "insights/brief.html", context)
    kind = "docx" if request.POST.get("kind") == "docx" else "pdf"
    report = brief_of(request.actor, month, today=today, at=request.now)
    actions.note_brief(month=month, kind=kind, actor=request.actor, at=request.now)
    body, content_type = (
        (report_docx(report), _DOCX) if kind == "docx" else (report_pdf(report), "application/pdf")
    )
    return _file(body, content_type, f"{report.title}.{kind}", f"brief-{month}.{kind}")


def _file(body: bytes, content_type: str, name: str, plain_name: str) -> HttpResponse:
    response = HttpResponse(body, content_type=content_type)
    response.headers["Content-Disposition"] = (
        f"attachment; filename=\"{plain_name}\"; filename*=UTF-8''{quote(name)}"
    )
    return response


@require_safe
@signed_in(*READERS)
def export(request: Request) -> HttpResponse:
    """One table as CSV, with who took it, when, and over what. It leaves, so small counts are hidden."""
    by = request.GET.get("by", "topic")
    by = by if by in TABLES else "topic"
    period, today = period_of(request), timezone.localdate(request.now)
    rows = reads.table(request.actor, period, by, today=today, limit=10_000)
    lines = [[_titles()[by], _("收到"), *(str(part) for f in FORMULAS for part in (f.name, f.numerator_words,
              f.denominator_words)), _("超期"), _("督办")]]  # fmt: skip
    for row, counts in zip(rows, shown_counts(rows), strict=True):
        lines.append([row.name, *_cells(row, counts)])
    lines += footer(request, period, _scope_words(request))
    return csv_file(lines, f"insights-{by}-{today:%Y%m%d}.csv")


def footer(request: Request, period: Period, scope_words: str) -> list[list[str]]:
    """The last lines of a table that leaves: over what, who took it, when, and what "…" means."""
    taken = f"{timezone.localtime(request.now):%Y-%m-%d %H:%M}"
    return [
        [_("期间"), f"{period.since} – {period.until}", _("范围"), scope_words],
        [_("导出人"), request.actor.name, _("截至"), taken, _("公式版本"), VERSION],
        [hidden_words()],
    ]


def _cells(row: reads.Figures, counts: Mapping[str, str]) -> list[str]:
    cells = [counts["all"]]
    for rate, formula in zip(row.rates, FORMULAS, strict=True):
        cells += [shown_rate(rate, formula, counts), counts[formula.numerator], counts[formula.denominator]]
    return [*cells, counts["overdue"], counts["supervised"]]
