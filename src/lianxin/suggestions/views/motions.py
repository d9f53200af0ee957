"""Motions: the list, writing one, entering an organ's, and the page of one. Source: ADR-0032 §4."""

from __future__ import annotations

from collections.abc import Callable
from typing import cast

from django.contrib import messages
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from lianxin.kernel.actor import Role
from lianxin.kernel.errors import NotFound
from lianxin.kit.forms import attempt
from lianxin.kit.http import Request, go, layout_for, render, signed_in
from lianxin.kit.once import new_key, once
from lianxin.kit.paging import Cursor, id_in, with_cursor
from lianxin.suggestions import actions, reads
from lianxin.suggestions.access import OFFICES
from lianxin.suggestions.forms.fields import StepForm
from lianxin.suggestions.forms.motions import MotionForm, OrganMotionForm
from lianxin.suggestions.motion_access import MOTION_READERS
from lianxin.suggestions.views.motion_steps import MOTION_STEPS
from lianxin.suggestions.words import CATEGORIES

ask_or_do = require_http_methods(["GET", "HEAD", "POST"])
ROLES = tuple(sorted(MOTION_READERS))


@require_safe
@signed_in(*ROLES)
def motions(request: Request) -> HttpResponse:
    """Motions I raised or signed; to the congress of my place."""
    is_deputy = request.actor.role == Role.DEPUTY
    views = reads.DEPUTY_MOTION_VIEWS if is_deputy else reads.CONGRESS_MOTION_VIEWS
    view = next((view for view in views if view.code == request.GET.get("view")), views[0])
    page = reads.motion_list(request.actor, view, Cursor.of(request), today=timezone.localdate(request.now))
    context = {
        "layout": layout_for(request.actor),
        "page": page,
        "may_write": is_deputy,
        "may_enter": request.actor.role in OFFICES,
        "tabs": [
            {"label": v.label, "url": f"?view={v.code}", "current": v is view, "count": None} for v in views
        ],
        "newer_url": with_cursor(request, after=page.newer_than),
        "older_url": with_cursor(request, before=page.older_than),
    }
    return render(request, "suggestions/motion_list.html", context)


@ask_or_do
@signed_in(Role.DEPUTY)
def new(request: Request) -> HttpResponse:
    """Choose the congress where the deputy has several seats, then write."""
    seats = reads.seats(request.actor)
    congress_id = id_in(request.GET.get("congress", "")) or (seats[0].congress_id if len(seats) == 1 else 0)
    if congress_id not in {seat.congress_id for seat in seats}:
        return render(request, "suggestions/motion_choose.html", {"seats": seats})
    choices = reads.choices_for(request.actor, congress_id, today=timezone.localdate(request.now))
    form = MotionForm(request.POST if request.method == "POST" else None, initial={"once": new_key()})
    form.offer(choices.categories)

    def make() -> str:
        made = actions.draft_motion(
            congress_id=congress_id, text=form.text(), actor=request.actor, at=request.now
        )
        return str(made.pk)

    if form.is_valid() and (made := attempt(form, lambda: _once(request, "new", form, make))):
        messages.success(request, _("草稿已保存。请邀请代表联名，人数够了再提交。"))
        return go("suggestions:motion", int(made))
    return _write(request, form, choices.congress)


def _once(request: Request, what: str, form: MotionForm, make: Callable[[], str]) -> str:
    key = form.cleaned_data["once"]
    name = f"{request.actor.user_id}:motion:{what}:{key}"
    return once(name, form.body(), make, at=request.now) if key else make()


def _write(request: Request, form: MotionForm, congress: str) -> HttpResponse:
    context = {
        "layout": layout_for(request.actor),
        "form": form,
        "congress": congress,
        "failed": form if form.is_bound else None,
    }
    return render(request, "suggestions/motion_form.html", context)


