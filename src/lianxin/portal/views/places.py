"""Plates and venues."""

from __future__ import annotations

from urllib.parse import quote, urlencode

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_safe

from lianxin.kit.http import Request, render
from lianxin.portal import reads
from lianxin.venues import actions as venue_actions
from lianxin.venues.words import TIER_LABELS


@require_safe
def plate_entry(request: Request) -> HttpResponse:
    """Type the code of a plate whose picture cannot be scanned."""
    code = request.GET.get("code", "").strip()[:40]
    if code:
        return HttpResponseRedirect(f"{reverse('portal:plate_entry')}/{quote(code, safe='')}")
    return render(request, "portal/plate_entry.html")


@require_safe
def plate(request: Request, code: str) -> HttpResponse:
    """What a plate opens. A revoked one says where the new one is, a foreign one what to do next."""
    page = reads.plate_page(code[:40])
    if page is None:
        return render(request, "portal/plate_wrong.html", {"page": None, "code": code[:40]}, status=404)
    if page.is_revoked:
        return render(request, "portal/plate_wrong.html", {"page": page, "code": code}, status=410)
    if request.method == "GET":
        venue_actions.count_scan(plate_id=page.plate.id, at=request.now)
    return render(request, "portal/plate.html", {"page": page})


@require_safe
def venues(request: Request) -> HttpResponse:
    """Venues by place and tier, forty a page."""
    place, tier = reads.here(request.GET.get("division", "")), request.GET.get("tier", "")
    tier = tier if tier in TIER_LABELS else ""
    page = reads.venues_page(place.code, tier=tier, after=request.GET.get("after", ""))
    context = {
        "place": place,
        "tier": tier,
        "tiers": TIER_LABELS,
        "page": page,
        "is_first": "after" not in request.GET,
        "kept": urlencode([(k, v) for k, v in (("division", place.code), ("tier", tier)) if v]),
    }
    return render(request, "portal/venue_list.html", context)


@require_safe
def venue(request: Request, venue_id: int) -> HttpResponse:
    """The online twin of a venue."""
    return render(request, "portal/venue_detail.html", {"page": reads.venue_page(venue_id)})


@require_safe
def points(request: Request) -> HttpResponse:
    """Contact points by place, forty a page."""
    place = reads.here(request.GET.get("division", ""))
    rows, next_after = reads.points_page(place.code, after=request.GET.get("after", ""))
    context = {
        "place": place,
        "rows": rows,
        "next_after": next_after,
        "is_first": "after" not in request.GET,
        "kept": urlencode({"division": place.code}) if place.code else "",
    }
    return render(request, "portal/point_list.html", context)
