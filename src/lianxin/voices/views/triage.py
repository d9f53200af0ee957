"""The triage board: one case at a time beside what it may repeat, with every way out, and on to the next."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from lianxin.kernel.actor import VENUE_ROLES
from lianxin.kernel.errors import NotFound
from lianxin.kit.http import Request, go, render, signed_in
from lianxin.voices import access, reads
from lianxin.voices.forms.steps import StepForm
from lianxin.voices.views.case import forms_of, try_step
from lianxin.voices.views.steps import STEPS

TRIAGE_ROLES = tuple(sorted(access.ASSIGNERS | VENUE_ROLES))
# The ways out, in the order of the board, each with its key.
EXITS = {
    "assign": "a",
    "lift": "l",
    "refer": "",
    "decline": "d",
    "announce": "",
    "supervise": "",
    "mark_subject": "",
}


@require_safe
@signed_in(*TRIAGE_ROLES)
def board(request: Request) -> HttpResponse:
    """To the case that has waited longest."""
    first = reads.first_to_triage(request.actor)
    if first is None:
        return render(request, "voices/staff/triage_done.html")
    return go("voices:triage_case", first)


def _draw(request: Request, case_id: int, failed: tuple[str, StepForm] | None = None) -> HttpResponse:
    case = reads.case_page(request.actor, case_id, at=timezone.localtime(request.now))
    earlier, later = reads.neighbours(request.actor, case_id)
    forms = forms_of(case, failed)
    context = {
        "case": case,
        "earlier": earlier,
        "later": later,
        "steps": [(verb, key, STEPS[verb], forms[verb]) for verb, key in EXITS.items() if verb in forms],
        "merge": forms.get("merge"),
        "beside": reads.beside(request.actor, case_id) if "merge" in forms else (),
        "failed": failed[1] if failed else None,
    }
    return render(request, "voices/staff/triage.html", context)


@require_safe
@signed_in(*TRIAGE_ROLES)
def show(request: Request, case_id: int) -> HttpResponse:
    """One case of the queue."""
    return _draw(request, case_id)


@require_POST
@signed_in(*TRIAGE_ROLES)
def step(request: Request, case_id: int, verb: str) -> HttpResponse:
    """Take a way out; then the next case, or the one before when this was the last."""
    if verb not in EXITS and verb != "merge":
        raise NotFound(_("没有这个操作。请回到办件页面再选。"))
    failed = try_step(request, case_id, verb)
    if failed:
        return _draw(request, case_id, (verb, failed))
    messages.success(request, str(STEPS[verb].done))
    earlier, later = reads.neighbours(request.actor, case_id)
    following = later or earlier
    return go("voices:triage_case", following) if following else go("voices:triage")
