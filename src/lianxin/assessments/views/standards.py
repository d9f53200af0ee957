"""Standards in force around here, and a new one of the office's own."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from lianxin.assessments import actions, reads
from lianxin.assessments.forms import StandardForm
from lianxin.assessments.views import READERS, SETTERS
from lianxin.assessments.words import StandardKind
from lianxin.kit.forms import attempt
from lianxin.kit.http import Request, go, render, signed_in
from lianxin.venues.words import Tier


@require_safe
@signed_in(*READERS)
def show_all(request: Request) -> HttpResponse:
    """Every standard that concerns my place, with its items and source."""
    context = {"standards": reads.standards(request.actor), "may_set": request.actor.role in SETTERS}
    return render(request, "assessments/standard_list.html", context)


@signed_in(*SETTERS)
def new(request: Request) -> HttpResponse:
    """Set a standard for my place."""
    today = timezone.localtime(request.now).date()
    form = StandardForm(request.POST or None, initial={"valid_from": today})
    if form.is_valid() and attempt(form, lambda: _set(request, form)) is not None:
        messages.success(request, _("标准定好了。到了起用的日子，新的评估就按它来。"))
        return go("assessments:standards")
    return render(request, "assessments/standard_form.html", {"form": form})


def _set(request: Request, form: StandardForm) -> object:
    facts = form.cleaned_data
    return actions.set_standard(
        kind=StandardKind(facts["kind"]),
        tier=Tier(facts["tier"]),
        name=facts["name"],
        items=facts["items"],
        valid_from=facts["valid_from"],
        source=facts["source"],
        actor=request.actor,
        at=request.now,
    )
