"""The to-do page, and the auditor's journal."""

from __future__ import annotations

from django.http import HttpResponse, HttpResponseRedirect
from django.utils import timezone
from django.views.decorators.http import require_safe

from lianxin.accounts.homes import DESK_HOME, home_of
from lianxin.accounts.words import role_label
from lianxin.desk import reads
from lianxin.divisions import reads as divisions
from lianxin.journal import reads as journal
from lianxin.kernel.actor import Role
from lianxin.kit.http import Request, render, signed_in
from lianxin.kit.paging import Cursor, with_cursor


@require_safe
@signed_in()
def desk(request: Request) -> HttpResponse:
    """What waits for me; deputies and units have homes of their own."""
    if (home := home_of(request.actor)) != DESK_HOME:
        return HttpResponseRedirect(home)
    today = timezone.localdate(request.now)
    context = {"desk": reads.desk_of(request.actor, today=today), "today": today}
    return render(request, "desk/desk.html", context | {"role": role_label(request.actor.role)})


@require_safe
@signed_in(Role.AUDITOR)
def journal_list(request: Request) -> HttpResponse:
    """Who did what in my place, newest first."""
    page = journal.newest_lines(request.actor, Cursor.of(request))
    divisions.remember(line.place for line in page.rows)
    context = {
        "page": page,
        "role_label": role_label,
        "place_name": divisions.name_of,
        "newer_url": with_cursor(request, after=page.newer_than),
        "older_url": with_cursor(request, before=page.older_than),
    }
    return render(request, "desk/journal.html", context)
