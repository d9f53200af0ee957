"""The board of use of venues, its export, and the rule that says when a venue is idle."""

from __future__ import annotations

from django.http import HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from lianxin.insights import actions, health
from lianxin.kernel.actor import VENUE_ROLES, Role
from lianxin.kernel.text import clean
from lianxin.kit.http import Request, render, signed_in
from lianxin.kit.paging import Cursor, with_cursor
from lianxin.kit.selects import select
from lianxin.venues.reads import health as venues
from lianxin.venues.reads.health import HealthFilters
from lianxin.venues.words import TIER_LABELS

# Congress offices and leaders of a place, and who keeps a venue. Administrators read no matters.
READERS = tuple(
    sorted(
        VENUE_ROLES
        | {
            Role.DEPUTY_AFFAIRS,
            Role.PRESIDIUM,
            Role.STREET_COMMITTEE,
            Role.STANDING_LEADER,
            Role.SPECIAL_COMMITTEE,
            Role.EVALUATOR,
        }
    )
)
LACKS = ("idle", "none", "page", "plate")


def _filters(request: Request) -> HealthFilters:
    asked = request.GET
    return HealthFilters(
        place=asked.get("place", ""),
        tier=asked.get("tier", ""),
        lack=asked.get("lack", "") if asked.get("lack", "") in LACKS else "",
        text=clean(asked.get("q", ""))[:40],
    )


def _selects(filters: HealthFilters) -> list[dict[str, object]]:
    lacks = {
        "idle": _("闲置的"),
        "none": _("页面齐全的"),
        "page": _("页面不全的"),
        "plate": _("没有阵地牌的"),
    }
    return [
        select("tier", _("类别"), TIER_LABELS, filters.tier, none=_("全部类别")),
        select("lack", _("状态"), lacks, filters.lack, none=_("全部状态")),
    ]


@require_safe
@signed_in(*READERS)
def show(request: Request) -> HttpResponse:
    """How the venues of my place are used; each number opens what it counts."""
    filters, today = _filters(request), timezone.localdate(request.now)
    page = health.board(request.actor, filters, Cursor.of(request, 40), on=today)
    context = {
        "rows": [(row, health.lacking_words(row)) for row in page.rows],
        "counts": venues.health_counts(request.actor, filters, on=today),
        "filters": filters,
        "selects": _selects(filters),
        "looked": health.looked(),
        "days": venues.idle_days(request.actor.place, on=today),
        "query": request.GET.urlencode(),
        "may_set": request.actor.role == Role.DEPUTY_AFFAIRS,
        "newer": with_cursor(request, after=page.newer_than),
        "older": with_cursor(request, before=page.older_than),
    }
    return render(request, "insights/health.html", context)


@require_POST
@signed_in(*READERS)
def export(request: Request) -> HttpResponseBase:
    """The board as it is filtered, as CSV; who took it is written down."""
    actions.note_health_export(actor=request.actor, at=request.now)
    today = timezone.localdate(request.now)
    lines = list(health.csv_lines(request.actor, _filters(request), on=today))
    response = StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="health-{today:%Y%m%d}.csv"'
    return response
