"""Lists of cases: for staff, for a unit, for a deputy; and the deputy's home."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from urllib.parse import urlencode

from django.http import HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from lianxin.divisions import reads as divisions
from lianxin.kernel.actor import PLACE_ROLES, UNIT_ROLES, VENUE_ROLES, Actor, Role
from lianxin.kernel.text import clean
from lianxin.kit.http import Request, render, signed_in
from lianxin.kit.once import new_key
from lianxin.kit.paging import Cursor, id_in, with_cursor, without
from lianxin.kit.selects import select
from lianxin.venues.words import TIER_LABELS
from lianxin.voices import access, actions, reads
from lianxin.voices.access import TEMPLATE_KEEPERS
from lianxin.voices.forms.export import ExportForm
from lianxin.voices.reads import COUNTED_AS, DEPUTY_VIEWS, Filters, KeptView, View
from lianxin.voices.views.steps import STEPS
from lianxin.voices.words import TOPICS
from lianxin.voices.workflow import CASE_FLOW, CaseState

STAFF_ROLES = tuple(sorted(PLACE_ROLES | VENUE_ROLES | UNIT_ROLES))
# Who urges others, and is shown their numbers at work.
CALLERS = access.ASSIGNERS | VENUE_ROLES


_WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# Parameters of a list that a figure opens it with. Source: ADR-0015.
_FIGURE_FILTERS = ("from", "to", "venue", "tier", "unit", "deputy", "state", "main", "counted")
# All that the address of a list may say, but for where a page starts.
QUERY = ("view", "q", "topic", "place", *_FIGURE_FILTERS)


def _day(text: str) -> date | None:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    # Ids begin with the platform; a year far off would leave their range.
    return day if 2000 <= day.year <= 2200 else None


def _number(text: str) -> int | None:
    return id_in(text)


def _view_of(request: Request, views: tuple[View, ...]) -> View:
    asked = request.GET.get("view")
    return next((view for view in views if view.code == asked), views[0])


def filters_of(request: Request, views: tuple[View, ...]) -> Filters:
    """What the address asks for; unknown words fall back to the first view and no filter."""
    topic, place = request.GET.get("topic", ""), request.GET.get("place", "")
    tier = request.GET.get("tier", "")
    state, counted = request.GET.get("state", ""), request.GET.get("counted", "")
    return Filters(
        since=_day(request.GET.get("from", "")),
        until=_day(request.GET.get("to", "")),
        venue_id=_number(request.GET.get("venue", "")),
        unit_id=_number(request.GET.get("unit", "")),
        deputy_id=_number(request.GET.get("deputy", "")),
        state=state if state in set(CaseState) else "",
        counted=counted if counted in COUNTED_AS or counted == "overdue" else "",
        view=_view_of(request, views),
        text=clean(request.GET.get("q", ""))[:40],
        topic=topic if topic in TOPICS else "",
        tier=tier if tier in TIER_LABELS else "",
        main_id=_number(request.GET.get("main", "")),
        place=place if len(place) in {6, 9, 12} and divisions.is_code(place) else "",
    )


def asked_of(request: Request) -> list[tuple[str, str]]:
    """What the address asks for, in one order, without where a page starts. The view is always named."""
    view = _view_of(request, reads.views_for(request.actor.role))
    rest = [(name, request.GET[name]) for name in QUERY if name != "view" and request.GET.get(name)]
    return [("view", view.code), *rest]


def base_of(actor: Actor) -> str:
    """Where somebody's list is."""
    return "/unit" if actor.role in UNIT_ROLES else "/voices"


def _kept_tabs(kept: tuple[KeptView, ...], base: str, asked: str) -> list[Mapping[str, object]]:
    return [
        {
            "label": view.name,
            "url": f"{base}?{view.query}",
            "current": view.query == asked,
            "count": None,
        }
        for view in kept
    ]


