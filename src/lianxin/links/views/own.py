"""A deputy's own links, and the visit recorded on a phone."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from lianxin.kernel.actor import Role
from lianxin.kit.forms import attempt
from lianxin.kit.http import Request, go, render, signed_in
from lianxin.kit.once import once
from lianxin.links import actions, reads
from lianxin.links.forms import VisitForm


@require_safe
@signed_in(Role.DEPUTY)
def show_all(request: Request) -> HttpResponse:
    """My links: where I go, and who comes to me."""
    rows = reads.own_links(request.actor, on=timezone.localtime(request.now).date())
    context = {
        "mine": [row for row in rows if row.may_visit], "others": [row for row in rows if not row.may_visit]
    }  # fmt: skip
    return render(request, "links/own_list.html", context)


@signed_in(Role.DEPUTY)
def show(request: Request, link_id: int) -> HttpResponse:
    """One of my links: record a visit, see the earlier ones."""
    today = timezone.localtime(request.now).date()
    page = reads.link_page(request.actor, link_id, on=today)
    form = VisitForm(request.POST or None, today=today)
    if form.is_valid() and attempt(form, lambda: record(request, form, link_id)) is not None:
        messages.success(request, _("走访记好了。"))
        return go("links:mine")
    return render(request, "links/own_detail.html", {"page": page, "form": form})


def record(request: Request, form: VisitForm, link_id: int) -> str:
    """Record the visit once, however often the form is sent."""

    def make() -> str:
        made = actions.record_visit(link_id=link_id, facts=form.facts(), actor=request.actor, at=request.now)
        return str(made.pk)

    key = f"visit:{request.actor.user_id}:{link_id}:{form.cleaned_data['once']}"
    return once(key, form.body(), make, at=request.now)
