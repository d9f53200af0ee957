"""Beside the text: photos, a Word file to begin from, sessions of the congress. Source: ADR-0032 §7."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from lianxin.kernel.actor import Role
from lianxin.kit.files import private_file
from lianxin.kit.forms import attempt
from lianxin.kit.http import Request, go, layout_for, render, signed_in
from lianxin.kit.once import new_key, once
from lianxin.suggestions import actions, reads
from lianxin.suggestions.access import OFFICES, READERS
from lianxin.suggestions.actions import Draft
from lianxin.suggestions.docx_import import read_docx
from lianxin.suggestions.forms.beside import ImportForm, PhotosForm, SessionForm

ask_or_do = require_http_methods(["GET", "HEAD", "POST"])
ROLES = tuple(sorted(READERS))
_ADDS = (Role.DEPUTY, Role.UNIT_HANDLER, Role.UNIT_LEADER)


@ask_or_do
@signed_in(*_ADDS)
def photos(request: Request, suggestion_id: int) -> HttpResponse:
    """Hang photos on a draft, a talk or a promise of one's own."""
    groups = reads.photo_groups(request.actor, suggestion_id)
    form = PhotosForm(request.POST, request.FILES) if request.method == "POST" else None
    if form is not None and form.is_valid() and _add(request, suggestion_id, form):
        messages.success(request, _("照片已经上传。"))
        return go("suggestions:photos", suggestion_id)
    blank = [
        (group, PhotosForm(initial={"of": group.of, "subject_id": group.subject_id}, auto_id=f"p{n}_%s"))
        for n, group in enumerate(groups)
    ]
    context = {
        "layout": layout_for(request.actor),
        "suggestion_id": suggestion_id,
        "groups": blank,
        "failed": form,
        "new_key": new_key,
    }
    return render(request, "suggestions/photos.html", context)


def _add(request: Request, suggestion_id: int, form: PhotosForm) -> bool:
    made = form.derived()
    if made is None:
        return False

    def act() -> str:
        actions.add_photos(
            suggestion_id=suggestion_id, of=form.cleaned_data["of"],
            subject_id=form.cleaned_data["subject_id"], photos=made, actor=request.actor, at=request.now,
        )  # fmt: skip
        return "photos"

    key = form.cleaned_data["once"]
    name = f"{request.actor.user_id}:suggestion_photos:{suggestion_id}:{key}"
    done: str | None = attempt(form, lambda: once(name, form.body(), act, at=request.now) if key else act())
    return done is not None


@require_safe
@signed_in(*ROLES)
def photo(request: Request, suggestion_id: int, file_id: uuid.UUID, *, small: bool = False) -> HttpResponse:
    """A photo of the suggestion."""
    found = reads.suggestion_photo(request.actor, suggestion_id, file_id, small=small)
    return private_file(request, found.data, content_type=found.content_type, filename=found.filename)


@ask_or_do
@signed_in(Role.DEPUTY)
def import_docx(request: Request) -> HttpResponse:
    """Begin a draft from a Word file; the file itself is not kept."""
    seats = reads.seats(request.actor)
    form = ImportForm(
        request.POST if request.method == "POST" else None, request.FILES or None, initial={"once": new_key()}
    )
    form.offer(seats)
    if form.is_valid() and (made := attempt(form, lambda: _import(request, form))):
        messages.success(request, _("内容已经导入。请检查标题、情况、建议分得对不对，再提交。"))
        return go("suggestions:edit", int(made))
    context = {"form": form, "seats": seats, "failed": form if form.is_bound else None}
    return render(request, "suggestions/import.html", context)


def _import(request: Request, form: ImportForm) -> str:
    found = read_docx(form.data_of())

    def make() -> str:
        draft = Draft(found.title or _("导入的建议"), found.situation, found.proposal, "other")
        made = actions.draft_suggestion(
            congress_id=form.cleaned_data["congress_id"], draft=draft, actor=request.actor, at=request.now
        )
        return str(made.pk)

    key, body = form.cleaned_data["once"], {"found": repr(found)}
    name = f"{request.actor.user_id}:suggestion_import:{key}"
    return once(name, body, make, at=request.now) if key else make()


@ask_or_do
@signed_in(*sorted(OFFICES))
def sessions(request: Request) -> HttpResponse:
    """Sessions of the congress; enter the next one."""
    page = reads.sessions_page(request.actor)
    first = {"once": new_key(), "number": page.next_number}
    form = SessionForm(request.POST if request.method == "POST" else None, initial=first)
    form.offer(page.terms)
    if form.is_valid() and attempt(form, lambda: bool(_enter(request, form))):
        messages.success(request, _("会议已登记。会期里提的建议会编进这次会议的号。"))
        return go("suggestions:sessions")
    context = {"page": page, "form": form, "failed": form if form.is_bound else None}
    return render(request, "suggestions/sessions.html", context)


def _enter(request: Request, form: SessionForm) -> str:
    def make() -> str:
        facts = {name: value for name, value in form.cleaned_data.items() if name != "once"}
        made = actions.open_session(
            division_code=request.actor.place, actor=request.actor, at=request.now, **facts
        )
        return str(made.pk)

    key = form.cleaned_data["once"]
    name = f"{request.actor.user_id}:session:{key}"
    return once(name, form.body(), make, at=request.now) if key else make()
