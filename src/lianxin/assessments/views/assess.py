"""Assessments: the list, the venue's own page of them, and one assessment with the step that is due."""

from __future__ import annotations

import uuid
from collections.abc import Callable

from django.contrib import messages
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from lianxin.assessments import actions, reads
from lianxin.assessments.forms import OrderForm, RectifyForm, ReportForm, ReturnForm, ScoreForm, VersionForm
from lianxin.assessments.reads import AssessmentPage
from lianxin.assessments.views import READERS
from lianxin.assessments.words import STANDARD_LABELS, Mode, StandardKind
from lianxin.assessments.workflow import ASSESSMENT_FLOW, DRAFT, RECTIFIED, RECTIFYING, REPORTED, SCORED
from lianxin.kernel.errors import NotAllowed, NotFound
from lianxin.kernel.text import clean
from lianxin.kit.files import private_file
from lianxin.kit.forms import attempt
from lianxin.kit.http import Request, go, render, signed_in
from lianxin.kit.paging import Cursor, with_cursor
from lianxin.kit.selects import select
from lianxin.venues import reads as venues

Forms = dict[str, VersionForm]


def _number(text: str) -> int | None:
    return int(text) if text.isdecimal() and text.isascii() and len(text) < 5 else None


@require_safe
@signed_in(*READERS)
def show_all(request: Request) -> HttpResponse:
    """Assessments of my place or venue, filtered; what a figure of the sheet counts opens here."""
    asked = request.GET
    kind = asked.get("kind", "") if asked.get("kind", "") in STANDARD_LABELS else ""
    state = asked.get("state", "") if asked.get("state", "") in ASSESSMENT_FLOW.states else ""
    today, text = timezone.localtime(request.now).date(), clean(asked.get("q", ""))[:40]
    page = reads.rows(
        request.actor,
        Cursor.of(request),
        place=reads.sees_place(request.actor, asked.get("place", "")),
        kind=kind,
        state=state,
        text=text,
        year=_number(asked.get("year", "")),
        stars=_number(asked.get("stars", "")),
        met_on=today if asked.get("met") else None,
    )
    states = {code: _(known.label) for code, known in ASSESSMENT_FLOW.states.items()}
    context = {
        "rows": page.rows,
        "text": text,
        "selects": [
            select("kind", _("标准"), STANDARD_LABELS, kind, none=_("全部标准")),
            select("state", _("状态"), states, state, none=_("全部状态")),
        ],
        "kept": [(name, asked[name]) for name in ("place", "met", "stars", "year") if asked.get(name)],
        "newer": with_cursor(request, after=page.newer_than),
        "older": with_cursor(request, before=page.older_than),
    }
    return render(request, "assessments/assessment_list.html", context)


@require_safe
@signed_in(*READERS)
def of_venue(request: Request, venue_id: int) -> HttpResponse:
    """One venue's assessments, honours' buttons, and who is in charge."""
    venue = venues.venue(venue_id)
    actor = request.actor
    if venue.id != actor.venue_id and reads.sees_place(actor, venue.division_code) != venue.division_code:
        raise NotFound(_("没有找到这个阵地。它可能不归您管，请回到清单再找。"))
    context = {
        "venue": venue,
        "rows": reads.of_venue(actor, venue_id),
        "charges": reads.charges_of(actor, venue_id),
        "kinds": [(kind.value, STANDARD_LABELS[kind]) for kind in StandardKind],
    }
    return render(request, "assessments/venue_upkeep.html", context)


@require_POST
@signed_in(*READERS)
def open_one(request: Request, venue_id: int) -> HttpResponse:
    """Start this year's assessment, or go to the one there is."""
    kind = request.POST.get("kind", "")
    if kind not in STANDARD_LABELS:
        raise NotFound(_("没有这种标准，请回到上一页再选。"))
    one = actions.open_assessment(
        venue_id=venue_id, kind=StandardKind(kind), actor=request.actor, at=request.now
    )
    return go("assessments:show", one.pk)


def _forms(request: Request, page: AssessmentPage) -> Forms:
    """Blank forms of the steps that this reader may take now, by move."""
    today = timezone.localtime(request.now).date()
    found: Forms = {}
    if page.may_report and page.state == DRAFT:
        found["report"] = ReportForm(page)
    if page.may_report and page.state == RECTIFYING:
        found["rectify"] = RectifyForm(page)
    if page.may_score and page.state in {REPORTED, SCORED}:
        found["score"] = ScoreForm(page)
    if page.may_score and page.state == REPORTED:
        found["return_report"] = ReturnForm(initial={"version": page.version})
    if page.may_score and page.state == RECTIFIED:
        found["recheck"] = ScoreForm(page)
    if page.may_score and page.state == SCORED:
        found["order_rectification"] = OrderForm(page, today)
        found["grade"] = VersionForm(initial={"version": page.version})
    return found


