"""One step with many cases: choose, look at the numbers, say yes, watch it run. Source: ADR-0020."""

from __future__ import annotations

from urllib.parse import urlencode

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lianxin.kit.forms import attempt
from lianxin.kit.http import Request, go, render, signed_in
from lianxin.kit.once import new_key, once
from lianxin.kit.paging import Cursor, id_in, with_cursor
from lianxin.voices import access, actions, reads
from lianxin.voices.forms.bulk import BULK_FORMS, facts_of
from lianxin.voices.forms.steps import AssignForm, StepForm
from lianxin.voices.reads import Preview, Selection
from lianxin.voices.views.lists import asked_of, base_of, filters_of
from lianxin.voices.views.steps import STEPS

BULK_ROLES = tuple(sorted(access.BULK_VERBS))


def _selection(request: Request) -> Selection:
    """The ticked cases, or all that the list's filters hold."""
    if request.GET.get("all"):
        filters = filters_of(request, reads.views_for(request.actor.role))
        today = timezone.localdate(request.now)
        return Selection(*reads.case_ids(request.actor, filters, today=today, most=actions.MOST_IN_RUN))
    ticked = {pk for text in request.GET.getlist("case") if (pk := id_in(text)) is not None}
    return Selection(tuple(sorted(ticked, reverse=True)[: actions.MOST_IN_RUN]))


def _address(request: Request, **changes: str) -> str:
    pairs = [(name, value) for name, value in _pairs(request) if name not in changes]
    return "?" + urlencode([*pairs, *((name, value) for name, value in changes.items() if value)])


def _pairs(request: Request) -> list[tuple[str, str]]:
    return [(name, value) for name in request.GET for value in request.GET.getlist(name)]


def _back(request: Request) -> str:
    return f"{base_of(request.actor)}?{urlencode(asked_of(request))}"


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in(*BULK_ROLES)
def bulk(request: Request) -> HttpResponse:
    """Choose the step, fill it in, look at what it would do; only then it begins."""
    selection, verb = _selection(request), request.GET.get("verb", "")
    verbs = access.BULK_VERBS[request.actor.role]
    if verb not in verbs or not selection.ids:
        return _choose(request, selection, verbs)
    before = reads.preview(request.actor, verb, selection, at=timezone.localtime(request.now))
    form = _form(request, verb, before)
    if request.method != "POST" or not form.is_valid():
        return _draw(request, "ask", verb, selection, before, form)
    if request.POST.get("sure") and request.POST.get("mark") == selection.mark:
        run_id = attempt(form, lambda: _start(request, verb, selection, form))
        if run_id:
            return go("voices:bulk_run", int(run_id))
        return _draw(request, "ask", verb, selection, before, form)
    return _draw(request, "sure", verb, selection, before, form)


def _choose(request: Request, selection: Selection, verbs: tuple[str, ...]) -> HttpResponse:
    context = {
        "selection": selection,
        "steps": [(STEPS[verb], _address(request, verb=verb)) for verb in verbs],
        "runs": reads.run_rows(request.actor),
        "back": _back(request),
    }
    return render(request, "voices/staff/bulk.html", context)


def _form(request: Request, verb: str, before: Preview) -> StepForm:
    form = BULK_FORMS[verb](request.POST if request.method == "POST" else None)
    if isinstance(form, AssignForm):
        form.offer(before.units)
    return form


def _draw(
    request: Request, phase: str, verb: str, selection: Selection, before: Preview, form: StepForm
) -> HttpResponse:
    context = {
        "phase": phase,
        "step": STEPS[verb],
        "verb": verb,
        "selection": selection,
        "before": before,
        "form": form,
        "sentence": _sentence(verb, before, form) if phase == "sure" else "",
        "is_changed": bool(request.POST.get("sure")) and not form.errors,
        "new_key": new_key,
        "most": actions.MOST_IN_RUN,
        "back": _back(request),
    }
    return render(request, "voices/staff/bulk_step.html", context)


def _sentence(verb: str, before: Preview, form: StepForm) -> str:
    """The consequence, in numbers."""
    if verb == "assign":
        unit = next((unit for unit in before.units if unit.id == form.cleaned_data["unit_id"]), None)
        return _("将交给%(unit)s %(n)s 件") % {"unit": unit.name if unit else "", "n": f"{before.ready:,}"}
    return _("将“%(step)s” %(n)s 件") % {"step": STEPS[verb].label, "n": f"{before.ready:,}"}


def _start(request: Request, verb: str, selection: Selection, form: StepForm) -> str:
    def start() -> str:
        run = actions.start_run(
            verb=verb,
            facts=facts_of(form),
            case_ids=selection.ids,
            actor=request.actor,
            at=request.now,
        )
        return str(run.pk)

    key = f"{request.actor.user_id}:bulk:{form.cleaned_data['once'] or new_key()}"
    return once(key, {**form.body(), "verb": verb, "cases": selection.mark}, start, at=request.now)


@require_safe
@signed_in(*BULK_ROLES)
def bulk_count(request: Request) -> HttpResponse:
    """How many cases the list's filters hold, for the dock's link."""
    return HttpResponse(_("选中全部符合条件的 %(n)s 件") % {"n": _selection(request).shown})


@require_safe
@signed_in(*BULK_ROLES)
def bulk_run(request: Request, run_id: int) -> HttpResponse:
    """How far a run has come; the page asks again every two seconds, or is loaded again by hand."""
    page = reads.run_page(request.actor, run_id, Cursor.of(request))
    context = {
        "page": page,
        "newer_url": with_cursor(request, after=page.items.newer_than),
        "older_url": with_cursor(request, before=page.items.older_than),
        "back": f"{base_of(request.actor)}?view=",
    }
    block = "progress" if request.htmx else None
    return render(request, "voices/staff/bulk_run.html", context, block=block)


@require_POST
@signed_in(*BULK_ROLES)
def cancel_run(request: Request, run_id: int) -> HttpResponse:
    """Stop it; what is done stays done."""
    actions.cancel_run(run_id=run_id, actor=request.actor, at=request.now)
    return go("voices:bulk_run", run_id)


@require_safe
@signed_in(*BULK_ROLES)
def run_results(request: Request, run_id: int) -> HttpResponse:
    """What became of every case, as a table: numbers and reasons only."""
    text = "".join(reads.run_lines(request.actor, run_id))
    response = HttpResponse(text, content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="run-{run_id}.csv"'
    return response
