"""What staff fill in about deputies, their seats, and handling units."""

from __future__ import annotations

from collections.abc import Mapping

from django import forms
from django.utils.translation import gettext_lazy as _

from lianxin.divisions import reads as divisions
from lianxin.kernel.errors import NotFound
from lianxin.people.actions import PersonFacts, Seat
from lianxin.people.staff_reads import PersonFile, UnitFile, term_choices
from lianxin.people.words import (
    END_LABELS,
    SUSPENSION_LABELS,
    UNIT_KIND_LABELS,
    EndGround,
    SuspensionGround,
    UnitKind,
)

_PLAIN = {"autocomplete": "off"}
_DATE = forms.DateInput({"type": "date"}, format="%Y-%m-%d")
_WRONG_DAY = {"required": _("请填日期。"), "invalid": _("日期请填成 2026-03-01 这样。")}


class _WithPlace(forms.Form):
    """A place that exists; the picker fills it in."""

    def clean_home_code(self) -> str:
        """Raise unless the code is a place."""
        return _place(self.cleaned_data["home_code"])


def _place(code: str) -> str:
    try:
        return divisions.get(code.strip()).code
    except NotFound:
        raise forms.ValidationError(_("没有这个编码的地方，请点“选地方”重新选择。")) from None


class PersonForm(forms.Form):
    """The person: only what the law has published. Source: LAW-DEPUTIES-2025 §58."""

    name = forms.CharField(
        label=_("姓名"),
        max_length=60,
        widget=forms.TextInput(_PLAIN),
        error_messages={"required": _("请填姓名。")},
    )
    sex = forms.ChoiceField(
        label=_("性别"),
        choices=[("f", _("女")), ("m", _("男"))],
        error_messages={"required": _("请选性别。")},
    )
    ethnic_group = forms.CharField(
        label=_("民族"),
        max_length=20,
        help_text=_("例如“彝族”。"),
        error_messages={"required": _("请填民族。")},
    )
    occupation = forms.CharField(label=_("工作单位和职务"), required=False, max_length=80)
    introduction = forms.CharField(
        label=_("简介"), required=False, max_length=400, widget=forms.Textarea,
        help_text=_("会公开。不要写电话、住址和证件号。"),
    )  # fmt: skip

    def person(self) -> PersonFacts:
        """The person's part of what was filled in."""
        return PersonFacts(**{name: self.cleaned_data[name] for name in PersonForm.base_fields})


def person_first(person: PersonFile) -> dict[str, object]:
    """What the form of a known person starts with."""
    return {name: getattr(person, name) for name in PersonForm.base_fields}


class SeatForm(_WithPlace):
    """A seat: congress and term, district, home."""

    term_id = forms.TypedChoiceField(
        label=_("哪一级哪一届"), coerce=int,
        error_messages={
            "required": _("请选哪一级哪一届。"),
            "invalid_choice": _("请在清单里选哪一级哪一届。"),
        },
    )  # fmt: skip
    electoral_district = forms.CharField(label=_("选区或选举单位"), required=False, max_length=80)
    home_code = forms.CharField(
        label=_("代表所在地编码"), max_length=12,
        help_text=_("群众在哪里找得到这位代表。可以点“选地方”来填。"),
        widget=forms.TextInput({"inputmode": "numeric", **_PLAIN}),
        error_messages={"required": _("请填所在地编码，或者点“选地方”。")},
    )  # fmt: skip
    since = forms.DateField(label=_("当选日期"), widget=_DATE, error_messages=_WRONG_DAY)
    card_no = forms.CharField(
        label=_("代表证号"),
        required=False,
        max_length=20,
        help_text=_("不公开。"),
        widget=forms.TextInput(_PLAIN),
    )

    def __init__(self, data: Mapping[str, object] | None = None, *, place: str, home: str = "") -> None:
        super().__init__(data, initial={"home_code": home or place})
        self.fields["term_id"].choices = [("", "—"), *term_choices(place)]  # type: ignore[attr-defined]

    def seat(self) -> Seat:
        """The seat's part of what was filled in."""
        return Seat(**{name: self.cleaned_data[name] for name in SeatForm.base_fields})


