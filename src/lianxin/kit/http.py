"""Requests and pages: the typed request, and one way to draw a page or a named block of it."""

from __future__ import annotations

import ipaddress
from collections.abc import Callable, Mapping
from datetime import datetime
from functools import wraps
from typing import Any, Concatenate, ParamSpec, cast
from urllib.parse import quote

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.template import engines
from django.template.backends.jinja2 import Jinja2
from django.template.loader import get_template
from django.urls import reverse
from jinja2_fragments import render_block

from lianxin.kernel.actor import ADMIN_ROLES, Actor, Role

P = ParamSpec("P")


class Request(HttpRequest):
    """What every view receives: Django's request with the actor, the moment and an id from middleware."""

    actor: Actor
    now: datetime
    request_id: str
    htmx: Any


def render(
    request: HttpRequest,
    template: str,
    context: Mapping[str, object] | None = None,
    *,
    block: str | None = None,
    status: int = 200,
) -> HttpResponse:
    """Draw a Jinja2 page, or only its named `block` (for htmx)."""
    page = get_template(template, using="jinja2")
    if block is None:
        return HttpResponse(page.render(dict(context or {}), request), status=status)
    engine = cast("Jinja2", engines["jinja2"])
    values: dict[str, Any] = dict(context or {})
    from django.template.backends.utils import csrf_input_lazy, csrf_token_lazy

    values |= {
        "request": request,
        "csrf_input": csrf_input_lazy(request),
        "csrf_token": csrf_token_lazy(request),
    }
    for processor in engine.template_context_processors:
        values |= processor(request)
    return HttpResponse(render_block(engine.env, template, block, **values), status=status)


def client_key(request: HttpRequest) -> str:
    """The address prefix that counts for throttling: IPv4 whole, IPv6 /64. Never stored in clear.

    Behind the documented nginx the last forwarded address is the one nginx saw. However an address is
    spelled, it counts as one. Source: shared security paper T30.
    """
    text: str = request.META.get("REMOTE_ADDR", "")
    if settings.LIANXIN_BEHIND_PROXY:
        text = request.META.get("HTTP_X_FORWARDED_FOR", text).split(",")[-1].strip()
    try:
        address = ipaddress.ip_address(text)
    except ValueError:
        return text
    if isinstance(address, ipaddress.IPv6Address):
        if address.ipv4_mapped is None:
            return str(ipaddress.IPv6Network((int(address) >> 64 << 64, 64)))
        address = address.ipv4_mapped
    return str(address)


def safe_next(path: str, fallback: str = "/") -> str:
    """A local path to go on to, never another site."""
    # Browsers drop tabs and line ends and read "\" as "/", so "/<tab>/elsewhere" would be another site.
    is_local = path.startswith("/") and not path.startswith("//")
    return path if is_local and "\\" not in path and path.isprintable() else fallback


def to_sign_in(request: HttpRequest) -> HttpResponseRedirect:
    """Send a visitor to sign in and back again."""
    target = request.get_full_path() if request.method == "GET" else "/"
    return HttpResponseRedirect(f"{reverse('accounts:sign_in')}?next={quote(target)}")


View = Callable[Concatenate[Request, P], HttpResponseBase]


def signed_in(*roles: Role) -> Callable[[View[P]], Callable[Concatenate[HttpRequest, P], HttpResponseBase]]:
    """Only people acting in one of `roles` (any role when none is named); others see 404, visitors sign in.

    The roles are kept on the view as `allowed_roles`, where the access matrix reads them.
    """

    def wrap(view: View[P]) -> Callable[Concatenate[HttpRequest, P], HttpResponseBase]:
        @wraps(view)
        def guarded(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            typed = cast("Request", request)
            if not typed.actor.is_signed_in:
                return to_sign_in(request)
            if roles and typed.actor.role not in roles:
                return render(request, "kit/errors/404.html", {"sentence": ""}, status=404)
            return view(typed, *args, **kwargs)

        guarded.allowed_roles = frozenset(roles) or frozenset(Role)  # type: ignore[attr-defined]  # read by tests
        return cast("Callable[Concatenate[HttpRequest, P], HttpResponseBase]", guarded)

    return wrap


CASE_READERS = tuple(role for role in Role if role not in ADMIN_ROLES and role != Role.CITIZEN)


def go(to: str, *args: object, **kwargs: object) -> HttpResponseRedirect:
    """Redirect to a URL name."""
    return HttpResponseRedirect(reverse(to, args=args or None, kwargs=kwargs or None))


def layout_for(actor: Actor) -> str:
    """The shell around pages that several roles have."""
    if not actor.is_signed_in:
        return "kit/phone.html"
    return "kit/deputy.html" if actor.role == Role.DEPUTY else "kit/desk.html"
