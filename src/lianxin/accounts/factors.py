"""The second factor: an authenticator app (TOTP) and ten recovery codes."""

from __future__ import annotations

import base64
import hashlib
import hmac
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _
from django_otp import verify_token
from django_otp.plugins.otp_static.models import StaticDevice, StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice

from lianxin.accounts.models import User
from lianxin.accounts.reads import has_factor
from lianxin.journal import actions as journal
from lianxin.kernel.actor import Actor
from lianxin.kernel.codes import clean_code, random_code
from lianxin.kernel.errors import DomainError, NotFound

RECOVERY_CODES = 10
_CODE_LENGTH = 10  # 50 bits each


def sealed_code(code: str) -> str:
    """A recovery code as the table holds it: 80 bits of a keyed hash; a stolen backup opens nothing."""
    text = f"recovery|{clean_code(code)}".encode()
    digest = hmac.new(settings.SECRET_KEY.encode(), text, hashlib.sha256).digest()
    return base64.b32encode(digest[:10]).decode().lower()


def typed_secret(device: TOTPDevice) -> str:
    """The secret in groups of four, for typing into an app that cannot scan."""
    secret = base64.b32encode(device.bin_key).decode().rstrip("=")
    return " ".join(secret[i : i + 4] for i in range(0, len(secret), 4))


def _locked_user(actor: Actor) -> User:
    user = User.objects.select_for_update().filter(pk=actor.user_id or 0).first()
    if user is None:
        raise NotFound(_("没有这个账号，请重新登录。"))
    return user


@transaction.atomic
def start_factor(*, actor: Actor) -> None:
    """Make a new secret to scan; sign-in does not ask for it until a first code has been shown."""
    user = _locked_user(actor)
    if has_factor(user.pk):
        raise DomainError(_("动态验证码已经启用了。要换手机，请先停用，再重新启用。"))
    TOTPDevice.objects.filter(user=user, confirmed=False).delete()
    TOTPDevice.objects.create(user=user, name="app", confirmed=False)


@transaction.atomic
def confirm_factor(*, code: str, actor: Actor, at: datetime) -> list[str]:
    """Turn the second factor on with a first code; returns ten recovery codes, readable only now.

    Raises DomainError for a wrong code.
    """
    user = _locked_user(actor)
    device = TOTPDevice.objects.select_for_update().filter(user=user, confirmed=False).order_by("-id").first()
    if device is None:
        raise DomainError(_("这一步已经过期了。请回到动态验证码页面重新开始。"))
    if verify_token(user, device.persistent_id, code.replace(" ", "")) is None:
        raise DomainError(_("验证码不对。请看一下手机时间准不准，等下一个码出来再填。"))
    device.refresh_from_db()
    device.confirmed = True
    device.save(update_fields=["confirmed"])
    codes = _fresh_codes(user)
    journal.write(
        "accounts.user", user.pk, "accounts.factor.added", actor=actor, at=at, division_code=actor.place
    )
    return codes


def _fresh_codes(user: User) -> list[str]:
    StaticDevice.objects.filter(user=user).delete()
    device = StaticDevice.objects.create(user=user, name="recovery")
    codes = [random_code(_CODE_LENGTH) for _n in range(RECOVERY_CODES)]
    StaticToken.objects.bulk_create([StaticToken(device=device, token=sealed_code(code)) for code in codes])
    return [f"{code[:5]}-{code[5:]}" for code in codes]


@transaction.atomic
def remove_factor(*, actor: Actor, at: datetime) -> None:
    """Turn the second factor off. The caller has just seen the password and a code."""
    user = _locked_user(actor)
    TOTPDevice.objects.filter(user=user).delete()
    StaticDevice.objects.filter(user=user).delete()
    journal.write(
        "accounts.user", user.pk, "accounts.factor.removed", actor=actor, at=at, division_code=actor.place
    )
