"""The page of one case: read it, take the next step, look at its contact and its deadlines."""

from __future__ import annotations

import uuid
from typing import cast

from django.contrib import messages
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lianxin.kernel.errors import NotFound
from lianxin.kit.files import private_file
from lianxin.kit.forms import attempt
from lianxin.kit.http import CASE_READERS, Request, go, layout_for, render, signed_in
from lianxin.kit.once import new_key, once
from lianxin.kit.paging import id_in
from lianxin.vault.actions import open_reveal
from lianxin.vault.words import Purpose
from lianxin.voices import actions, reads
from lianxin.voices.forms.files import BadFile
from lianxin.voices.forms.steps import (
    AnnounceForm,
    AssignForm,
    MergeForm,
    PublishForm,
    RevealForm,
    ShownStepForm,
    StepForm,
    SubjectForm,
)
from lianxin.voices.reads import CasePage
from lianxin.voices.views.steps import STEPS, run

ask_or_do = require_http_methods(["GET", "HEAD", "POST"])


def _blank(verb: str, case: CasePage) -> StepForm:
    first: dict[str, object] = {"version": case.version, "once": new_key()}
    if STEPS[verb].form is AnnounceForm:
        first["title"] = case.open_title
    if STEPS[verb].form is SubjectForm:
        first["unit_id"] = case.about_unit_id or ""
    if STEPS[verb].form is PublishForm:
        first |= dict(zip(("title", "text", "answer"), case.public, strict=True))
    return STEPS[verb].form(initial=first, auto_id=f"{verb}_%s")


def _offer(form: StepForm, case: CasePage) -> None:
    """Fill what is to be chosen from."""
    if isinstance(form, AssignForm):
        form.offer(tuple(unit for unit in case.units if unit.id != case.about_unit_id))
    elif isinstance(form, SubjectForm):
        form.offer(case.units)
    elif isinstance(form, MergeForm):
        form.offer_cases(case.like)
    elif isinstance(form, PublishForm):
        form.prepare()


def forms_of(case: CasePage, failed: tuple[str, StepForm] | None = None) -> dict[str, StepForm]:
    """A form for every verb that the reader may use now, the one that was refused as it was filled in."""
    forms = {verb: _blank(verb, case) for verb in case.verbs if verb in STEPS} | dict(
        [failed] if failed else []
    )
    for form in forms.values():
        _offer(form, case)
    return forms


def _draw(request: Request, case_id: int, failed: tuple[str, StepForm] | None = None) -> HttpResponse:
    case = reads.case_page(request.actor, case_id, at=timezone.localtime(request.now))
    forms = forms_of(case, failed)
    context = {
        "layout": layout_for(request.actor),
        "case": case,
        "steps": [(verb, STEPS[verb], forms[verb]) for verb in STEPS if verb in forms],
        "failed": failed[1] if failed else None,
    }
    return render(request, "voices/staff/case.html", context)


@require_safe
@signed_in(*CASE_READERS)
def show(request: Request, case_id: int) -> HttpResponse:
    """The case, and what I can do now."""
    return _draw(request, case_id)


@ask_or_do
@signed_in(*CASE_READERS)
def step(request: Request, case_id: int, verb: str) -> HttpResponse:
    """Ask for what a step needs; take it. A double click takes it once."""
    if verb not in STEPS:
        raise NotFound(_("没有这个操作。请回到办件页面再选。"))
    if request.method != "POST":
        return go("voices:case", case_id)
    form = try_step(request, case_id, verb)
    if form is None:
        messages.success(request, str(STEPS[verb].done))
        return go("voices:case", case_id)
    return _draw(request, case_id, (verb, form))


def try_step(request: Request, case_id: int, verb: str) -> StepForm | None:
    """Take the step that was posted; the form with its errors when it was refused, None when it was taken."""
    form = STEPS[verb].form(request.POST, request.FILES, auto_id=f"{verb}_%s")
    if isinstance(form, MergeForm):
        form.offer_cases(_mains(request, case_id))
    if form.is_valid() and _take_photos(form) and attempt(form, lambda: _take(request, case_id, verb, form)):
        return None
    if isinstance(form, ShownStepForm):
        form.remind_of_files()
    return form


