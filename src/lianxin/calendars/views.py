"""The working-day calendar: which years are announced, a year day by day, entering a notice."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from lianxin.calendars import actions, reads
from lianxin.calendars.actions import ENTERERS
from lianxin.calendars.forms import NoticeForm
from lianxin.kit.forms import attempt
from lianxin.kit.http import CASE_READERS, Request, go, layout_for, render, signed_in


@require_safe
@signed_in(*CASE_READERS, *ENTERERS)
def show(request: Request) -> HttpResponse:
    """Every known year, and places with days of their own."""
    context = {
        "layout": layout_for(request.actor),
        "years": reads.year_rows(timezone.localdate(request.now).year),
        "local": reads.current().places,
        "entered": reads.notice_rows(),
        "may_enter": request.actor.role in ENTERERS,
    }
    return render(request, "calendars/years.html", context)


@require_safe
@signed_in(*CASE_READERS, *ENTERERS)
def year(request: Request, year: int) -> HttpResponse:
    """One year: days off and make-up days. Raises NotFound for a year nobody knows."""
    context = {"layout": layout_for(request.actor), "year": reads.year_page(year)}
    return render(request, "calendars/year.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in(*sorted(ENTERERS))
def enter(request: Request) -> HttpResponse:
    """Paste a notice, look at what was read, confirm."""
    first = {"year": timezone.localdate(request.now).year + 1}
    form = NoticeForm(request.POST if request.method == "POST" else None, initial=first)
    if not form.is_valid():
        return render(request, "calendars/enter.html", {"form": form, "notice": None})
    if "confirmed" in request.POST and attempt(form, lambda: _entered(request, form)):
        done = _("%(year)d 年的放假安排已生效，暂定的期限正在核定。")
        messages.success(request, done % {"year": form.notice.year})
        return go("calendars:year", form.notice.year)
    return render(request, "calendars/enter.html", {"form": form, "notice": form.notice})


def _entered(request: Request, form: NoticeForm) -> bool:
    actions.enter_notice(
        body=form.notice.to_json(),
        source=form.cleaned_data["source"],
        actor=request.actor,
        at=request.now,
    )
    return True
