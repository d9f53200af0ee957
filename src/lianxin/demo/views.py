"""The tour, its one-click sign-in, and the component gallery."""

from __future__ import annotations

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST, require_safe

from lianxin.accounts.devices import device_words
from lianxin.accounts.homes import home_of
from lianxin.accounts.reads import user_to_sign_in
from lianxin.accounts.sign_in import open_session
from lianxin.demo import reads
from lianxin.demo.cast import LOGINS
from lianxin.demo.gallery import sample_form
from lianxin.demo.guards import demo_only, require_this_machine
from lianxin.kernel.errors import NotFound
from lianxin.kit.http import Request, render
from lianxin.portal.views.site import home

SHELLS = ("phone", "deputy", "desk")
_TOURED = "toured"


@require_safe
@demo_only
def front(request: Request) -> HttpResponse:
    """The first look at the demo is the tour; afterwards its home is the site's."""
    if _TOURED in request.COOKIES:
        return home(request)
    response = HttpResponseRedirect(reverse("demo:tour"))
    response.set_cookie(_TOURED, "1", samesite="Lax", httponly=True)
    return response


@require_GET
@demo_only
def tour(request: Request) -> HttpResponse:
    """One card per role, and the plate to begin with."""
    return render(request, "demo/tour.html", {"tour": reads.tour(at=request.now)})


@require_POST
@demo_only
def sign_in(request: Request, login: str) -> HttpResponse:
    """Be one of the people of the tour, with one click."""
    require_this_machine(request)
    user = user_to_sign_in(login) if login in LOGINS else None
    if user is None:
        raise NotFound(_("导览里没有这个人。请回到导览页再选。"))
    device = device_words(request.headers.get("User-Agent", ""))
    actor = open_session(session=request.session, user=user, device=device, at=request.now)  # type: ignore[arg-type]  # our own session store
    return HttpResponseRedirect(home_of(actor))


@require_GET
@demo_only
def outlet(request: Request) -> HttpResponse:
    """What would have gone out by SMS and mail, and what waits for the morning."""
    return render(request, "demo/outlet.html", {"outlet": reads.outlet(at=request.now)})


@require_GET
@demo_only
def components(request: Request) -> HttpResponse:
    """Every component of the kit, in the shell of ?shell=, with errors on ?errors=1."""
    wanted = request.GET.get("shell", "phone")
    context = {
        "shell": wanted if wanted in SHELLS else "phone",
        "form": sample_form(with_errors="errors" in request.GET),
        "gallery": {},
    }
    return render(request, "kit/gallery.html", context)