def _mains(request: Request, case_id: int) -> tuple[tuple[int, str], ...]:
    """What may be chosen. A merged case offers none: a second click must still find its first."""
    like = reads.case_page(request.actor, case_id, at=timezone.localtime(request.now)).like
    posted = id_in(request.POST.get("main_id", ""))
    return like or (((posted, ""),) if posted is not None else ())


def _take_photos(form: StepForm) -> bool:
    """Whether every photo of the form is one; the form says which is not."""
    try:
        if isinstance(form, ShownStepForm):
            form.take_photos()
    except BadFile as error:
        form.add_error(error.field, str(error))
    return form.is_valid()


def _take(request: Request, case_id: int, verb: str, form: StepForm) -> bool:
    who = {"case_id": case_id, "actor": request.actor, "at": request.now}

    def act() -> str:
        run(verb, form, **who)
        return verb

    key = cast("str", form.cleaned_data["once"])
    if key:
        return bool(once(f"{request.actor.user_id}:{case_id}:{verb}:{key}", form.body(), act, at=request.now))
    return bool(act())


@require_safe
@signed_in(*CASE_READERS)
def deadlines(request: Request, case_id: int) -> HttpResponse:
    """Every clock of the case, day by day."""
    number, rows = reads.deadlines_of(request.actor, case_id)
    context = {
        "layout": layout_for(request.actor),
        "case_id": case_id,
        "number": number,
        "rows": rows,
        "today": timezone.localdate(request.now),
    }
    return render(request, "voices/staff/deadlines.html", context)


@never_cache
@ask_or_do
@signed_in(*CASE_READERS)
def ask_contact(request: Request, case_id: int) -> HttpResponse:
    """Say what the contact is needed for; the look is written down before anything is shown."""
    case = reads.case_page(request.actor, case_id, at=timezone.localtime(request.now))
    form = RevealForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        ticket = attempt(form, lambda: _ask(request, case_id, form))
        if ticket:
            return go("voices:contact", case_id, ticket)
    context = {"layout": layout_for(request.actor), "case": case, "form": form}
    return render(request, "voices/staff/ask_contact.html", context)


def _ask(request: Request, case_id: int, form: RevealForm) -> str:
    return actions.ask_contact(
        case_id=case_id,
        purpose=Purpose(form.cleaned_data["purpose"]),
        reason=form.cleaned_data["reason"],
        actor=request.actor,
        at=request.now,
    )


@never_cache
@ask_or_do
@signed_in(*CASE_READERS)
def contact(request: Request, case_id: int, ticket: uuid.UUID) -> HttpResponse:
    """A granted look: a button, and after it the name and phone, kept nowhere."""
    page = reads.contact_page(request.actor, case_id, ticket)
    text = open_reveal(ticket=ticket, actor=request.actor) if request.method == "POST" else ""
    context = {"layout": layout_for(request.actor), "page": page, "text": text}
    return render(request, "voices/staff/contact.html", context)


@require_safe
@signed_in(*CASE_READERS)
def file(request: Request, case_id: int, file_id: uuid.UUID, *, small: bool = False) -> HttpResponse:
    """A photo or voice clip of the case."""
    found = reads.case_file(request.actor, case_id, file_id, small=small)
    return private_file(request, found.data, content_type=found.content_type, filename=found.filename)


@require_POST
@signed_in(*CASE_READERS)
def undo_claim(request: Request, case_id: int) -> HttpResponse:
    """Within ten seconds: it was not meant."""
    actions.release_case(case_id=case_id, reason="", actor=request.actor, at=request.now)
    messages.info(request, _("已撤回接单，别的代表可以接。"))
    return go("voices:my_cases")
