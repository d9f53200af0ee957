"""What offices fill in about rules."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from lianxin.rulebook.words import SLOT_LABELS, Slot


class RuleForm(forms.Form):
    """A version of a rule: what it is, its words, its source and its day."""

    slot = forms.ChoiceField(
        label=_("哪一项制度"),
        choices=[(s.value, SLOT_LABELS[s]) for s in Slot],
        error_messages={"required": _("请选是哪一项制度。")},
    )
    series = forms.CharField(required=False, max_length=60, widget=forms.HiddenInput)
    title = forms.CharField(label=_("名称"), max_length=60, error_messages={"required": _("请填制度名称。")})
    body = forms.CharField(
        label=_("正文"), max_length=6000, widget=forms.Textarea, help_text=_("一条写一行，打印时一条一段。"),
        error_messages={
            "required": _("请写正文。"),
            "max_length": _("正文请写在 6000 字以内，墙上挂不下更长的。"),
        },
    )  # fmt: skip
    source = forms.CharField(
        label=_("依据"), max_length=200, help_text=_("文件名称和文号，例如“楚市人办〔2026〕3 号”。"),
        error_messages={"required": _("请写明依据，例如文件名称和文号。")},
    )  # fmt: skip
    valid_from = forms.DateField(
        label=_("从哪天起施行"),
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        error_messages={"required": _("请填施行的日子。"), "invalid": _("日期请写成 2026-03-01 这样。")},
    )
    once = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)

    def body_of(self) -> dict[str, str]:
        """What was filled in, to tell a double click from another form."""
        return {name: str(value) for name, value in self.cleaned_data.items() if name != "once"}


class EndForm(forms.Form):
    """Why a rule ends."""

    reason = forms.CharField(
        label=_("原因"),
        max_length=120,
        error_messages={"required": _("请写一句原因。"), "max_length": _("原因请写在 120 字以内。")},
    )
