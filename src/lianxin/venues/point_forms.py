"""What staff fill in about contact points."""

from __future__ import annotations

from collections.abc import Mapping

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from lianxin.divisions import reads as divisions
from lianxin.kernel.errors import NotFound
from lianxin.venues.actions.points import PointFacts
from lianxin.venues.reads.points import PointRow, venue_choices
from lianxin.venues.words import POINT_LABELS, PointKind

_PLAIN = {"autocomplete": "off"}
_WHAT_AND_WHERE = ("kind", "name", "division_code", "venue_id", "named_by")


class PointForm(forms.Form):
    """All facts of a contact point; `may_build` off: a liaison changes how it is reached, not what it is."""

    kind = forms.ChoiceField(
        label=_("哪一类"),
        choices=[(k.value, POINT_LABELS[k]) for k in PointKind],
        error_messages={"required": _("请选联系点设在哪里。")},
    )
    name = forms.CharField(
        label=_("名称"), max_length=60, widget=forms.TextInput(_PLAIN),
        help_text=_("例如“彝人古镇商会人大代表联系点”。"),
        error_messages={"required": _("请填联系点名称。")},
    )  # fmt: skip
    division_code = forms.CharField(
        label=_("地方编码"), max_length=12, help_text=_("可以点“选地方”来填。"),
        widget=forms.TextInput({"inputmode": "numeric", **_PLAIN}),
        error_messages={"required": _("请填地方编码，或者点“选地方”。")},
    )  # fmt: skip
    venue_id = forms.TypedChoiceField(
        label=_("所属阵地"), required=False, coerce=int, empty_value=None,
        help_text=_("群众在联系点反映的事，由所属阵地的代表来接。"),
        error_messages={"invalid_choice": _("这个阵地不在同一个乡镇或上级地方，请重新选择。")},
    )  # fmt: skip
    address = forms.CharField(
        label=_("地址"), max_length=120, widget=forms.TextInput(_PLAIN),
        error_messages={"required": _("请填地址，群众才找得到。")},
    )  # fmt: skip
    responsible_name = forms.CharField(
        label=_("负责人"), max_length=60, widget=forms.TextInput(_PLAIN), help_text=_("姓名会公开。"),
        error_messages={"required": _("请填负责人。")},
    )  # fmt: skip
    phone = forms.CharField(
        label=_("公开电话"), required=False, max_length=20,
        widget=forms.TextInput({"inputmode": "tel", **_PLAIN}),
    )  # fmt: skip
    opening_hours = forms.CharField(
        label=_("开放时间"), required=False, max_length=80, help_text=_("例如“周一至周五 8:30–17:30”。")
    )
    named_by = forms.CharField(
        label=_("确定机关"), required=False, max_length=80,
        help_text=_("基层立法联系点必填，例如“楚雄州人大常委会”。"),
    )  # fmt: skip
    version = forms.IntegerField(required=False, min_value=0, widget=forms.HiddenInput)
    once = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)

    def __init__(
        self,
        data: Mapping[str, object] | None = None,
        *,
        first: Mapping[str, object],
        may_build: bool = True,
    ) -> None:
        super().__init__(data, initial=dict(first))
        typed = str(data.get("division_code", "")).strip() if data else ""
        choices = venue_choices(typed or str(first.get("division_code", "")))
        none = _now("不属于阵地，只在这个地方登记")
        self.fields["venue_id"].choices = [("", none), *choices]  # type: ignore[attr-defined]  # a ChoiceField
        if not may_build:
            for name in _WHAT_AND_WHERE:
                self.fields[name].disabled = True

    def clean_division_code(self) -> str:
        """A place that exists."""
        code: str = self.cleaned_data["division_code"].strip()
        try:
            divisions.get(code)
        except NotFound:
            raise forms.ValidationError(_("没有这个编码的地方，请点“选地方”重新选择。")) from None
        return code

    def clean(self) -> dict[str, object]:
        """A legislative contact point says who named it. Source: ADR-0030 §1."""
        facts: dict[str, object] = super().clean() or self.cleaned_data
        if facts.get("kind") == PointKind.LEGISLATIVE and not facts.get("named_by"):
            self.add_error("named_by", _("基层立法联系点要写明是哪个机关确定的。"))
        return facts

    def body(self) -> dict[str, str]:
        """What was filled in, to tell a double click from another form."""
        return {name: str(value) for name, value in self.cleaned_data.items() if name != "once"}

    def facts(self) -> PointFacts:
        """What was filled in."""
        given = {k: v for k, v in self.cleaned_data.items() if k not in {"version", "once"}}
        return PointFacts(**given | {"kind": PointKind(given["kind"])})


def first_of(point: PointRow) -> dict[str, object]:
    """What the form shows of a recorded point."""
    names = set(PointForm.base_fields) - {"once"}
    return {name: getattr(point, name) for name in names}
