"""The coverage map of a place."""

from __future__ import annotations

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from lianxin.assessments import reads
from lianxin.assessments.coverage_map import coverage_map
from lianxin.assessments.views import READERS
from lianxin.kit.http import Request, render, signed_in


@require_safe
@signed_in(*READERS)
def show(request: Request) -> HttpResponse:
    """Every village with its venue, a joint one, or none; those that must build marked."""
    place = reads.sees_place(request.actor, request.GET.get("place", ""))
    context = {"found": coverage_map(place), "own": request.actor.place}
    return render(request, "assessments/coverage_map.html", context)
