"""The one form of this room: a year's notice, pasted."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from lianxin.calendars.notice_text import notice_body
from lianxin.kernel.errors import DomainError
from lianxin.kernel.workdays import FIRST_YEAR, LAST_YEAR, YearNotice


class NoticeForm(forms.Form):
    """Year, document number and text. `notice` holds what was read from it."""

    use_required_attribute = False
    notice: YearNotice

    year = forms.IntegerField(
        label=_("哪一年"),
        min_value=FIRST_YEAR,
        max_value=LAST_YEAR,
        error_messages={"required": _("请填年份。"), "invalid": _("年份是四位数字，例如 2027。")},
    )
    source = forms.CharField(
        label=_("通知的文号"),
        help_text=_("例如：国办发明电〔2026〕7 号"),
        max_length=120,
        error_messages={"required": _("请填通知的文号，以便别人核对。")},
    )
    text = forms.CharField(
        label=_("通知正文"),
        help_text=_("把国务院办公厅通知里的各条原样粘贴进来，每个节日一行。下一步先给您看读到了什么。"),
        max_length=4000,
        widget=forms.Textarea,
        error_messages={"required": _("请把通知正文粘贴进来。")},
    )

    def clean(self) -> dict[str, Any]:
        """Read the text; what it gets wrong stands beside it."""
        said = self.cleaned_data
        if "year" in said and "text" in said:
            try:
                self.notice = YearNotice.from_json(notice_body(said["text"], year=said["year"]))
            except DomainError as error:
                self.add_error("text", str(error))
        return said
