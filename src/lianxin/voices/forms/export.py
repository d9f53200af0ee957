"""Why a list is taken out of the system, and as what kind of file."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _


class ExportForm(forms.Form):
    """A purpose is written down before anything is given."""

    use_required_attribute = False

    purpose = forms.CharField(
        label=_("导出来做什么用？"),
        help_text=_("会记入日志，也写在表格的最后。例如：主任会议材料。"),
        min_length=4,
        max_length=100,
        error_messages={
            "required": _("请写明用途，至少 4 个字。"),
            "min_length": _("请写明用途，至少 4 个字。"),
            "max_length": _("用途请控制在 100 字以内。"),
        },
    )
    kind = forms.ChoiceField(
        label=_("要哪种表格？"),
        choices=[("xlsx", _("Excel 表格（最多两万件）")), ("csv", _("CSV（不限件数）"))],
        initial="xlsx",
        widget=forms.RadioSelect,
    )
