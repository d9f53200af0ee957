"""The sheet of a place and its gap list."""

from __future__ import annotations

from urllib.parse import urlencode

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from lianxin.assessments import coverage, honours, reads
from lianxin.assessments.views import READERS
from lianxin.divisions import reads as divisions
from lianxin.kit.files import csv_file
from lianxin.kit.http import Request, render, signed_in


@require_safe
@signed_in(*READERS)
def show(request: Request) -> HttpResponse:
    """How many venues, informatised, graded, named; how many villages covered. Each figure opens."""
    place = reads.sees_place(request.actor, request.GET.get("place", ""))
    today = timezone.localtime(request.now).date()
    context = {
        "sheet": coverage.sheet(request.actor, place, on=today),
        "quotas": honours.quotas(place, on=today),
        "is_own": place == request.actor.place,
    }
    return render(request, "assessments/sheet.html", context)


@require_safe
@signed_in(*READERS)
def gap_list(request: Request) -> HttpResponse:
    """Villages without a venue, those that must have one marked."""
    place = reads.sees_place(request.actor, request.GET.get("place", ""))
    after, must = request.GET.get("after", ""), bool(request.GET.get("must"))
    rows, last = coverage.gaps(place, after=after if divisions.is_code(after) else "", must=must)
    context = {
        "rows": rows,
        "place": place,
        "must": must,
        "place_name": divisions.path_name(place, from_level=1) or divisions.name_of(place),
        "older": "?" + urlencode({"place": place, "after": last} | ({"must": 1} if must else {}))
        if last
        else None,
    }
    return render(request, "assessments/gap_list.html", context)


@require_safe
@signed_in(*READERS)
def gap_file(request: Request) -> HttpResponse:
    """The whole gap list as CSV, to send out for building: places and numbers, nobody's data."""
    place = reads.sees_place(request.actor, request.GET.get("place", ""))
    rows, _last = coverage.gaps(place, must=bool(request.GET.get("must")), limit=None)
    head = (_("编码"), _("村（社区）"), _("代表人数"), _("怎么办"))
    lines = [
        (row.code, row.name, str(row.deputies), _("该建") if row.must_build else _("可以联建"))
        for row in rows
    ]
    return csv_file([head, *lines], f"gaps-{place}.csv")
