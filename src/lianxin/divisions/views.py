"""Choosing a place by lists: no map, no JavaScript."""

from __future__ import annotations

from dataclasses import asdict
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_safe

from lianxin.divisions import reads
from lianxin.kit.http import render, safe_next

_PARAMETERS = {"division", "place", "within"}


@require_safe
def pick(request: HttpRequest) -> HttpResponse:
    """Drill down from the province, or search; each place leads back to `next` with its code."""
    within, text = request.GET.get("within", "53"), request.GET.get("q", "")
    target = safe_next(request.GET.get("next", ""), "/venues")
    parameter = request.GET.get("param", "division")
    parameter = parameter if parameter in _PARAMETERS else "division"
    kept = urlencode({"next": target, "param": parameter})
    joiner = "&" if "?" in target else "?"
    context = {
        "path": reads.ancestors(within),
        "here": within,
        "children": reads.children(within) if reads.is_code(within) and not text else [],
        "hits": reads.search(text, limit=30),
        "text": text,
        "kept": kept,
        "target": target,
        "parameter": parameter,
        "choose": f"{target}{joiner}{parameter}=",
    }
    return render(request, "divisions/pick.html", context)


@require_safe
def detail(request: HttpRequest, code: str) -> HttpResponse:
    """The public page of a place: where it lies and what lies in it."""
    place = reads.get(code)
    context = {"place": place, "path": reads.ancestors(code)[:-1], "children": reads.children(code)}
    return render(request, "divisions/division_detail.html", context)


@require_safe
def search_json(request: HttpRequest) -> JsonResponse:
    """Hits for a picker improved by JavaScript."""
    hits = reads.search(request.GET.get("q", ""), within=request.GET.get("within", ""))
    return JsonResponse({"hits": [asdict(hit) for hit in hits]})
