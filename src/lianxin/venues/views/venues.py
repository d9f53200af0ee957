"""The list of venues, one venue, and opening, changing, closing it."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from lianxin.kernel.text import clean
from lianxin.kit.forms import attempt
from lianxin.kit.http import Request, go, render, signed_in
from lianxin.kit.paging import Cursor, with_cursor
from lianxin.kit.selects import select
from lianxin.venues import actions, staff_reads
from lianxin.venues.forms import ReasonForm, VenueForm
from lianxin.venues.views import BUILDERS, STAFF
from lianxin.venues.words import TIER_LABELS


@require_safe
@signed_in(*STAFF)
def show_all(request: Request) -> HttpResponse:
    """Venues of my place, or the one I keep."""
    text, tier = clean(request.GET.get("q", ""))[:40], request.GET.get("tier", "")
    page = staff_reads.kept_venues(
        request.actor, Cursor.of(request, 40), text=text, tier=tier if tier in TIER_LABELS else ""
    )
    context = {
        "rows": page.rows,
        "text": text,
        "selects": [select("tier", _("类别"), TIER_LABELS, tier, none=_("全部类别"))],
        "may_build": request.actor.role in BUILDERS,
        "newer": with_cursor(request, after=page.newer_than),
        "older": with_cursor(request, before=page.older_than),
    }
    return render(request, "venues/venue_list.html", context)


@require_safe
@signed_in(*STAFF)
def show(request: Request, venue_id: int) -> HttpResponse:
    """What is recorded, who is placed here, which plates hang where."""
    venue = staff_reads.venue_file(request.actor, venue_id)
    context = {
        "venue": venue,
        "book": staff_reads.venue_book(venue),
        "lines": staff_reads.history(venue_id),
    }
    return render(request, "venues/venue_file.html", context)


@signed_in(*BUILDERS)
def new(request: Request) -> HttpResponse:
    """Open a venue."""
    place = request.GET.get("division", "") or request.actor.place
    form = VenueForm(request.POST or None, place=place)
    if form.is_valid():
        today = timezone.localtime(request.now).date()
        made = attempt(
            form,
            lambda: actions.open_venue(
                facts=form.facts(), opened_on=today, actor=request.actor, at=request.now
            ),
        )
        if made is not None:
            messages.success(request, _("阵地登记好了。接下来可以入驻代表、制二维码牌。"))
            return go("venues:show", made.pk)
    return render(request, "venues/venue_form.html", {"form": form, "venue": None})


@signed_in(*STAFF)
def edit(request: Request, venue_id: int) -> HttpResponse:
    """Change what is recorded; a liaison changes address, phone, hours and names only."""
    venue = staff_reads.venue_file(request.actor, venue_id)
    place = request.GET.get("division", "")
    form = VenueForm(request.POST or None, venue=venue, place=place, may_build=venue.may_build)
    if (
        form.is_valid()
        and attempt(
            form,
            lambda: actions.change_venue(
                venue_id=venue_id, facts=form.facts(), actor=request.actor, at=request.now
            ),
        )
        is not None
    ):
        messages.success(request, _("改好了，公开页面马上就是新的。"))
        return go("venues:show", venue_id)
    return render(request, "venues/venue_form.html", {"form": form, "venue": venue})


@signed_in(*BUILDERS)
def close(request: Request, venue_id: int) -> HttpResponse:
    """Say what will happen, ask why, then close."""
    venue = staff_reads.venue_file(request.actor, venue_id)
    form = ReasonForm(request.POST or None)
    if (
        form.is_valid()
        and attempt(form, lambda: _closed(request, venue_id, form.cleaned_data["reason"])) is not None
    ):
        messages.success(request, _("阵地已撤销。"))
        return go("venues:show", venue_id)
    context = {"form": form, "venue": venue, "book": staff_reads.venue_book(venue)}
    return render(request, "venues/venue_close.html", context)


def _closed(request: Request, venue_id: int, reason: str) -> bool:
    today = timezone.localtime(request.now).date()
    actions.close_venue(venue_id=venue_id, on=today, reason=reason, actor=request.actor, at=request.now)
    return True


@require_POST
@signed_in(*BUILDERS)
def reopen(request: Request, venue_id: int) -> HttpResponse:
    """Open a closed venue again."""
    staff_reads.venue_file(request.actor, venue_id)
    actions.reopen_venue(venue_id=venue_id, actor=request.actor, at=request.now)
    messages.success(request, _("阵地已恢复。请重新入驻代表、制牌。"))
    return go("venues:show", venue_id)
