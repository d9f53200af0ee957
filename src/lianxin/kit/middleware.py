"""What happens around every request: id, moment, headers, one transaction in one scope, kind errors."""

from __future__ import annotations

import logging
import uuid
from collections.abc import Callable
from typing import cast

from django.db import OperationalError, transaction
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from lianxin.kernel.errors import DomainError
from lianxin.kit.http import Request, render
from lianxin.kit.scope import scope

GetResponse = Callable[[HttpRequest], HttpResponse]
log = logging.getLogger("lianxin.request")

CSP = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; "
    "media-src 'self'; connect-src 'self'; font-src 'self'; manifest-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'"
)
_POLICY = "geolocation=({}), camera=(self), microphone=(self)"
# Only the citizen's form may ask where the phone is; it sets this header itself. Source: ADR-0021 §8.
WITH_POSITION = _POLICY.format("self")
HEADERS = {
    "Content-Security-Policy": CSP,
    "Permissions-Policy": _POLICY.format(""),
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
}


PAGES = frozenset({403, 404, 409, 429})


class EdgeMiddleware:
    """Gives the request its id and its moment, and the answer its security headers."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer the request."""
        typed = cast("Request", request)
        typed.request_id = uuid.uuid4().hex[:16]
        typed.now = timezone.now()
        response = self.get_response(request)
        for name, value in HEADERS.items():
            response.setdefault(name, value)
        response.headers["X-Request-Id"] = typed.request_id
        if "Cache-Control" not in response.headers:
            response.headers["Cache-Control"] = "private, no-store" if typed.COOKIES else "private, no-cache"
        return response


class ScopeMiddleware:
    """One request, one transaction, one scope. Server errors and refused rules roll everything back."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer the request."""
        try:
            with scope(cast("Request", request).actor):
                response = self.get_response(request)
                if response.status_code >= 500 or getattr(response, "roll_back", False):
                    transaction.set_rollback(True)
            return response
        except OperationalError:
            log.exception("database unreachable", extra={"request_id": cast("Request", request).request_id})
            return render(request, "kit/errors/500.html", {"busy": True, "sentence": ""}, status=503)


class DomainErrorMiddleware:
    """Turns a refused rule into a page (or a short fragment for htmx) with the rule's own sentence."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer the request."""
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Draw the page of a DomainError; anything else goes on to Django's own handling."""
        if not isinstance(error, DomainError):
            return None
        page = error.status if error.status in PAGES else 409
        response = render(request, f"kit/errors/{page}.html", {"sentence": str(error)}, status=error.status)
        response.roll_back = error.status != 429  # type: ignore[attr-defined]  # counted tries must stay counted
        return response
