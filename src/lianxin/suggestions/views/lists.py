"""Lists of suggestions for offices, units and deputies; and the ledger of promises."""

from __future__ import annotations

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from lianxin.kernel.actor import PLACE_ROLES, UNIT_ROLES, Role
from lianxin.kernel.text import clean
from lianxin.kit.http import Request, layout_for, render, signed_in
from lianxin.kit.paging import Cursor, with_cursor
from lianxin.kit.selects import select
from lianxin.suggestions import reads
from lianxin.suggestions.access import DISTRIBUTORS, OFFICES
from lianxin.suggestions.reads import Filters, View
from lianxin.suggestions.views.page import ROLES
from lianxin.suggestions.words import CATEGORIES, PHASE_LABELS, PROMISE_LABELS, PromiseState, Words


def _filters(request: Request, views: tuple[View, ...]) -> Filters:
    """What the address asks for; unknown words fall back to the first view and no filter."""
    asked = request.GET.get("view")
    category, phase = request.GET.get("category", ""), request.GET.get("phase", "")
    return Filters(
        view=next((view for view in views if view.code == asked), views[0]),
        text=clean(request.GET.get("q", ""))[:40],
        category=category if category in CATEGORIES else "",
        phase=phase if phase in PHASE_LABELS else "",
    )


def _tabs(views: tuple[View, ...], filters: Filters, base: str) -> list[dict[str, object]]:
    return [
        {"label": v.label, "url": f"{base}?view={v.code}", "current": v is filters.view, "count": None}
        for v in views
    ]


def _draw(request: Request, base: str, title: str) -> HttpResponse:
    views = reads.views_for(request.actor.role)
    filters = _filters(request, views)
    page = reads.suggestion_list(
        request.actor, filters, Cursor.of(request), today=timezone.localdate(request.now)
    )
    context = {
        "layout": layout_for(request.actor),
        "title": title,
        "may_enter_sessions": request.actor.role in OFFICES,
        "may_distribute": request.actor.role in DISTRIBUTORS,
        "page": page,
        "filters": filters,
        "tabs": _tabs(views, filters, base),
        "selects": [
            select("category", _("类别"), CATEGORIES, filters.category, none=_("全部类别")),
            select("phase", _("什么时候提的"), PHASE_LABELS, filters.phase, none=_("大会和闭会")),
        ],
        "kept": [("view", filters.view.code)] if filters.view.code else [],
        "newer_url": with_cursor(request, after=page.newer_than),
        "older_url": with_cursor(request, before=page.older_than),
    }
    name = "mine" if request.actor.role == Role.DEPUTY else "list"
    return render(request, f"suggestions/{name}.html", context)


@require_safe
@signed_in(*sorted(PLACE_ROLES))
def office_list(request: Request) -> HttpResponse:
    """Suggestions to the congress of my place."""
    return _draw(request, "/suggestions", _("代表建议"))


@require_safe
@signed_in(*sorted(UNIT_ROLES))
def unit_list(request: Request) -> HttpResponse:
    """Suggestions my unit has to take and to answer."""
    return _draw(request, "/unit/suggestions", _("建议办理"))


@require_safe
@signed_in(Role.DEPUTY)
def my_list(request: Request) -> HttpResponse:
    """Suggestions I raised, signed, or am asked to sign."""
    return _draw(request, "/my/suggestions", _("我的建议"))


@require_safe
@signed_in(*ROLES)
def promises(request: Request) -> HttpResponse:
    """The ledger of promises that I may see."""
    view = request.GET.get("view", "")
    view = view if view in reads.LEDGER_VIEWS else ""
    labels: Words = {"": _("全部"), "late": _("过期没报")}
    labels |= {state: PROMISE_LABELS[state] for state in PromiseState}
    found = reads.ledger(request.actor, view, Cursor.of(request), today=timezone.localdate(request.now))
    context = {
        "layout": layout_for(request.actor),
        "ledger": found,
        "tabs": [
            {
                "label": labels[code],
                "url": f"/suggestions/promises?view={code}",
                "current": code == view,
                "count": None,
            }
            for code in reads.LEDGER_VIEWS
        ],
        "newer_url": with_cursor(request, after=found.page.newer_than),
        "older_url": with_cursor(request, before=found.page.older_than),
    }
    return render(request, "suggestions/promises.html", context)
