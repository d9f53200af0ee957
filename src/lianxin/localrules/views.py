"""The local rules: all rooms' on one page, one room's history, entering and taking back."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lianxin.divisions import reads as divisions
from lianxin.kernel.actor import Role
from lianxin.kit.forms import attempt
from lianxin.kit.http import CASE_READERS, Request, go, render, signed_in
from lianxin.localrules import actions, reads
from lianxin.localrules.actions import ENTERERS
from lianxin.localrules.books import book
from lianxin.localrules.forms import RulesForm

READERS = frozenset({*CASE_READERS, *ENTERERS, Role.TENANT_ADMIN, Role.AUDITOR}) - {Role.DEPUTY}
readers_only = signed_in(*sorted(READERS))
enterers_only = signed_in(*sorted(ENTERERS))


@require_safe
@readers_only
def show(request: Request) -> HttpResponse:
    """What holds today in the actor's place, room by room."""
    shown = reads.rules_at(request.actor.place, timezone.localdate(request.now))
    divisions.remember(rules.place for rules in shown if rules.place)
    return render(request, "localrules/rules.html", _context(request) | {"all": shown})


@require_safe
@readers_only
def history(request: Request, code: str) -> HttpResponse:
    """One room's rules, with all that the place has entered. Raises NotFound."""
    shown = reads.rules_of(code, request.actor.place, timezone.localdate(request.now))
    divisions.remember([shown.place] if shown.place else [])
    return render(request, "localrules/history.html", _context(request) | {"rules": shown})


@require_http_methods(["GET", "HEAD", "POST"])
@enterers_only
def enter(request: Request, code: str) -> HttpResponse:
    """Type new values over those in force; they begin on a later day."""
    today = timezone.localdate(request.now)
    form = RulesForm(
        request.POST if request.method == "POST" else None,
        rules=book(code), now=reads.values_on(code, request.actor.place, today), today=today,
    )  # fmt: skip
    if form.is_valid() and attempt(form, lambda: _entered(request, code, form)):
        day = form.cleaned_data["valid_from"]
        messages.success(request, _("录好了，%(day)s 起用。在那以前可以撤回。") % {"day": day.isoformat()})
        return go("localrules:history", code)
    return render(request, "localrules/enter.html", _context(request) | {"form": form, "rules": book(code)})


def _entered(request: Request, code: str, form: RulesForm) -> bool:
    said = form.cleaned_data
    row = actions.enter(
        code=code, values=form.values(), valid_from=said["valid_from"], source=said["source"],
        actor=request.actor, at=request.now,
    )  # fmt: skip
    return bool(row)


@require_POST
@enterers_only
def withdraw(request: Request, code: str, row_id: int) -> HttpResponse:
    """Take back what is not in force yet."""
    actions.withdraw(code=code, row_id=row_id, actor=request.actor, at=request.now)
    messages.success(request, _("撤回了，还按现在的规则算。"))
    return go("localrules:history", code)


def _context(request: Request) -> dict[str, object]:
    return {
        "may_enter": request.actor.role in ENTERERS,
        "place_name": divisions.name_of,
        "own_place": divisions.name_of(request.actor.place),
    }
