"""集中交办: make a list, go through it, hand all of it over, watch it, print it. Source: ADR-0032."""

from __future__ import annotations

from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lianxin.documents.registers import register_docx, register_pdf
from lianxin.kernel.errors import DomainError
from lianxin.kit.forms import attempt
from lianxin.kit.http import Request, go, render, signed_in
from lianxin.kit.once import new_key, once
from lianxin.kit.paging import Cursor, with_cursor
from lianxin.suggestions import actions, reads
from lianxin.suggestions.access import DISTRIBUTORS
from lianxin.suggestions.forms.handover import ListForm, choices_in
from lianxin.suggestions.reads import HANDOVER_VIEWS, LINES_A_PAGE, HandoverPage
from lianxin.suggestions.views.papers import paper
from lianxin.suggestions.words import CATEGORIES, PHASE_LABELS

ROLES = tuple(sorted(DISTRIBUTORS))


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in(*ROLES)
def handovers(request: Request) -> HttpResponse:
    """What waits to be given to units; put it on a list; the lists made so far."""
    data = request.POST if request.method == "POST" else None
    asked = request.POST if data is not None else request.GET
    phase, category = asked.get("phase", ""), asked.get("category", "")
    wanted = {
        "phase": phase if phase in PHASE_LABELS else "",
        "category": category if category in CATEGORIES else "",
    }
    form = ListForm(data, initial={"once": new_key(), **wanted})
    form.offer()
    waiting = reads.handover_start(request.actor, **wanted, most=actions.MOST_IN_LIST)
    if form.is_valid() and (made := attempt(form, lambda: _list(request, form, waiting.ids))):
        return go("suggestions:handover", int(made))
    context = {"form": form, "waiting": waiting, "failed": form if form.is_bound else None, **wanted}
    return render(request, "suggestions/handovers.html", context)


def _list(request: Request, form: ListForm, ids: tuple[int, ...]) -> str:
    def make() -> str:
        made = actions.list_handover(
            suggestion_ids=ids, title=form.cleaned_data["title"], note=form.cleaned_data["note"],
            actor=request.actor, at=request.now,
        )  # fmt: skip
        return str(made.pk)

    key = form.cleaned_data["once"]
    body = {name: str(value) for name, value in form.cleaned_data.items() if name != "once"}
    return once(f"{request.actor.user_id}:handover:{key}", body, make, at=request.now) if key else make()


def _cursor(request: Request) -> tuple[str, Cursor]:
    view = request.GET.get("view", "")
    return view if view in HANDOVER_VIEWS else "", Cursor.of(request, size=LINES_A_PAGE)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in(*ROLES)
def handover(request: Request, handover_id: int) -> HttpResponse:
    """The list: in review to go through it, then to watch it go. A page's choices are kept page by page."""
    view, cursor = _cursor(request)
    page = reads.handover_page(request.actor, handover_id, view, cursor)
    if request.method != "POST":
        return _draw(request, page, view)
    try:
        choices = choices_in(request.POST, page.lines.rows, page.units)
        actions.review_handover(
            handover_id=handover_id, choices=choices, actor=request.actor, at=request.now
        )  # fmt: skip
    except DomainError as refused:
        return _draw(request, page, view, str(refused))
    messages.success(request, _("这一页已经保存。"))
    return HttpResponseRedirect(_next(request, page, view))


def _next(request: Request, page: HandoverPage, view: str) -> str:
    """On to the next page when asked; what was open and is settled has left its view, so stay there."""
    base = reverse("suggestions:handover", args=[page.row.id])
    asked: dict[str, str] = {"view": view} if view else {}
    if request.POST.get("go") == "next" and page.lines.older_than is not None:
        asked["after"] = str(page.lines.older_than)
    return f"{base}?{urlencode(asked)}" if asked else base


def _draw(request: Request, page: HandoverPage, view: str, refused: str = "") -> HttpResponse:
    context = {
        "page": page,
        "view": view,
        "refused": refused,
        "sent": request.POST if refused else None,
        "tabs": _tabs(page, view),
        "next_url": with_cursor(request, after=page.lines.older_than),
        "previous_url": with_cursor(request, before=page.lines.newer_than),
    }
    block = "progress" if request.htmx else None
    return render(request, "suggestions/handover.html", context, block=block)


def _tabs(page: HandoverPage, view: str) -> list[dict[str, object]]:
    labels = {
        "": (_("全部"), page.row.total), "open": (_("还没定单位"), page.open),
        "proposed": (_("有推荐"), page.proposed), "left_out": (_("这次不交"), page.left_out),
        "refused": (_("没有办成"), page.refused),
    }  # fmt: skip
    shown = [code for code in HANDOVER_VIEWS if code != "refused" or page.refused]
    return [
        {"label": labels[code][0], "url": f"?view={code}", "current": code == view, "count": labels[code][1]}
        for code in shown
    ]


@require_POST
@signed_in(*ROLES)
def start(request: Request, handover_id: int) -> HttpResponse:
    """Hand all of it over. A second click finds it begun."""
    try:
        actions.start_handover(handover_id=handover_id, actor=request.actor, at=request.now)
    except DomainError as refused:
        if refused.status != DomainError.status:
            raise
        messages.error(request, str(refused))
    return go("suggestions:handover", handover_id)


@require_POST
@signed_in(*ROLES)
def cancel(request: Request, handover_id: int) -> HttpResponse:
    """Give it up or stop it; what is handed over stays so."""
    actions.cancel_handover(handover_id=handover_id, actor=request.actor, at=request.now)
    return go("suggestions:handover", handover_id)


@require_safe
@signed_in(*ROLES)
def register(request: Request, handover_id: int, kind: str) -> HttpResponse:
    """The list as it is read out and signed for (高规格交办清单)."""
    words = reads.handover_register(request.actor, handover_id, today=timezone.localdate(request.now))
    return paper(request, f"handover-{handover_id}", kind, words, (register_pdf, register_docx))
