"""公开: the three switches of one suggestion. Source: ADR-0032 §6."""

from __future__ import annotations

from collections.abc import Callable
from typing import cast

from django.contrib import messages
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from lianxin.kernel.actor import Role
from lianxin.kit.forms import attempt
from lianxin.kit.http import Request, go, layout_for, render, signed_in
from lianxin.kit.once import new_key, once
from lianxin.suggestions import actions, reads
from lianxin.suggestions.access import OFFICES
from lianxin.suggestions.forms.fields import StepForm
from lianxin.suggestions.forms.publication import ObjectionForm, PublicWordsForm, UnpublishForm

ROLES = tuple(sorted(OFFICES | {Role.DEPUTY, Role.UNIT_HANDLER, Role.UNIT_LEADER}))


def _take(
    request: Request, suggestion_id: int, what: str, form: StepForm, act: Callable[..., object]
) -> bool:
    """Do it once, however often it is sent. A refusal becomes the form's error."""

    def do() -> str:
        act(suggestion_id=suggestion_id, actor=request.actor, at=request.now, **form.facts())
        return what

    key = cast("str", form.cleaned_data["once"])
    name = f"{request.actor.user_id}:suggestion:{suggestion_id}:{what}:{key}"
    made = attempt(form, lambda: once(name, form.body(), do, at=request.now) if key else do())
    return bool(made)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in(*ROLES)
def publication(request: Request, suggestion_id: int) -> HttpResponse:
    """Who agrees, what would be shown, and what I may do about it; the office publishes."""
    page = reads.publication_page(request.actor, suggestion_id)
    first = page.proposed | {"version": page.version, "once": new_key()}
    form = PublicWordsForm(request.POST if request.method == "POST" else None, initial=first)
    if form.is_valid() and _take(request, page.id, "publish", form, actions.publish_suggestion):
        messages.success(request, _("已公开，在公开页面上可以看到。"))
        return go("suggestions:publication", page.id)
    form.prepare()
    context = {
        "layout": layout_for(request.actor),
        "page": page,
        "form": form,
        "failed": form if form.is_bound else None,
        "unpublish": UnpublishForm(initial={"version": page.version}, auto_id="off_%s"),
        "objection": ObjectionForm(
            initial={"version": page.version, "reason": page.own_objection}, auto_id="no_%s"
        ),
        "new_key": new_key,
    }
    return render(request, "suggestions/publication.html", context)


def _answer(request: Request, suggestion_id: int, form: StepForm, *, done: bool, said: str) -> HttpResponse:
    if done:
        messages.success(request, said)
    else:
        wrong = [str(error) for errors in form.errors.values() for error in errors]
        messages.error(request, wrong[0] if wrong else _("没有保存，请再试一次。"))
    return go("suggestions:publication", suggestion_id)


@require_POST
@signed_in(*sorted(OFFICES))
def unpublish(request: Request, suggestion_id: int) -> HttpResponse:
    """Take it off the public page."""
    form = UnpublishForm(request.POST)
    done = form.is_valid() and _take(request, suggestion_id, "unpublish", form, actions.unpublish_suggestion)
    return _answer(request, suggestion_id, form, done=done, said=_("已取消公开，公开页面上看不到了。"))


@require_POST
@signed_in(Role.DEPUTY)
def wish(request: Request, suggestion_id: int) -> HttpResponse:
    """The deputy's own wish."""
    form, agrees = StepForm(request.POST), request.POST.get("agrees") == "yes"

    def act(**facts: object) -> object:
        return actions.wish_publication(agrees=agrees, **facts)  # type: ignore[arg-type]  # the form's own facts

    done = form.is_valid() and _take(request, suggestion_id, "wish", form, act)
    return _answer(request, suggestion_id, form, done=done, said=_("已记下您的意愿。"))


@require_POST
@signed_in(Role.UNIT_LEADER)
def objection(request: Request, suggestion_id: int) -> HttpResponse:
    """The unit's opinion on publication."""
    form = ObjectionForm(request.POST)
    done = form.is_valid() and _take(request, suggestion_id, "object", form, actions.object_to_publication)
    return _answer(request, suggestion_id, form, done=done, said=_("已记下本单位的意见。"))
