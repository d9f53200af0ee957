"""One's own account: posts, sign-ins, password."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST, require_safe

from lianxin.accounts import actions, reads
from lianxin.accounts.forms import PasswordForm
from lianxin.accounts.sign_in import password_is_right
from lianxin.accounts.views import session_of, with_account
from lianxin.kit.forms import attempt
from lianxin.kit.http import Request, go, layout_for, render


@require_safe
@with_account
def show(request: Request) -> HttpResponse:
    """Who I am here, where I am signed in, how my account is kept safe."""
    key = session_of(request).session_key or ""
    context = {
        "layout": layout_for(request.actor),
        "post_list": reads.post_rows(request.actor, at=request.now),
        "sessions": reads.session_rows(request.actor, current_key=key, at=request.now),
        "factor": reads.factor_state(request.actor),
    }
    return render(request, "accounts/me.html", context)


@sensitive_post_parameters("old", "new", "again")
@with_account
def password(request: Request) -> HttpResponse:
    """Change the password; ends all other sign-ins."""
    form = PasswordForm(request.POST or None)
    if form.is_valid() and _changed(request, form):
        messages.success(request, _("密码改好了，其他地方的登录都已结束。"))
        return go("accounts:me")
    return render(request, "accounts/password.html", {"form": form, "layout": layout_for(request.actor)})


def _changed(request: Request, form: PasswordForm) -> bool:
    if not password_is_right(actor=request.actor, password=form.cleaned_data["old"], at=request.now):
        form.add_error("old", _("现在的密码不对，请再填一次。"))
        return False
    session = session_of(request)
    attempt(
        form,
        lambda: actions.change_password(
            password=form.cleaned_data["new"],
            keep_session=session.session_key or "",
            actor=request.actor,
            at=request.now,
        ),
    )
    if form.is_valid():
        session.cycle_key()
    return form.is_valid()


@require_POST
@with_account
def end_session(request: Request, reference: str) -> HttpResponse:
    """End one sign-in."""
    actions.end_session(reference=reference, actor=request.actor, at=request.now)
    messages.success(request, _("这个登录已经结束。"))
    return go("accounts:me")


@require_POST
@with_account
def end_other_sessions(request: Request) -> HttpResponse:
    """End all sign-ins but this one."""
    key = session_of(request).session_key or ""
    ended = actions.end_other_sessions(keep_session=key, actor=request.actor, at=request.now)
    sentence = ngettext("结束了 %(count)s 个登录。", "结束了 %(count)s 个登录。", ended)
    messages.success(request, sentence % {"count": ended})
    return go("accounts:me")
