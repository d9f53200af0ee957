"""Whether the site answers: for forms that wait for a signal, nginx and whatever watches the server."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe


@never_cache
@require_safe
def alive(request: HttpRequest) -> HttpResponse:
    """204 when the database answers too; ScopeMiddleware has asked it and says 503 otherwise."""
    return HttpResponse(status=204)
