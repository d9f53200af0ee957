"""For the sender: reminding, the call sheet, the lists for a spreadsheet."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from lianxin.kernel.errors import NotFound
from lianxin.kit.files import attached_file
from lianxin.kit.http import Request, go, render, signed_in
from lianxin.notices import actions, receipt_reads, workbooks
from lianxin.notices import bulletin_reads as reads
from lianxin.notices.access import SENDERS

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


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
    rows = receipt_reads.call_sheet(request.actor, bulletin_id, at=request.now)
    return render(request, "notices/calls.html", {"bulletin": page, "calls": rows, "at": request.now})


@require_POST
@signed_in(*sorted(SENDERS))
def export(request: Request, bulletin_id: int) -> HttpResponse:
    """Those who have not read it, as a workbook."""
    actions.note_export(bulletin_id=bulletin_id, actor=request.actor, at=request.now)
    book = workbooks.unread_book(receipt_reads.call_sheet(request.actor, bulletin_id, at=request.now))
    return attached_file(book, content_type=_XLSX, filename=f"unread-{bulletin_id}.xlsx")


@require_POST
@signed_in(*sorted(SENDERS))
def answers(request: Request, bulletin_id: int) -> HttpResponse:
    """Everybody who answered, with what they said, as a workbook."""
    actions.note_export(bulletin_id=bulletin_id, answers=True, actor=request.actor, at=request.now)
    found = receipt_reads.answers_of(request.actor, bulletin_id)
    book = workbooks.answers_book(found.questions, found.rows)
    return attached_file(book, content_type=_XLSX, filename=f"answers-{bulletin_id}.xlsx")
