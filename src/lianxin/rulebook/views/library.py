"""The rules of a place: those in force, a new version, one with its history and end, where it is missing."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from lianxin.kit.forms import attempt
from lianxin.kit.http import Request, go, render, signed_in
from lianxin.kit.once import new_key, once
from lianxin.kit.paging import Cursor, id_in, with_cursor
from lianxin.rulebook import actions, paper, reads
from lianxin.rulebook.forms import EndForm, RuleForm
from lianxin.rulebook.samples import SAMPLES
from lianxin.rulebook.views import READERS, SETTERS
from lianxin.rulebook.words import Slot


def pdf(data: bytes, name: str) -> HttpResponse:
    """Bytes to print."""
    response = HttpResponse(data, content_type="application/pdf")
    response.headers["Content-Disposition"] = f'inline; filename="{name}.pdf"'
    return response


@require_safe
@signed_in(*READERS)
def show_all(request: Request) -> HttpResponse:
    """The rules in force for my place, and how many venues have each on the wall."""
    library = reads.library(request.actor, on=timezone.localdate(request.now))
    context = {"library": library, "may_set": request.actor.role in SETTERS}
    return render(request, "rulebook/rule_list.html", context)


@require_safe
@signed_in(*READERS)
def show(request: Request, rule_id: int) -> HttpResponse:
    """One version: its words, its sisters, where it hangs."""
    return render(request, "rulebook/rule_detail.html", {"page": reads.rule_page(request.actor, rule_id)})


@require_safe
@signed_in(*READERS)
def a3(request: Request, rule_id: int) -> HttpResponse:
    """One version on A3."""
    page = reads.rule_page(request.actor, rule_id)
    return pdf(paper.rules_pdf([page.rule]), f"rule-{rule_id}")


@signed_in(*SETTERS)
def new(request: Request) -> HttpResponse:
    """A new rule, or a new version of one of my place's; a core kind begins with a model text."""
    sent = request.POST if request.method == "POST" else None
    form = RuleForm(sent, initial=_first(request))
    if form.is_valid():
        made = attempt(form, lambda: _set(request, form))
        if made is not None:
            messages.success(request, _("制度定好了。到了施行的日子，各阵地就该换上它。"))
            return go("rulebook:show", int(made))
    return render(request, "rulebook/rule_form.html", {"form": form})


def _first(request: Request) -> dict[str, object]:
    asked = request.GET.get("slot", "")
    slot = Slot(asked) if asked in set(Slot) else Slot.VENUE
    first: dict[str, object] = {
        "slot": slot,
        "valid_from": timezone.localdate(request.now),
        "once": new_key(),
    }
    follows = id_in(request.GET.get("follows", ""))
    if follows is not None:
        rule = reads.rule_page(request.actor, follows).rule
        return first | {"slot": rule.slot, "series": rule.series, "title": rule.title, "body": rule.body}
    sample = SAMPLES.get(slot)
    return first | ({"title": sample.title, "body": sample.body} if sample else {})


def _set(request: Request, form: RuleForm) -> str:
    facts = {k: v for k, v in form.cleaned_data.items() if k != "once"} | {
        "slot": Slot(form.cleaned_data["slot"])
    }
    key = f"rule:{request.actor.user_id}:{form.cleaned_data['once'] or new_key()}"

    def act() -> str:
        return str(actions.set_rule(**facts, actor=request.actor, at=request.now).pk)

    return once(key, form.body_of(), act, at=request.now)


@signed_in(*SETTERS)
def end(request: Request, rule_id: int) -> HttpResponse:
    """Say what will happen, ask why, then end it."""
    page = reads.rule_page(request.actor, rule_id)
    form = EndForm(request.POST or None)
    if form.is_valid() and attempt(form, lambda: _ended(request, rule_id, form)) is not None:
        messages.success(request, _("制度已废止。"))
        return go("rulebook:show", rule_id)
    return render(request, "rulebook/rule_end.html", {"form": form, "page": page})


def _ended(request: Request, rule_id: int, form: EndForm) -> object:
    today, reason = timezone.localdate(request.now), form.cleaned_data["reason"]
    return actions.end_rule(rule_id=rule_id, on=today, reason=reason, actor=request.actor, at=request.now)


@require_safe
@signed_in(*READERS)
def missing(request: Request, rule_id: int) -> HttpResponse:
    """Venues of my place that do not have this version on the wall."""
    page = reads.venues_without(request.actor, rule_id, Cursor.of(request, 40))
    context = {
        "rule": reads.rule_page(request.actor, rule_id).rule,
        "rows": page.rows,
        "newer": with_cursor(request, after=page.newer_than),
        "older": with_cursor(request, before=page.older_than),
    }
    return render(request, "rulebook/missing_list.html", context)