class DeputyForm(SeatForm, PersonForm):
    """A new deputy: the person and the first seat."""

    field_order = tuple(PersonForm.base_fields)


class EndForm(forms.Form):
    """When and why a seat ends. Source: LAW-DEPUTIES-2025 §61–63."""

    ground = forms.TypedChoiceField(
        label=_("法定原因"), coerce=EndGround, error_messages={"required": _("请选法定原因。")},
        choices=[("", "—"), *((g.value, END_LABELS[g]) for g in EndGround)],
    )  # fmt: skip
    on = forms.DateField(label=_("终止日期"), widget=_DATE, error_messages=_WRONG_DAY)
    reason = forms.CharField(
        label=_("依据"), max_length=120,
        help_text=_("写公告或者决定，例如“常委会公告〔2026〕第 3 号”。"),
        error_messages={"required": _("请写明终止资格的依据，例如公告的日期和文号。")},
    )  # fmt: skip


class SuspendForm(forms.Form):
    """When, why and on what the deputy stops acting. Source: LAW-DEPUTIES-2025 §61–63."""

    ground = forms.TypedChoiceField(
        label=_("法定原因"), coerce=SuspensionGround, widget=forms.RadioSelect,
        choices=[(g.value, SUSPENSION_LABELS[g]) for g in SuspensionGround],
        error_messages={"required": _("请选法定原因。")},
    )  # fmt: skip
    on = forms.DateField(label=_("从哪天起"), widget=_DATE, error_messages=_WRONG_DAY)
    decided_by = forms.CharField(
        label=_("依据"), max_length=120, help_text=_("哪个机关的通知、决定和日期。不公开。"),
        error_messages={"required": _("请写明依据，例如哪个机关的通知、决定和日期。")},
    )  # fmt: skip


class ResumeForm(forms.Form):
    """When and on what the deputy acts again."""

    on = forms.DateField(label=_("从哪天起恢复"), widget=_DATE, error_messages=_WRONG_DAY)
    note = forms.CharField(
        label=_("依据"), max_length=120, help_text=_("哪个机关的通知、决定和日期。不公开。"),
        error_messages={"required": _("请写明依据，例如哪个机关的通知、决定和日期。")},
    )  # fmt: skip


class UnitForm(forms.Form):
    """A handling unit."""

    name = forms.CharField(
        label=_("单位全称"), max_length=60, error_messages={"required": _("请填单位全称。")}
    )
    short_name = forms.CharField(
        label=_("简称"), max_length=24, help_text=_("清单里显示，例如“市交运局”。"),
        error_messages={"required": _("请填简称。")},
    )  # fmt: skip
    kind = forms.TypedChoiceField(
        label=_("单位性质"), coerce=UnitKind, choices=[(k.value, UNIT_KIND_LABELS[k]) for k in UnitKind]
    )
    division_code = forms.CharField(
        label=_("地方编码"), max_length=12, widget=forms.TextInput({"inputmode": "numeric", **_PLAIN}),
        help_text=_("单位所属的地方。可以点“选地方”来填。"), error_messages={"required": _("请填地方编码。")},
    )  # fmt: skip
    topics = forms.CharField(
        label=_("管哪些事"),
        required=False,
        max_length=200,
        help_text=_("交办时用来找单位，例如“道路、桥梁、公交”。"),
    )
    phone = forms.CharField(
        label=_("联系电话"),
        required=False,
        max_length=20,
        widget=forms.TextInput({"inputmode": "tel", **_PLAIN}),
    )

    def __init__(
        self, data: Mapping[str, object] | None = None, *, unit: UnitFile | None = None, place: str = ""
    ) -> None:
        first = (
            {name: getattr(unit, name) for name in UnitForm.base_fields} if unit else {"division_code": place}
        )
        super().__init__(data, initial=first)
        if unit:
            del self.fields["division_code"]

    def clean_division_code(self) -> str:
        """A place that exists."""
        return _place(self.cleaned_data["division_code"])


class ReasonForm(forms.Form):
    """Why something ends."""

    reason = forms.CharField(
        label=_("原因"), max_length=120, error_messages={"required": _("请写一句原因。")}
    )
