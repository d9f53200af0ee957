"""Organs of a term: list, one organ, founding, changing, ending; joining and leaving."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from lianxin.kernel.errors import NotFound
from lianxin.kernel.text import clean
from lianxin.kit.forms import attempt
from lianxin.kit.http import Request, go, render, signed_in
from lianxin.kit.paging import id_in
from lianxin.people import organ_reads, term_reads
from lianxin.people.actions import organs
from lianxin.people.organ_forms import EndOrganForm, JoinForm, OrganForm
from lianxin.people.organ_rules import kinds_at
from lianxin.people.views import ORGAN_READERS, RECORDERS
from lianxin.people.words import ORGAN_LABELS, OrganKind


@require_safe
@signed_in(*ORGAN_READERS)
def show_all(request: Request, term_id: int) -> HttpResponse:
    """Organs of one kind in a term."""
    row = term_reads.term_row(request.actor, term_id)
    kinds = kinds_at(row.level)
    asked = request.GET.get("kind", "")
    kind = OrganKind(asked) if asked in kinds else kinds[0]
    ended = bool(request.GET.get("ended")) or row.is_closed  # in an archive everything has ended
    rows, last = organ_reads.organ_rows(
        request.actor, term_id, kind, ended=ended, after=id_in(request.GET.get("after", "")) or 0
    )
    query = f"?kind={kind}{'&ended=1' if ended else ''}"
    context = {
        "row": row, "rows": rows, "kind": kind, "kind_label": ORGAN_LABELS[kind], "ended": ended,
        "kinds": [(k, ORGAN_LABELS[k]) for k in kinds], "older": f"{query}&after={last}" if last else None,
    }  # fmt: skip
    return render(request, "people/organ_list.html", context)


@require_safe
@signed_in(*ORGAN_READERS)
def show(request: Request, organ_id: int) -> HttpResponse:
    """One organ with its people."""
    return render(
        request, "people/organ_detail.html", {"organ": organ_reads.organ_file(request.actor, organ_id)}
    )


@signed_in(*RECORDERS)
def new(request: Request, term_id: int) -> HttpResponse:
    """Record an organ of a term."""
    row = term_reads.term_row(request.actor, term_id)
    asked = request.GET.get("kind", "")
    first = {"kind": asked if asked in kinds_at(row.level) else "", "starts_on": row.starts_on}
    form = OrganForm(request.POST or None, level=row.level, initial=first)
    if form.is_valid():
        made = attempt(
            form,
            lambda: organs.found_organ(
                term_id=term_id, facts=form.facts(), actor=request.actor, at=request.now
            ),
        )
        if made is not None:
            messages.success(request, _("登记好了。接下来把人加进来。"))
            return go("people:organ", made.pk)
    return render(request, "people/organ_form.html", {"form": form, "row": row, "organ": None})


@signed_in(*RECORDERS)
def edit(request: Request, organ_id: int) -> HttpResponse:
    """Change an organ's name, basis, seats, note or first day."""
    organ = organ_reads.organ_file(request.actor, organ_id)
    first = {name: getattr(organ, name) for name in ("name", "basis", "note", "seats", "starts_on")}
    form = OrganForm(request.POST or None, level=organ.term.level, initial=first, known=OrganKind(organ.kind))
    if form.is_valid() and attempt(form, lambda: _changed(request, form, organ_id)) is not None:
        messages.success(request, _("改好了。"))
        return go("people:organ", organ_id)
    return render(request, "people/organ_form.html", {"form": form, "row": organ.term, "organ": organ})


def _changed(request: Request, form: OrganForm, organ_id: int) -> object:
    return organs.change_organ(organ_id=organ_id, facts=form.facts(), actor=request.actor, at=request.now)


@signed_in(*RECORDERS)
def end(request: Request, organ_id: int) -> HttpResponse:
    """Say what will happen, ask when and why, then end the organ."""
    organ = organ_reads.organ_file(request.actor, organ_id)
    today = timezone.localtime(request.now).date()
    form = EndOrganForm(request.POST or None, initial={"on": today})
    if form.is_valid() and attempt(form, lambda: _ended(request, form, organ_id)) is not None:
        messages.success(request, _("这个组织已结束，原来的成员和记录都还看得到。"))
        return go("people:organ", organ_id)
    return render(request, "people/organ_end.html", {"form": form, "organ": organ})


def _ended(request: Request, form: EndOrganForm, organ_id: int) -> object:
    return organs.end_organ(organ_id=organ_id, **form.cleaned_data, actor=request.actor, at=request.now)


@signed_in(*RECORDERS)
def join(request: Request, organ_id: int) -> HttpResponse:
    """Choose who joins, as what, from when."""
    organ = organ_reads.organ_file(request.actor, organ_id)
    text = clean(request.GET.get("q", ""))[:40]
    people, more = organ_reads.candidates(request.actor, organ_id, text=text)
    choices = [(p.id, f"{p.name}（{p.occupation}）" if p.occupation else p.name) for p in people]
    today = timezone.localtime(request.now).date()
    form = JoinForm(request.POST or None, kind=organ.kind, people=choices, today=today)
    if form.is_valid():
        number = attempt(
            form,
            lambda: organs.join_organ(
                organ_id=organ_id, **form.cleaned_data, actor=request.actor, at=request.now
            ),
        )
        if number is not None:
            messages.success(request, _("加入了 %(num)s 人。") % {"num": number})
            return go("people:organ", organ_id)
    context = {"form": form, "organ": organ, "text": text, "has_people": bool(people), "more": more}
    return render(request, "people/organ_join.html", context)


@signed_in(*RECORDERS)
def leave(request: Request, organ_id: int, member_id: int) -> HttpResponse:
    """End somebody's membership."""
    organ = organ_reads.organ_file(request.actor, organ_id)
    member = next((m for m in organ.members if m.id == member_id), None)
    if member is None or organ.kind == OrganKind.DISTRICT:
        raise NotFound(_("没有这条任职记录，或者已经结束了。"))
    today = timezone.localtime(request.now).date()
    form = EndOrganForm(request.POST or None, initial={"on": today})
    if form.is_valid() and attempt(form, lambda: _left(request, form, member_id)) is not None:
        messages.success(request, _("任职已结束。"))
        return go("people:organ", organ_id)
    return render(request, "people/organ_leave.html", {"form": form, "organ": organ, "member": member})


def _left(request: Request, form: EndOrganForm, member_id: int) -> object:
    return organs.leave_organ(member_id=member_id, **form.cleaned_data, actor=request.actor, at=request.now)


@require_POST
@signed_in(*RECORDERS)
def gather(request: Request, term_id: int) -> HttpResponse:
    """Make a district for every name that seats use."""
    term_reads.term_row(request.actor, term_id)
    number = organs.gather_districts(term_id=term_id, actor=request.actor, at=request.now)
    if number:
        messages.success(request, _("按代表资格里填的选区，登记了 %(num)s 个。") % {"num": number})
    else:
        messages.info(request, _("代表资格里填的选区都已经登记过了。"))
    return go("people:organs", term_id)
