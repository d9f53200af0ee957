"""QR plates: issuing, revoking, printing."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from lianxin.documents import plaques
from lianxin.kit.files import attached_file
from lianxin.kit.forms import attempt
from lianxin.kit.http import Request, go, render, signed_in
from lianxin.venues import actions, staff_reads
from lianxin.venues.forms import ReasonForm
from lianxin.venues.views import STAFF


def _ids(texts: list[str]) -> list[int]:
    return [int(text) for text in texts if text.isdecimal() and len(text) < 19]


@require_POST
@signed_in(*STAFF)
def issue(request: Request, venue_id: int) -> HttpResponse:
    """Issue the venue's plate, or one for a deputy placed here."""
    staff_reads.venue_file(request.actor, venue_id)
    person_id = next(iter(_ids([request.POST.get("person", "")])), None)
    actions.issue_plate(venue_id=venue_id, person_id=person_id, actor=request.actor, at=request.now)
    messages.success(request, _("二维码牌制好了，可以下载打印。"))
    return go("venues:show", venue_id)


@signed_in(*STAFF)
def revoke(request: Request, plate_id: int) -> HttpResponse:
    """Say what will happen, ask why, then revoke."""
    venue, plate = staff_reads.plate(request.actor, plate_id)
    form = ReasonForm(request.POST or None)
    if (
        form.is_valid()
        and attempt(
            form,
            lambda: actions.revoke_plate(
                plate_id=plate_id, reason=form.cleaned_data["reason"], actor=request.actor, at=request.now
            ),
        )
        is not None
    ):
        messages.success(request, _("这块牌已作废，再扫会看到说明。需要的话请重新制牌。"))
        return go("venues:show", venue.id)
    return render(request, "venues/plate_revoke.html", {"form": form, "venue": venue, "plate": plate})


@require_safe
@signed_in(*STAFF)
def paper(request: Request, venue_id: int) -> HttpResponse:
    """The chosen plates (all in use when none is chosen) as one A4 PDF."""
    venue = staff_reads.venue_file(request.actor, venue_id)
    chosen = staff_reads.plaques(venue, _ids(request.GET.getlist("plate")))
    made = plaques.plaques_pdf(chosen)
    return attached_file(made, content_type="application/pdf", filename=f"plates-{venue_id}.pdf")
