"""Bulletins: the two boxes, reading and answering one."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from lianxin.kernel.actor import ADMIN_ROLES, Role
from lianxin.kit.http import Request, go, layout_for, render, signed_in
from lianxin.kit.paging import Cursor, with_cursor
from lianxin.notices import actions, receipt_reads
from lianxin.notices import bulletin_reads as reads
from lianxin.notices.access import SENDERS
from lianxin.notices.bulletin_forms import said_in

READERS = tuple(sorted(role for role in Role if role not in ADMIN_ROLES and role != Role.CITIZEN))


@require_safe
@signed_in(*READERS)
def boxes(request: Request) -> HttpResponse:
    """What came; `?box=sent` shows what the office sent."""
    may_write = request.actor.role in SENDERS
    sent = may_write and request.GET.get("box") == "sent"
    rows = reads.sent_rows if sent else reads.received_rows
    page = rows(request.actor, Cursor.of(request, size=30))
    context = {
        "layout": layout_for(request.actor),
        "rows": page.rows,
        "sent": sent,
        "may_write": may_write,
        "newer_url": with_cursor(request, after=page.newer_than),
        "older_url": with_cursor(request, before=page.older_than),
    }
    return render(request, "notices/bulletin_list.html", context)


@require_safe
@signed_in(*READERS)
def show(request: Request, bulletin_id: int) -> HttpResponse:
    """One bulletin: for a recipient with what is to be done, for the sender with the three lists."""
    today = timezone.localdate(request.now)
    page = reads.bulletin_page(request.actor, bulletin_id, today=today)
    which = request.GET.get("list", "unread")
    which = which if which in receipt_reads.LISTS else "unread"
    rows = (
        receipt_reads.receipt_rows(request.actor, bulletin_id, which, Cursor.of(request))
        if page.counts
        else None
    )
    context = {
        "layout": layout_for(request.actor),
        "bulletin": page,
        "which": which,
        "receipts": rows.rows if rows else (),
        "may_remind": page.may_remind_at <= request.now,
        "newer_url": with_cursor(request, after=rows.newer_than) if rows else None,
        "older_url": with_cursor(request, before=rows.older_than) if rows else None,
    }
    return render(request, "notices/bulletin_detail.html", context)


def _done(request: Request, bulletin_id: int, act: Callable[[], object], sentence: str) -> HttpResponse:
    act()
    messages.success(request, sentence)
    return go("notices:bulletin", bulletin_id)


@require_POST
@signed_in(*READERS)
def read(request: Request, bulletin_id: int) -> HttpResponse:
    """I have read it."""
    return _done(
        request,
        bulletin_id,
        lambda: actions.read_bulletin(bulletin_id=bulletin_id, actor=request.actor, at=request.now),
        _("记下了，您已经看过。"),
    )


@require_POST
@signed_in(*READERS)
def confirm(request: Request, bulletin_id: int) -> HttpResponse:
    """I confirm it."""
    ticked = request.POST.get("ticked") == "on"
    return _done(
        request,
        bulletin_id,
        lambda: actions.confirm_bulletin(
            bulletin_id=bulletin_id, ticked=ticked, actor=request.actor, at=request.now
        ),
        _("已确认，谢谢您。"),
    )


@require_POST
@signed_in(*READERS)
def register(request: Request, bulletin_id: int) -> HttpResponse:
    """I take part, or here is my questionnaire."""
    answers = said_in(request.POST)
    return _done(
        request,
        bulletin_id,
        lambda: actions.sign_up(
            bulletin_id=bulletin_id, answers=answers, actor=request.actor, at=request.now
        ),
        _("已经收到，谢谢您。"),
    )


@require_POST
@signed_in(*READERS)
def decline(request: Request, bulletin_id: int) -> HttpResponse:
    """I do not take part, because …"""
    reason = request.POST.get("reason", "")
    return _done(
        request,
        bulletin_id,
        lambda: actions.decline_bulletin(
            bulletin_id=bulletin_id, reason=reason, actor=request.actor, at=request.now
        ),
        _("记下了，已经告诉发通知的人。"),
    )
