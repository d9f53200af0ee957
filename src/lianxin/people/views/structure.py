"""Structure of the deputies of a term: the table, the list behind a number, and the table as a file."""

from __future__ import annotations

from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from lianxin.kernel.errors import NotFound
from lianxin.kernel.text import clean
from lianxin.kit.forms import attempt
from lianxin.kit.http import Request, go, render, signed_in
from lianxin.people import staff_reads, structure
from lianxin.people.actions import facts
from lianxin.people.organ_forms import FactsForm
from lianxin.people.views import RECORDERS

_FILES = {
    "csv": (structure.as_csv, "text/csv; charset=utf-8"),
    "xlsx": (structure.as_workbook, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
}


@require_safe
@signed_in(*RECORDERS)
def show(request: Request, term_id: int) -> HttpResponse:
    """The whole table of a term."""
    today = timezone.localtime(request.now).date()
    table = structure.structure(request.actor, term_id, on=today)
    return render(request, "people/structure.html", {"table": table})


@require_safe
@signed_in(*RECORDERS)
def show_list(request: Request, term_id: int) -> HttpResponse:
    """The deputies behind one number."""
    code, value = request.GET.get("by", ""), clean(request.GET.get("value", ""))[:40]
    today = timezone.localtime(request.now).date()
    page = structure.listed(
        request.actor, term_id, code, value, on=today, after=request.GET.get("after", "")[:200]
    )
    older = urlencode({"by": code, "value": value, "after": page.next_after}) if page.next_after else ""
    context = {"page": page, "older": f"?{older}" if older else None}
    return render(request, "people/structure_list.html", context)


@require_POST
@signed_in(*RECORDERS)
def export(request: Request, term_id: int) -> HttpResponse:
    """The table as CSV or as a workbook; the journal keeps who took it."""
    kind = request.POST.get("kind", "csv")
    if kind not in _FILES:
        raise NotFound(_("没有这种文件。请回到结构统计再点一次导出。"))
    write, content_type = _FILES[kind]
    table = structure.structure(request.actor, term_id, on=timezone.localtime(request.now).date())
    facts.note_structure_export(term_id=term_id, actor=request.actor, at=request.now)
    response = HttpResponse(write(table), content_type=content_type)
    response.headers["Content-Disposition"] = f'attachment; filename="structure-{term_id}.{kind}"'
    return response


@signed_in(*RECORDERS)
def edit_facts(request: Request, person_id: int) -> HttpResponse:
    """Correct what the roster says of a deputy."""
    person = staff_reads.person_file(request.actor, person_id)
    first = {name: getattr(person, name) for name in FactsForm.base_fields}
    form = FactsForm(request.POST or None, initial=first)
    if form.is_valid():
        made = attempt(
            form,
            lambda: facts.change_facts(
                person_id=person_id, facts=form.facts(), actor=request.actor, at=request.now
            ),
        )
        if made is not None:
            messages.success(request, _("名册上的资料改好了，不会公开。"))
            return go("people:show", person_id)
    return render(request, "people/facts_form.html", {"form": form, "person": person})
