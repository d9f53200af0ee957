"""One small form per verb. Field names are the action's own arguments."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from lianxin.people.reads import UnitRow
from lianxin.suggestions.actions import Given, ReplyText, TalkFacts
from lianxin.suggestions.profiles import ClassRow
from lianxin.suggestions.reads import SuggestionPage
from lianxin.suggestions.words import (
    DECLINE_LABELS,
    LEADER_LABELS,
    MODE_LABELS,
    ORGAN_LABELS,
    SATISFACTION_LABELS,
    STAGE_LABELS,
    DeclineReason,
    Leader,
    Mode,
    Organ,
    Satisfaction,
    Stage,
    Words,
)
from lianxin.suggestions.workflow import Duty


def _words(label: Any, hint: Any = "", *, most: int = 2000, required: bool = True) -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=hint,
        max_length=most,
        required=required,
        widget=forms.Textarea,
        error_messages={"required": _("请写几句话再提交。"), "max_length": _("写得太长了，请缩短一些。")},
    )


def _line(label: Any, hint: Any = "", *, most: int = 80, required: bool = False) -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=hint,
        max_length=most,
        required=required,
        error_messages={"required": _("请填写这一项。"), "max_length": _("写得太长了，请缩短一些。")},
    )


def _one_of(label: Any, kind: Any, labels: Words, *, radio: bool = False) -> forms.TypedChoiceField:
    none = [] if radio else [("", _("请选择"))]
    return forms.TypedChoiceField(
        label=label,
        coerce=kind,
        choices=[*none, *labels.items()],
        widget=forms.RadioSelect if radio else forms.Select,
        error_messages={"required": _("请选一项。"), "invalid_choice": _("请从列表里选一项。")},
    )


def _unit_choices(units: Sequence[UnitRow], none: Any) -> list[tuple[Any, Any]]:
    return [("", none), *((str(unit.id), unit.name) for unit in units)]


class StepForm(forms.Form):
    """Which version the page showed, and a key that makes a double click one step."""

    use_required_attribute = False

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    once = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)

    def offer(self, page: SuggestionPage) -> None:
        """Fill what is to be chosen from."""

    def facts(self) -> dict[str, Any]:
        """What the action is called with."""
        return {name: value for name, value in self.cleaned_data.items() if name != "once"}

    def body(self) -> dict[str, str]:
        """What tells a repeat from another step."""
        return {name: str(value) for name, value in self.cleaned_data.items() if name != "once"}


class InviteForm(StepForm):
    """Whom to ask."""

    names = _words(_("请谁附议？"), _("写本级代表的姓名，用顿号隔开。同名的在后面用括号写选区。"), most=1000)

    def facts(self) -> dict[str, Any]:
        """Names apart."""
        facts = super().facts()
        return facts | {"names": tuple(filter(None, re.split(r"[、，,；;\s]+", facts["names"])))}


class ReasonForm(StepForm):
    """Why."""

    reason = _words(_("理由"), most=500)


class ReturnForm(StepForm):
    """What is to be revised."""

    reason = _words(_("要补什么、改什么？"), _("代表会看到，改好以后再提。"), most=500)


class AdviseForm(StepForm):
    """Why withdrawing would be better."""

    reason = _words(_("为什么建议撤回？"), _("代表会看到，由代表自己决定。"), most=500)


class LetterForm(StepForm):
    """Why it is a letter."""

    reason = _words(_("为什么按来信处理，转给谁？"), _("代表会看到。"), most=500)


class AcceptForm(StepForm):
    """Take it on; the number comes by itself."""

    def facts(self) -> dict[str, Any]:
        """The deputy's own category stands."""
        return super().facts() | {"category": ""}


class DeclineForm(StepForm):
    """Why it is not taken on."""

    code = _one_of(_("为什么不立案？"), DeclineReason, DECLINE_LABELS)
    note = _words(_("给代表的说明"), _("代表会看到，请告诉代表还可以走什么途径。"), most=500, required=False)


