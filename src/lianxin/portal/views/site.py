"""The first page, help, and how the visitor wants pages to look."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from lianxin.kernel.errors import NotFound
from lianxin.kit.http import Request, render, safe_next
from lianxin.portal import manual
from lianxin.voices import reads as voices

_YEAR = 365 * 24 * 3600
# Cookie → what it may hold; anything else asks for the usual look and forgets the cookie.
CHOICES = {
    "mode": ("elder",),
    "theme": ("light", "dark"),
    "keys": ("off",),
    "lang": tuple(code for code, _ in settings.LANGUAGES),
}
_CLOSED = (
    "/voices",
    "/my",
    "/desk",
    "/unit",
    "/accounts",
    "/manage",
    "/notices",
    "/q/",
    "/settings",
    "/demo",
)


@require_safe
def home(request: Request) -> HttpResponse:
    """Where to begin: raise a matter, follow one, find a deputy; what was done lately."""
    return render(request, "portal/home.html", {"cases": voices.newest_published(5)})


@require_safe
def help_index(request: Request) -> HttpResponse:
    """The guides."""
    return render(request, "portal/help/index.html", {"guides": manual.guides()})


@require_safe
def help_page(request: Request, name: str) -> HttpResponse:
    """One guide."""
    guide = manual.guide(name)
    if guide is None:
        raise NotFound(_("没有这一页说明。可以从“怎么用”里再选。"))
    return render(request, "portal/help/page.html", {"guide": guide})


@require_safe
def privacy(request: Request) -> HttpResponse:
    """What is kept of a citizen, for how long, who sees it."""
    return render(request, "portal/help/privacy.html")


@require_safe
def accessibility(request: Request) -> HttpResponse:
    """What was done so that everybody can use the pages, and whom to tell when they cannot."""
    return render(request, "portal/help/accessibility.html")


@require_safe
def settings_page(request: Request) -> HttpResponse:
    """Theme, large letters, language: links that work without script; each sets its cookie and goes back."""
    target = safe_next(request.GET.get("next", ""), "/")
    chosen = {name: request.GET[name] for name in CHOICES if name in request.GET}
    if not chosen:
        return render(request, "portal/settings.html", {"target": target})
    response = HttpResponseRedirect(safe_next(request.GET.get("next", ""), "/settings"))
    for name, value in chosen.items():
        if value in CHOICES[name]:
            response.set_cookie(name, value, _YEAR, secure=settings.CSRF_COOKIE_SECURE, samesite="Lax")
        else:
            response.delete_cookie(name, samesite="Lax")
    return response


@require_safe
def robots(request: Request) -> HttpResponse:
    """Public pages may be found; nothing else, and nothing of a demo."""
    paths = ("/",) if settings.LIANXIN_DEMO else _CLOSED
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in paths)]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")
