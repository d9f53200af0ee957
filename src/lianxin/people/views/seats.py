"""A seat is suspended, resumed, ended: each says first what will happen."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from lianxin.kernel.errors import NotFound
from lianxin.kit.forms import attempt
from lianxin.kit.http import Request, go, render, signed_in
from lianxin.people import actions, staff_reads
from lianxin.people.forms import EndForm, ResumeForm, SuspendForm
from lianxin.people.models import Mandate
from lianxin.people.staff_reads import SeatRow
from lianxin.people.views import RECORDERS
from lianxin.people.words import MandateState


def _decide(
    request: Request, mandate_id: int, form: Form, act: Callable[..., Mandate], said: str, template: str
) -> HttpResponse:
    """Show the page, or do what it asks and go back to the deputy."""
    person, found = staff_reads.seat(request.actor, mandate_id)
    if form.is_valid():
        made = attempt(
            form,
            lambda: act(mandate_id=mandate_id, **form.cleaned_data, actor=request.actor, at=request.now),
        )
        if made is not None:
            messages.success(request, said)
            return go("people:show", person.id)
    return render(request, template, {"form": form, "person": person, "seat": found})


def _in_state(request: Request, mandate_id: int, state: MandateState) -> SeatRow:
    _person, found = staff_reads.seat(request.actor, mandate_id)
    if found.state != state:
        raise NotFound(_("这条代表资格现在不用办这一步，请回到代表的页面看看。"))
    return found


@signed_in(*RECORDERS)
def end(request: Request, mandate_id: int) -> HttpResponse:
    """End a seat before its term."""
    today = timezone.localtime(request.now).date()
    form = EndForm(request.POST or None, initial={"on": today, "ground": request.GET.get("ground", "")})
    said = _("代表资格已终止。")
    return _decide(request, mandate_id, form, actions.end_mandate, said, "people/seat_end.html")


@signed_in(*RECORDERS)
def suspend(request: Request, mandate_id: int) -> HttpResponse:
    """Let a deputy not act for a time."""
    _in_state(request, mandate_id, MandateState.ACTIVE)
    form = SuspendForm(request.POST or None, initial={"on": timezone.localtime(request.now).date()})
    said = _("已登记暂时停止执行代表职务，公开名单里先不显示。")
    return _decide(request, mandate_id, form, actions.suspend_mandate, said, "people/seat_suspend.html")


@signed_in(*RECORDERS)
def resume(request: Request, mandate_id: int) -> HttpResponse:
    """Let a deputy act again."""
    _in_state(request, mandate_id, MandateState.SUSPENDED)
    form = ResumeForm(request.POST or None, initial={"on": timezone.localtime(request.now).date()})
    said = _("已恢复执行代表职务。")
    return _decide(request, mandate_id, form, actions.resume_mandate, said, "people/seat_resume.html")
