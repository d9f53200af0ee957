"""Handling units of a place."""

from __future__ import annotations

from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from lianxin.kernel.text import clean
from lianxin.kit.forms import attempt
from lianxin.kit.http import Request, go, render, signed_in
from lianxin.people import actions, staff_reads
from lianxin.people.forms import ReasonForm, UnitForm
from lianxin.people.views import RECORDERS, tabs


@require_safe
@signed_in(*RECORDERS)
def show_all(request: Request) -> HttpResponse:
    """Units of my place, closed ones too."""
    text, after = clean(request.GET.get("q", ""))[:40], request.GET.get("after", "")
    after_id = int(after) if after.isdecimal() and len(after) < 19 else 0
    rows, last = staff_reads.kept_units(request.actor, text=text, after_id=after_id)
    older = "?" + urlencode({"q": text, "after": last}) if last else None
    return render(
        request,
        "people/unit_list.html",
        {"rows": rows, "text": text, "older": older, "tabs": tabs(request.actor, "units")},
    )


@signed_in(*RECORDERS)
def new(request: Request) -> HttpResponse:
    """Record a unit."""
    form = UnitForm(request.POST or None, place=request.GET.get("division", "") or request.actor.place)
    if (
        form.is_valid()
        and attempt(
            form, lambda: actions.record_unit(**form.cleaned_data, actor=request.actor, at=request.now)
        )
        is not None
    ):
        messages.success(request, _("承办单位登记好了。请在“岗位和账号”里给经办人授岗。"))
        return go("people:units")
    return render(request, "people/unit_form.html", {"form": form, "unit": None})


@signed_in(*RECORDERS)
def edit(request: Request, unit_id: int) -> HttpResponse:
    """Change a unit's name, kind, topics or phone."""
    unit = staff_reads.unit_file(request.actor, unit_id)
    form = UnitForm(request.POST or None, unit=unit)
    if (
        form.is_valid()
        and attempt(
            form,
            lambda: actions.change_unit(
                unit_id=unit_id, **form.cleaned_data, actor=request.actor, at=request.now
            ),
        )
        is not None
    ):
        messages.success(request, _("单位资料改好了。"))
        return go("people:units")
    return render(request, "people/unit_form.html", {"form": form, "unit": unit})


@signed_in(*RECORDERS)
def close(request: Request, unit_id: int) -> HttpResponse:
    """Say what will happen, ask why, then close."""
    unit = staff_reads.unit_file(request.actor, unit_id)
    form = ReasonForm(request.POST or None)
    if (
        form.is_valid()
        and attempt(
            form,
            lambda: actions.close_unit(
                unit_id=unit_id, **form.cleaned_data, actor=request.actor, at=request.now
            ),
        )
        is not None
    ):
        messages.success(request, _("单位已停用，不会再收到新的交办。"))
        return go("people:units")
    return render(request, "people/unit_close.html", {"form": form, "unit": unit})


@require_POST
@signed_in(*RECORDERS)
def reopen(request: Request, unit_id: int) -> HttpResponse:
    """Let a unit be given matters again."""
    staff_reads.unit_file(request.actor, unit_id)
    actions.reopen_unit(unit_id=unit_id, actor=request.actor, at=request.now)
    messages.success(request, _("单位已恢复，又可以交办了。"))
    return go("people:units")
