"""Placing deputies in a venue and letting them go."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from lianxin.kernel.errors import NotFound
from lianxin.kernel.text import clean
from lianxin.kit.http import Request, go, render, signed_in
from lianxin.people import reads as people
from lianxin.venues import actions, staff_reads
from lianxin.venues.views import BUILDERS
from lianxin.venues.words import Placement, Tier


@signed_in(*BUILDERS)
def place(request: Request, venue_id: int) -> HttpResponse:
    """Find a deputy of my place and place them here."""
    venue = staff_reads.venue_file(request.actor, venue_id)
    if request.method == "POST":
        return _placed(request, venue)
    text = clean(request.GET.get("q", ""))[:40]
    placed = {member.person_id for member in staff_reads.venue_book(venue).members}
    rows = people.search_deputies(text=text, place=request.actor.place, limit=30)
    context = {"venue": venue, "rows": rows, "text": text, "placed": placed}
    return render(request, "venues/member_form.html", context)


def _placed(request: Request, venue: staff_reads.VenueFile) -> HttpResponse:
    typed = request.POST.get("person", "")
    person_id = int(typed) if typed.isdecimal() and len(typed) < 19 else 0
    if not people.names_of([person_id]):
        raise NotFound(_("没有这位代表，请重新选择。"))
    professional = venue.tier == Tier.PROFESSIONAL
    actions.place_deputy(
        venue_id=venue.id,
        person_id=person_id,
        kind=Placement.PROFESSIONAL if professional else Placement.HOME,
        since=timezone.localtime(request.now).date(),
        actor=request.actor,
        at=request.now,
    )
    messages.success(request, _("代表已入驻。"))
    return go("venues:show", venue.id)


@signed_in(*BUILDERS)
def release(request: Request, membership_id: int) -> HttpResponse:
    """Say what will happen, then end the placement."""
    venue, member = staff_reads.member(request.actor, membership_id)
    if request.method != "POST":
        return render(request, "venues/member_leave.html", {"venue": venue, "member": member})
    today = timezone.localtime(request.now).date()
    actions.release_deputy(membership_id=membership_id, on=today, actor=request.actor, at=request.now)
    messages.success(request, _("%(name)s已离站。") % {"name": member.name})
    return go("venues:show", venue.id)
