"""Pages of the citizen: raise a matter, keep its code, follow it, rate it. No account, no script needed."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import timedelta
from functools import wraps
from urllib.parse import quote, urlencode

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lianxin.divisions import reads as divisions
from lianxin.kernel.actor import ANONYMOUS, Actor
from lianxin.kernel.errors import NotFound, TooMany
from lianxin.kernel.lifetimes import holds
from lianxin.kit.files import private_file
from lianxin.kit.forms import attempt
from lianxin.kit.http import Request, client_key, go, render
from lianxin.kit.middleware import WITH_POSITION
from lianxin.kit.once import new_key, once
from lianxin.kit.scope import narrow_to_case
from lianxin.kit.throttle import Limit, give_back, spend
from lianxin.venues import reads as venues
from lianxin.voices import actions, reads, tokens
from lianxin.voices.forms.citizen import (
    TOPIC_ICONS,
    AgainForm,
    FactForm,
    FollowForm,
    RateForm,
    ReportForm,
)
from lianxin.voices.forms.files import BadFile
from lianxin.voices.reads import Destination
from lianxin.voices.tokens import Ticket
from lianxin.voices.words import Channel, Satisfaction

# A mobile operator puts a whole village behind one address: a reception day must fit below the limit.
NEW_CASES = Limit(
    "voices.new",
    60,
    timedelta(hours=1),
    gettext_lazy("这个网络一小时里交了很多件事。内容还在，请过一会儿再交；着急的话请打站里的电话。"),
)
WRONG_CODES = Limit(
    "voices.follow",
    5,
    timedelta(hours=1),
    gettext_lazy("输错的次数多了，请过一个小时再查；着急的话请打站里的电话，报上编号。"),
)
FILES_TRIED = Limit(
    "voices.files",
    30,
    timedelta(hours=1),
    gettext_lazy("这个网络一小时里传了很多文件。请过一会儿再交，或者先不传照片和录音。"),
)
CODE_COOKIE = "receipt"

report_only = require_http_methods(["GET", "HEAD", "POST"])


def _ticket(request: Request, to: Destination) -> Ticket:
    return Ticket(new_key(), to.channel, to.venue.id, to.division_code, to.person_id, request.now)


def _draw_report(request: Request, form: ReportForm, status: int = 200) -> HttpResponse:
    form.remind_of_files()
    context = {"form": form, "to": form.to, "icons": TOPIC_ICONS}
    response = render(request, "voices/citizen/report.html", context, status=status)
    response.headers["Permissions-Policy"] = WITH_POSITION  # here alone; everywhere else nobody may ask
    return response


def _asked_number(request: HttpRequest, name: str) -> int:
    text = request.GET.get(name, "")
    if not (text.isdecimal() and text.isascii() and len(text) < 19):
        raise NotFound(_("没有找到这个站。可以按地方再找一找。"))
    return int(text)


@sensitive_post_parameters("what", "place", "name", "phone")
@never_cache
@report_only
def report(request: Request) -> HttpResponse:
    """The form, for the plate `q`, a `venue`, or a `division` whose venue is still to be chosen."""
    if request.method == "POST":
        return _receive(request)
    if code := request.GET.get("q", ""):
        to = reads.destination_of_plate(code)
        if to is None:  # the plate's own page says what is wrong with it
            return HttpResponseRedirect(f"/q/{quote(code, safe='')}")
    elif "venue" in request.GET:
        to = reads.destination_of_venue(
            _asked_number(request, "venue"),
            division_code=request.GET.get("division", ""),
            slug=request.GET.get("to", ""),
        )
    else:
        return _choose_venue(request)
    return _draw_report(request, ReportForm(to, _ticket(request, to), at=request.now))


def _choose_venue(request: Request) -> HttpResponse:
    code = request.GET.get("division", "")
    if not divisions.is_code(code):
        query = urlencode({"next": reverse("voices:new"), "param": "division"})
        return HttpResponseRedirect(f"{reverse('divisions:pick')}?{query}")
    context = {"place": divisions.get(code), "venues": venues.venues_near(code)}
    return render(request, "voices/citizen/choose_venue.html", context)


def _receive(request: Request) -> HttpResponse:
    ticket = tokens.ticket_of(request.POST.get("ticket", ""))
    to = reads.destination(
        venue_id=ticket.venue_id,
        channel=Channel(ticket.channel),
        division_code=ticket.division_code,
        person_id=ticket.person_id,
    )
    form = ReportForm(to, ticket, at=request.now, data=request.POST, files=request.FILES)
    if not form.is_valid():
        return _draw_report(request, _with_fresh_ticket(request, form))
    like = () if form.has_decided else reads.open_like(form.cleaned_data["what"], form.matter().division_code)
    if like:
        context = {"form": form, "like": like, "said": form.said_again()}
        return render(request, "voices/citizen/like.html", context)
    try:
        kept = once(ticket.once_key, form.body(), lambda: _bring(request, form), at=request.now)
    except TooMany as error:
        form.add_error(None, str(error))
        return _draw_report(request, form, status=429)
    except BadFile as error:
        form.add_error(error.field, str(error))
        return _draw_report(request, form)
    return to_receipt(request, *tokens.opened_receipt(kept, ticket, at=request.now))


def _with_fresh_ticket(request: Request, form: ReportForm) -> ReportForm:
    """A page older than its ticket gets a new one; any other keeps its own: a repeat stays a repeat."""
    if not holds(form.slip.made_at, tokens.TICKET_VALID_FOR, at=request.now):
        data = request.POST.copy()
        data["ticket"] = _ticket(request, form.to).signed()
        form.data = data
    return form


def _bring(request: Request, form: ReportForm) -> str:
    if request.FILES:
        spend(FILES_TRIED, client_key(request), at=request.now)
    files = form.derived_files()
    spend(NEW_CASES, client_key(request), at=request.now)
    receipt = actions.receive_case(matter=form.matter(files), actor=ANONYMOUS, at=request.now)
    return tokens.closed_receipt(receipt.case_id, receipt.query_code, form.slip)


def to_receipt(request: Request, case_id: int, query_code: str, page: str = "received") -> HttpResponse:
    """Go to the page that shows the query code; it travels in a cookie of five minutes."""
    response = go(f"voices:{page}", tokens.case_token(case_id, at=request.now))
    if query_code:
        response.set_cookie(
            CODE_COOKIE,
            tokens.code_note(case_id, query_code, at=request.now),
            max_age=int(tokens.CODE_SHOWN_FOR.total_seconds()),
            path="/voices/received",
            secure=settings.CSRF_COOKIE_SECURE,
            httponly=True,
            samesite="Lax",
        )
    return response


CaseView = Callable[[Request, str, Actor], HttpResponse]


def with_my_case(view: CaseView) -> Callable[[Request, str], HttpResponse]:
    """From here on the one case of the token is seen, and whoever is signed in acts as a citizen.

    A forged token is not found (404); an old one asks for the query code again.
    """

    @wraps(view)
    def opened(request: Request, token: str) -> HttpResponse:
        case_id = tokens.case_of(token, at=request.now)
        if case_id is None:
            messages.info(request, _("为了保护您的信息，过了 12 小时要再输一次查询码。"))
            return go("voices:follow")
        return view(request, token, narrow_to_case(ANONYMOUS, case_id))

    return opened


@never_cache
@require_safe
@with_my_case
def received(request: Request, token: str, actor: Actor) -> HttpResponse:
    """Received: the number, and for five minutes the query code."""
    note = request.COOKIES.get(CODE_COOKIE, "")
    code = tokens.noted_code(note, actor.case_id or 0, at=request.now)
    context = {
        "case": reads.receipt_page(actor, at=request.now),
        "code": code,
        "code_lines": (f"{code[:4]} {code[4:8]}", f"{code[8:12]} {code[12:]}") if code else (),
        "token": token,
    }
    return render(request, "voices/citizen/received.html", context)


@sensitive_post_parameters("code")
@never_cache
@report_only
def follow(request: Request) -> HttpResponse:
    """The query code leads to the case. Five wrong ones an hour; hit and miss cost the same."""
    form = FollowForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        who = client_key(request)
        try:
            spend(WRONG_CODES, who, at=request.now)
        except TooMany as error:
            form.add_error(None, str(error))
            return render(request, "voices/citizen/follow.html", {"form": form}, status=429)
        case_id = reads.case_of_code(form.cleaned_data["code"])
        if case_id is not None:
            give_back(WRONG_CODES, who, at=request.now)
            return go("voices:mine", tokens.case_token(case_id, at=request.now))
        form.add_error("code", _("没有查到。请对一对数字，一小时里最多可以输错 5 次。"))
    return render(request, "voices/citizen/follow.html", {"form": form})


def _draw_case(
    request: Request,
    token: str,
    actor: Actor,
    rating: RateForm | None = None,
    fact: FactForm | None = None,
) -> HttpResponse:
    case = reads.citizen_case(actor, on=timezone.localdate(request.now), at=request.now)
    context = {
        "case": case,
        "token": token,
        "rating": rating or RateForm(initial={"version": case.version}),
        "again": AgainForm(initial={"version": case.version}, auto_id="again_%s"),
        "fact": fact or FactForm(initial={"once": new_key()}, auto_id="fact_%s"),
    }
    return render(request, "voices/citizen/case.html", context)


@never_cache
@require_safe
@with_my_case
def mine(request: Request, token: str, actor: Actor) -> HttpResponse:
    """The citizen's own case: where it is, what was done, who looked at the phone."""
    return _draw_case(request, token, actor)