def _tabs(views: tuple[View, ...], current: View | None, base: str) -> list[Mapping[str, object]]:
    return [
        {
            "label": view.label,
            "url": f"{base}?view={view.code}" if view.code else f"{base}?view=",
            "current": view is current,
            "count": None,
        }
        for view in views
    ]


def _selects(actor: Actor, filters: Filters) -> list[dict[str, object]]:
    selects = [select("topic", _("类别"), TOPICS, filters.topic, none=_("全部类别"))]
    if actor.role in PLACE_ROLES and len(actor.place) == 6:
        places = dict(divisions.names_below(actor.place))
        selects.append(select("place", _("乡镇（街道）"), places, filters.place, none=_("全部乡镇")))
    return selects


def _pills(request: Request, filters: Filters) -> list[dict[str, str]]:
    """What a figure narrowed the list to, each with a way to drop it."""
    labels = {
        "from": filters.since and _("从 %(day)s 起") % {"day": filters.since.isoformat()},
        "to": filters.until and _("到 %(day)s 止") % {"day": filters.until.isoformat()},
        "venue": filters.venue_id and _("只看一个阵地"),
        "unit": filters.unit_id and _("只看一个单位"),
        "deputy": filters.deputy_id and _("只看一位代表"),
        "tier": filters.tier and TIER_LABELS.get(filters.tier, ""),
        "main": filters.main_id and _("一起办的那些"),
        "place": len(filters.place) in {6, 12} and divisions.name_of(filters.place),
        "state": filters.state and _(CASE_FLOW.states[filters.state].label),
        "counted": filters.counted and _("统计表里数的那些"),
    }
    return [{"label": str(label), "url": without(request, name)} for name, label in labels.items() if label]


def _bulk_verbs(actor: Actor, rows: Iterable[reads.CaseRow]) -> list[str]:
    """Steps this post may put many cases to, and one of these at least allows."""
    states = {row.state for row in rows}
    return [
        verb
        for verb in access.BULK_VERBS.get(actor.role, ())
        if any(CASE_FLOW.may(verb, state) for state in states)
    ]


def _draw(request: Request, base: str, title: str) -> HttpResponse:
    views = reads.views_for(request.actor.role)
    filters = filters_of(request, views)
    kept, asked = reads.kept_views(request.actor), asked_of(request)
    first = next((view for view in kept if view.is_default), None)
    if first and not request.GET:
        return redirect(f"{base}?{first.query}")
    page = reads.case_list(request.actor, filters, Cursor.of(request), today=timezone.localdate(request.now))
    kept_tabs = _kept_tabs(kept, base, urlencode(asked))
    is_kept = any(tab["current"] for tab in kept_tabs)
    context = {
        "title": title,
        "page": page,
        "drafts": reads.draft_marks(request.actor, [row.id for row in page.rows]),
        "keeps_templates": request.actor.role in TEMPLATE_KEEPERS,
        "filters": filters,
        "tabs": _tabs(views, None if is_kept else filters.view, base) + kept_tabs,
        "keep_url": f"/voices/kept?{urlencode(asked)}",
        "selects": _selects(request.actor, filters),
        "pills": _pills(request, filters),
        "bulk": _bulk_verbs(request.actor, page.rows),
        "steps": STEPS,
        "asked": asked,
        "printed_at": timezone.localtime(request.now),
        "kept": [(name, request.GET[name]) for name in (*_FIGURE_FILTERS, "view") if request.GET.get(name)],
        "newer_url": with_cursor(request, after=page.newer_than),
        "older_url": with_cursor(request, before=page.older_than),
    }
    return render(request, "voices/staff/list.html", context)


@require_safe
@signed_in(*STAFF_ROLES)
def staff_list(request: Request) -> HttpResponse:
    """Cases of my place, venue or unit."""
    return _draw(request, "/voices", _("民情"))


