"""Signing in, the second step, switching posts, signing out."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.middleware.csrf import rotate_token
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from lianxin.accounts import reads
from lianxin.accounts import sign_in as entering
from lianxin.accounts.devices import device_words
from lianxin.accounts.forms import CodeForm, SignInForm
from lianxin.accounts.homes import home_of
from lianxin.accounts.models import User
from lianxin.accounts.sign_in import Outcome
from lianxin.accounts.views import session_of, with_account
from lianxin.kernel.errors import NotFound, TooMany
from lianxin.kit.http import Request, client_key, go, layout_for, render, safe_next


def _next(request: HttpRequest) -> str:
    return safe_next(request.POST.get("next", "") or request.GET.get("next", ""), "")


def _enter(request: Request, user: User) -> HttpResponse:
    device = device_words(request.headers.get("User-Agent", ""))
    actor = entering.open_session(session=session_of(request), user=user, device=device, at=request.now)
    rotate_token(request)
    home = home_of(actor)
    return HttpResponseRedirect((_next(request) or home) if actor.is_signed_in else home)


@sensitive_post_parameters("password")
def sign_in(request: Request) -> HttpResponse:
    """Name and password; the second step when the account has one."""
    if request.actor.user_id is not None and request.method != "POST":
        # Without a post the page they came from would only send them back here.
        way = _next(request) if request.actor.is_signed_in else ""
        return HttpResponseRedirect(way or home_of(request.actor))
    form = SignInForm(request.POST or None)
    if form.is_valid():
        outcome, user = entering.check_sign_in(
            **form.cleaned_data, client=client_key(request), at=request.now
        )
        if outcome is Outcome.LOCKED:
            raise TooMany(entering.locked_sentence())
        if user is not None and outcome is Outcome.OPEN:
            return _enter(request, user)
        if user is not None:
            entering.hold_for_factor(session=session_of(request), user=user, at=request.now)
            return _second_step(request, CodeForm())
        form.add_error(None, _("登录名或密码不对。请检查后再试；忘了密码的话，请联系本地管理员。"))
    return render(request, "accounts/sign_in.html", {"form": form, "next": _next(request)})


def _second_step(request: HttpRequest, form: CodeForm) -> HttpResponse:
    return render(request, "accounts/second_factor.html", {"form": form, "next": _next(request)})


def second_factor(request: Request) -> HttpResponse:
    """A code from the authenticator, or a recovery code; within five minutes of the password."""
    user = entering.pending_user(session_of(request), at=request.now)
    if user is None:
        messages.info(request, _("这一步等得太久了，请重新登录。"))
        return go("accounts:sign_in")
    form = CodeForm(request.POST or None)
    if form.is_valid():
        if entering.check_code(user=user, code=form.cleaned_data["code"], at=request.now):
            return _enter(request, user)
        form.add_error("code", _("验证码不对。等下一个码出来再试，或者用一个恢复码。"))
    return _second_step(request, form)


@require_POST
def sign_out(request: Request) -> HttpResponse:
    """End this sign-in."""
    entering.sign_out(session=session_of(request), actor=request.actor, at=request.now)
    return go("accounts:sign_in")


@with_account
def switch_post(request: Request) -> HttpResponse:
    """The person's posts; choosing one acts in it from then on."""
    if request.method == "POST":
        return _switched(request)
    posts = reads.post_rows(request.actor, at=request.now)
    context = {
        "post_list": posts,
        "halted": reads.halted_posts(request.actor),
        "next": _next(request),
        "layout": layout_for(request.actor),
    }
    return render(request, "accounts/posts.html", context)


def _switched(request: Request) -> HttpResponse:
    chosen = request.POST.get("post", "")
    if not (chosen.isdecimal() and len(chosen) < 19):
        raise NotFound(_("没有这个岗位，请重新选择。"))
    actor = entering.switch_post(
        session=session_of(request), grant_id=int(chosen), actor=request.actor, at=request.now
    )
    messages.success(request, _("已经换到新的岗位。"))
    # The page one came from belonged to the old post; it may not exist for the new one.
    return HttpResponseRedirect(home_of(actor))
