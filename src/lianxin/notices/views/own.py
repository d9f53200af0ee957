"""One's own notices: the list, opening one, having read all."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST, require_safe

from lianxin.kernel.actor import ADMIN_ROLES
from lianxin.kernel.errors import NotFound
from lianxin.kit.http import Request, go, layout_for, render, safe_next, signed_in
from lianxin.kit.paging import Cursor, with_cursor
from lianxin.notices import actions, reads


@require_safe
@signed_in()
def show(request: Request) -> HttpResponse:
    """The notices of this account, newest first; `?unread=1` leaves out what was read."""
    only_unread = request.GET.get("unread") == "1"
    page = reads.notice_rows(request.actor, Cursor.of(request, size=30), only_unread=only_unread)
    context = {
        "layout": layout_for(request.actor),
        "rows": page.rows,
        "only_unread": only_unread,
        "may_read_bulletins": request.actor.role not in ADMIN_ROLES,
        "newer_url": with_cursor(request, after=page.newer_than),
        "older_url": with_cursor(request, before=page.older_than),
    }
    return render(request, "notices/list.html", context)


@require_GET
@signed_in()
def open_notice(request: Request, notice_id: int) -> HttpResponseRedirect:
    """Mark one notice as read and go where it leads. Opening it again changes nothing."""
    url = reads.url_of(request.actor, notice_id)
    if url is None:
        raise NotFound(_("没有找到这条通知，请回到通知列表看看。"))
    actions.mark_read(notice_id=notice_id, actor=request.actor, at=request.now)
    return HttpResponseRedirect(safe_next(url, "/notices"))


@require_POST
@signed_in()
def read_all(request: Request) -> HttpResponseRedirect:
    """Mark everything as read."""
    changed = actions.mark_read(notice_id=None, actor=request.actor, at=request.now)
    sentence = ngettext("%(count)s 条通知标为已读。", "%(count)s 条通知标为已读。", changed)
    messages.success(request, sentence % {"count": changed})
    return go("notices:list")
