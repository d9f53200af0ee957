"""Pages of what the places below have: a table per place and per topic, and the same for a spreadsheet."""

from __future__ import annotations

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from lianxin.insights.below import PREFECTURE, Below, below
from lianxin.insights.formulas import FORMULAS
from lianxin.insights.leaving import hidden_words
from lianxin.insights.reads import Period
from lianxin.insights.views import basis, footer, period_of
from lianxin.kernel.actor import PLACE_ROLES
from lianxin.kit.files import csv_file
from lianxin.kit.http import Request, render, signed_in

READERS = tuple(sorted(PLACE_ROLES))


def _asked(request: Request) -> tuple[Period, Below]:
    """The period, this year unless other days are asked for, and its figures."""
    today = timezone.localdate(request.now)
    period = period_of(request, since=today.replace(month=1, day=1))
    return period, below(request.actor, request.GET.get("place", ""), period, today=today)


def _scope_words(found: Below) -> str:
    return _("%(place)s全部民情，不论在哪一级") % {"place": found.name}


@require_safe
@signed_in(*READERS)
def show(request: Request) -> HttpResponse:
    """How the places below do."""
    period, found = _asked(request)
    context = {
        "found": found,
        "formulas": FORMULAS,
        "hidden": hidden_words(),
        "opens": len(found.place) < PREFECTURE,
        "kept": [("place", found.place)] if found.place != request.actor.place else [],
    }
    known = basis(request, period) | {"scope_words": _scope_words(found)}
    return render(request, "insights/below.html", known | context)


@require_safe
@signed_in(*READERS)
def export(request: Request) -> HttpResponse:
    """The places as CSV, with who took it, when and over what."""
    period, found = _asked(request)
    lines = [[_("地方"), _("地方编码"), _("收到"), *(str(f.name) for f in FORMULAS), _("办结"),
              _("转为代表建议"), _("超期"), _("督办")]]  # fmt: skip
    for row in (*found.places, found.whole):
        counts = [row.counts[code] for code in ("closed", "suggested", "overdue", "supervised")]
        lines.append([row.name or _("全部"), row.key, row.counts["all"], *row.rates, *counts])
    lines += footer(request, period, _scope_words(found))
    return csv_file(lines, f"insights-below-{found.place}-{timezone.localdate(request.now):%Y%m%d}.csv")
