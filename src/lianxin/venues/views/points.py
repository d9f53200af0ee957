"""Contact points: the list, its export, one point, and registering, changing, closing it."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from lianxin.kernel.text import clean
from lianxin.kit.forms import attempt
from lianxin.kit.http import Request, go, render, signed_in
from lianxin.kit.once import new_key, once
from lianxin.kit.paging import Cursor, id_in, with_cursor
from lianxin.kit.selects import select
from lianxin.venues.actions import points as actions
from lianxin.venues.forms import ReasonForm
from lianxin.venues.point_forms import PointForm, first_of
from lianxin.venues.reads import points as reads
from lianxin.venues.views import BUILDERS, POINT_STAFF, STAFF
from lianxin.venues.words import POINT_LABELS


def _filters(request: Request) -> reads.PointFilters:
    asked = request.GET
    return reads.PointFilters(
        text=clean(asked.get("q", ""))[:40],
        kind=asked.get("kind", ""),
        place=asked.get("place", ""),
        state=asked.get("state", "open"),
        venue_id=id_in(asked.get("venue", "")),
    )


def _selects(filters: reads.PointFilters) -> list[dict[str, object]]:
    states = {"open": _("开放的"), "closed": _("已撤销的"), "all": _("全部")}
    return [
        select("kind", _("类别"), POINT_LABELS, filters.kind, none=_("全部类别")),
        select("state", _("状态"), states, filters.state),
    ]


@require_safe
@signed_in(*POINT_STAFF)
def show_all(request: Request) -> HttpResponse:
    """Contact points of my place, or of the venue I keep."""
    filters = _filters(request)
    page = reads.point_list(request.actor, filters, Cursor.of(request, 40))
    context = {
        "rows": page.rows,
        "filters": filters,
        "selects": _selects(filters),
        "kept": [(k, request.GET[k]) for k in ("place", "venue") if request.GET.get(k)],
        "query": request.GET.urlencode(),
        "may_build": request.actor.role in BUILDERS,
        "newer": with_cursor(request, after=page.newer_than),
        "older": with_cursor(request, before=page.older_than),
    }
    return render(request, "venues/point_list.html", context)


@require_POST
@signed_in(*POINT_STAFF)
def export(request: Request) -> HttpResponseBase:
    """The list as it is filtered, as CSV; who took it is written down."""
    actions.note_point_export(actor=request.actor, at=request.now)
    today = timezone.localtime(request.now).date()
    lines = reads.csv_lines(request.actor, _filters(request), on=today)
    response = StreamingHttpResponse(list(lines), content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="points-{today:%Y%m%d}.csv"'
    return response


@require_safe
@signed_in(*POINT_STAFF)
def show(request: Request, point_id: int) -> HttpResponse:
    """What is recorded of one contact point, and its history."""
    return render(request, "venues/point_file.html", {"file": reads.point_file(request.actor, point_id)})


@signed_in(*BUILDERS)
def new(request: Request) -> HttpResponse:
    """Register a contact point; a double click registers one."""
    place = request.GET.get("division", "") or request.actor.place
    first = {"division_code": place, "venue_id": id_in(request.GET.get("venue", "")), "once": new_key()}
    form = PointForm(request.POST if request.method == "POST" else None, first=first)
    if form.is_valid():
        made = attempt(form, lambda: _opened(request, form))
        if made is not None:
            messages.success(request, _("联系点登记好了，公开页面马上就有。"))
            return go("venues:point", int(made))
    return render(request, "venues/point_form.html", {"form": form, "point": None})


def _opened(request: Request, form: PointForm) -> str:
    today = timezone.localtime(request.now).date()

    def act() -> str:
        made = actions.open_point(facts=form.facts(), opened_on=today, actor=request.actor, at=request.now)
        return str(made.pk)

    key = f"point:{request.actor.user_id}:{form.cleaned_data['once'] or new_key()}"
    return once(key, form.body(), act, at=request.now)


@signed_in(*STAFF)
def edit(request: Request, point_id: int) -> HttpResponse:
    """Change what is recorded; a liaison changes address, hours, phone and the responsible person only."""
    file = reads.point_file(request.actor, point_id)
    first = first_of(file.point)
    if request.GET.get("division"):
        first["division_code"] = request.GET["division"]
    sent = request.POST if request.method == "POST" else None
    form = PointForm(sent, first=first, may_build=file.may_build)
    if form.is_valid() and attempt(form, lambda: _changed(request, point_id, form)) is not None:
        messages.success(request, _("改好了，公开页面马上就是新的。"))
        return go("venues:point", point_id)
    return render(request, "venues/point_form.html", {"form": form, "point": file.point})


def _changed(request: Request, point_id: int, form: PointForm) -> object:
    version = form.cleaned_data["version"] or 0
    return actions.change_point(
        point_id=point_id, facts=form.facts(), version=version, actor=request.actor, at=request.now
    )


@signed_in(*BUILDERS)
def close(request: Request, point_id: int) -> HttpResponse:
    """Say what will happen, ask why, then close."""
    file = reads.point_file(request.actor, point_id)
    form = ReasonForm(request.POST or None)
    if form.is_valid() and attempt(form, lambda: _closed(request, point_id, form)) is not None:
        messages.success(request, _("联系点已撤销。"))
        return go("venues:point", point_id)
    return render(request, "venues/point_close.html", {"form": form, "point": file.point})


def _closed(request: Request, point_id: int, form: ReasonForm) -> object:
    today = timezone.localtime(request.now).date()
    return actions.close_point(
        point_id=point_id, on=today, reason=form.cleaned_data["reason"], actor=request.actor, at=request.now
    )


@require_POST
@signed_in(*BUILDERS)
def reopen(request: Request, point_id: int) -> HttpResponse:
    """Open a closed contact point again."""
    reads.point_file(request.actor, point_id)
    actions.reopen_point(point_id=point_id, actor=request.actor, at=request.now)
    messages.success(request, _("联系点已恢复。"))
    return go("venues:point", point_id)
