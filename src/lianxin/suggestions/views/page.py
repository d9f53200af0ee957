"""The page of one suggestion: read it, take the next step, see how its deadlines were counted."""

from __future__ import annotations

from typing import cast

from django.contrib import messages
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from lianxin.documents.letters import letter_docx, letter_pdf
from lianxin.kernel.errors import NotFound
from lianxin.kit.forms import attempt
from lianxin.kit.http import Request, go, layout_for, render, signed_in
from lianxin.kit.once import new_key, once
from lianxin.suggestions import reads
from lianxin.suggestions.access import READERS
from lianxin.suggestions.forms.fields import StepForm
from lianxin.suggestions.forms.office import filled
from lianxin.suggestions.reads import SuggestionPage
from lianxin.suggestions.views.papers import paper
from lianxin.suggestions.views.steps import BESIDE, STEPS, run

ROLES = tuple(sorted(READERS))


def _blank(verb: str, page: SuggestionPage, *, fill: bool) -> StepForm:
    first: dict[str, object] = {"version": page.version, "once": new_key()}
    if verb == "assign" and fill and page.proposed is not None:
        first |= filled(page.proposed)
    if verb == "draft_reply" and page.replies and not page.replies[0].is_issued:
        last = page.replies[0]
        first |= {
            name: getattr(last, name) for name in ("result_class", "document_number", "text", "contact")
        }
    return STEPS[verb].form(initial=first, auto_id=f"{verb}_%s")


def _draw(request: Request, suggestion_id: int, failed: tuple[str, StepForm] | None = None) -> HttpResponse:
    page = reads.suggestion_page(request.actor, suggestion_id, at=timezone.localtime(request.now))
    forms = {
        verb: _blank(verb, page, fill="fill" in request.GET)
        for verb in STEPS
        if verb in page.verbs and verb not in BESIDE
    }
    if "merge" in forms and not page.like:
        del forms["merge"]
    if failed and failed[0] not in BESIDE:
        forms[failed[0]] = failed[1]
    for form in forms.values():
        form.offer(page)
    context = {
        "layout": layout_for(request.actor),
        "page": page,
        "photos": reads.shown_photos(page),
        "may_add_photos": page.may_edit or (request.actor.unit_id and (page.talks or page.promises)),
        "steps": [(verb, STEPS[verb], forms[verb]) for verb in STEPS if verb in forms],
        "specs": STEPS,
        "new_key": new_key,
        "failed": failed[1] if failed else None,
    }
    return render(request, "suggestions/detail.html", context)


@require_safe
@signed_in(*ROLES)
def show(request: Request, suggestion_id: int) -> HttpResponse:
    """The suggestion, and what I can do now."""
    return _draw(request, suggestion_id)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in(*ROLES)
def step(request: Request, suggestion_id: int, verb: str) -> HttpResponse:
    """Take a step. A double click takes it once."""
    if verb not in STEPS:
        raise NotFound(_("没有这个操作。请回到建议页面再选。"))
    if request.method != "POST":
        return go("suggestions:show", suggestion_id)
    page = reads.suggestion_page(request.actor, suggestion_id, at=timezone.localtime(request.now))
    form = STEPS[verb].form(request.POST, auto_id=f"{verb}_%s")
    form.offer(page)
    if form.is_valid() and attempt(form, lambda: _take(request, suggestion_id, verb, form)):
        messages.success(request, str(STEPS[verb].done))
        return go("suggestions:show", suggestion_id)
    return _draw(request, suggestion_id, (verb, form))


def _take(request: Request, suggestion_id: int, verb: str, form: StepForm) -> bool:
    who = {"suggestion_id": suggestion_id, "actor": request.actor, "at": request.now}

    def act() -> str:
        run(verb, form, **who)
        return verb

    key = cast("str", form.cleaned_data["once"])
    if key:
        name = f"{request.actor.user_id}:suggestion:{suggestion_id}:{verb}:{key}"
        return bool(once(name, form.body(), act, at=request.now))
    return bool(act())


@require_safe
@signed_in(*ROLES)
def deadlines(request: Request, suggestion_id: int) -> HttpResponse:
    """Every clock of the suggestion, day by day."""
    title, rows = reads.deadlines_of(request.actor, suggestion_id)
    context = {
        "layout": layout_for(request.actor),
        "suggestion_id": suggestion_id,
        "title": title,
        "rows": rows,
    }
    return render(request, "suggestions/deadlines.html", context)


@require_safe
@signed_in(*ROLES)
def letter(request: Request, suggestion_id: int, reply_id: int, kind: str) -> HttpResponse:
    """A reply as an official letter, to print and to file."""
    today = timezone.localdate(request.now)
    words = reads.reply_letter(request.actor, suggestion_id, reply_id, today=today)
    if not words.addressees:
        raise NotFound(_("没有找到这份答复。请回到建议页面再看。"))
    return paper(request, f"reply-{suggestion_id}-{reply_id}", kind, words, (letter_pdf, letter_docx))
