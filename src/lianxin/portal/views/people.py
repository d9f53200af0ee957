"""Deputies and their public profiles."""

from __future__ import annotations

from urllib.parse import urlencode

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from lianxin.kit.http import Request, render
from lianxin.people.words import LEVEL_LABELS
from lianxin.portal import reads


@require_safe
def people(request: Request) -> HttpResponse:
    """Deputies by place, level and name, forty a page."""
    place, text = reads.here(request.GET.get("division", "")), request.GET.get("q", "").strip()[:40]
    level = next((n for n in LEVEL_LABELS if str(int(n)) == request.GET.get("level", "")), None)
    page = reads.people_page(text=text, place=place.code, level=level, after=request.GET.get("after", ""))
    kept = [("division", place.code), ("level", "" if level is None else str(int(level))), ("q", text)]
    context = {
        "place": place,
        "text": text,
        "level": level,
        "levels": LEVEL_LABELS,
        "page": page,
        "is_first": "after" not in request.GET,
        "kept": urlencode([(k, v) for k, v in kept if v]),
    }
    return render(request, "portal/person_list.html", context)


@require_safe
def person(request: Request, slug: str) -> HttpResponse:
    """The public profile of a deputy."""
    return render(request, "portal/person_detail.html", {"page": reads.person_page(slug)})
