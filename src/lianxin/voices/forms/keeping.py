"""A name for a list."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _


class NameForm(forms.Form):
    """What a kept list is called."""

    use_required_attribute = False

    name = forms.CharField(
        label=_("起个名字"),
        help_text=_("20 个字以内，例如：西城的路灯。"),
        max_length=20,
        error_messages={
            "required": _("请给它起个名字，20 个字以内。"),
            "max_length": _("请给它起个名字，20 个字以内。"),
        },
    )
    once = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)
