"""The year's round: calendar, inspections, self-reports, commendations, looks back, and the papers."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from urllib.parse import quote

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lianxin.documents.report import report_docx, report_pdf
from lianxin.kernel.actor import UNIT_ROLES
from lianxin.kernel.errors import DomainError, NotFound
from lianxin.kit.files import private_file
from lianxin.kit.forms import attempt
from lianxin.kit.http import Request, render, signed_in
from lianxin.kit.once import new_key, once
from lianxin.kit.paging import Cursor, id_in, with_cursor
from lianxin.suggestions import access
from lianxin.suggestions.actions import year as actions
from lianxin.suggestions.forms.pictures import derived_in
from lianxin.suggestions.forms.year import (
    CommendForm,
    InspectionForm,
    LookForm,
    MarkForm,
    PaperForm,
    SelfReportForm,
    YearForm,
)
from lianxin.suggestions.formulas import PROMISE_COUNTS
from lianxin.suggestions.reads import board as boards
from lianxin.suggestions.reads import figures, lookback, paper, praise
from lianxin.suggestions.reads import year as years
from lianxin.suggestions.views.figures import PLACES, ROLES, basis, year_of
from lianxin.suggestions.year_count_words import COUNT_LABELS
from lianxin.suggestions.year_words import FOUND_LABELS, YEAR_HINTS, YEAR_LABELS

OFFICES = tuple(sorted(access.OFFICES))
SUPERVISORS = tuple(sorted(access.SUPERVISORS))
_WRITE = require_http_methods(["GET", "HEAD", "POST"])
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def _once(request: Request, form: YearForm, what: str, act: Callable[[], object]) -> bool:
    """Do it once, whatever a double click does; a refusal becomes the form's error."""

    def run() -> str:
        act()
        return what

    def sent() -> str:
        key = form.cleaned_data["once"]
        if not key:
            return run()
        return once(f"{request.actor.user_id}:{what}:{key}", form.body(), run, at=request.now)

    return attempt(form, sent) is not None


def _back(name: str, year: int) -> HttpResponseRedirect:
    return HttpResponseRedirect(f"{reverse(name)}?year={year}")


@require_safe
@signed_in(*PLACES)
def calendar(request: Request) -> HttpResponse:
    """The year: what is due when, where the day comes from, and what is done."""
    year, today = year_of(request), timezone.localdate(request.now)
    context = {
        "entries": years.calendar_of(request.actor, year, today=today),
        "labels": YEAR_LABELS,
        "hints": YEAR_HINTS,
        "new_key": new_key,
        "may_paper": request.actor.role in access.SUPERVISORS,
    }
    return render(request, "suggestions/year.html", basis(request, "year") | context)


@require_POST
@signed_in(*OFFICES)
def mark(request: Request) -> HttpResponse:
    """An entry was done."""
    year, form = year_of(request), MarkForm(request.POST)
    done = form.is_valid() and _once(
        request,
        form,
        f"year-mark:{year}",
        lambda: actions.mark_done(
            year_number=year, kind=form.cleaned_data["kind"], done_on=form.cleaned_data["done_on"],
            note=form.cleaned_data["note"], actor=request.actor, at=request.now,
        ),
    )  # fmt: skip
    _say(request, form, done=done, words=_("已登记。"))
    return _back("suggestions:year", year)


def _say(request: Request, form: YearForm, *, done: bool, words: str) -> None:
    """The outcome above the page that follows: for forms of one line."""
    if done:
        messages.success(request, words)
        return
    errors = [str(error) for found in form.errors.values() for error in found]
    messages.error(request, errors[0] if errors else _("没有填完整，请再填一次。"))


@_WRITE
@signed_in(*ROLES)
def inspections(request: Request) -> HttpResponse:
    """Inspections of a year, and a new one. A unit reads those of what it handles."""
    year, actor = year_of(request), request.actor
    may_write = actor.role in access.SUPERVISORS
    first = {"once": new_key(), "held_on": timezone.localdate(request.now)}
    sent = may_write and request.method == "POST"
    form = InspectionForm(request.POST if sent else None, request.FILES if sent else None, initial=first)
    form.offer(years.inspectable(actor) if may_write else [])
    if form.is_valid() and _record(request, form):
        messages.success(request, _("已登记，承办单位看得到。"))
        return _back("suggestions:inspections", form.seen().held_on.year)
    context = {"rows": years.inspections(actor, year), "form": form if may_write else None}
    return render(request, "suggestions/inspections.html", basis(request, "inspections") | context)


def _record(request: Request, form: InspectionForm) -> bool:
    photos = derived_in(form)
    return photos is not None and _once(
        request,
        form,
        "inspection",
        lambda: actions.record_inspection(
            seen=form.seen(), photos=photos, actor=request.actor, at=request.now
        ),
    )


@require_safe
@signed_in(*ROLES)
def inspection_photo(
    request: Request, inspection_id: int, file_id: uuid.UUID, *, small: bool = False
) -> HttpResponse:
    """A photo of an inspection."""
    found = years.inspection_photo(request.actor, inspection_id, file_id, small=small)
    return private_file(request, found.data, content_type=found.content_type, filename=found.filename)


