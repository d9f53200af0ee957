"""One small form per verb of a deputy. Field names are the action's own arguments."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from lianxin.kit.forms import line, words
from lianxin.suggestions.forms.fields import StepForm, one_of
from lianxin.suggestions.words import (
    SATISFACTION_LABELS,
    Satisfaction,
)


class InviteForm(StepForm):
    """Whom to ask."""

    names = words(_("请谁附议？"), _("写本级代表的姓名，用顿号隔开。同名的在后面用括号写选区。"), most=1000)

    def facts(self) -> dict[str, Any]:
        """Names apart."""
        facts = super().facts()
        return facts | {"names": tuple(filter(None, re.split(r"[、，,；;\s]+", facts["names"])))}


class ReasonForm(StepForm):
    """Why."""

    reason = words(_("理由"), most=500)


class TalkAnswerForm(StepForm):
    """Which talk."""

    talk_id = forms.IntegerField(widget=forms.HiddenInput)


class DenyTalkForm(TalkAnswerForm):
    """Which talk, and what was wrong with it."""

    words = line(_("实际情况"), most=200)


class RateForm(StepForm):
    """Attitude and result, apart. Nothing is chosen beforehand. Source: domain.md §1.9."""

    attitude = one_of(_("对办理态度满意吗？"), Satisfaction, SATISFACTION_LABELS, radio=True)
    result = one_of(_("对办理结果满意吗？"), Satisfaction, SATISFACTION_LABELS, radio=True)
    text = words(_("想说的话"), _("不满意的，请写明哪里不满意。"), most=1000, required=False)


class SayForm(StepForm):
    """A line of dialogue."""

    text = words(_("想说什么？"), _("代表和承办单位都看得到。"), most=1000)


class PromiseCheckForm(StepForm):
    """Kept or not."""

    promise_id = forms.IntegerField(widget=forms.HiddenInput)
    is_kept = forms.TypedChoiceField(
        label=_("兑现了吗？"),
        coerce=lambda value: value == "yes",
        choices=[("yes", _("已经兑现")), ("no", _("没有兑现"))],
        widget=forms.RadioSelect,
        error_messages={"required": _("请选一项。")},
    )
    words = words(_("看到的情况"), _("没有兑现的要写明。"), most=500, required=False)
