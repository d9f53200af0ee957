"""The office's view of links: which are kept alive, which are not; making and ending them."""

from __future__ import annotations

from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from lianxin.journal import reads as journal
from lianxin.kernel.errors import NotFound
from lianxin.kernel.text import clean
from lianxin.kit.forms import attempt
from lianxin.kit.http import Request, go, render, signed_in
from lianxin.kit.paging import id_in
from lianxin.kit.selects import select
from lianxin.links import actions, reads
from lianxin.links.actions import LinkFacts
from lianxin.links.forms import EndForm, LinkForm, VisitForm
from lianxin.links.views import KEEPERS, READERS
from lianxin.links.views.own import record
from lianxin.links.words import KIND_LABELS, LinkKind
from lianxin.people import reads as people

_VIEWS = ("", "due", "never", "ended")


@require_safe
@signed_in(*READERS)
def show_all(request: Request) -> HttpResponse:
    """Links of my place: all, those due, those never visited, ended ones."""
    today = timezone.localtime(request.now).date()
    view, kind, text = (clean(request.GET.get(name, ""))[:40] for name in ("view", "kind", "q"))
    view, kind = view if view in _VIEWS else "", kind if kind in set(LinkKind) else ""
    rows, last = reads.link_rows(
        request.actor, on=today, view=view, kind=kind, text=text,
        after=id_in(request.GET.get("after", "")) or 0,
    )  # fmt: skip
    query = urlencode({"view": view, "kind": kind, "q": text, "after": last})
    context = {
        "rows": rows, "view": view, "text": text, "numbers": reads.numbers(request.actor, on=today),
        "older": f"?{query}" if last else None, "kinds": list(KIND_LABELS.items()),
        "selects": [select("kind", _("种类"), KIND_LABELS, kind, none=_("全部种类"))],
        "may_keep": request.actor.role in KEEPERS,
    }  # fmt: skip
    return render(request, "links/link_list.html", context)


@require_POST
@signed_in(*KEEPERS)
def export(request: Request) -> HttpResponse:
    """Links that are due, as CSV to hand round."""
    today = timezone.localtime(request.now).date()
    rows, _last = reads.link_rows(request.actor, on=today, view="due", size=5000)
    response = HttpResponse(reads.as_csv(rows), content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = 'attachment; filename="links-due.csv"'
    return response


@signed_in(*KEEPERS)
def new(request: Request, link_kind: str) -> HttpResponse:
    """Make links of one kind."""
    if link_kind not in set(LinkKind):
        raise NotFound(_("没有这种联系，请回到清单再选。"))
    kind, place = LinkKind(link_kind), request.actor.place
    text = clean(request.GET.get("q", ""))[:40]
    deputies = [
        (pk, f"{name}（{district}）" if district else name)
        for pk, name, district in people.members_of_congress(place, text)
    ]
    sources = {LinkKind.MEMBER_DEPUTY: people.standing_members, LinkKind.COMMITTEE_DEPUTY: people.committees}
    chosen = sources[kind](place) if kind in sources else deputies
    today = timezone.localtime(request.now).date()
    form = LinkForm(request.POST or None, kind=kind, sources=chosen, people=deputies, today=today)
    if form.is_valid():
        number = attempt(form, lambda: _made(request, form, kind))
        if number is not None:
            messages.success(request, _("登记了 %(num)d 条联系，已经有的没有重复登记。") % {"num": number})
            return go("links:list")
    context = {
        "form": form, "kind": kind, "label": KIND_LABELS[kind], "text": text, "has_sources": bool(chosen)
    }  # fmt: skip
    return render(request, "links/link_form.html", context)


def _made(request: Request, form: LinkForm, kind: LinkKind) -> int:
    data = form.cleaned_data
    is_committee = kind == LinkKind.COMMITTEE_DEPUTY
    facts = LinkFacts(
        kind, request.actor.place, data["since"],
        from_person_id=None if is_committee else data["source"],
        organ_id=data["source"] if is_committee else None, voters=data.get("voters", ""),
    )  # fmt: skip
    return actions.make_links(
        facts=facts, to_person_ids=data.get("people", []), actor=request.actor, at=request.now
    )


@signed_in(*READERS)
def show(request: Request, link_id: int) -> HttpResponse:
    """One link with its visits; the office writes down a visit that came on paper."""
    today = timezone.localtime(request.now).date()
    page = reads.link_page(request.actor, link_id, on=today)
    form = VisitForm(request.POST or None, today=today)
    if form.is_valid() and attempt(form, lambda: record(request, form, link_id)) is not None:
        messages.success(request, _("走访记好了。"))
        return go("links:show", link_id)
    context = {
        "page": page, "form": form, "may_keep": request.actor.role in KEEPERS,
        "history": journal.history_of("links.link", link_id),
    }  # fmt: skip
    return render(request, "links/link_detail.html", context)


@signed_in(*KEEPERS)
def end(request: Request, link_id: int) -> HttpResponse:
    """Say what will happen, ask when and why, then end the link."""
    today = timezone.localtime(request.now).date()
    page = reads.link_page(request.actor, link_id, on=today)
    form = EndForm(request.POST or None, initial={"on": today})
    if form.is_valid() and attempt(form, lambda: _ended(request, form, link_id)) is not None:
        messages.success(request, _("这条联系已结束，走访记录都还在。"))
        return go("links:list")
    return render(request, "links/link_end.html", {"form": form, "page": page})


def _ended(request: Request, form: EndForm, link_id: int) -> object:
    return actions.end_link(link_id=link_id, **form.cleaned_data, actor=request.actor, at=request.now)
