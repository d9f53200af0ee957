"""Pages of what the places below have: a table per place and per topic, and the same for a spreadsheet."""

from __future__ import annotations

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from lianxin.insights.below import PREFECTURE, Below, below
from lianxin.insights.formulas import FORMULAS, VERSION
from lianxin.insights.leaving import hidden_words
from lianxin.insights.views import basis, period_of
from lianxin.kernel.actor import PLACE_ROLES
from lianxin.kit.http import Request, render, signed_in
from lianxin.kit.tables import BOM, csv_lines

READERS = tuple(sorted(PLACE_ROLES))


def _asked(request: Request) -> Below:
    today = timezone.localdate(request.now)
    first = today.replace(month=1, day=1)
    period = period_of(request, since=first)
    return below(request.actor, request.GET.get("place", ""), period, today=today)


def _scope_words(found: Below) -> str:
    return _("%(place)s全部民情，不论在哪一级") % {"place": found.name}


@require_safe
@signed_in(*READERS)
def show(request: Request) -> HttpResponse:
    """How the places below do: this year, unless other days are asked for."""
    found = _asked(request)
    period = period_of(request, since=timezone.localdate(request.now).replace(month=1, day=1))
    context = {
        "found": found,
        "formulas": FORMULAS,
        "hidden": hidden_words(),
        "opens": len(found.place) < PREFECTURE,
        "own": request.actor.place,
        "kept": [("place", found.place)] if found.place != request.actor.place else [],
    }
    known = basis(request, period) | {"scope_words": _scope_words(found)}
    return render(request, "insights/below.html", known | context)


@require_safe
@signed_in(*READERS)
def export(request: Request) -> HttpResponse:
    """The places as CSV, with who took it, when and over what."""
    found, today = _asked(request), timezone.localdate(request.now)
    period = period_of(request, since=today.replace(month=1, day=1))
    lines = [[_("地方"), _("地方编码"), _("收到"), *(str(f.name) for f in FORMULAS), _("办结"),
              _("转为代表建议"), _("超期"), _("督办")]]  # fmt: skip
    for row in (*found.places, found.whole):
        counts = [row.counts[code] for code in ("closed", "suggested", "overdue", "supervised")]
        lines.append([row.name or _("全部"), row.key, row.counts["all"], *row.rates, *counts])
    taken = f"{timezone.localtime(request.now):%Y-%m-%d %H:%M}"
    lines.append([_("期间"), f"{period.since} – {period.until}", _("范围"), _scope_words(found)])
    lines.append([_("导出人"), request.actor.name, _("截至"), taken, _("公式版本"), VERSION])
    lines.append([hidden_words()])
    response = HttpResponse(BOM + csv_lines(lines), content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="insights-below-{today:%Y%m%d}.csv"'
    return response
