"""Answer templates of a unit or a place: list, record, change, retire."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lianxin.kit.forms import attempt
from lianxin.kit.http import Request, go, render, signed_in
from lianxin.voices import actions, reads
from lianxin.voices.access import TEMPLATE_KEEPERS
from lianxin.voices.forms.drafts import SignForm, TemplateForm

keepers_only = signed_in(*sorted(TEMPLATE_KEEPERS))
ask_or_do = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
@keepers_only
def template_list(request: Request) -> HttpResponse:
    """What answers may begin with here, retired ones last."""
    rows = reads.template_rows(request.actor, retired=True)
    return render(request, "voices/unit/template_list.html", {"rows": rows})


@ask_or_do
@keepers_only
def new_template(request: Request) -> HttpResponse:
    """Ask for a name and words; keep them."""
    form = TemplateForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and attempt(form, lambda: _record(request, form)):
        messages.success(request, _("模板存好了，写答复的时候可以选。"))
        return go("voices:templates")
    return render(request, "voices/unit/template_form.html", {"form": form, "row": None})


def _record(request: Request, form: TemplateForm) -> bool:
    said = form.cleaned_data
    return bool(
        actions.record_template(name=said["name"], text=said["text"], actor=request.actor, at=request.now)
    )


@ask_or_do
@keepers_only
def edit_template(request: Request, template_id: int) -> HttpResponse:
    """The same, for words there are."""
    row = reads.template(request.actor, template_id)
    first = {"name": row.name, "text": row.text, "version": row.version}
    form = TemplateForm(request.POST if request.method == "POST" else None, initial=first)
    if form.is_valid() and attempt(form, lambda: _change(request, template_id, form)):
        messages.success(request, _("改好了。用它写好的答复不受影响。"))
        return go("voices:templates")
    return render(request, "voices/unit/template_form.html", {"form": form, "row": row})


def _change(request: Request, template_id: int, form: TemplateForm) -> bool:
    return bool(
        actions.change_template(
            template_id=template_id, actor=request.actor, at=request.now, **form.cleaned_data
        )
    )


@require_POST
@keepers_only
def retire_template(request: Request, template_id: int) -> HttpResponse:
    """No longer offered."""
    form = SignForm(request.POST)
    version = form.cleaned_data["version"] if form.is_valid() else None
    actions.retire_template(template_id=template_id, version=version, actor=request.actor, at=request.now)
    messages.success(request, _("已停用，写答复的时候不再出现。"))
    return go("voices:templates")
