"""The answer of a unit, drafted; and the templates it may begin with."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from lianxin.voices.words import PLACEHOLDERS, RESULT_LABELS

_TOO_LONG = _("写得太长了，请缩短一些。")


class _Later(forms.CharField):
    """To be filled in before the answer goes out, not before it is kept."""

    def validate(self, value: Any) -> None:
        """Nothing yet is fine."""


class _ChosenLater(forms.ChoiceField):
    """The same, for a choice."""

    def validate(self, value: Any) -> None:
        """Nothing yet is fine; something unknown is not."""
        if value:
            super().validate(value)


class DraftForm(forms.Form):
    """Words, how far it is solved, and why not further. The action says what is missing."""

    use_required_attribute = False

    text = _Later(
        label=_("办了什么，结果怎样？"),
        help_text=_("群众会看到。大括号里的是要您填的，填完再送。"),
        max_length=2000,
        widget=forms.Textarea,
        error_messages={"max_length": _TOO_LONG},
    )
    result = _ChosenLater(label=_("办理结果"), widget=forms.RadioSelect, choices=list(RESULT_LABELS.items()))
    reason = forms.CharField(
        label=_("没有全部解决的，原因和下一步"),
        help_text=_("已解决的不用写。"),
        max_length=500,
        required=False,
        widget=forms.Textarea,
        error_messages={"max_length": _TOO_LONG},
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    once = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)

    def facts(self) -> dict[str, Any]:
        """What the action is called with."""
        return {name: value for name, value in self.cleaned_data.items() if name != "once"}


class SignForm(forms.Form):
    """Which version the leader read."""

    version = forms.IntegerField(widget=forms.HiddenInput)


class ReturnForm(SignForm):
    """What is to be changed."""

    use_required_attribute = False

    remark = forms.CharField(
        label=_("要改哪里？"),
        help_text=_("只有本单位看得到。"),
        max_length=500,
        widget=forms.Textarea,
        error_messages={"required": _("请写明要改哪里，经办人好改。"), "max_length": _TOO_LONG},
    )


class TemplateForm(forms.Form):
    """A name, and words with places to fill in."""

    use_required_attribute = False

    name = forms.CharField(
        label=_("模板名字"),
        max_length=40,
        error_messages={"required": _("请给模板起个名字，至少两个字。"), "max_length": _TOO_LONG},
    )
    text = forms.CharField(
        label=_("模板的话"),
        max_length=2000,
        widget=forms.Textarea,
        error_messages={"required": _("请写几句完整的话。"), "max_length": _TOO_LONG},
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = " ".join(f"{{{name}}}" for name in PLACEHOLDERS)
        hint = _("可以用的：%(known)s。前六个自动填好，后面的由经办人填。")
        self.fields["text"].help_text = hint % {"known": known}
