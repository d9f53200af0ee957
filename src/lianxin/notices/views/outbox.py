"""What did not arrive, for administrators."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from lianxin.kit.http import Request, go, render, signed_in
from lianxin.kit.jobs import last_run
from lianxin.kit.paging import Cursor, with_cursor
from lianxin.notices import actions, reads
from lianxin.notices.access import MINDERS
from lianxin.notices.tasks import DELIVERING


@require_safe
@signed_in(*sorted(MINDERS))
def show(request: Request) -> HttpResponse:
    """Messages that were given up, with the reason; `?waiting=1` shows those still to go out."""
    waiting = request.GET.get("waiting") == "1"
    rows = reads.held_rows if waiting else reads.failed_rows
    page = rows(request.actor, Cursor.of(request, size=30))
    context = {
        "rows": page.rows,
        "waiting": waiting,
        "run": last_run(DELIVERING),
        "newer_url": with_cursor(request, after=page.newer_than),
        "older_url": with_cursor(request, before=page.older_than),
    }
    return render(request, "notices/outbox.html", context)


@require_POST
@signed_in(*sorted(MINDERS))
def retry(request: Request, delivery_id: int) -> HttpResponseRedirect:
    """Have one tried again."""
    actions.retry_delivery(delivery_id=delivery_id, actor=request.actor, at=request.now)
    messages.success(request, _("已排上队，一分钟之内再试一次。"))
    return go("notices:outbox")
