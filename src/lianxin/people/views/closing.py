"""Term change: what will happen, then what has happened."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from lianxin.kernel.errors import DomainError, NotFound
from lianxin.kit.http import Request, go, render, signed_in
from lianxin.kit.paging import id_in
from lianxin.people import closing_reads
from lianxin.people.actions.closing import close_term
from lianxin.people.term_reads import term_row
from lianxin.people.views import RECORDERS


@signed_in(*RECORDERS)
def close(request: Request, term_id: int) -> HttpResponse:
    """Show what closing the term will do, ask who takes over, then close it."""
    if not term_row(request.actor, term_id).may_close:
        raise NotFound(_("这一届已经换届封存，或者不归您办。请回到“届次和组织”看看。"))
    problem, chosen = "", _successors(request)
    if request.method == "POST":
        try:
            close_term(term_id=term_id, successors=chosen, actor=request.actor, at=request.now)
        except DomainError as error:
            if error.status != DomainError.status:
                raise
            problem = str(error)
        else:
            messages.success(request, _("换届办好了，上一届的资料已经封存。"))
            return go("people:closed_term", term_id)
    context = {
        "page": closing_reads.preview(request.actor, term_id), "problem": problem, "chosen": chosen
    }  # fmt: skip
    return render(request, "people/term_close.html", context, status=409 if problem else 200)


def _successors(request: Request) -> dict[int, int]:
    """Who takes over from whom: fields `successor_<person id>`."""
    pairs = (
        (id_in(name.removeprefix("successor_")), id_in(str(value)))
        for name, value in request.POST.items()
        if name.startswith("successor_")
    )
    return {person: successor for person, successor in pairs if person and successor}


@require_safe
@signed_in(*RECORDERS)
def closed(request: Request, term_id: int) -> HttpResponse:
    """What the closing did."""
    row = term_row(request.actor, term_id)
    context = {"row": row, "lines": closing_reads.closing_lines(request.actor, term_id)}
    return render(request, "people/term_closed.html", context)
