"""Forms of the year's round: marks, inspections, self-reports, commendations, looks back, papers."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from lianxin.kit.forms import line, words
from lianxin.suggestions.actions.year import Seen
from lianxin.suggestions.forms.pictures import PhotosField, sums_of
from lianxin.suggestions.year_words import FOUND_LABELS, Found, Praised, YearKind


def _day(label: Any) -> forms.DateField:
    return forms.DateField(
        label=label,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": _("请选日期。"), "invalid": _("请选一个正确的日期。")},
    )


class YearForm(forms.Form):
    """A form that makes one thing, however often it is sent."""

    use_required_attribute = False
    once = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)

    def body(self) -> dict[str, str]:
        """What tells a repeat from another text."""
        return {name: str(value) for name, value in self.cleaned_data.items() if name != "once"}


class MarkForm(YearForm):
    """An entry of the year was done."""

    kind = forms.TypedChoiceField(
        coerce=YearKind, choices=[(k.value, k.value) for k in YearKind], widget=forms.HiddenInput
    )
    done_on = _day(_("哪天完成的"))
    note = line(_("说明"), _("例如会议名称、文号，可以不写。"), most=200)


class InspectionForm(YearForm):
    """What was seen on an inspection."""

    held_on = _day(_("哪天视察的"))
    place = line(_("到了哪里"), _("例如：鹿城镇三组道路、职业中学。"), required=True)
    leader = line(_("谁带队"), most=40, required=True)
    who = line(_("参加的人"), most=200)
    suggestion_ids = forms.TypedMultipleChoiceField(
        label=_("看了哪几件建议"),
        help_text=_("承办单位会看到这次视察的记录。"),
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": _("有的建议已经撤回。请刷新页面重新选。")},
    )
    findings = words(_("看到的和要求"), _("看到了什么、代表提了什么意见、要求单位做什么。"), most=5000)
    photos = PhotosField(label=_("现场照片"), required=False)

    def body(self) -> dict[str, str]:
        """What tells a repeat from another one: the photos by what is in them."""
        return super().body() | {"photos": sums_of(self.cleaned_data["photos"])}

    def offer(self, suggestions: Sequence[tuple[int, str]]) -> None:
        """Suggestions with units."""
        field = self.fields["suggestion_ids"]
        if isinstance(field, forms.TypedMultipleChoiceField):
            field.choices = [(str(pk), title) for pk, title in suggestions]

    def seen(self) -> Seen:
        """What the action is called with."""
        data = self.cleaned_data
        held_on: date = data["held_on"]
        return Seen(
            held_on,
            data["place"],
            data["leader"],
            data["findings"],
            data["who"],
            tuple(data["suggestion_ids"]),
        )


class SelfReportForm(YearForm):
    """A unit's words about its year; the figures come from the records."""

    version = forms.IntegerField(widget=forms.HiddenInput, initial=0)
    text = words(
        _("自查报告"),
        _("写办理的做法和成效、没有办成的和原因、承诺事项进展、下一步打算。数字由系统带出，不用填。"),
        most=8000,
    )


class CommendForm(YearForm):
    """Praise one unit or one suggestion."""

    kind = forms.TypedChoiceField(
        coerce=Praised, choices=[(k.value, k.value) for k in Praised], widget=forms.HiddenInput
    )
    subject_id = forms.IntegerField(widget=forms.HiddenInput)
    decided_by = line(_("由哪次会议决定"), _("例如：第二十次主任会议。"), required=True)
    reason = line(_("理由"), _("条件没有全部达到的，要写明。"), most=200)


class LookForm(YearForm):
    """What a look back at a promise found."""

    looked_on = _day(_("哪天去看的"))
    found = forms.TypedChoiceField(
        label=_("看到的情况"),
        coerce=Found,
        choices=list(FOUND_LABELS.items()),
        widget=forms.RadioSelect,
        error_messages={"required": _("请选一项。")},
    )
    note = line(_("写下看到的"), most=500, required=True)


class PaperForm(forms.Form):
    """Which paper, and in which form."""

    paper = forms.ChoiceField(choices=[("report", "report"), ("circular", "circular")])
    kind = forms.ChoiceField(choices=[("docx", "docx"), ("pdf", "pdf")])
