"""The sample form of the component gallery: one field of each kind, with an error to look at."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lianxin.voices.words import SATISFACTION_LABELS


class SampleForm(forms.Form):
    """Every widget the house uses; bound, its phone is wrong on purpose."""

    words = forms.CharField(
        label=gettext_lazy("什么问题？"),
        help_text=gettext_lazy("说清地点和情况就行，可点键盘话筒说话。"),
        max_length=500,
        widget=forms.Textarea(attrs={"placeholder": gettext_lazy("例如：彩云村三组的路灯坏了半个月。")}),
        error_messages={"required": gettext_lazy("请写一写是什么问题")},
    )
    kind = forms.ChoiceField(
        label=gettext_lazy("是哪方面的事？"),
        required=False,
        widget=forms.RadioSelect,
        choices=[
            ("road", gettext_lazy("道路照明")),
            ("water", gettext_lazy("用水排水")),
            ("waste", gettext_lazy("环境卫生")),
            ("health", gettext_lazy("看病上学")),
            ("farm", gettext_lazy("种养农事")),
            ("other", gettext_lazy("其他")),
        ],
    )
    photo = forms.FileField(label=gettext_lazy("照片"), required=False)
    village = forms.ChoiceField(
        label=gettext_lazy("在哪个村？"),
        choices=[
            ("", gettext_lazy("请选一个")),
            ("1", gettext_lazy("彩云村")),
            ("2", gettext_lazy("青松村")),
        ],
    )
    phone = forms.CharField(
        label=gettext_lazy("您的手机号"),
        required=False,
        help_text=gettext_lazy("办好了告诉您。只有办理人员能看到。"),
        widget=forms.TextInput(attrs={"type": "tel", "inputmode": "numeric", "autocomplete": "tel"}),
    )
    rating = forms.ChoiceField(
        label=gettext_lazy("满意吗？"),
        widget=forms.RadioSelect,
        choices=list(SATISFACTION_LABELS.items()),
        error_messages={"required": gettext_lazy("请选一项")},
    )
    ways = forms.MultipleChoiceField(
        label=gettext_lazy("怎么告诉您？"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        choices=[("sms", gettext_lazy("短信")), ("call", gettext_lazy("打电话"))],
    )
    public = forms.BooleanField(
        label=gettext_lazy("办完后可以公开这件事"),
        required=False,
        help_text=gettext_lazy("不显示您的姓名和电话"),
    )

    def clean_phone(self) -> str:
        """Refuse every number that is not 11 digits."""
        phone = str(self.cleaned_data["phone"])
        if phone and len(phone) != 11:
            raise forms.ValidationError(_("手机号要 11 位数字，请再看看"))
        return phone


def sample_form(*, with_errors: bool) -> SampleForm:
    """An empty form, or one that was sent with mistakes."""
    return SampleForm({"phone": "138 0000 00"}) if with_errors else SampleForm()
