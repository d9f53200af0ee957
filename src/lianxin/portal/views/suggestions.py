"""Published suggestions of deputies, with the units' replies."""

from __future__ import annotations

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from lianxin.kernel.text import clean
from lianxin.kit.http import Request, render
from lianxin.kit.paging import Cursor, with_cursor
from lianxin.portal import reads
from lianxin.suggestions import reads as suggestions
from lianxin.suggestions.reads import PublicFilters
from lianxin.suggestions.words import CATEGORIES

_CLASSES = ("A", "B", "C", "D")


@require_safe
def suggestion_list(request: Request) -> HttpResponse:
    """Published suggestions by place, category, class and words, newest first."""
    place = reads.here(request.GET.get("division", ""))
    category, letter = request.GET.get("category", ""), request.GET.get("class", "")
    filters = PublicFilters(
        text=clean(request.GET.get("q", ""))[:40],
        category=category if category in CATEGORIES else "",
        result_class=letter if letter in _CLASSES else "",
        place=place.code,
    )
    page = suggestions.public_suggestions(filters, Cursor.of(request, size=30))
    context = {
        "place": place,
        "filters": filters,
        "categories": dict(CATEGORIES),
        "classes": _CLASSES,
        "page": page,
        "newer": with_cursor(request, after=page.newer_than),
        "older": with_cursor(request, before=page.older_than),
    }
    return render(request, "portal/suggestion_list.html", context)


@require_safe
def suggestion(request: Request, suggestion_id: int) -> HttpResponse:
    """One published suggestion."""
    page = suggestions.public_suggestion(suggestion_id)
    return render(request, "portal/suggestion_detail.html", {"page": page})
