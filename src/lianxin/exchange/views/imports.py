"""An import step by step: upload, columns, preview, import, result, undo."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from lianxin.exchange import actions, reads
from lianxin.exchange.access import IMPORTERS
from lianxin.exchange.forms import UploadForm, mapping_from
from lianxin.exchange.words import KIND_LABELS, STATUS_LABELS, ImportState
from lianxin.kit.forms import attempt
from lianxin.kit.http import Request, go, render, signed_in
from lianxin.kit.once import new_key, once


@signed_in(*IMPORTERS)
def start(request: Request) -> HttpResponse:
    """Earlier imports, templates, and the form for a new one."""
    first = {"once": new_key(), "kind": request.GET.get("kind", "deputies")}
    form = UploadForm(request.POST or None, request.FILES or None, initial=first)
    if form.is_valid() and (made := attempt(form, lambda: _uploaded(request, form))) is not None:
        return go("exchange:columns", int(made))
    before = request.GET.get("before", "")
    lines, older = reads.newest(
        request.actor, before=int(before) if before.isdecimal() and len(before) < 19 else None
    )
    context = {
        "form": form,
        "lines": lines,
        "older": f"?before={older}" if older else None,
        "kinds": KIND_LABELS,
    }
    return render(request, "exchange/import_list.html", context)


def _uploaded(request: Request, form: UploadForm) -> str:
    data, name = form.content()

    def act() -> str:
        made = actions.upload(
            kind=form.cleaned_data["kind"], data=data, file_name=name, term=form.cleaned_data["term"],
            actor=request.actor, at=request.now,
        )  # fmt: skip
        return str(made.pk)

    return once(
        f"import:{request.actor.user_id}:{form.cleaned_data['once']}", form.body(), act, at=request.now
    )


@signed_in(*IMPORTERS)
def columns(request: Request, import_id: int) -> HttpResponse:
    """What each column was taken for; to look at and to change."""
    page = reads.page(request.actor, import_id, at=request.now)
    if page.state not in {ImportState.UPLOADED, ImportState.CHECKED, ImportState.FAILED}:
        return go("exchange:show", import_id)
    sheets = reads.columns(request.actor, import_id, at=request.now)
    if request.method == "POST":
        term = request.POST.get("term", "")
        actions.choose_columns(
            import_id=import_id, mapping=mapping_from(sheets, request.POST),
            term=int(term) if term.isdecimal() and len(term) < 3 else None,
            actor=request.actor, at=request.now,
        )  # fmt: skip
        return go("exchange:show", import_id)
    return render(request, "exchange/import_columns.html", {"page": page, "sheets": sheets})


@require_safe
@signed_in(*IMPORTERS)
def show(request: Request, import_id: int) -> HttpResponse:
    """How far it is; the preview; the result."""
    page = reads.page(request.actor, import_id, at=request.now)
    if page.state == ImportState.UPLOADED:
        return go("exchange:columns", import_id)
    context: dict[str, object] = {"page": page}
    if request.htmx and page.is_running:
        return render(request, "exchange/import_detail.html", context, block="progress")
    if not page.is_running:
        context |= _preview(request, import_id, page)
    if request.htmx:
        response = HttpResponse()
        response.headers["HX-Refresh"] = "true"
        return response
    return render(request, "exchange/import_detail.html", context)


def _preview(request: Request, import_id: int, page: reads.ImportPage) -> dict[str, object]:
    default = "problems" if page.state == ImportState.CHECKED and page.has_problems else ""
    only, after = request.GET.get("show", default), request.GET.get("after", "")
    found, heads, older = reads.rows(
        request.actor, import_id, only=only, after=int(after) if after.isdecimal() and len(after) < 10 else 0
    )
    tabs = [("problems", _("有问题的"), None), ("", _("全部"), page.counts.get("rows"))]
    tabs += [(key, str(label), page.counts.get(key)) for key, label in STATUS_LABELS.items()]
    views = [
        {"label": label, "url": f"?show={key}", "count": count, "current": key == only}
        for key, label, count in tabs
    ]
    return {
        "rows": found,
        "heads": heads,
        "older": f"?show={only}&after={older}" if older else None,
        "views_": views,
    }


@require_POST
@signed_in(*IMPORTERS)
def repair(request: Request, import_id: int) -> HttpResponse:
    """Take one proposed repair, all of them, or an answer about who somebody is."""
    if "all" in request.POST:
        actions.repair_all(import_id=import_id, actor=request.actor, at=request.now)
        return go("exchange:show", import_id)
    sheet, number = request.POST.get("sheet", ""), request.POST.get("number", "")
    line = int(number) if number.isdecimal() and len(number) < 9 else 0
    person, field = request.POST.get("person", ""), request.POST.get("field", "")
    actions.repair(
        import_id=import_id,
        repairs=[(sheet, line, field, request.POST.get("value", "")[:400])] if field else [],
        decisions=[(sheet, line, int(person))] if person.isdecimal() and len(person) < 19 else [],
        actor=request.actor, at=request.now,
    )  # fmt: skip
    return go("exchange:show", import_id)


@require_POST
@signed_in(*IMPORTERS)
def apply(request: Request, import_id: int) -> HttpResponse:
    """Import all valid rows."""
    actions.start_apply(import_id=import_id, actor=request.actor, at=request.now)
    return go("exchange:show", import_id)


@require_POST
@signed_in(*IMPORTERS)
def undo(request: Request, import_id: int) -> HttpResponse:
    """Take the whole import back."""
    actions.undo(import_id=import_id, actor=request.actor, at=request.now)
    messages.success(request, _("这次导入已整批撤销，资料和导入前一样。"))
    return go("exchange:show", import_id)
