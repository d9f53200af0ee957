"""Names on the door, and people in charge."""

from __future__ import annotations

from dataclasses import replace

from django.contrib import messages
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from lianxin.assessments import actions, honours, reads
from lianxin.assessments.forms import ChargeForm, EndForm, NameForm
from lianxin.assessments.honours import HonourFilters
from lianxin.assessments.views import BUILDERS, READERS, SETTERS
from lianxin.assessments.words import HONOUR_LABELS, LEVEL_LENGTH, Duty, HonourKind, HonourLevel
from lianxin.documents.honours import Paper, honours_pdf
from lianxin.kernel.actor import Actor
from lianxin.kernel.errors import NotFound
from lianxin.kernel.text import clean
from lianxin.kit.files import attached_file
from lianxin.kit.forms import attempt
from lianxin.kit.http import Request, go, render, signed_in
from lianxin.kit.paging import id_in
from lianxin.kit.selects import select
from lianxin.venues import reads as venues
from lianxin.venues.reads import VenueRow
from lianxin.venues.words import TIER_LABELS


def _place(request: Request) -> str:
    return reads.sees_place(request.actor, request.GET.get("place", ""))


def _filters(request: Request) -> HonourFilters:
    asked = request.GET
    return HonourFilters(
        kind=asked.get("kind", ""),
        tier=asked.get("tier", ""),
        text=clean(asked.get("q", ""))[:40],
        ended=bool(asked.get("ended")),
    )


@require_safe
@signed_in(*READERS)
def show_all(request: Request) -> HttpResponse:
    """Demonstration venues and innovation contact points of a place."""
    place, filters, asked = _place(request), _filters(request), request.GET
    context = {
        "rows": honours.honours(request.actor, place, filters),
        "ended": filters.ended,
        "text": filters.text,
        "query": asked.urlencode(),
        "is_narrowed": filters != HonourFilters(),
        "kept": [(name, asked[name]) for name in ("place", "ended") if asked.get(name)],
        "selects": [
            select("kind", _("牌子"), HONOUR_LABELS, filters.kind, none=_("全部牌子")),
            select("tier", _("类别"), TIER_LABELS, filters.tier, none=_("全部类别")),
        ],
    }
    return render(request, "assessments/honour_list.html", context)


@require_safe
@signed_in(*READERS)
def plaques(request: Request) -> HttpResponse:
    """The plaques of the list as it is narrowed, or of one honour (`one=`): A4, or A3 with `paper=a3`."""
    one, hanging = id_in(request.GET.get("one", "")), replace(_filters(request), ended=False)
    found = honours.plaques(request.actor, _place(request), hanging, only=one)
    if not found:
        raise NotFound(_("没有可以打印的牌子：还没有命名，或者已经摘了。请回到清单再选。"))
    paper = Paper.A3 if request.GET.get("paper") == Paper.A3 else Paper.A4
    name = f"plaques-{paper}.pdf" if one is None else f"plaque-{one}-{paper}.pdf"
    return attached_file(honours_pdf(found, paper), content_type="application/pdf", filename=name)


def _venue(actor: Actor, venue_id: int) -> VenueRow:
    venue = venues.venue(venue_id)
    if reads.sees_place(actor, venue.division_code) != venue.division_code:
        raise NotFound(_("没有找到这个阵地。它可能不归您管，请回到清单再找。"))
    return venue


def _level(actor: Actor) -> HonourLevel:
    """The level on which the actor's place names. Raises NotFound where none does."""
    for level, length in LEVEL_LENGTH.items():
        if len(actor.place) == length:
            return HonourLevel(level)
    raise NotFound(_("这一级不命名阵地。县级以上的代工委可以命名。"))


@signed_in(*SETTERS)
def name(request: Request, venue_id: int) -> HttpResponse:
    """Name a venue on the level of my place."""
    venue, level = _venue(request.actor, venue_id), _level(request.actor)
    form = NameForm(request.POST or None, initial={"kind": HonourKind.DEMONSTRATION})
    if form.is_valid() and attempt(form, lambda: _named(request, form, venue_id, level)) is not None:
        messages.success(request, _("命名好了，公开页面上会看到这块牌子。"))
        return go("assessments:honours")
    return render(request, "assessments/honour_form.html", {"form": form, "venue": venue})


def _named(request: Request, form: NameForm, venue_id: int, level: HonourLevel) -> object:
    return actions.name_venue(
        venue_id=venue_id,
        kind=HonourKind(form.cleaned_data["kind"]),
        level=level,
        document_no=form.cleaned_data["document_no"],
        named_on=timezone.localtime(request.now).date(),
        actor=request.actor,
        at=request.now,
    )


@signed_in(*SETTERS)
def end(request: Request, honour_id: int) -> HttpResponse:
    """Take a name away."""
    honour = reads.honour(request.actor, honour_id)
    form = EndForm(request.POST or None)
    if form.is_valid() and attempt(form, lambda: _ended(request, form, honour_id)) is not None:
        messages.success(request, _("摘牌了。"))
        return go("assessments:honours")
    return render(request, "assessments/honour_end.html", {"form": form, "honour": honour})


def _ended(request: Request, form: EndForm, honour_id: int) -> object:
    today = timezone.localtime(request.now).date()
    return actions.end_honour(
        honour_id=honour_id, on=today, reason=form.cleaned_data["reason"], actor=request.actor, at=request.now
    )


@signed_in(*BUILDERS)
def charge(request: Request, venue_id: int) -> HttpResponse:
    """Put somebody in charge of a venue."""
    venue = _venue(request.actor, venue_id)
    form = ChargeForm(request.POST or None, initial={"duty": Duty.RESPONSIBLE})
    if form.is_valid() and attempt(form, lambda: _put(request, form, venue_id)) is not None:
        messages.success(request, _("定好了。"))
        return go("assessments:venue", venue_id)
    return render(request, "assessments/charge_form.html", {"form": form, "venue": venue})


def _put(request: Request, form: ChargeForm, venue_id: int) -> object:
    facts = form.cleaned_data
    return actions.put_in_charge(
        venue_id=venue_id,
        duty=Duty(facts["duty"]),
        name=facts["name"],
        post=facts["post"],
        since=timezone.localtime(request.now).date(),
        actor=request.actor,
        at=request.now,
    )
