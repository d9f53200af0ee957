"""What an office fills in about idle venues."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _


class IdleRuleForm(forms.Form):
    """After how many days, from which day on, on what ground."""

    days = forms.IntegerField(
        label=_("多少天没有活动算闲置"), min_value=7, max_value=730,
        error_messages={
            "required": _("请填天数。"), "invalid": _("天数请填整数。"),
            "min_value": _("天数请填 7 到 730 之间的整数。"),
            "max_value": _("天数请填 7 到 730 之间的整数。"),
        },
    )  # fmt: skip
    valid_from = forms.DateField(
        label=_("从哪天起用"),
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        error_messages={"required": _("请填起用的日子。"), "invalid": _("日期请写成 2026-03-01 这样。")},
    )
    source = forms.CharField(
        label=_("依据"), max_length=200, help_text=_("文件名称和文号。"),
        error_messages={"required": _("请写明依据，例如文件名称和文号。")},
    )  # fmt: skip
