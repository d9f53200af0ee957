"""What is filled in: the self-report, scores, a standard, a name, who is in charge."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from lianxin.assessments.actions import ItemFacts, Said, Score
from lianxin.assessments.reads import AssessmentPage
from lianxin.assessments.words import (
    DUTY_LABELS,
    HONOUR_LABELS,
    MEASURE_LABELS,
    MODE_LABELS,
    STANDARD_LABELS,
    Duty,
    HonourKind,
    Measure,
    Mode,
    StandardKind,
)
from lianxin.attachments import actions as attachments
from lianxin.attachments.actions import FileRefused
from lianxin.attachments.words import Kind
from lianxin.venues.words import TIER_LABELS, Tier

_DAY = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})


class VersionForm(forms.Form):
    """The state of the record that the page showed."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)


class LinesForm(VersionForm):
    """A form with the same fields for every line of an assessment."""

    def __init__(
        self,
        page: AssessmentPage,
        data: Mapping[str, Any] | None = None,
        files: MultiValueDict[str, UploadedFile[Any]] | None = None,
    ) -> None:
        super().__init__(data, files, initial={"version": page.version})
        self.page = page
        for line in page.lines:
            for name, field in self.line_fields(line).items():
                self.fields[f"{name}_{line.id}"] = field

    def line_fields(self, line: Any) -> dict[str, forms.Field]:
        """The fields of one line by name."""
        raise NotImplementedError

    def of(self, name: str, line_id: int) -> forms.BoundField:
        """The bound field of a line."""
        return self[f"{name}_{line_id}"]

    def given(self, name: str, line_id: int) -> Any:
        """What was filled in for a line."""
        return self.cleaned_data.get(f"{name}_{line_id}")


class ReportForm(LinesForm):
    """Have it, have it not, with a word and a photo."""

    def line_fields(self, line: Any) -> dict[str, forms.Field]:
        """Yes or no, words, one photo."""
        first = "" if line.is_met is None else ("yes" if line.is_met else "no")
        return {
            "met": forms.ChoiceField(
                label=line.title,
                required=False,
                initial=first,
                widget=forms.RadioSelect,
                choices=[("yes", _("有")), ("no", _("没有"))],
            ),
            "words": forms.CharField(
                label=_("说明"),
                required=False,
                max_length=300,
                initial=line.words,
            ),
            "photo": forms.FileField(
                label=_("照片"),
                required=False,
                widget=forms.FileInput({"accept": "image/jpeg,image/png,image/webp"}),
            ),
        }

    def said(self) -> dict[int, Said]:
        """What was said by line, photos made anew; a bad one becomes the form's error."""
        found: dict[int, Said] = {}
        for line in self.page.lines:
            choice, photo = self.given("met", line.id), self.given("photo", line.id)
            photos: list[attachments.Derivative] = []
            if photo:
                try:
                    photos.append(attachments.derive(Kind.PHOTO, photo))
                except FileRefused as refused:
                    self.add_error(f"photo_{line.id}", str(refused))
            is_met = None if not choice else choice == "yes"
            found[line.id] = Said(is_met, self.given("words", line.id) or "", photos)
        return found


class ScoreForm(LinesForm):
    """Points, remark, to be put right."""

    mode = forms.ChoiceField(
        label=_("怎么看的"),
        choices=[(m.value, MODE_LABELS[m]) for m in Mode],
        widget=forms.RadioSelect,
        error_messages={"required": _("请选是线上看的还是现场看的。")},
    )

    def line_fields(self, line: Any) -> dict[str, forms.Field]:
        """Points up to the item's, words, a tick."""
        first = line.points if line.points is not None else (line.out_of if line.is_met else 0)
        return {
            "points": forms.IntegerField(
                label=_("得分"),
                min_value=0,
                max_value=line.out_of,
                initial=first,
                error_messages={
                    "required": _("还没有评分。"),
                    "max_value": _("最多 %(limit_value)s 分。"),
                    "invalid": _("请填整数。"),
                },
            ),
            "remark": forms.CharField(label=_("意见"), required=False, max_length=300, initial=line.remark),
            "must": forms.BooleanField(label=_("要整改"), required=False, initial=line.must_rectify),
        }

    def scores(self) -> dict[int, Score]:
        """Scores by line."""
        return {
            line.id: Score(
                self.given("points", line.id),
                self.given("remark", line.id) or "",
                bool(self.given("must", line.id)),
            )
            for line in self.page.lines
        }