@require_safe
@signed_in(*sorted(UNIT_ROLES))
def unit_list(request: Request) -> HttpResponse:
    """What my unit has to take over and to answer."""
    return _draw(request, "/unit", _("部门领单"))


@require_safe
@signed_in(*STAFF_ROLES)
def overdue(request: Request) -> HttpResponse:
    """What is late and whom to call, with the units' cards."""
    today = timezone.localdate(request.now)
    followed = reads.proposals_followed(request.actor, since=request.now - timedelta(days=365))
    context = {
        "board": reads.board(request.actor, today=today),
        "today": today,
        "may_call": request.actor.role in CALLERS,
        "printed_at": timezone.localtime(request.now),
        "proposals": followed,
    }
    return render(request, "voices/staff/overdue.html", context)


@require_safe
@signed_in(*sorted(CALLERS))
def calls(request: Request) -> HttpResponse:
    """Whom to call about what is late, for paper: the ticked cases, or all of the board."""
    ticked = [pk for text in request.GET.getlist("case") if (pk := id_in(text)) is not None]
    context = {
        "calls": reads.call_sheet(request.actor, ticked, at=timezone.localtime(request.now)),
        "at": timezone.localtime(request.now),
        "by": request.actor.name,
        "back_url": "/voices/overdue",
    }
    return render(request, "voices/staff/calls.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in(*STAFF_ROLES)
def export(request: Request) -> HttpResponseBase:
    """The filtered list as a table for spreadsheets, once its purpose is written down."""
    filters = filters_of(request, reads.views_for(request.actor.role))
    form = ExportForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        return _table(request, filters, form.cleaned_data["purpose"], form.cleaned_data["kind"])
    context = {
        "form": form,
        "view": filters.view,
        "pills": _pills(request, filters),
        "filters": filters,
        "back": f"/voices?{request.GET.urlencode()}",
    }
    return render(request, "voices/staff/export.html", context)


def _table(request: Request, filters: Filters, purpose: str, kind: str) -> StreamingHttpResponse:
    actions.note_export(purpose=purpose, kind=kind, actor=request.actor, at=request.now)
    taken = reads.Export(filters, request.actor, request.now, purpose)
    if kind == "csv":
        response = StreamingHttpResponse(reads.csv_lines(taken), content_type="text/csv; charset=utf-8")
    else:
        response = StreamingHttpResponse(reads.workbook(taken), content_type=_WORKBOOK)
    name = f"voices-{taken.today:%Y%m%d}.{kind}"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@require_safe
@signed_in(Role.DEPUTY)
def my_cases(request: Request) -> HttpResponse:
    """A deputy's orders: waiting, mine, done."""
    filters = filters_of(request, DEPUTY_VIEWS)
    cursor = Cursor.of(request, size=20)
    page = reads.case_list(request.actor, filters, cursor, today=timezone.localdate(request.now))
    context = {
        "page": page,
        "view": filters.view,
        "tabs": _tabs(DEPUTY_VIEWS, filters.view, "/my/voices"),
        "new_key": new_key,
        "newer_url": with_cursor(request, after=page.newer_than),
        "older_url": with_cursor(request, before=page.older_than),
    }
    return render(request, "voices/deputy/orders.html", context)


@require_safe
@signed_in(Role.DEPUTY)
def my_home(request: Request) -> HttpResponse:
    """What waits for me, what I carry, and my year so far."""
    today = timezone.localdate(request.now)
    new, mine, done = DEPUTY_VIEWS
    context = {
        "today": today,
        "hour": timezone.localtime(request.now).hour,
        "waiting": reads.most_urgent(request.actor, new, today=today, limit=3),
        "mine": reads.most_urgent(request.actor, mine, today=today, limit=5),
        "counts": reads.counts(request.actor, (new, mine, done), today=today),
        "new_key": new_key,
        "rhythm": reads.rhythm_of(request.actor, today=today),
    }
    return render(request, "voices/deputy/home.html", context)
