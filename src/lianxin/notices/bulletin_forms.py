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
from lianxin.notices.questions import (
    ANSWER_LABELS,
    ANSWER_LENGTH,
    BETWEEN,
    CHOICES,
    MOST_OPTIONS,
    MOST_QUESTIONS,
    OPTION_LENGTH,
    QUESTION_LENGTH,
    AnswerKind,
    Question,
    options_in,
)
from lianxin.notices.words import KIND_LABELS, STANCE_LABELS, BulletinKind, Stance


class _Files(forms.FileInput):
    """A file input that takes several."""

    allow_multiple_selected = True


def said_in(data: QueryDict) -> list[str]:
    """The answers of a recipient in the order of the questions; several choices of one are joined."""
    fields = [f"answer_{number}" for number in range(1, MOST_QUESTIONS + 1)]
    return [BETWEEN.join(data.getlist(name))[:ANSWER_LENGTH] for name in fields if name in data]


def _question_fields(number: int) -> dict[str, forms.Field]:
    return {
        f"q{number}_text": forms.CharField(
            label=_("问题 %(number)d") % {"number": number}, required=False, max_length=QUESTION_LENGTH,
            error_messages={"max_length": _("这个问题太长了，请写得短一些，120 个字以内。")},
        ),
        f"q{number}_kind": forms.ChoiceField(
            label=_("怎样回答"), required=False,
            choices=[(k.value, ANSWER_LABELS[k]) for k in AnswerKind],
            initial=AnswerKind.TEXT.value,
        ),
        f"q{number}_options": forms.CharField(
            label=_("选项"),
            help_text=_("选一个、选几个的才用写，用顿号隔开。"), required=False, max_length=600,
        ),
    }  # fmt: skip


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
    places = forms.IntegerField(
        label=_("名额"),
        help_text=_("最多多少人报名；不限就空着。报满以后不能再报。"),
        required=False,
        min_value=1,
        max_value=5000,
        error_messages=dict.fromkeys(
            ("invalid", "min_value", "max_value"), _("名额请填 1 到 5000 的数字，不限就空着。")
        ),
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
    # What was chosen is looked at in `held_files`, before and whatever else is wrong.
    attached = forms.Field(
        label=_("附件"),
        help_text=_(
            "PDF、Word（.docx）、Excel（.xlsx）或者照片，每个 10 MB 以内，最多五个。谁下载过会记下来。"
        ),
        required=False,
        widget=_Files(attrs={"multiple": True, "accept": ".pdf,.docx,.xlsx,.jpg,.jpeg,.png,.webp"}),
    )

    def __init__(self, data: QueryDict | None = None, *, offered: Sequence[Offered], once: str) -> None:
        super().__init__(data, initial={"once": once})
        self._offered = list(offered)
        self._refused: list[str] = []
        for number in range(1, MOST_QUESTIONS + 1):
            self.fields |= _question_fields(number)
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

    @property
    def question_rows(self) -> list[tuple[forms.BoundField, forms.BoundField, forms.BoundField]]:
        """Question, how it is answered, options: a row for each."""
        return [
            (self[f"q{n}_text"], self[f"q{n}_kind"], self[f"q{n}_options"])
            for n in range(1, MOST_QUESTIONS + 1)
        ]

    def refuse_files(self, sentence: str) -> None:
        """Something about the files is wrong: said where they are chosen, and nothing is sent."""
        self._refused.append(sentence)

    def _asked(self) -> list[Question]:
        """The questions that say something, each with what is wrong noted at its row."""
        found = []
        for number in range(1, MOST_QUESTIONS + 1):
            text = clean(self.cleaned_data.get(f"q{number}_text") or "")
            kind = AnswerKind(self.cleaned_data.get(f"q{number}_kind") or AnswerKind.TEXT)
            options = options_in(self.cleaned_data.get(f"q{number}_options") or "")
            if kind in CHOICES and text and not 2 <= len(options) <= MOST_OPTIONS:
                self.add_error(
                    f"q{number}_options", _now("请写两个到十二个选项，用顿号隔开，例如：坐班车、自己开车。")
                )
            if any(len(option) > OPTION_LENGTH for option in options):
                self.add_error(f"q{number}_options", _now("有一个选项太长了，请写得短一些，40 个字以内。"))
            if options and not text:
                self.add_error(f"q{number}_text", _now("写了选项，没有写问题，请补上。"))
            if text:
                found.append(Question(text, kind, options if kind in CHOICES else ()))
        return found

    def clean(self) -> dict[str, Any]:
        """Somebody must be ticked; a questionnaire asks something."""
        said = self.cleaned_data
        said["questions"] = self._asked()
        for sentence in self._refused:
            self.add_error("attached", sentence)
        if not any(said.get(f"to_{each.audience.name}") for each in self._offered) and not self.errors:
            self.add_error(None, _now("还没有选发给谁，请至少勾一组。"))
        if (
            said.get("kind") == BulletinKind.SURVEY
            and not said.get("questions")
            and not said.get("asks_sign_up")
        ):
            self.add_error("q1_text", _now("问卷至少要有一个问题；只要报名的，请勾“要报名”。"))
        if said.get("places") and not (said.get("asks_sign_up") or said["questions"]):
            self.add_error("places", _now("限了名额，还要勾“要报名”，不然没有人能报。"))
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
            places=said["places"],
            deadline_on=said["deadline_on"],
            event_at=said["event_at"],
            event_place=clean(said["event_place"]),
        )

    def body(self) -> dict[str, str]:
        """Everything that was submitted, for the key that makes it one bulletin."""
        return {
            name: str(self.cleaned_data[name]) for name in self.fields if name not in {"once", "attached"}
        }