@_WRITE
@signed_in(*ROLES)
def reports(request: Request) -> HttpResponse:
    """Units' own reports of a year: for the congress who has sent one, for a unit its own to write."""
    year, actor, today = year_of(request), request.actor, timezone.localdate(request.now)
    rows, is_unit = years.self_reports(actor, year, today=today), actor.role in UNIT_ROLES
    own = rows[0] if is_unit and rows else None
    first = {"once": new_key(), "text": own.text if own else "", "version": own.version if own else 0}
    form = SelfReportForm(request.POST if own and request.method == "POST" else None, initial=first)
    if form.is_valid() and _once(
        request,
        form,
        f"self-report:{year}",
        lambda: actions.submit_self_report(
            year_number=year, text=form.cleaned_data["text"], version=form.cleaned_data["version"],
            actor=actor, at=request.now,
        ),
    ):  # fmt: skip
        messages.success(request, _("自查报告已交。到期以前还可以改。"))
        return _back("suggestions:reports", year)
    counts = years.own_counts(actor, year, today=today) if own else {}
    context = {
        "rows": rows,
        "own": own,
        "counts": [(COUNT_LABELS[code], number) for code, number in counts.items()],
        "form": form,
    }
    return render(request, "suggestions/self_reports.html", basis(request, "reports") | context)


@_WRITE
@signed_in(*PLACES)
def praises(request: Request) -> HttpResponse:
    """Who meets the stated criteria, and who was commended; the office decides."""
    year, actor, today = year_of(request), request.actor, timezone.localdate(request.now)
    may_decide = actor.role in access.OFFICES
    form = CommendForm(request.POST if may_decide and request.method == "POST" else None)
    if form.is_valid() and _once(
        request,
        form,
        f"commend:{year}",
        lambda: actions.commend(
            year_number=year, kind=form.cleaned_data["kind"], subject_id=form.cleaned_data["subject_id"],
            decided_by=form.cleaned_data["decided_by"], reason=form.cleaned_data["reason"], actor=actor,
            at=request.now,
        ),
    ):  # fmt: skip
        messages.success(request, _("已登记表扬，通报里会写出来。"))
        return _back("suggestions:praise", year)
    context = {
        "units": praise.unit_candidates(actor, year, today=today),
        "suggestions": praise.suggestion_candidates(actor, year, today=today),
        "praised": praise.commendations(actor, year),
        "form": form,
        "may_decide": may_decide,
        "new_key": new_key,
    }
    return render(request, "suggestions/praise.html", basis(request, "praise") | context)


@require_safe
@signed_in(*ROLES)
def look(request: Request) -> HttpResponse:
    """回头看: promises of a year with their whole trail, and the sums."""
    year, actor, today = year_of(request), request.actor, timezone.localdate(request.now)
    code = request.GET.get("counted", "promised")
    if code not in PROMISE_COUNTS:
        raise NotFound(_("没有这个统计数。请回到统计页再点。"))
    unit = id_in(request.GET.get("unit", ""))
    page = lookback.lookback(actor, year, Cursor.of(request), counted=code, unit=unit, today=today)
    context = {
        "page": page,
        "code": code,
        "unit_name": figures.unit_name(unit),
        "sums": boards.promises_whole(boards.promises_by_unit(actor, year, today=today), year),
        "labels": COUNT_LABELS,
        "found_labels": FOUND_LABELS,
        "new_key": new_key,
        "newer_url": with_cursor(request, after=page.newer_than),
        "older_url": with_cursor(request, before=page.older_than),
    }
    return render(request, "suggestions/lookback.html", basis(request, "lookback") | context)


@require_POST
@signed_in(*SUPERVISORS)
def look_at(request: Request, promise_id: int) -> HttpResponse:
    """What was found on the spot."""
    form = LookForm(request.POST)
    done = form.is_valid() and _once(
        request,
        form,
        f"look:{promise_id}",
        lambda: actions.look_back(
            promise_id=promise_id, found=form.cleaned_data["found"], note=form.cleaned_data["note"],
            looked_on=form.cleaned_data["looked_on"], actor=request.actor, at=request.now,
        ),
    )  # fmt: skip
    _say(request, form, done=done, words=_("已记下。"))
    return _back("suggestions:lookback", year_of(request))


@require_POST
@signed_in(*SUPERVISORS)
def take_paper(request: Request) -> HttpResponse:
    """The annual report or the circular of a year as .docx or .pdf, on record in the journal."""
    form, year = PaperForm(request.POST), year_of(request)
    if not form.is_valid():
        raise DomainError(_("请选要生成的文件。"))
    what, kind = form.cleaned_data["paper"], form.cleaned_data["kind"]
    today = timezone.localdate(request.now)
    report = paper.paper_of(request.actor, year, what, today=today, at=request.now)
    actions.note_paper(year_number=year, paper=f"{what}.{kind}", actor=request.actor, at=request.now)
    is_word = kind == "docx"
    response = HttpResponse(
        report_docx(report) if is_word else report_pdf(report),
        content_type=_WORD if is_word else "application/pdf",
    )
    name = quote(f"{report.title}.{kind}")
    response.headers["Content-Disposition"] = (
        f"attachment; filename=\"{what}-{year}.{kind}\"; filename*=UTF-8''{name}"
    )
    return response