@require_safe
def mine_file(request: Request, token: str, file_id: uuid.UUID, *, small: bool = False) -> HttpResponse:
    """A photo or the voice clip that came with the citizen's own case."""
    case_id = tokens.case_of(token, at=request.now)
    if case_id is None:
        raise NotFound(_("没有找到这个文件。请用查询码再查一次。"))
    found = reads.case_file(narrow_to_case(ANONYMOUS, case_id), case_id, file_id, small=small)
    return private_file(request, found.data, content_type=found.content_type, filename=found.filename)


@never_cache
@require_POST
@with_my_case
def rate(request: Request, token: str, actor: Actor) -> HttpResponse:
    """Solved or not, satisfied or not."""
    form = RateForm(request.POST)
    if not form.is_valid():
        return _draw_case(request, token, actor, form)
    said = form.cleaned_data
    actions.rate_case(
        case_id=actor.case_id or 0,
        is_solved=said["is_solved"] == "yes",
        satisfaction=Satisfaction(said["satisfaction"]),
        text=said["text"],
        version=said["version"],
        actor=actor,
        at=request.now,
    )
    messages.success(request, _("您的评价收到了，谢谢您。"))
    return go("voices:mine", token)


@never_cache
@require_POST
@with_my_case
def add_fact(request: Request, token: str, actor: Actor) -> HttpResponse:
    """Something more about the matter."""
    form = FactForm(request.POST, auto_id="fact_%s")
    if form.is_valid() and attempt(form, lambda: _add_fact(request, actor, form)):
        messages.success(request, _("补充的情况收到了，办的人会看到。"))
        return go("voices:mine", token)
    return _draw_case(request, token, actor, fact=form)