class RectifyForm(VersionForm):
    """What was done about each item that must be put right."""

    def __init__(self, page: AssessmentPage, data: Mapping[str, Any] | None = None) -> None:
        super().__init__(data, initial={"version": page.version})
        self.lines = [line for line in page.lines if line.must_rectify]
        for line in self.lines:
            self.fields[f"done_{line.id}"] = forms.CharField(
                label=line.title,
                max_length=300,
                initial=line.rectified,
                help_text=_now("要整改的是：%(remark)s") % {"remark": line.remark},
                error_messages={"required": _("请写明怎么整改的。")},
            )

    def done(self) -> dict[int, str]:
        """Words by line."""
        return {line.id: self.cleaned_data[f"done_{line.id}"] for line in self.lines}


class OrderForm(VersionForm):
    """Until when the marked items must be put right."""

    by = forms.DateField(
        label=_("整改期限"),
        widget=_DAY,
        error_messages={"required": _("请选整改期限。"), "invalid": _("请按 2026-03-31 这样填日期。")},
    )

    def __init__(self, page: AssessmentPage, today: date, data: Mapping[str, Any] | None = None) -> None:
        super().__init__(data, initial={"version": page.version, "by": today + timedelta(days=30)})


class ReturnForm(VersionForm):
    """Why a self-report goes back."""

    reason = forms.CharField(
        label=_("为什么退回"),
        max_length=200,
        error_messages={"required": _("请写一句为什么退回，阵地才知道补什么。")},
    )


class NameForm(forms.Form):
    """Naming a venue."""

    kind = forms.ChoiceField(
        label=_("牌子"), choices=[(k.value, HONOUR_LABELS[k]) for k in HonourKind], widget=forms.RadioSelect
    )
    document_no = forms.CharField(
        label=_("命名文件"),
        max_length=60,
        help_text=_("例如“楚市人办〔2026〕5 号”。"),
        error_messages={"required": _("请填命名文件的文号。")},
    )


class EndForm(forms.Form):
    """Why a name is taken away."""

    reason = forms.CharField(
        label=_("摘牌的原因"), max_length=120, error_messages={"required": _("请写一句摘牌的原因。")}
    )


class ChargeForm(forms.Form):
    """Who is in charge."""

    duty = forms.ChoiceField(
        label=_("职责"), choices=[(d.value, DUTY_LABELS[d]) for d in Duty], widget=forms.RadioSelect
    )
    name = forms.CharField(
        label=_("姓名"),
        max_length=60,
        error_messages={"required": _("请填姓名。")},
        widget=forms.TextInput({"autocomplete": "off"}),
    )
    post = forms.CharField(
        label=_("职务"), required=False, max_length=80, help_text=_("例如“市人大常委会副主任”。")
    )


_MEASURES = {str(MEASURE_LABELS[m]): m for m in Measure if m}


class StandardForm(forms.Form):
    """A new standard of the office's own: one item a line."""

    kind = forms.ChoiceField(label=_("哪一种"), choices=[(k.value, STANDARD_LABELS[k]) for k in StandardKind])
    tier = forms.ChoiceField(label=_("用于哪类阵地"), choices=[(t.value, TIER_LABELS[t]) for t in Tier])
    name = forms.CharField(label=_("名称"), max_length=60, error_messages={"required": _("请填标准的名称。")})
    source = forms.CharField(
        label=_("依据"),
        max_length=200,
        help_text=_("文件名称和文号。"),
        error_messages={"required": _("请写明依据，例如文件名称和文号。")},
    )
    valid_from = forms.DateField(
        label=_("从哪天起用"), widget=_DAY, error_messages={"required": _("请选从哪天起用。")}
    )
    items = forms.CharField(
        label=_("清单"),
        widget=forms.Textarea,
        help_text=_("一行一项：名称，空格，分值；要附照片的在行末写“照片”。例如：有固定场所 10 照片"),
        error_messages={"required": _("标准里至少要有一项，每一项都要有名称。")},
    )

    def clean_items(self) -> list[ItemFacts]:
        """The lines as items."""
        found = []
        for number, line in enumerate(str(self.cleaned_data["items"]).splitlines(), start=1):
            words = line.split()
            if not words:
                continue
            photo = words[-1] in {"照片", _now("照片"), "Photo"}
            words = words[:-1] if photo else words
            if len(words) < 2 or not (words[-1].isascii() and words[-1].isdecimal()):
                raise forms.ValidationError(
                    _now("第 %(num)s 行没有分值。请写成“名称 分值”，例如“有固定场所 10”。") % {"num": number}
                )
            points = int(words[-1])
            if not 1 <= points <= 100:
                raise forms.ValidationError(_now("第 %(num)s 行的分值要在 1 到 100 之间。") % {"num": number})
            title = " ".join(words[:-1])
            found.append(
                ItemFacts(title[:60], points, needs_photo=photo, measure=_MEASURES.get(title, Measure.NONE))
            )
        return found
