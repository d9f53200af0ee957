"""Kept lists: save the present one under a name; rename, delete, open first. Source: ADR-0020 §1."""

from __future__ import annotations

from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from lianxin.kit.forms import attempt
from lianxin.kit.http import Request, go, render, signed_in
from lianxin.kit.once import new_key, once
from lianxin.voices import actions, reads
from lianxin.voices.forms.keeping import NameForm
from lianxin.voices.views.lists import STAFF_ROLES, asked_of, base_of


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in(*STAFF_ROLES)
def kept(request: Request) -> HttpResponse:
    """Name the list whose filters the address carries; below it those kept before."""
    query = urlencode(asked_of(request)) if request.GET else ""
    form = NameForm(request.POST if request.method == "POST" else None, initial={"once": new_key()})
    if form.is_valid() and attempt(form, lambda: bool(_keep(request, query, form))):
        messages.success(request, _("已存好，在清单上面点名字就打开。"))
        return redirect(f"{base_of(request.actor)}?{query}")
    return _draw(request, query, form)


def _keep(request: Request, query: str, form: NameForm) -> str:
    name = form.cleaned_data["name"]

    def keep() -> str:
        view = actions.keep_view(name=name, query=query, actor=request.actor, at=request.now)
        return str(view.pk)

    key = f"{request.actor.user_id}:view:{form.cleaned_data['once'] or new_key()}"
    return once(key, {"name": name, "query": query}, keep, at=request.now)


def _draw(request: Request, query: str, form: NameForm) -> HttpResponse:
    context = {
        "form": form,
        "query": query,
        "views": reads.kept_views(request.actor),
        "base": base_of(request.actor),
    }
    return render(request, "voices/staff/kept.html", context)


@require_POST
@signed_in(*STAFF_ROLES)
def rename(request: Request, view_id: int) -> HttpResponse:
    """Another name."""
    form = NameForm(request.POST)
    if form.is_valid() and attempt(form, lambda: _rename(request, view_id, form)):
        messages.success(request, _("名字改好了。"))
    for error in (str(error) for errors in form.errors.values() for error in errors):
        messages.error(request, error)
    return go("voices:kept")


def _rename(request: Request, view_id: int, form: NameForm) -> bool:
    name = form.cleaned_data["name"]
    return bool(actions.rename_view(view_id=view_id, name=name, actor=request.actor, at=request.now))


@require_POST
@signed_in(*STAFF_ROLES)
def put_first(request: Request, view_id: int) -> HttpResponse:
    """Opens first from now on; or no longer."""
    actions.open_view_first(
        view_id=view_id, first=bool(request.POST.get("first")), actor=request.actor, at=request.now
    )
    messages.success(request, _("改好了，下次打开民情就按这个来。"))
    return go("voices:kept")


@require_POST
@signed_in(*STAFF_ROLES)
def drop(request: Request, view_id: int) -> HttpResponse:
    """Forget it."""
    actions.drop_view(view_id=view_id, actor=request.actor, at=request.now)
    messages.success(request, _("已删掉这份常用清单，里面的事不受影响。"))
    return go("voices:kept")