class MergeForm(StepForm):
    """Which one it goes with."""

    main_id = forms.TypedChoiceField(
        label=_("和哪一件一起办？"),
        coerce=int,
        widget=forms.RadioSelect,
        error_messages={"required": _("请选一件。"), "invalid_choice": _("请从列表里选一件。")},
    )

    def offer(self, page: SuggestionPage) -> None:
        """Accepted ones of the same category."""
        field = self.fields["main_id"]
        if isinstance(field, forms.TypedChoiceField):
            field.choices = [(str(pk), words) for pk, words in page.like]


class HandOverForm(StepForm):
    """Which system."""

    organ = _one_of(_("交给哪个系统？"), Organ, ORGAN_LABELS)
    note = _words(_("交办说明"), _("可以不写。"), most=500, required=False)


OTHERS = ("2", "3", "4", "5")


class AssignForm(StepForm):
    """Who leads, who helps, or who does which part."""

    mode = forms.ChoiceField(
        label=_("怎么分工？"),
        choices=[
            (Duty.SOLE, _("独办：一个单位办")),
            (Duty.LEAD, _("主办和协办：第一个单位主办，其他协办")),
            (Duty.SEPARATE, _("分办：各办一部分，各自答复")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": _("请选一种分工。")},
    )
    unit_1 = forms.TypedChoiceField(
        label=_("第一个单位"),
        coerce=int,
        error_messages={"required": _("请选一个单位。"), "invalid_choice": _("请从列表里选一个单位。")},
    )
    part_1 = _line(_("办哪一部分"), _("分办才要写。"), most=200)
    note = _words(_("交办说明"), _("可以不写。"), most=500, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for n in OTHERS:
            self.fields[f"unit_{n}"] = forms.TypedChoiceField(
                label=_("第 %(n)s 个单位") % {"n": n}, coerce=int, empty_value=None, required=False
            )
            self.fields[f"part_{n}"] = _line(_("办哪一部分"), most=200)
        self.order_fields(
            ["version", "once", "mode", *(f"{k}_{n}" for n in ("1", *OTHERS) for k in ("unit", "part"))]
        )

    def offer(self, page: SuggestionPage) -> None:
        """Units that serve the place; the deputy's wish stands in the facts of the page."""
        for n in ("1", *OTHERS):
            field = self.fields[f"unit_{n}"]
            if isinstance(field, forms.TypedChoiceField):
                field.choices = _unit_choices(page.units, _("请选择") if n == "1" else _("没有了"))

    def facts(self) -> dict[str, Any]:
        """Units with their duties."""
        data = self.cleaned_data
        rest = Duty.CO if data["mode"] == Duty.LEAD else Duty(data["mode"])
        given = [
            Given(data[f"unit_{n}"], Duty(data["mode"]) if n == "1" else rest, data[f"part_{n}"])
            for n in ("1", *OTHERS)
            if data[f"unit_{n}"]
        ]
        return {"given": given, "note": data["note"], "version": data["version"]}


class ReassignForm(StepForm):
    """Whose it is."""

    unit_id = forms.TypedChoiceField(
        label=_("由哪个单位办？"),
        help_text=_("选原来的单位，就是维持交办。"),
        coerce=int,
        error_messages={"required": _("请选一个单位。"), "invalid_choice": _("请从列表里选一个单位。")},
    )
    note = _words(_("理由"), _("几个单位都会看到。"), most=500)

    def offer(self, page: SuggestionPage) -> None:
        """Units that serve the place."""
        field = self.fields["unit_id"]
        if isinstance(field, forms.TypedChoiceField):
            field.choices = _unit_choices(page.units, _("请选择"))


class ObjectForm(StepForm):
    """Why it is another unit's business."""

    reason = _words(_("为什么不归本单位办？"), _("交办的人会看到。"), most=500)
    counter_unit_id = forms.TypedChoiceField(
        label=_("建议由谁办"), coerce=int, empty_value=None, required=False
    )

    def offer(self, page: SuggestionPage) -> None:
        """Units that serve the place."""
        field = self.fields["counter_unit_id"]
        if isinstance(field, forms.TypedChoiceField):
            field.choices = _unit_choices(page.units, _("不清楚"))


class PlanForm(StepForm):
    """How the unit goes about it."""

    plan = _words(_("打算怎么办？"), _("做什么、什么时候、谁负责。代表会看到。"))
    in_charge = _line(_("负责人"), most=40, required=True)


class TalkForm(StepForm):
    """A talk with the deputy."""

    stage = _one_of(_("什么阶段？"), Stage, STAGE_LABELS)
    mode = _one_of(_("怎么谈的？"), Mode, MODE_LABELS)
    leader = _one_of(_("谁去谈的？"), Leader, LEADER_LABELS)
    held_on = forms.DateField(
        label=_("哪一天"),
        widget=forms.DateInput(attrs={"type": "date"}),
        error_messages={"required": _("请填日期。"), "invalid": _("请按 2026-03-03 这样填日期。")},
    )
    place = _line(_("地点"))
    who = _line(_("参加的人"), most=120)
    minutes = _words(_("谈了什么"), _("代表确认属实以后才算数。"))

    def facts(self) -> dict[str, Any]:
        """The talk in one piece."""
        data = super().facts()
        return {"version": data.pop("version"), "talk": TalkFacts(**data)}


class TalkAnswerForm(StepForm):
    """Which talk."""

    talk_id = forms.IntegerField(widget=forms.HiddenInput)


class DenyTalkForm(TalkAnswerForm):
    """Which talk, and what was wrong with it."""

    words = _line(_("实际情况"), most=200)


class OpinionForm(StepForm):
    """A co-handler's opinion."""

    text = _words(_("协办意见"), _("本单位能办什么、办不了什么、什么时候办。主办单位和代表会看到。"))


class ExtendForm(StepForm):
    """More time."""

    reason = _words(_("为什么三个月办不完？"), _("同意后，从交办那天起一共六个月。"), most=500)


class ReplyForm(StepForm):
    """The reply and what it promises."""

    result_class = forms.ChoiceField(
        label=_("办理结果"),
        widget=forms.RadioSelect,
        error_messages={"required": _("请选一类。"), "invalid_choice": _("请从列表里选一类。")},
    )
    document_number = _line(_("文号"), _("例如：楚交复〔2026〕12号"), most=40)
    text = _words(
        _("答复内容"), _("逐条写明办了什么、结果怎样、下一步怎么办；有协办单位的，写明协办意见。"), most=8000
    )
    contact = _line(_("联系人和电话"))
    promise_text = _line(_("承诺的事项"), _("承诺类（如 B 类）必须写明。"), most=500)
    promise_amount = _line(_("承诺的数量或资金"))
    promise_place = _line(_("承诺的地点"))
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

    note = _words(_("要改什么？"), _("只有本单位看得到。"), most=500)


class RateForm(StepForm):
    """Attitude and result, apart. Nothing is chosen beforehand. Source: domain.md §1.9."""

    attitude = _one_of(_("对办理态度满意吗？"), Satisfaction, SATISFACTION_LABELS, radio=True)
    result = _one_of(_("对办理结果满意吗？"), Satisfaction, SATISFACTION_LABELS, radio=True)
    text = _words(_("想说的话"), _("不满意的，请写明哪里不满意。"), most=1000, required=False)


class ConcludeForm(StepForm):
    """What the meeting settled."""

    text = _words(_("会议结论"), _("什么时候开的、谁参加、结论是什么。代表会看到。"))


class SayForm(StepForm):
    """A line of dialogue."""

    text = _words(_("想说什么？"), _("代表和承办单位都看得到。"), most=1000)


class SuperviseForm(StepForm):
    """What is expected."""

    note = _words(_("督办要求"), _("承办单位和代表会看到。"), most=500)


class KeyForm(StepForm):
    """Who decided and who leads."""

    decided_by = _line(_("由哪次会议确定"), _("例如：第十二次主任会议"), required=True)
    leader = _line(_("领衔督办的领导"), most=40)


class PromiseReportForm(StepForm):
    """How far it has come."""

    promise_id = forms.IntegerField(widget=forms.HiddenInput)
    progress = _words(_("办到哪一步了？"), most=500)
    is_done = forms.BooleanField(label=_("已经全部完成，请代表复核"), required=False)


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
    words = _words(_("看到的情况"), _("没有兑现的要写明。"), most=500, required=False)
