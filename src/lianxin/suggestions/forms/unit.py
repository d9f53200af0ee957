"""One small form per verb of a unit. Field names are the action's own arguments."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from lianxin.kit.forms import line, words
from lianxin.suggestions.actions import ReplyText, TalkFacts
from lianxin.suggestions.forms.fields import StepForm, one_of, unit_choices
from lianxin.suggestions.profiles import ClassRow
from lianxin.suggestions.reads import SuggestionPage
from lianxin.suggestions.words import (
    LEADER_LABELS,
    MODE_LABELS,
    STAGE_LABELS,
    Leader,
    Mode,
    Stage,
)


class ObjectForm(StepForm):
    """Why it is another unit's business."""

    reason = words(_("为什么不归本单位办？"), _("交办的人会看到。"), most=500)
    counter_unit_id = forms.TypedChoiceField(
        label=_("建议由谁办"), coerce=int, empty_value=None, required=False
    )

    def offer(self, page: SuggestionPage) -> None:
        """Units that serve the place."""
        field = self.fields["counter_unit_id"]
        if isinstance(field, forms.TypedChoiceField):
            field.choices = unit_choices(page.units, _("不清楚"))


class PlanForm(StepForm):
    """How the unit goes about it."""

    plan = words(_("打算怎么办？"), _("做什么、什么时候、谁负责。代表会看到。"))
    in_charge = line(_("负责人"), most=40, required=True)


class TalkForm(StepForm):
    """A talk with the deputy."""

    stage = one_of(_("什么阶段？"), Stage, STAGE_LABELS)
    mode = one_of(_("怎么谈的？"), Mode, MODE_LABELS)
    leader = one_of(_("谁去谈的？"), Leader, LEADER_LABELS)
    held_on = forms.DateField(
        label=_("哪一天"),
        widget=forms.DateInput(attrs={"type": "date"}),
        error_messages={"required": _("请填日期。"), "invalid": _("请按 2026-03-03 这样填日期。")},
    )
    place = line(_("地点"))
    who = line(_("参加的人"), most=120)
    minutes = words(_("谈了什么"), _("代表确认属实以后才算数。"))

    def facts(self) -> dict[str, Any]:
        """The talk in one piece."""
        data = super().facts()
        return {"version": data.pop("version"), "talk": TalkFacts(**data)}


class OpinionForm(StepForm):
    """A co-handler's opinion."""

    text = words(_("协办意见"), _("本单位能办什么、办不了什么、什么时候办。主办单位和代表会看到。"))


class ExtendForm(StepForm):
    """More time."""

    reason = words(_("为什么三个月办不完？"), _("同意后，从交办那天起一共六个月。"), most=500)


class ReplyForm(StepForm):
    """The reply and what it promises."""

    result_class = forms.ChoiceField(
        label=_("办理结果"),
        widget=forms.RadioSelect,
        error_messages={"required": _("请选一类。"), "invalid_choice": _("请从列表里选一类。")},
    )
    document_number = line(_("文号"), _("例如：楚交复〔2026〕12号"), most=40)
    text = words(
        _("答复内容"), _("逐条写明办了什么、结果怎样、下一步怎么办；有协办单位的，写明协办意见。"), most=8000
    )
    contact = line(_("联系人和电话"))
    promise_text = line(_("承诺的事项"), _("承诺类（如 B 类）必须写明。"), most=500)
    promise_amount = line(_("承诺的数量或资金"))
    promise_place = line(_("承诺的地点"))
    promise_due_on = forms.DateField(
        label=_("承诺的完成日期"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
        error_messages={"invalid": _("请按 2026-11-30 这样填日期。")},
    )

    def offer(self, page: SuggestionPage) -> None:
        """The classes of the place."""
        field = self.fields["result_class"]
        if isinstance(field, forms.ChoiceField):
            field.choices = [(row.code, _class_words(row)) for row in page.classes]

    def facts(self) -> dict[str, Any]:
        """The reply in one piece."""
        data = super().facts()
        return {"version": data.pop("version"), "reply": ReplyText(**data)}


def _class_words(row: ClassRow) -> str:
    return f"{row.code} {row.label}"


class NoteForm(StepForm):
    """What is to be written better."""

    note = words(_("要改什么？"), _("只有本单位看得到。"), most=500)


class PromiseReportForm(StepForm):
    """How far it has come."""

    promise_id = forms.IntegerField(widget=forms.HiddenInput)
    progress = words(_("办到哪一步了？"), most=500)
    is_done = forms.BooleanField(label=_("已经全部完成，请代表复核"), required=False)
