"""The second factor: turning it on with a QR code, and off again."""

from __future__ import annotations

import segno
from django.contrib import messages
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django_otp.plugins.otp_totp.models import TOTPDevice

from lianxin.accounts import factors, reads
from lianxin.accounts.forms import CodeForm, FactorRemoveForm
from lianxin.accounts.sign_in import check_code, password_is_right
from lianxin.accounts.views import with_account
from lianxin.kit.forms import attempt
from lianxin.kit.http import Request, go, layout_for, render


@with_account
def show(request: Request) -> HttpResponse:
    """Explain, then show the secret to scan, then ask for a first code, then show recovery codes once."""
    if request.method == "POST" and request.POST.get("step") == "start":
        factors.start_factor(actor=request.actor)
        return go("accounts:factor")
    form = CodeForm(request.POST or None)
    codes = None
    if form.is_valid():
        code = form.cleaned_data["code"]
        codes = attempt(form, lambda: factors.confirm_factor(code=code, actor=request.actor, at=request.now))
    state = reads.factor_state(request.actor)
    device = None if state.is_on else reads.unconfirmed_device(request.actor)
    context = {"layout": layout_for(request.actor), "form": form, "codes": codes, "factor": state}
    context |= _secret(device)
    return render(request, "accounts/factor.html", context)


def _secret(device: TOTPDevice | None) -> dict[str, str]:
    if device is None:
        return {"qr": "", "secret": ""}
    # White behind black whatever the theme: a phone's camera must read it.
    code = segno.make(device.config_url, error="m")
    picture = code.svg_data_uri(scale=6, border=4, light="#fff", dark="#000")
    return {"qr": picture, "secret": factors.typed_secret(device)}


@sensitive_post_parameters("password")
@with_account
def remove(request: Request) -> HttpResponse:
    """Turn the second factor off with password and code."""
    if not reads.factor_state(request.actor).is_on:
        return go("accounts:factor")
    form = FactorRemoveForm(request.POST or None)
    if form.is_valid() and _proved(request, form):
        factors.remove_factor(actor=request.actor, at=request.now)
        messages.success(request, _("动态验证码已停用。"))
        return go("accounts:me")
    return render(request, "accounts/factor_remove.html", {"form": form, "layout": layout_for(request.actor)})


def _proved(request: Request, form: FactorRemoveForm) -> bool:
    user = reads.user_by_id(request.actor.user_id or 0)
    if not password_is_right(actor=request.actor, password=form.cleaned_data["password"], at=request.now):
        form.add_error("password", _("密码不对，请再填一次。"))
    elif user is None or not check_code(user=user, code=form.cleaned_data["code"], at=request.now):
        form.add_error("code", _("验证码不对。等下一个码出来再试，或者用一个恢复码。"))
    return form.is_valid()
