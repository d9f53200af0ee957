"""One's own dates for the calendar on the phone: the page with the address, and the file behind it."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from lianxin.kit.http import Request, go, layout_for, render, signed_in
from lianxin.kit.scope import scope
from lianxin.notices import actions, calendar_reads


@require_safe
@signed_in()
def subscription(request: Request) -> HttpResponse:
    """What a subscription is, and whether there is one."""
    return _page(request)


@require_POST
@signed_in()
def renew(request: Request) -> HttpResponse:
    """A new address, shown this once: the page is the answer, since the secret is kept nowhere."""
    secret = actions.renew_calendar(actor=request.actor, at=request.now)
    return _page(request, request.build_absolute_uri(reverse("notices:calendar_file", args=[secret])))


@require_POST
@signed_in()
def stop(request: Request) -> HttpResponse:
    """No address any more."""
    actions.stop_calendar(actor=request.actor, at=request.now)
    messages.success(request, _("日历订阅停用了，原来的地址打不开了。"))
    return go("notices:calendar")


def _page(request: Request, address: str = "") -> HttpResponse:
    context = {
        "layout": layout_for(request.actor),
        "own": calendar_reads.subscription_of(request.actor),
        "address": address,
    }
    response = render(request, "notices/calendar.html", context)
    response.headers["Cache-Control"] = "no-store"
    return response


@require_safe
def file(request: Request, secret: str) -> HttpResponse:
    """The calendar behind a secret address, for whoever holds it: only the account's own dates.

    No counting of tries: the secret has 256 bits, and reading writes nothing.
    """
    reader = calendar_reads.reader_of(secret, at=request.now)
    with scope(reader):
        body = calendar_reads.calendar_of(reader, at=request.now)
    response = HttpResponse(body, content_type="text/calendar; charset=utf-8")
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["Content-Disposition"] = 'inline; filename="lianxin.ics"'
    return response
