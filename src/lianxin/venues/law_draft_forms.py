"""What is filled in about drafts and opinions on them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django import forms
from django.utils.translation import gettext_lazy as _

from lianxin.venues.words import OPINION_FROM_LABELS, OpinionFrom

_WRONG_DAY = _("日期请写成 2026-03-01 这样。")


class DraftForm(forms.Form):
    """A draft and its days."""

    name = forms.CharField(
        label=_("草案名称"), max_length=100, error_messages={"required": _("请填草案名称。")}
    )
    organ = forms.CharField(
        label=_("起草机关"), max_length=80, error_messages={"required": _("请填起草机关。")}
    )
    summary = forms.CharField(
        label=_("主要内容和想问的"), max_length=4000, widget=forms.Textarea,
        error_messages={"required": _("请写几句主要内容和想问大家的问题。")},
    )  # fmt: skip
    opens_on = forms.DateField(
        label=_("从哪天开始"),
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        error_messages={"required": _("请填开始的日子。"), "invalid": _WRONG_DAY},
    )
    closes_on = forms.DateField(
        label=_("到哪天为止"),
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        error_messages={"required": _("请填截止的日子。"), "invalid": _WRONG_DAY},
    )


class OpinionForm(forms.Form):
    """One opinion, in the words it was said in."""

    point = forms.TypedChoiceField(
        label=_("在哪个联系点"), coerce=int,
        error_messages={"required": _("请选联系点。"), "invalid_choice": _("请重新选联系点。")},
    )  # fmt: skip
    said_by = forms.ChoiceField(
        label=_("谁的意见"), choices=[(o.value, OPINION_FROM_LABELS[o]) for o in OpinionFrom]
    )
    article = forms.CharField(
        label=_("对哪一条"), required=False, max_length=40, help_text=_("例如“第十二条”。")
    )
    text = forms.CharField(
        label=_("意见原话"), max_length=2000, widget=forms.Textarea,
        help_text=_("只写意见，不写说话人的姓名和电话。"),
        error_messages={"required": _("请写下意见原话。")},
    )  # fmt: skip
    once = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)

    def __init__(
        self,
        data: Mapping[str, object] | None = None,
        *,
        points: Sequence[tuple[str, str]],
        once: str = "",
    ) -> None:
        super().__init__(data, initial={"once": once})
        self.fields["point"].choices = list(points)  # type: ignore[attr-defined]  # a ChoiceField

    def body(self) -> dict[str, str]:
        """What was filled in, to tell a double click from another form."""
        return {name: str(value) for name, value in self.cleaned_data.items() if name != "once"}
