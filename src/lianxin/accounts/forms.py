"""What people fill in to sign in, to keep their account safe, and to give posts."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lianxin.accounts.access import GRANTABLE
from lianxin.accounts.words import ROLE_LABELS
from lianxin.divisions import reads as divisions
from lianxin.kernel.errors import NotFound

_BIGINT = 2**63 - 1
_NOW_PASSWORD = {"autocomplete": "current-password"}
_NEW_PASSWORD = {"autocomplete": "new-password"}
_PLAIN = {"autocomplete": "off"}
_ONE_TIME = {"autocomplete": "one-time-code", "autocapitalize": "characters", "spellcheck": "false"}


class SignInForm(forms.Form):
    """Name and password."""

    name = forms.CharField(
        label=_("登录名或手机号"),
        max_length=60,
        widget=forms.TextInput({"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}),
        error_messages={"required": _("请填登录名或手机号。")},
    )
    password = forms.CharField(
        label=_("密码"),
        max_length=200,
        strip=False,
        widget=forms.PasswordInput(_NOW_PASSWORD),
        error_messages={"required": _("请填密码。")},
    )


class CodeForm(forms.Form):
    """A six-digit code, or a recovery code."""

    code = forms.CharField(
        label=_("验证码"),
        max_length=20,
        widget=forms.TextInput(_ONE_TIME),
        error_messages={"required": _("请填验证码。")},
    )


class PasswordForm(forms.Form):
    """The old password, and the new one twice."""

    old = forms.CharField(
        label=_("现在的密码"), max_length=200, strip=False, widget=forms.PasswordInput(_NOW_PASSWORD)
    )
    new = forms.CharField(
        label=_("新密码"),
        help_text=_("至少 10 位，不能全是数字，也不要用常见的密码。"),
        max_length=200,
        strip=False,
        widget=forms.PasswordInput(_NEW_PASSWORD),
    )
    again = forms.CharField(
        label=_("再填一次新密码"), max_length=200, strip=False, widget=forms.PasswordInput(_NEW_PASSWORD)
    )

    def clean_again(self) -> str:
        """Both new passwords are the same."""
        again: str = self.cleaned_data["again"]
        if "new" in self.cleaned_data and again != self.cleaned_data["new"]:
            raise forms.ValidationError(_("两次填的新密码不一样，请再填一次。"))
        return again


class FactorRemoveForm(CodeForm):
    """Password and code: what a thief of an open browser has not."""

    password = forms.CharField(
        label=_("密码"), max_length=200, strip=False, widget=forms.PasswordInput(_NOW_PASSWORD)
    )
    field_order = ("password", "code")


class GrantForm(forms.Form):
    """Who gets which role where, until when, and why."""

    who = forms.CharField(
        label=_("给谁"),
        help_text=_("填对方的登录名或手机号。"),
        max_length=60,
        widget=forms.TextInput(_PLAIN),
    )
    role = forms.ChoiceField(label=_("岗位"), choices=[(role.value, ROLE_LABELS[role]) for role in GRANTABLE])
    division_code = forms.CharField(
        label=_("地方编码"),
        help_text=_("可以点“选地方”来填。"),
        max_length=12,
        widget=forms.TextInput({"inputmode": "numeric"}),
    )
    unit_id = forms.IntegerField(
        label=_("承办单位编号"),
        required=False,
        min_value=1,
        max_value=_BIGINT,
        help_text=_("承办单位的岗位必填。"),
    )
    venue_id = forms.IntegerField(
        label=_("阵地编号"), required=False, min_value=1, max_value=_BIGINT, help_text=_("阵地的岗位必填。")
    )
    person_id = forms.IntegerField(
        label=_("人员编号"), required=False, min_value=1, max_value=_BIGINT, help_text=_("代表岗位必填。")
    )
    label = forms.CharField(
        label=_("显示名称"),
        required=False,
        max_length=80,
        help_text=_("例如“鹿城镇人大主席团”。不填就用地方加岗位。"),
    )
    until = forms.DateField(
        label=_("有效到"),
        required=False,
        help_text=_("含当天；不填就一直有效。"),
        widget=forms.DateInput({"type": "date"}),
    )
    reason = forms.CharField(
        label=_("依据"), max_length=200, help_text=_("例如“2026 年换届选举”。"), widget=forms.TextInput()
    )

    def clean_division_code(self) -> str:
        """A place that exists."""
        code: str = self.cleaned_data["division_code"].strip()
        try:
            divisions.get(code)
        except NotFound as error:
            raise forms.ValidationError(str(error)) from error
        return code

    def valid_to(self) -> datetime | None:
        """The first moment after the last valid day."""
        last = self.cleaned_data["until"]
        midnight = time(tzinfo=timezone.get_current_timezone())
        return None if last is None else datetime.combine(last + timedelta(days=1), midnight)

    def shown_label(self) -> str:
        """The given name, or place and role."""
        given: str = self.cleaned_data["label"].strip()
        role = str(ROLE_LABELS[self.cleaned_data["role"]])
        return given or f"{divisions.get(self.cleaned_data['division_code']).name} {role}"


class RevokeForm(forms.Form):
    """Why a post ends."""

    reason = forms.CharField(label=_("撤岗原因"), max_length=200)


class NewUserForm(forms.Form):
    """Who gets an account."""

    login = forms.CharField(
        label=_("登录名"),
        max_length=40,
        help_text=_("2 到 40 个字母、汉字或数字。"),
        widget=forms.TextInput({"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}),
    )
    name = forms.CharField(label=_("姓名"), max_length=60, widget=forms.TextInput({"autocomplete": "off"}))
    phone = forms.CharField(
        label=_("手机号"),
        required=False,
        max_length=20,
        help_text=_("填了就能用手机号登录。"),
        widget=forms.TextInput({"autocomplete": "off", "inputmode": "tel"}),
    )
