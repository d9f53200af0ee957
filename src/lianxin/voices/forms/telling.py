"""The box that asks whether to be told by SMS: beside the phone, unticked, and only where it can be kept."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lianxin.voices.actions import is_mobile


class TellingForm(forms.Form):
    """Mixed into a form that has `phone` and `is_protected`."""

    tell_me = forms.BooleanField(
        label=gettext_lazy("有进展时发短信提醒我"),
        help_text=gettext_lazy(
            "短信只说“有了新进展，请凭查询码查看”，不写内容、编号和地点。不想收了，随时在进度页上点“不要再发短信了”。"
        ),
        required=False,
    )

    def offer_messages(self, *, is_offered: bool) -> None:
        """Take the box away where no message can go out."""
        if not is_offered:
            del self.fields["tell_me"]

    def wants_messages(self) -> bool:
        """Whether it was ticked and may be kept: whoever fears retaliation gets no messages."""
        said: dict[str, Any] = self.cleaned_data
        return bool(said.get("tell_me")) and not said.get("is_protected")

    def check_messages(self) -> None:
        """An SMS needs a mobile number: say so at the box."""
        if not self.wants_messages() or "phone" in self.errors:
            return
        phone = self.cleaned_data.get("phone", "")
        if not phone:
            self.add_error("tell_me", _("要发短信提醒，请先填手机号；不想留电话，就把这个勾去掉。"))
        elif not is_mobile(phone):
            self.add_error("tell_me", _("座机收不到短信。请换成手机号，或者把这个勾去掉。"))
