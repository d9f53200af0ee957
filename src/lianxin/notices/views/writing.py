"""Writing a bulletin: the words and files, a look at what will happen in numbers, sending."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from lianxin.kit.forms import attempt
from lianxin.kit.http import Request, go, render, signed_in
from lianxin.kit.once import new_key, once
from lianxin.notices import actions, audiences
from lianxin.notices.access import SENDERS
from lianxin.notices.audiences import Resolved
from lianxin.notices.bulletin_forms import BulletinForm
from lianxin.notices.held_files import HeldFiles


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in(*sorted(SENDERS))
def write(request: Request) -> HttpResponse:
    """Write, look at what will happen in numbers, send."""
    offered = audiences.offered_to(request.actor)
    form = BulletinForm(request.POST if request.method == "POST" else None, offered=offered, once=new_key())
    files = HeldFiles.of(request, form)
    context: dict[str, object] = {"form": form, "resolved": None, "files": files}
    if form.is_valid():
        resolved = audiences.resolve(form.chosen, request.actor, at=request.now)
        context["resolved"] = resolved
        if "confirmed" in request.POST and (
            sent := attempt(form, lambda: _sent(request, form, resolved, files))
        ):
            count = len(resolved.user_ids)
            done = ngettext("已发给 %(num)d 人。", "已发给 %(num)d 人。", count)
            messages.success(request, done % {"num": count})
            return go("notices:bulletin", int(sent))
    return render(request, "notices/bulletin_form.html", context)


def _sent(request: Request, form: BulletinForm, resolved: Resolved, files: HeldFiles) -> str:
    def act() -> str:
        return str(
            actions.send_bulletin(
                letter=form.letter,
                user_ids=resolved.user_ids,
                audience=resolved.labels,
                files=files.held,
                actor=request.actor,
                at=request.now,
            )
        )

    key = f"bulletin:{request.actor.user_id}:{form.cleaned_data['once']}"
    return once(key, form.body() | {"files": files.sums}, act, at=request.now)
