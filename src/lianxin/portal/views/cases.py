"""Published cases."""

from __future__ import annotations

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from lianxin.kit.http import Request, render
from lianxin.kit.paging import Cursor, with_cursor
from lianxin.portal import reads
from lianxin.voices import reads as voices
from lianxin.voices.words import TOPICS


@require_safe
def cases(request: Request) -> HttpResponse:
    """Published cases by place and topic, newest first."""
    place, topic = reads.here(request.GET.get("division", "")), request.GET.get("topic", "")
    topic = topic if topic in TOPICS else ""
    page = reads.cases_page(Cursor.of(request, size=30), place=place.code, topic=topic)
    context = {
        "place": place,
        "topic": topic,
        "topics": dict(TOPICS),
        "page": page,
        "newer": with_cursor(request, after=page.newer_than),
        "older": with_cursor(request, before=page.older_than),
    }
    return render(request, "portal/case_list.html", context)


@require_safe
def case(request: Request, case_id: int) -> HttpResponse:
    """One published case."""
    return render(request, "portal/case_detail.html", {"case": voices.published_case(case_id)})
