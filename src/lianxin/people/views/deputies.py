"""Deputies of a place: list, recording, seats and their end."""

from __future__ import annotations

from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from lianxin.kernel.text import clean
from lianxin.kit.forms import attempt
from lianxin.kit.http import Request, go, render, signed_in
from lianxin.kit.selects import select
from lianxin.people import actions, organ_reads, reads, staff_reads
from lianxin.people.forms import DeputyForm, PersonForm, SeatForm, person_first
from lianxin.people.views import RECORDERS, tabs
from lianxin.people.words import LEVEL_LABELS


@require_safe
@signed_in(*RECORDERS)
def show_all(request: Request) -> HttpResponse:
    """Deputies in office whose home lies in my place."""
    text, level = clean(request.GET.get("q", ""))[:40], request.GET.get("level", "")
    chosen = int(level) if level in {str(int(key)) for key in LEVEL_LABELS} else None
    page = reads.deputy_list(
        text=text, place=request.actor.place, level=chosen, after=request.GET.get("after", "")
    )
    levels = {str(int(key)): word for key, word in LEVEL_LABELS.items()}
    next_page = urlencode({"q": text, "level": level, "after": page.next_after}) if page.next_after else ""
    context = {
        "rows": page.rows,
        "tabs": tabs(request.actor, "list"),
        "text": text,
        "selects": [select("level", _("级别"), levels, level, none=_("全部级别"))],
        "older": f"?{next_page}" if next_page else None,
    }
    return render(request, "people/deputy_list.html", context)


@require_safe
@signed_in(*RECORDERS)
def show(request: Request, person_id: int) -> HttpResponse:
    """One deputy with all seats."""
    context = {
        "person": staff_reads.person_file(request.actor, person_id),
        "deputy_posts": staff_reads.deputy_posts(person_id),
        "memberships": organ_reads.memberships_of(request.actor, person_id),
    }
    return render(request, "people/deputy.html", context)


@signed_in(*RECORDERS)
def new(request: Request) -> HttpResponse:
    """Record a person with the first seat."""
    form = DeputyForm(request.POST or None, place=request.actor.place, home=request.GET.get("division", ""))
    if form.is_valid():
        made = attempt(
            form,
            lambda: actions.record_deputy(
                facts=form.person(), seat=form.seat(), actor=request.actor, at=request.now
            ),
        )
        if made is not None:
            messages.success(request, _("代表登记好了。接下来可以在家站室里办入驻。"))
            return go("people:show", made.pk)
    return render(request, "people/deputy_form.html", {"form": form})


@signed_in(*RECORDERS)
def edit(request: Request, person_id: int) -> HttpResponse:
    """Change what is published of a deputy."""
    person = staff_reads.person_file(request.actor, person_id)
    form = PersonForm(request.POST or None, initial=person_first(person))
    if (
        form.is_valid()
        and attempt(
            form,
            lambda: actions.change_person(
                person_id=person_id, facts=form.person(), actor=request.actor, at=request.now
            ),
        )
        is not None
    ):
        messages.success(request, _("改好了，公开页面马上就是新的。"))
        return go("people:show", person_id)
    return render(request, "people/person_form.html", {"form": form, "person": person})


@signed_in(*RECORDERS)
def seat(request: Request, person_id: int) -> HttpResponse:
    """Record a further seat of a known deputy."""
    person = staff_reads.person_file(request.actor, person_id)
    form = SeatForm(request.POST or None, place=request.actor.place, home=request.GET.get("division", ""))
    if form.is_valid() and attempt(form, lambda: _seated(request, form, person_id)) is not None:
        messages.success(request, _("代表资格登记好了。"))
        return go("people:show", person_id)
    return render(request, "people/seat_form.html", {"form": form, "person": person})


def _seated(request: Request, form: SeatForm, person_id: int) -> bool:
    given = form.seat()
    actions.give_mandate(
        person_id=person_id,
        term_id=given.term_id,
        home_code=given.home_code,
        electoral_district=given.electoral_district,
        since=given.since,
        card_no=given.card_no,
        actor=request.actor,
        at=request.now,
    )
    return True
