"""Terms and sessions: lists, opening, absences."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from lianxin.kernel.text import clean
from lianxin.kit.forms import attempt
from lianxin.kit.http import Request, go, render, signed_in
from lianxin.people import actions, term_reads
from lianxin.people.actions import sessions
from lianxin.people.organ_forms import AbsenceForm, SessionForm, TermForm
from lianxin.people.views import ORGAN_READERS, RECORDERS, tabs


@require_safe
@signed_in(*ORGAN_READERS)
def show_all(request: Request) -> HttpResponse:
    """Terms of the congresses in my place."""
    after = request.GET.get("after", "")
    rows, last = term_reads.term_rows(request.actor, after=after if after.isdecimal() else "")
    context = {
        "rows": rows,
        "counts": term_reads.organ_counts(row.id for row in rows),
        "older": f"?after={last}" if last else None,
        "tabs": tabs(request.actor, "terms"),
        "may_open": request.actor.role in RECORDERS,
    }
    return render(request, "people/term_list.html", context)


@require_safe
@signed_in(*ORGAN_READERS)
def show(request: Request, term_id: int) -> HttpResponse:
    """One term: its seats, sessions and organs."""
    term = term_reads.term_file(request.actor, term_id)
    return render(request, "people/term_detail.html", {"term": term, "row": term.row})


@signed_in(*RECORDERS)
def new(request: Request) -> HttpResponse:
    """Open a term of a congress of my place."""
    form = TermForm(request.POST or None, congresses=term_reads.congress_choices(request.actor))
    if form.is_valid():
        made = attempt(
            form, lambda: actions.open_term(**form.cleaned_data, actor=request.actor, at=request.now)
        )
        if made is not None:
            messages.success(request, _("新的一届登记好了。接下来可以导入名册，登记会次和组织。"))
            return go("people:term", made.pk)
    return render(request, "people/term_form.html", {"form": form})


@signed_in(*RECORDERS)
def new_session(request: Request, term_id: int) -> HttpResponse:
    """Enter a session of a term."""
    row = term_reads.term_row(request.actor, term_id)
    form = SessionForm(request.POST or None)
    if form.is_valid():
        made = attempt(
            form,
            lambda: sessions.open_session(
                division_code=row.division_code, term_number=row.number, **form.cleaned_data,
                actor=request.actor, at=request.now,
            ),
        )  # fmt: skip
        if made is not None:
            messages.success(request, _("会次登记好了。"))
            return go("people:session", made.pk)
    return render(request, "people/session_form.html", {"form": form, "row": row, "session": None})


@signed_in(*RECORDERS)
def edit_session(request: Request, session_id: int) -> HttpResponse:
    """Correct a session's name or days."""
    page = term_reads.session_page(request.actor, session_id)
    first = {name: getattr(page.session, name) for name in ("name", "starts_on", "ends_on", "motions_until")}
    form = SessionForm(request.POST or None, initial=first, known=True)
    if form.is_valid() and attempt(form, lambda: _changed(request, form, session_id)) is not None:
        messages.success(request, _("会次改好了。"))
        return go("people:session", session_id)
    context = {"form": form, "row": page.term, "session": page.session}
    return render(request, "people/session_form.html", context)


def _changed(request: Request, form: SessionForm, session_id: int) -> object:
    return sessions.change_session(
        session_id=session_id, **form.cleaned_data, actor=request.actor, at=request.now
    )


@require_safe
@signed_in(*RECORDERS)
def show_session(request: Request, session_id: int) -> HttpResponse:
    """Who was not at the session; found by name, entered with a click."""
    page = term_reads.session_page(request.actor, session_id)
    text = clean(request.GET.get("q", ""))[:40]
    context = {"page": page, "text": text, "found": term_reads.present_named(page, text)}
    return render(request, "people/session_detail.html", context)


@require_POST
@signed_in(*RECORDERS)
def absent(request: Request, session_id: int) -> HttpResponse:
    """Enter somebody as absent."""
    term_reads.session_page(request.actor, session_id)
    form = AbsenceForm(request.POST)
    if form.is_valid():
        sessions.record_absence(
            session_id=session_id, **form.cleaned_data, actor=request.actor, at=request.now
        )
        messages.success(request, _("缺席登记好了。"))
    else:
        messages.error(request, _("没有登记成功：请先找到代表，再选有没有请假。"))
    return go("people:session", session_id)


@require_POST
@signed_in(*RECORDERS)
def strike(request: Request, session_id: int, absence_id: int) -> HttpResponse:
    """Take an absence back."""
    term_reads.session_page(request.actor, session_id)
    sessions.strike_absence(absence_id=absence_id, actor=request.actor, at=request.now)
    messages.success(request, _("这条缺席登记撤掉了。"))
    return go("people:session", session_id)


@require_safe
@signed_in(*RECORDERS)
def absences(request: Request, term_id: int) -> HttpResponse:
    """Deputies who missed two sessions without leave."""
    row = term_reads.term_row(request.actor, term_id)
    context = {
        "row": row,
        "alerts": term_reads.absence_alerts(request.actor, term_id),
        "today": timezone.localtime(request.now).date(),
    }
    return render(request, "people/absence_list.html", context)
