"""The form on which a deputy writes a suggestion. Unfinished texts are kept; submitting checks them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from lianxin.people.reads import SeatRow
from lianxin.suggestions.actions import Draft
from lianxin.suggestions.reads import CaseChoice, Choices


class DraftForm(forms.Form):
    """One matter each (一事一议). Source: domain.md §1.3."""

    use_required_attribute = False

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    once = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)
    title = forms.CharField(
        label=_("标题"),
        help_text=_("一件建议只说一件事，例如：关于修复三组到小学道路的建议。"),
        max_length=60,
        error_messages={"required": _("请写一个标题。"), "max_length": _("标题请控制在 60 字以内。")},
    )
    category = forms.ChoiceField(
        label=_("类别"), error_messages={"required": _("请选一个类别。")}, widget=forms.Select
    )
    situation = forms.CharField(
        label=_("情况和问题"),
        help_text=_("在哪里、什么情况、影响多少人，越具体越好。不要写群众的姓名、电话。"),
        max_length=5000,
        required=False,
        widget=forms.Textarea,
        error_messages={"max_length": _("写得太长了，请缩短一些。")},
    )
    proposal = forms.CharField(
        label=_("具体建议"),
        help_text=_("希望谁做什么、做到什么程度。"),
        max_length=5000,
        required=False,
        widget=forms.Textarea,
        error_messages={"max_length": _("写得太长了，请缩短一些。")},
    )
    proposed_unit_id = forms.TypedChoiceField(
        label=_("希望哪个单位来办"),
        help_text=_("只是您的意愿，交办的人会考虑。"),
        coerce=int,
        empty_value=None,
        required=False,
    )
    delegation_name = forms.CharField(
        label=_("代表团名义"),
        help_text=_("大会期间经代表团全体讨论，由团长以代表团名义提出的，写代表团名称。"),
        max_length=40,
        required=False,
    )
    may_publish = forms.BooleanField(label=_("同意公开建议内容"), required=False)
    is_confidential = forms.BooleanField(
        label=_("需要保密"), help_text=_("担心自己或群众受影响的，打勾后不公开。"), required=False
    )

    def offer(self, choices: Choices) -> None:
        """Categories and units of the congress."""
        category, unit = self.fields["category"], self.fields["proposed_unit_id"]
        if isinstance(category, forms.ChoiceField) and isinstance(unit, forms.TypedChoiceField):
            category.choices = [("", _("请选择")), *choices.categories]
            unit.choices = [("", _("由交办的人来定")), *((str(u.id), u.name) for u in choices.units)]

    def draft(self) -> Draft:
        """What the action is called with."""
        names = ("title", "situation", "proposal", "category", "proposed_unit_id", "may_publish",
                 "is_confidential", "delegation_name")  # fmt: skip
        return Draft(**{name: self.cleaned_data[name] for name in names})

    def body(self) -> dict[str, str]:
        """What tells a repeat from another text."""
        kept: dict[str, Any] = {k: v for k, v in self.cleaned_data.items() if k not in {"once", "version"}}
        return {name: str(value) for name, value in kept.items()}


class FromCasesForm(forms.Form):
    """Which cases of citizens to write from, and to which congress."""

    use_required_attribute = False

    once = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)
    case_ids = forms.TypedMultipleChoiceField(
        label=_("从哪几件事写起？"),
        help_text=_("只带过去说的内容，不带姓名、电话。提交建议以后，这几件事会转为“写成代表建议”。"),
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": _("请至少选一件群众反映的事。"),
            "invalid_choice": _("有的事不在您手上，或者已经交出去办了。请刷新页面重新选。"),
        },
    )
    congress_id = forms.TypedChoiceField(
        label=_("向哪一级人大提？"),
        coerce=int,
        widget=forms.RadioSelect,
        error_messages={"required": _("请选一级人大。")},
    )

    def offer(self, cases: Sequence[CaseChoice], seats: Sequence[SeatRow]) -> None:
        """The deputy's own cases and seats; a single seat is chosen already."""
        which, where = self.fields["case_ids"], self.fields["congress_id"]
        if isinstance(which, forms.TypedMultipleChoiceField) and isinstance(where, forms.TypedChoiceField):
            which.choices = [(str(c.id), f"{c.number} {c.title}") for c in cases]
            where.choices = [(str(seat.congress_id), seat.congress) for seat in seats]
            if len(seats) == 1:
                where.initial = str(seats[0].congress_id)
