"""Writing a bulletin: what, what is asked for, to whom."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from lianxin.kernel.text import clean
from lianxin.notices.actions import Letter
from lianxin.notices.audiences import Offered
from lianxin.notices.words import KIND_LABELS, STANCE_LABELS, BulletinKind, Stance

_MOST_QUESTIONS = 8
_QUESTION_LENGTH = 120


class BulletinForm(forms.Form):
    """The letter, and a list of boxes for each audience that is offered (`to_deputies`, …)."""

    use_required_attribute = False

    once = forms.CharField(widget=forms.HiddenInput, max_length=64)
    kind = forms.ChoiceField(
        label=_("发什么"),
        choices=[(k.value, KIND_LABELS[k]) for k in BulletinKind],
        initial=BulletinKind.NOTICE.value,
        error_messages=dict.fromkeys(("required", "invalid_choice"), _("请选发什么。")),
    )
    stance = forms.ChoiceField(
        label=_("通报的口气"),
        help_text=_("只有通报才用选。"),
        choices=[(s.value, STANCE_LABELS[s]) for s in Stance],
        required=False,
    )
    title = forms.CharField(
        label=_("标题"), max_length=80, error_messages={"required": _("请写标题，让人一眼知道是什么事。")}
    )
    text = forms.CharField(
        label=_("正文"),
        max_length=5000,
        widget=forms.Textarea,
        error_messages={"required": _("请写正文。")},
    )
    needs_receipt = forms.BooleanField(
        label=_("要收到的人确认"), help_text=_("您能看到谁没读、谁读了、谁确认了。"), required=False
    )
    needs_tick = forms.BooleanField(
        label=_("确认前要勾选“已经看完，明白内容”"),
        help_text=_("用于征求意见、会前审阅的文件。"),
        required=False,
    )
    asks_sign_up = forms.BooleanField(
        label=_("要报名"), help_text=_("参加的报名，不参加的写原因。问卷不用勾，本来就要填。"), required=False
    )
    questions = forms.CharField(
        label=_("要回答的问题"),
        help_text=_("一行一个，最多八个。没有就空着。"),
        required=False,
        max_length=1000,
        widget=forms.Textarea,
    )
    deadline_on = forms.DateField(
        label=_("截止日期"),
        required=False,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        error_messages={"invalid": _("日期写成 2026-05-20 这样。")},
    )
    event_at = forms.DateTimeField(
        label=_("活动时间"),
        required=False,
        input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M"],
        widget=forms.DateTimeInput(format="%Y-%m-%dT%H:%M", attrs={"type": "datetime-local"}),
        error_messages={"invalid": _("时间写成 2026-05-20 09:30 这样。")},
    )
    event_place = forms.CharField(label=_("活动地点"), required=False, max_length=80)

    def __init__(self, data: QueryDict | None = None, *, offered: Sequence[Offered], once: str) -> None:
        super().__init__(data, initial={"once": once})
        self._offered = list(offered)
        for each in self._offered:
            self.fields[f"to_{each.audience.name}"] = forms.MultipleChoiceField(
                label=str(each.audience.label),
                choices=[(option.value, option.label) for option in each.options],
                required=False,
                widget=forms.CheckboxSelectMultiple,
                error_messages={"invalid_choice": _("有一组收件人不在您的范围里，请重新选。")},
            )

    @property
    def audiences(self) -> list[forms.BoundField]:
        """The boxes of recipients, in their order."""
        return [self[f"to_{each.audience.name}"] for each in self._offered]

    @property
    def chosen(self) -> dict[str, list[str]]:
        """Ticked values by audience."""
        return {each.audience.name: self.cleaned_data[f"to_{each.audience.name}"] for each in self._offered}

    def clean_questions(self) -> list[str]:
        """The lines that say something."""
        lines = [clean(line) for line in self.cleaned_data["questions"].splitlines() if clean(line)]
        if len(lines) > _MOST_QUESTIONS:
            raise forms.ValidationError(_now("最多八个问题，请删去几个。"))
        if any(len(line) > _QUESTION_LENGTH for line in lines):
            raise forms.ValidationError(_now("有一个问题太长了，请写得短一些，120 个字以内。"))
        return lines

    def clean(self) -> dict[str, Any]:
        """Somebody must be ticked; a questionnaire asks something."""
        said = self.cleaned_data
        if not any(said.get(f"to_{each.audience.name}") for each in self._offered) and not self.errors:
            self.add_error(None, _now("还没有选发给谁，请至少勾一组。"))
        if (
            said.get("kind") == BulletinKind.SURVEY
            and not said.get("questions")
            and not said.get("asks_sign_up")
        ):
            self.add_error("questions", _now("问卷至少要有一个问题；只要报名的，请勾“要报名”。"))
        return said

    @property
    def letter(self) -> Letter:
        """What was written, for the action."""
        said = self.cleaned_data
        kind = BulletinKind(said["kind"])
        return Letter(
            kind=kind,
            title=clean(said["title"]),
            text=clean(said["text"]),
            stance=Stance(said["stance"]) if kind == BulletinKind.CIRCULAR else Stance.NONE,
            needs_receipt=said["needs_receipt"],
            needs_tick=said["needs_tick"],
            asks_sign_up=said["asks_sign_up"] or bool(said["questions"]),
            questions=tuple(said["questions"]),
            deadline_on=said["deadline_on"],
            event_at=said["event_at"],
            event_place=clean(said["event_place"]),
        )

    def body(self) -> dict[str, str]:
        """Everything that was submitted, for the key that makes it one bulletin."""
        return {name: str(self.cleaned_data[name]) for name in self.fields if name != "once"}
