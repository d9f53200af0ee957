"""Writing a suggestion: a new one, or a draft to go on with."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from lianxin.kernel.actor import Role
from lianxin.kit.forms import attempt
from lianxin.kit.http import Request, go, render, signed_in
from lianxin.kit.once import new_key, once
from lianxin.suggestions import actions, reads
from lianxin.suggestions.forms.draft import DraftForm, FromCasesForm
from lianxin.suggestions.reads import Choices

ask_or_do = require_http_methods(["GET", "HEAD", "POST"])


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= 18 else None


@ask_or_do
@signed_in(Role.DEPUTY)
def new(request: Request) -> HttpResponse:
    """Choose the congress where the deputy has several seats, then write."""
    seats = reads.seats(request.actor)
    congress_id = _number(request.GET.get("congress", "")) or (seats[0].congress_id if len(seats) == 1 else 0)
    if congress_id not in {seat.congress_id for seat in seats}:
        return render(request, "suggestions/choose.html", {"seats": seats})
    choices = reads.choices_for(request.actor, congress_id, today=timezone.localdate(request.now))
    form = DraftForm(
        request.POST if request.method == "POST" else None, initial={"may_publish": True, "once": new_key()}
    )
    form.offer(choices)
    if form.is_valid() and (made := attempt(form, lambda: _begin(request, congress_id, form))):
        messages.success(request, _("草稿已保存。检查一遍，可以邀请附议或者直接提交。"))
        return go("suggestions:show", int(made))
    return _draw(request, form, choices, "/my/suggestions")


def _begin(request: Request, congress_id: int, form: DraftForm) -> str:
    def make() -> str:
        draft = form.draft()
        made = actions.draft_suggestion(
            congress_id=congress_id, draft=draft, actor=request.actor, at=request.now
        )
        return str(made.pk)

    key = form.cleaned_data["once"]
    name = f"{request.actor.user_id}:new_suggestion:{key}"
    return once(name, form.body(), make, at=request.now) if key else make()


@ask_or_do
@signed_in(Role.DEPUTY)
def from_cases(request: Request) -> HttpResponse:
    """Choose what citizens said, and go on writing."""
    cases, seats = reads.cases_in_hand(request.actor), reads.seats(request.actor)
    form = FromCasesForm(request.POST if request.method == "POST" else None, initial={"once": new_key()})
    form.offer(cases, seats)
    if form.is_valid() and (made := attempt(form, lambda: _begin_from_cases(request, form))):
        messages.success(request, _("内容已经带过来。请补充具体建议，再提交。"))
        return go("suggestions:edit", int(made))
    context = {"form": form, "cases": cases, "seats": seats, "failed": form if form.is_bound else None}
    return render(request, "suggestions/from_cases.html", context)


def _begin_from_cases(request: Request, form: FromCasesForm) -> str:
    chosen, congress_id = form.cleaned_data["case_ids"], form.cleaned_data["congress_id"]

    def make() -> str:
        made = actions.draft_from_cases(
            congress_id=congress_id, case_ids=chosen, actor=request.actor, at=request.now
        )
        return str(made.pk)

    key = form.cleaned_data["once"]
    name, body = f"{request.actor.user_id}:from_cases:{key}", {"chosen": f"{congress_id}:{sorted(chosen)}"}
    return once(name, body, make, at=request.now) if key else make()


@ask_or_do
@signed_in(Role.DEPUTY)
def edit(request: Request, suggestion_id: int) -> HttpResponse:
    """Go on with a draft."""
    page = reads.draft_page(request.actor, suggestion_id, today=timezone.localdate(request.now))
    form = DraftForm(
        request.POST if request.method == "POST" else None, initial=page.values | {"version": page.version}
    )
    form.offer(page.choices)

    def act() -> bool:
        actions.edit_draft(
            suggestion_id=page.id, draft=form.draft(), actor=request.actor, at=request.now,
            version=form.cleaned_data["version"],
        )  # fmt: skip
        return True

    if form.is_valid() and attempt(form, act):
        messages.success(request, _("已保存。"))
        return go("suggestions:show", page.id)
    return _draw(request, form, page.choices, f"/suggestions/{page.id}", page.id)


def _draw(
    request: Request, form: DraftForm, choices: Choices, back: str, suggestion_id: int = 0
) -> HttpResponse:
    context = {
        "form": form,
        "choices": choices,
        "back_url": back,
        "failed": form if form.is_bound else None,
        # Known once the text is saved.
        "like": reads.like_suggestions(request.actor, suggestion_id) if suggestion_id else (),
    }
    return render(request, "suggestions/form.html", context)