@ask_or_do
@signed_in(Role.DEPUTY)
def edit(request: Request, motion_id: int) -> HttpResponse:
    """Go on with a draft."""
    draft = reads.motion_draft(request.actor, motion_id)
    choices = reads.choices_for(request.actor, draft.congress_id, today=timezone.localdate(request.now))
    form = MotionForm(
        request.POST if request.method == "POST" else None, initial=draft.values | {"version": draft.version}
    )
    form.offer(choices.categories)

    def act() -> bool:
        actions.edit_motion(
            motion_id=draft.id, text=form.text(), actor=request.actor, at=request.now,
            version=form.cleaned_data["version"],
        )  # fmt: skip
        return True

    if form.is_valid() and attempt(form, act):
        messages.success(request, _("已保存。"))
        return go("suggestions:motion", draft.id)
    return _write(request, form, choices.congress)


@ask_or_do
@signed_in(*sorted(OFFICES))
def enter(request: Request) -> HttpResponse:
    """Enter the motion of an organ."""
    form = OrganMotionForm(request.POST if request.method == "POST" else None, initial={"once": new_key()})
    form.offer(tuple((code, str(word)) for code, word in CATEGORIES.items()))

    def make() -> str:
        made = actions.enter_motion(
            proposer=form.cleaned_data["proposer"], proposer_name=form.cleaned_data["proposer_name"],
            text=form.text(), actor=request.actor, at=request.now,
        )  # fmt: skip
        return str(made.pk)

    if form.is_valid() and (made := attempt(form, lambda: _once(request, "enter", form, make))):
        messages.success(request, _("议案已登记，编号写在上面。"))
        return go("suggestions:motion", int(made))
    return _write(request, form, "")


def _draw(request: Request, motion_id: int, failed: tuple[str, StepForm] | None = None) -> HttpResponse:
    page = reads.motion_page(request.actor, motion_id, at=timezone.localtime(request.now))
    forms = {
        verb: spec.form(initial={"version": page.version, "once": new_key()}, auto_id=f"{verb}_%s")
        for verb, spec in MOTION_STEPS.items()
        if verb in page.verbs
    }
    if failed:
        forms[failed[0]] = failed[1]
    context = {
        "layout": layout_for(request.actor),
        "page": page,
        "steps": [(verb, MOTION_STEPS[verb], forms[verb]) for verb in MOTION_STEPS if verb in forms],
        "failed": failed[1] if failed else None,
        "sees_suggestion": request.actor.role in OFFICES | {Role.DEPUTY},
    }
    return render(request, "suggestions/motion_detail.html", context)


@require_safe
@signed_in(*ROLES)
def motion(request: Request, motion_id: int) -> HttpResponse:
    """The motion, and what I can do now."""
    return _draw(request, motion_id)


@ask_or_do
@signed_in(*ROLES)
def step(request: Request, motion_id: int, verb: str) -> HttpResponse:
    """Take a step. A double click takes it once."""
    if verb not in MOTION_STEPS:
        raise NotFound(_("没有这个操作。请回到议案页面再选。"))
    if request.method != "POST":
        return go("suggestions:motion", motion_id)
    reads.motion_seen(request.actor, motion_id)
    form = MOTION_STEPS[verb].form(request.POST, auto_id=f"{verb}_%s")
    if form.is_valid() and attempt(form, lambda: _take(request, motion_id, verb, form)):
        messages.success(request, str(MOTION_STEPS[verb].done))
        return go("suggestions:motion", motion_id)
    return _draw(request, motion_id, (verb, form))


def _take(request: Request, motion_id: int, verb: str, form: StepForm) -> bool:
    def act() -> str:
        MOTION_STEPS[verb].act(**form.facts(), motion_id=motion_id, actor=request.actor, at=request.now)
        return verb

    key = cast("str", form.cleaned_data["once"])
    if key:
        name = f"{request.actor.user_id}:motion:{motion_id}:{verb}:{key}"
        return bool(once(name, form.body(), act, at=request.now))
    return bool(act())
