"""Writing a motion, entering one of an organ, and one small form per verb of a motion."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from lianxin.kit.forms import line, words
from lianxin.suggestions.actions import Count, MotionText
from lianxin.suggestions.forms.fields import StepForm, one_of
from lianxin.suggestions.motion_words import (
    MOTION_PROPOSER_LABELS,
    NO_MOTION_LABELS,
    MotionProposer,
    NoMotion,
)


class MotionForm(forms.Form):
    """案由、案据、方案. Unfinished texts are kept; submitting checks them. Source: LAW-DEPUTIES-2025 §15."""

    use_required_attribute = False

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    once = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)
    title = line(
        _("案由"), _("一件议案只说一件事，例如：关于制定农村饮水安全管理办法的议案。"), most=60, required=True
    )
    category = forms.ChoiceField(label=_("类别"), error_messages={"required": _("请选一个类别。")})
    grounds = words(_("案据"), _("为什么要提：情况、理由、法律依据。"), most=8000, required=False)
    plan = words(_("方案"), _("希望大会作出什么决定，由谁、怎么办。"), most=8000, required=False)

    def offer(self, categories: tuple[tuple[str, str], ...]) -> None:
        """Categories of the place."""
        field = self.fields["category"]
        if isinstance(field, forms.ChoiceField):
            field.choices = [("", _("请选择")), *categories]

    def text(self) -> MotionText:
        """What the action is called with."""
        return MotionText(
            **{name: self.cleaned_data[name] for name in ("title", "grounds", "plan", "category")}
        )

    def body(self) -> dict[str, str]:
        """What tells a repeat from another text."""
        return {k: str(v) for k, v in self.cleaned_data.items() if k not in {"once", "version"}}


class OrganMotionForm(MotionForm):
    """The motion of an organ, entered by the office."""

    proposer = forms.TypedChoiceField(
        label=_("谁提出的？"),
        coerce=MotionProposer,
        choices=[
            (code, word) for code, word in MOTION_PROPOSER_LABELS.items() if code != MotionProposer.DEPUTIES
        ],
        widget=forms.RadioSelect,
        error_messages={"required": _("请选一项。")},
    )
    proposer_name = line(_("机关名称"), _("例如：楚雄市人民政府"), most=60, required=True)
    field_order = ("version", "once", "proposer", "proposer_name", "title", "category", "grounds", "plan")


def _meeting() -> forms.CharField:
    return line(_("由哪次会议决定"), _("例如：大会主席团第二次会议"), required=True)


class InviteToMotionForm(StepForm):
    """Whom to ask."""

    names = words(_("请谁联名？"), _("写本级代表的姓名，用顿号隔开。同名的在后面用括号写选区。"), most=1000)

    def facts(self) -> dict[str, Any]:
        """Names apart."""
        facts = super().facts()
        return facts | {"names": tuple(filter(None, re.split(r"[、，,；;\s]+", facts["names"])))}


class MeetingForm(StepForm):
    """Which meeting decided."""

    decided_by = _meeting()


class CommitteeForm(MeetingForm):
    """Which committee."""

    committee = line(_("哪个委员会"), _("例如：财政经济委员会"), most=40, required=True)


class CommitteeOpinionForm(StepForm):
    """What the committee thinks."""

    favours = forms.TypedChoiceField(
        label=_("建议列入议程吗？"),
        coerce=lambda value: value == "yes",
        choices=[("yes", _("建议列入")), ("no", _("建议不列入"))],
        widget=forms.RadioSelect,
        error_messages={"required": _("请选一项。")},
    )
    opinion = words(_("审议意见"), _("主席团和联名的代表会看到。"), most=4000)


class ConvertForm(MeetingForm):
    """It goes on as a suggestion."""

    note = words(_("给代表的说明"), _("可以不写。"), most=500, required=False)


class RejectForm(MeetingForm):
    """Why it is no motion."""

    code = one_of(_("为什么不作为议案？"), NoMotion, NO_MOTION_LABELS)
    note = words(_("给提出人的书面理由"), _("提出议案的代表都会看到。"), most=1000)


def _count(label: Any) -> forms.IntegerField:
    return forms.IntegerField(
        label=label, min_value=0, max_value=5000,
        error_messages={"required": _("请填数字，没有就填 0。"), "invalid": _("请填数字。")},
    )  # fmt: skip


class VoteForm(StepForm):
    """The vote; whether it passed follows from the numbers."""

    votes_for = _count(_("赞成"))
    against = _count(_("反对"))
    abstained = _count(_("弃权"))
    total = _count(_("全体代表名额（不是到会人数）"))

    def facts(self) -> dict[str, Any]:
        """The numbers in one piece."""
        data = super().facts()
        return {"version": data.pop("version"), "count": Count(**data)}


class MotionReportForm(StepForm):
    """What came of it."""

    report = words(_("结果报告"), _("审议或办理的结果，向常委会（乡镇向主席团）报告。"), most=8000)
