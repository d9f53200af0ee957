"""The sheet of a place and its gap list."""

from __future__ import annotations

from urllib.parse import urlencode

from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from lianxin.assessments import coverage, reads
from lianxin.assessments.views import READERS
from lianxin.divisions import reads as divisions
from lianxin.kit.http import Request, render, signed_in


@require_safe
@signed_in(*READERS)
def show(request: Request) -> HttpResponse:
    """How many venues, informatised, graded, named; how many villages covered. Each figure opens."""
    place = reads.sees_place(request.actor, request.GET.get("place", ""))
    today = timezone.localtime(request.now).date()
    context = {
        "sheet": coverage.sheet(request.actor, place, on=today),
        "quotas": coverage.quotas(place, on=today),
        "is_own": place == request.actor.place,
    }
    return render(request, "assessments/sheet.html", context)


@require_safe
@signed_in(*READERS)
def gap_list(request: Request) -> HttpResponse:
    """Villages without a venue, those that must have one marked."""
    place = reads.sees_place(request.actor, request.GET.get("place", ""))
    after = request.GET.get("after", "")
    rows, last = coverage.gaps(place, after=after if divisions.is_code(after) else "")
    context = {
        "rows": rows,
        "place": place,
        "place_name": divisions.path_name(place, from_level=1) or divisions.name_of(place),
        "older": "?" + urlencode({"place": place, "after": last}) if last else None,
    }
    return render(request, "assessments/gap_list.html", context)