def _draw(request: Request, page: AssessmentPage, given: Forms | None = None) -> HttpResponse:
    none = dict.fromkeys(_STEPS)
    context = {"page": page, "forms": none | _forms(request, page) | (given or {})}
    return render(request, "assessments/assessment_detail.html", context)


@require_safe
@signed_in(*READERS)
def show(request: Request, assessment_id: int) -> HttpResponse:
    """One assessment: item by item what was said, measured and scored."""
    return _draw(request, reads.assessment_page(request.actor, assessment_id))


_DONE = {
    "save": gettext_lazy("存好了，随时可以接着填。"),
    "report": gettext_lazy("自评交上去了，等评估组评分。"),
    "return_report": gettext_lazy("退回去了，阵地会看到您写的原因。"),
    "score": gettext_lazy("评分存好了。看一遍，再定级或者要求整改。"),
    "order_rectification": gettext_lazy("已经要求整改，阵地会看到改什么、什么时候改完。"),
    "rectify": gettext_lazy("整改报上去了，等复查。"),
    "recheck": gettext_lazy("复查的分数存好了，可以定级了。"),
    "grade": gettext_lazy("定级完成。"),
}


@require_POST
@signed_in(*READERS)
def act(request: Request, assessment_id: int, move: str) -> HttpResponse:
    """Take one step. What was typed comes back with the reason when it cannot be taken."""
    page = reads.assessment_page(request.actor, assessment_id)
    step = _STEPS.get(move)
    if step is None:
        raise NotFound(_("没有这一步。请回到评估页再选。"))
    key = "report" if move == "save" else move
    if key not in _forms(request, page):
        ASSESSMENT_FLOW.next_state(page.state, move)
        raise NotAllowed(_("这一步不由您来做。自评和整改归阵地，评分和定级归评估组。"))
    form = step[0](request, page)
    if form.is_valid() and attempt(form, lambda: step[1](request, page, form)) is not None:
        messages.success(request, str(_DONE[move]))
        return go("assessments:show", assessment_id)
    return _draw(request, page, {key: form})


def _report(request: Request, page: AssessmentPage) -> ReportForm:
    return ReportForm(page, request.POST, request.FILES)


def _keep(act: Callable[..., object]) -> Callable[[Request, AssessmentPage, ReportForm], object]:
    def kept(request: Request, page: AssessmentPage, form: ReportForm) -> object:
        said = form.said()
        if form.errors:
            return None
        return act(
            assessment_id=page.id,
            said=said,
            version=form.cleaned_data["version"],
            actor=request.actor,
            at=request.now,
        )

    return kept


def _given(act: Callable[..., object]) -> Callable[[Request, AssessmentPage, ScoreForm], object]:
    def given(request: Request, page: AssessmentPage, form: ScoreForm) -> object:
        return act(
            assessment_id=page.id,
            scores=form.scores(),
            mode=Mode(form.cleaned_data["mode"]),
            version=form.cleaned_data["version"],
            actor=request.actor,
            at=request.now,
        )

    return given


def _plain(
    act: Callable[..., object], *names: str
) -> Callable[[Request, AssessmentPage, VersionForm], object]:
    def plain(request: Request, page: AssessmentPage, form: VersionForm) -> object:
        facts = {name: form.cleaned_data[name] for name in ("version", *names)}
        return act(assessment_id=page.id, actor=request.actor, at=request.now, **facts)

    return plain


def _rectify(request: Request, page: AssessmentPage, form: RectifyForm) -> object:
    return actions.rectify(
        assessment_id=page.id,
        done=form.done(),
        version=form.cleaned_data["version"],
        actor=request.actor,
        at=request.now,
    )


_STEPS: dict[str, tuple[Callable[..., VersionForm], Callable[..., object]]] = {
    "save": (_report, _keep(actions.save_report)),
    "report": (_report, _keep(actions.report)),
    "return_report": (lambda r, _p: ReturnForm(r.POST), _plain(actions.return_report, "reason")),
    "score": (lambda r, p: ScoreForm(p, r.POST), _given(actions.score)),
    "recheck": (lambda r, p: ScoreForm(p, r.POST), _given(actions.recheck)),
    "order_rectification": (
        lambda r, p: OrderForm(p, timezone.localtime(r.now).date(), r.POST),
        _plain(actions.order_rectification, "by"),
    ),
    "rectify": (lambda r, p: RectifyForm(p, r.POST), _rectify),
    "grade": (lambda r, _p: VersionForm(r.POST), _plain(actions.grade)),
}


@require_safe
@signed_in(*READERS)
def photo(request: Request, assessment_id: int, file_id: uuid.UUID, *, small: bool = False) -> HttpResponse:
    """A photo that shows an item."""
    found = reads.photo_of(request.actor, assessment_id, file_id, small=small)
    return private_file(request, found.data, content_type=found.content_type, filename=found.filename)
