"""For administrators: posts in their place, and accounts."""

from __future__ import annotations

from typing import cast

from django.contrib import messages
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from lianxin.accounts import actions, reads
from lianxin.accounts.forms import GrantForm, NewUserForm, RevokeForm
from lianxin.accounts.sign_in import as_typed
from lianxin.kernel.actor import Role
from lianxin.kernel.errors import DomainError
from lianxin.kernel.text import clean
from lianxin.kit.forms import attempt
from lianxin.kit.http import Request, go, render, signed_in

# What links on the pages of deputies, units and venues fill in, so that nobody looks for numbers.
_FILLED_IN = ("who", "role", "division_code", "unit_id", "venue_id", "person_id")


@require_safe
@signed_in(Role.TENANT_ADMIN)
def show(request: Request) -> HttpResponse:
    """Who holds which post in my place."""
    text = clean(request.GET.get("q", ""))[:40]
    rows = reads.grant_rows(request.actor, at=request.now, text=text)
    return render(request, "accounts/grant_list.html", {"rows": rows, "text": text})


@signed_in(Role.TENANT_ADMIN)
def give(request: Request) -> HttpResponse:
    """Give a post."""
    first = {name: request.GET.get(name, "") for name in _FILLED_IN}
    first["division_code"] = request.GET.get("division", "") or first["division_code"] or request.actor.place
    form = GrantForm(request.POST or None, initial=first)
    if form.is_valid() and attempt(form, lambda: _given(request, form)):
        messages.success(request, _("岗位已授予，对方下次打开页面就能用。"))
        return go("accounts:grants")
    return render(request, "accounts/grant_form.html", {"form": form})


def _given(request: Request, form: GrantForm) -> bool:
    facts = form.cleaned_data
    user = reads.user_to_sign_in(as_typed(facts["who"]))
    if user is None:
        raise DomainError(_("没有这个登录名或手机号的账号。请先建账号，再来授岗。"))
    actions.give_grant(
        user_id=user.pk,
        role=Role(facts["role"]),
        division_code=facts["division_code"],
        label=form.shown_label(),
        reason=facts["reason"],
        unit_id=facts["unit_id"],
        venue_id=facts["venue_id"],
        person_id=facts["person_id"],
        valid_to=form.valid_to(),
        actor=request.actor,
        at=request.now,
    )
    return True


@require_POST
@signed_in(Role.TENANT_ADMIN)
def revoke(request: Request, grant_id: int) -> HttpResponse:
    """End a post now."""
    form = RevokeForm(request.POST)
    reason = cast("str", form.cleaned_data["reason"]) if form.is_valid() else ""
    actions.revoke_grant(grant_id=grant_id, reason=reason, actor=request.actor, at=request.now)
    messages.success(request, _("岗位已撤销，对方的下一次操作就不能再用它。"))
    return go("accounts:grants")


@signed_in(Role.TENANT_ADMIN)
def new_user(request: Request) -> HttpResponse:
    """Open an account; its first password is shown once."""
    form = NewUserForm(request.POST or None)
    password, user = actions.temporary_password(), None
    if form.is_valid():
        user = attempt(
            form,
            lambda: actions.create_user(
                **form.cleaned_data, password=password, actor=request.actor, at=request.now
            ),
        )
    context = {"form": form, "made": user, "password": password if user else ""}
    return render(request, "accounts/user_form.html", context)


@signed_in(Role.TENANT_ADMIN)
def reset_password(request: Request, user_id: int) -> HttpResponse:
    """Say what will happen, then set a new first password and show it once."""
    if request.method != "POST":
        user = reads.user_in_place(request.actor, user_id)
        return render(request, "accounts/password_reset.html", {"user": user, "password": ""})
    password = actions.temporary_password()
    reset = actions.reset_password(user_id=user_id, password=password, actor=request.actor, at=request.now)
    return render(request, "accounts/password_reset.html", {"user": reset, "password": password})
