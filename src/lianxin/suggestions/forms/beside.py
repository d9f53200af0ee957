"""Forms beside the text: photos, a Word file to begin from, and the entry of a session."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lianxin.attachments.actions import Derivative
from lianxin.kit.forms import line
from lianxin.people.reads import SeatRow, TermRow
from lianxin.suggestions.actions import PhotoOf
from lianxin.suggestions.docx_import import MAX_BYTES
from lianxin.suggestions.forms.pictures import PhotosField, derived_in, sums_of


class PhotosForm(forms.Form):
    """Photos for one thing. They are made anew before anything is stored. Source: ADR-0012."""

    use_required_attribute = False

    once = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)
    of = forms.TypedChoiceField(
        widget=forms.HiddenInput, coerce=PhotoOf, choices=[(kind.value, kind.value) for kind in PhotoOf]
    )
    subject_id = forms.IntegerField(widget=forms.HiddenInput)
    photos = PhotosField(label=gettext_lazy("选照片"))

    def body(self) -> dict[str, str]:
        """What tells a repeat from other photos."""
        of = f"{self.cleaned_data['of']}:{self.cleaned_data['subject_id']}"
        return {"of": of, "sums": sums_of(self.cleaned_data["photos"])}

    def derived(self) -> tuple[Derivative, ...] | None:
        """Every photo made anew; a bad one becomes the form's error."""
        return derived_in(self)


class ImportForm(forms.Form):
    """A Word file to begin from."""

    use_required_attribute = False

    once = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)
    congress_id = forms.TypedChoiceField(
        label=gettext_lazy("向哪一级人大提？"),
        coerce=int,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("请选一级人大。")},
    )
    file = forms.FileField(
        label=gettext_lazy("Word 文件"),
        help_text=gettext_lazy("只收 .docx，2 MB 以内。标题、情况、建议会自动分开，导入以后请您检查。"),
        widget=forms.FileInput(
            attrs={"accept": ".docx,application/vnd.openxmlformats-officedocument.wordprocessingml.document"}
        ),
        error_messages={
            "required": gettext_lazy("请选一个 Word 文件。"),
            "empty": gettext_lazy("这个文件是空的，请重新选。"),
        },
    )

    def offer(self, seats: Sequence[SeatRow]) -> None:
        """The deputy's own seats; a single one is chosen already."""
        where = self.fields["congress_id"]
        if isinstance(where, forms.TypedChoiceField):
            where.choices = [(str(seat.congress_id), seat.congress) for seat in seats]
            if len(seats) == 1:
                where.initial = str(seats[0].congress_id)

    def data_of(self) -> bytes:
        """The bytes, no more than may be read and one."""
        read: bytes = self.cleaned_data["file"].read(MAX_BYTES + 1)
        return read


def _day(label: Any) -> forms.DateField:
    return forms.DateField(
        label=label,
        widget=forms.DateInput(attrs={"type": "date"}),
        error_messages={
            "required": gettext_lazy("请填日期。"),
            "invalid": gettext_lazy("请按 2026-03-03 这样填日期。"),
        },
    )


class SessionForm(forms.Form):
    """A session of the congress."""

    use_required_attribute = False

    once = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)
    term_number = forms.TypedChoiceField(
        label=gettext_lazy("哪一届"),
        coerce=int,
        error_messages={
            "required": gettext_lazy("请选一届。"),
            "invalid_choice": gettext_lazy("请从列表里选一届。"),
        },
    )
    number = forms.IntegerField(
        label=gettext_lazy("第几次会议"),
        min_value=1,
        max_value=30,
        error_messages={
            "required": gettext_lazy("请填第几次会议。"),
            "invalid": gettext_lazy("请填数字。"),
            "min_value": gettext_lazy("请填 1 以上的数字。"),
            "max_value": gettext_lazy("请核对是第几次会议。"),
        },
    )
    name = line(
        gettext_lazy("会议名称"),
        gettext_lazy("例如：第九届人民代表大会第五次会议"),
        most=60,
        required=True,
    )
    starts_on = _day(gettext_lazy("开始日期"))
    ends_on = _day(gettext_lazy("结束日期"))
    motions_until = forms.DateTimeField(
        label=gettext_lazy("提议案的截止时间"),
        help_text=gettext_lazy("由主席团确定，可以不填。过了这个时间就不能再提议案。"),
        required=False,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        error_messages={"invalid": gettext_lazy("请按 2026-03-03 12:00 这样填时间。")},
    )

    def offer(self, terms: Sequence[TermRow]) -> None:
        """Terms of the congress, the newest first."""
        field = self.fields["term_number"]
        if isinstance(field, forms.TypedChoiceField):
            field.choices = [(str(t.number), _("第 %(n)s 届") % {"n": t.number}) for t in terms]

    def body(self) -> dict[str, str]:
        """What tells a repeat from another session."""
        return {name: str(value) for name, value in self.cleaned_data.items() if name != "once"}
