"""For the sender: reminding, the call sheet, the list for a spreadsheet."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from lianxin.kernel.errors import NotFound
from lianxin.kit.http import Request, go, render, signed_in
from lianxin.notices import actions
from lianxin.notices import bulletin_reads as reads
from lianxin.notices.access import SENDERS


@require_POST
@signed_in(*sorted(SENDERS))
def remind(request: Request, bulletin_id: int) -> HttpResponse:
    """Tell those who have not read it once more."""
    told = actions.remind_unread(bulletin_id=bulletin_id, actor=request.actor, at=request.now)
    done = ngettext("已提醒 %(num)d 人。", "已提醒 %(num)d 人。", told)
    messages.success(request, done % {"num": told})
    return go("notices:bulletin", bulletin_id)


@require_safe
@signed_in(*sorted(SENDERS))
def calls(request: Request, bulletin_id: int) -> HttpResponse:
    """Whom to ring up, for printing."""
    page = reads.bulletin_page(request.actor, bulletin_id, today=timezone.localdate(request.now))
    if page.counts is None:
        raise NotFound(_("没有找到这条通知，请回到列表看看。"))
    rows = reads.call_sheet(request.actor, bulletin_id, at=request.now)
    return render(request, "notices/calls.html", {"bulletin": page, "calls": rows, "at": request.now})


@require_POST
@signed_in(*sorted(SENDERS))
def export(request: Request, bulletin_id: int) -> HttpResponseBase:
    """Those who have not read it, as CSV."""
    actions.note_export(bulletin_id=bulletin_id, actor=request.actor, at=request.now)
    rows = reads.call_sheet(request.actor, bulletin_id, at=request.now)
    response = StreamingHttpResponse(reads.unread_lines(rows), content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="unread-{bulletin_id}.csv"'
    return response
