"""A unit's answer: written, saved by itself, sent to the leader, signed or sent back."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from lianxin.kernel.actor import UNIT_ROLES
from lianxin.kernel.errors import DomainError
from lianxin.kit.forms import attempt
from lianxin.kit.http import Request, go, render, signed_in
from lianxin.kit.once import new_key, once
from lianxin.voices import actions, reads
from lianxin.voices.forms.drafts import DraftForm, ReturnForm, SignForm

PAGE = "voices/unit/draft.html"
unit_only = signed_in(*sorted(UNIT_ROLES))


def _draw(
    request: Request,
    case_id: int,
    form: DraftForm | None = None,
    back: ReturnForm | None = None,
    template_id: int | None = None,
) -> HttpResponse:
    page = reads.draft_page(
        request.actor, case_id, at=timezone.localtime(request.now), template_id=template_id
    )
    first = {"version": page.version, "once": new_key()}
    words = {"text": page.text, "result": page.result, "reason": page.reason}
    context = {
        "page": page,
        "form": form or DraftForm(initial=first | words),
        "sign": SignForm(initial=first, auto_id="sign_%s"),
        "back": back or ReturnForm(initial=first, auto_id="back_%s"),
        "note": "",
    }
    return render(request, PAGE, context)


@require_safe
@unit_only
def draft(request: Request, case_id: int) -> HttpResponse:
    """The answer as far as it is written; `template` begins it with other words."""
    asked = request.GET.get("template", "")
    number = int(asked) if asked.isascii() and asked.isdecimal() and len(asked) < 19 else None
    return _draw(request, case_id, template_id=number)


@require_POST
@unit_only
def save(request: Request, case_id: int) -> HttpResponse:
    """Keep what is written: by the button, and every few seconds by itself."""
    if request.htmx:
        return _autosave(request, case_id)
    form = DraftForm(request.POST)
    if form.is_valid() and attempt(form, lambda: _do(actions.write_draft, request, case_id, form)):
        messages.success(request, _("存好了，只有本单位看得到。"))
        return go("voices:draft", case_id)
    return _draw(request, case_id, form)


def _autosave(request: Request, case_id: int) -> HttpResponse:
    """Only the line under the form is drawn anew; a refusal is said there, and the words stay in the page."""
    form, version = DraftForm(request.POST), request.POST.get("version", "")
    try:
        kept = actions.write_draft(
            case_id=case_id, actor=request.actor, at=request.now, **form.facts()
        ) if form.is_valid() else None  # fmt: skip
    except DomainError as error:
        kept, note = None, str(error)
    else:
        note = reads.saved_words(kept) if kept else _("写得太长了，还没有存。")
    context = {"note": note, "kept_version": kept.version if kept else version}
    return render(request, PAGE, context, block="saved")


@require_POST
@unit_only
def submit(request: Request, case_id: int) -> HttpResponse:
    """To the leader; a double click goes once."""
    form = DraftForm(request.POST)
    if form.is_valid() and attempt(
        form, lambda: _once(actions.submit_draft, "submit", request, case_id, form)
    ):
        messages.success(request, _("已送负责人审签，签发以后群众就能看到。"))
        return go("voices:case", case_id)
    return _draw(request, case_id, form)


@require_POST
@unit_only
def issue(request: Request, case_id: int) -> HttpResponse:
    """Answer without a signature, where none is asked for."""
    form = DraftForm(request.POST)
    if form.is_valid() and attempt(form, lambda: _once(actions.issue_draft, "issue", request, case_id, form)):
        messages.success(request, _("已答复，代表会去核实。"))
        return go("voices:case", case_id)
    return _draw(request, case_id, form)


@require_POST
@unit_only
def take_back(request: Request, case_id: int) -> HttpResponse:
    """Before the leader signs: change it once more."""
    form = SignForm(request.POST)
    version = form.cleaned_data["version"] if form.is_valid() else None
    actions.take_back_draft(case_id=case_id, version=version, actor=request.actor, at=request.now)
    messages.info(request, _("收回来了，改好再送。"))
    return go("voices:draft", case_id)


@require_POST
@unit_only
def sign(request: Request, case_id: int) -> HttpResponse:
    """The leader signs what the page showed."""
    form = SignForm(request.POST)
    if not form.is_valid():
        return go("voices:draft", case_id)
    actions.sign_draft(
        case_id=case_id, version=form.cleaned_data["version"], actor=request.actor, at=request.now
    )
    messages.success(request, _("已签发，代表会去核实。"))
    return go("voices:case", case_id)


@require_POST
@unit_only
def give_back(request: Request, case_id: int) -> HttpResponse:
    """The leader wants it changed."""
    form = ReturnForm(request.POST, auto_id="back_%s")
    if form.is_valid() and attempt(form, lambda: _give_back(request, case_id, form)):
        messages.success(request, _("已退回，经办人会收到通知。"))
        return go("voices:unit")
    return _draw(request, case_id, back=form)


def _give_back(request: Request, case_id: int, form: ReturnForm) -> bool:
    return bool(
        actions.return_draft(case_id=case_id, actor=request.actor, at=request.now, **form.cleaned_data)
    )


def _do(act: Callable[..., object], request: Request, case_id: int, form: DraftForm) -> bool:
    return bool(act(case_id=case_id, actor=request.actor, at=request.now, **form.facts()))


def _once(act: Callable[..., object], verb: str, request: Request, case_id: int, form: DraftForm) -> bool:
    def go_on() -> str:
        _do(act, request, case_id, form)
        return verb

    key = form.cleaned_data["once"]
    if not key:
        return bool(go_on())
    body = {name: str(value) for name, value in form.facts().items()}
    return bool(once(f"{request.actor.user_id}:{case_id}:draft:{verb}:{key}", body, go_on, at=request.now))
