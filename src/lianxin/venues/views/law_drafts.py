"""Drafts of law: the list, asking for opinions, one draft with what was said, recording, export."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lianxin.kit.forms import attempt
from lianxin.kit.http import Request, go, render, signed_in
from lianxin.kit.once import new_key, once
from lianxin.kit.paging import Cursor, with_cursor
from lianxin.venues import access
from lianxin.venues.actions import law_drafts as actions
from lianxin.venues.law_draft_forms import DraftForm, OpinionForm
from lianxin.venues.reads import law_drafts as reads
from lianxin.venues.words import OpinionFrom

READERS = tuple(sorted(access.DRAFT_READERS))
DRAFTERS = tuple(sorted(access.DRAFTERS))


@require_safe
@signed_in(*READERS)
def show_all(request: Request) -> HttpResponse:
    """Drafts that concern my place."""
    page = reads.draft_list(request.actor, Cursor.of(request, 40), on=timezone.localdate(request.now))
    context = {
        "rows": page.rows,
        "may_ask": request.actor.role in DRAFTERS,
        "newer": with_cursor(request, after=page.newer_than),
        "older": with_cursor(request, before=page.older_than),
    }
    return render(request, "venues/law_draft_list.html", context)


@signed_in(*DRAFTERS)
def new(request: Request) -> HttpResponse:
    """Ask for opinions on a draft; the same name twice is refused."""
    first = {"opens_on": timezone.localdate(request.now)}
    form = DraftForm(request.POST if request.method == "POST" else None, initial=first)
    if form.is_valid():
        facts = actions.DraftFacts(**form.cleaned_data)
        made = attempt(form, lambda: actions.ask_opinions(facts=facts, actor=request.actor, at=request.now))
        if made is not None:
            messages.success(request, _("开始征求意见了，各立法联系点可以登记。"))
            return go("venues:law_draft", made.pk)
    return render(request, "venues/law_draft_form.html", {"form": form})


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in(*READERS)
def show(request: Request, draft_id: int) -> HttpResponse:
    """One draft with what was said; whoever keeps a legislative contact point records an opinion here."""
    today = timezone.localdate(request.now)
    page = reads.draft_page(request.actor, draft_id, Cursor.of(request, 40), on=today)
    sent = request.POST if request.method == "POST" else None
    form = OpinionForm(sent, points=page.points, once=new_key())
    if form.is_valid() and attempt(form, lambda: _recorded(request, draft_id, form)) is not None:
        messages.success(request, _("意见登记好了。"))
        return go("venues:law_draft", draft_id)
    context = {
        "page": page,
        "form": form if page.points and page.draft.is_open else None,
        "newer": with_cursor(request, after=page.opinions.newer_than),
        "older": with_cursor(request, before=page.opinions.older_than),
    }
    return render(request, "venues/law_draft_detail.html", context)


def _recorded(request: Request, draft_id: int, form: OpinionForm) -> str:
    given = form.cleaned_data

    def act() -> str:
        made = actions.record_opinion(
            draft_id=draft_id,
            point_id=given["point"],
            said_by=OpinionFrom(given["said_by"]),
            article=given["article"],
            text=given["text"],
            on=timezone.localdate(request.now),
            actor=request.actor,
            at=request.now,
        )
        return str(made.pk)

    key = f"opinion:{request.actor.user_id}:{given['once'] or new_key()}"
    return once(key, form.body(), act, at=request.now)


@require_POST
@signed_in(*READERS)
def export(request: Request, draft_id: int) -> HttpResponseBase:
    """The opinions as CSV; who took them is written down."""
    today = timezone.localdate(request.now)
    reads.draft_page(request.actor, draft_id, Cursor(size=1), on=today)
    actions.note_opinion_export(draft_id=draft_id, actor=request.actor, at=request.now)
    lines = list(reads.csv_lines(request.actor, draft_id, on=today))
    response = StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="opinions-{draft_id}.csv"'
    return response
