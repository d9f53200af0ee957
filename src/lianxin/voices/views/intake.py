"""At the counter: write a matter down for somebody, print the slip, take the next one."""

from __future__ import annotations

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from lianxin.kernel.actor import VENUE_ROLES, Actor, Role
from lianxin.kernel.errors import NotAllowed
from lianxin.kit.forms import attempt
from lianxin.kit.http import Request, layout_for, render, signed_in
from lianxin.kit.once import new_key, once
from lianxin.venues import reads as venues
from lianxin.voices import actions, reads, tokens
from lianxin.voices.forms.intake import IntakeForm, VenueForm
from lianxin.voices.reads import Destination
from lianxin.voices.tokens import Ticket
from lianxin.voices.views.citizen import CODE_COOKIE, to_receipt, with_my_case
from lianxin.voices.words import Channel

COUNTER_ROLES = tuple(
    sorted(VENUE_ROLES | {Role.PRESIDIUM, Role.STREET_COMMITTEE, Role.DEPUTY_AFFAIRS}, key=str)
)
_MOST_VENUES = 300


def _venue_id(request: Request) -> int | None:
    """The actor's own venue, or the one an office chose among those of its place."""
    actor = request.actor
    if actor.role in VENUE_ROLES:
        return actor.venue_id
    asked = request.GET.get("venue", "")
    if not (asked.isdecimal() and asked.isascii() and len(asked) < 19):
        return None
    if not venues.venue(int(asked)).division_code.startswith(actor.place):
        raise NotAllowed(_("这个阵地不在您的工作范围里，请换一个。"))
    return int(asked)


@sensitive_post_parameters("what", "place", "name", "phone")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@signed_in(*COUNTER_ROLES)
def intake(request: Request) -> HttpResponse:
    """The form; for an office with many venues the venue comes first."""
    venue_id = _venue_id(request)
    if venue_id is None:
        choice = VenueForm(venues.venues_in(request.actor.place, limit=_MOST_VENUES))
        context: dict[str, object] = {"layout": layout_for(request.actor), "form": choice}
        return render(request, "voices/staff/intake_venue.html", context)
    to = reads.destination(venue_id=venue_id, channel=Channel.COUNTER)
    form = IntakeForm(to, request.POST or None, initial={"once": new_key()}, at=request.now)
    if request.method == "POST" and form.is_valid():
        kept = attempt(form, lambda: _write_down(request, form))
        if kept:
            ticket = _ticket(request, form.cleaned_data["once"], to)
            return to_receipt(request, *tokens.opened_receipt(kept, ticket, at=request.now), page="slip")
    context = {"layout": layout_for(request.actor), "form": form, "to": to}
    return render(request, "voices/staff/intake.html", context)


def _ticket(request: Request, key: str, to: Destination) -> Ticket:
    return Ticket(key, Channel.COUNTER, to.venue.id, to.division_code, None, request.now)


def _write_down(request: Request, form: IntakeForm) -> str:
    key = form.cleaned_data["once"]
    ticket = _ticket(request, key, form.to)

    def act() -> str:
        receipt = actions.receive_case(matter=form.matter(), actor=request.actor, at=request.now)
        return tokens.closed_receipt(receipt.case_id, receipt.query_code, ticket)

    return once(f"intake:{request.actor.user_id}:{key}", form.body(), act, at=request.now)


@never_cache
@require_safe
@with_my_case
def slip(request: Request, token: str, actor: Actor) -> HttpResponse:
    """What the citizen takes home: the number, and for five minutes the query code."""
    note = request.COOKIES.get(CODE_COOKIE, "")
    code = tokens.noted_code(note, actor.case_id or 0, at=request.now)
    parts = [code[start : start + 4] for start in range(0, len(code), 4)]
    context = {"case": reads.receipt_page(actor), "code": " ".join(parts), "at": request.now}
    return render(request, "voices/staff/slip.html", context)