def _add_fact(request: Request, actor: Actor, form: FactForm) -> bool:
    case_id, text = actor.case_id or 0, form.cleaned_data["text"]

    def act() -> str:
        return str(actions.add_fact(case_id=case_id, text=text, actor=actor, at=request.now).pk)

    return bool(once(f"fact:{case_id}:{form.cleaned_data['once']}", {"text": text}, act, at=request.now))


@never_cache
@require_POST
@with_my_case
def reopen(request: Request, token: str, actor: Actor) -> HttpResponse:
    """Not solved: once more, supervised."""
    form = AgainForm(request.POST)
    said = form.cleaned_data if form.is_valid() else {}
    actions.reopen_case(
        case_id=actor.case_id or 0,
        text=said.get("text", ""),
        version=said.get("version"),
        actor=actor,
        at=request.now,
    )
    messages.success(request, _("已经请他们再办一次，这次人大会一直催着。"))
    return go("voices:mine", token)


@never_cache
@require_POST
@with_my_case
def stop_messages(request: Request, token: str, actor: Actor) -> HttpResponse:
    """No more SMS: at once, with one press."""
    if actions.stop_messages(case_id=actor.case_id or 0, actor=actor, at=request.now):
        messages.success(request, _("好的，不再给您发短信了。进展还是可以用查询码来看。"))
    return go("voices:mine", token)


@never_cache
@report_only
@with_my_case
def withdraw(request: Request, token: str, actor: Actor) -> HttpResponse:
    """Ask first, then take the matter back."""
    if request.method != "POST":
        case = reads.citizen_case(actor, on=timezone.localdate(request.now), at=request.now)
        return render(request, "voices/citizen/withdraw.html", {"case": case, "token": token})
    form = AgainForm(request.POST)
    version = form.cleaned_data.get("version") if form.is_valid() else None
    actions.withdraw_case(case_id=actor.case_id or 0, version=version, actor=actor, at=request.now)
    messages.success(request, _("已经撤回了。以后有事，随时再来。"))
    return go("voices:mine", token)
