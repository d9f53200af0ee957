"""What staff fill in about venues."""

from __future__ import annotations

from collections.abc import Mapping

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from lianxin.divisions import reads as divisions
from lianxin.kernel.codes import at_level
from lianxin.kernel.errors import NotFound
from lianxin.venues.actions import VenueFacts
from lianxin.venues.staff_reads import VenueFile, parent_choices
from lianxin.venues.words import TIER_LABELS, Tier

_PLAIN = {"autocomplete": "off"}


class VenueForm(forms.Form):
    """All facts of a venue; `parents` follow the place that is typed or was chosen."""

    tier = forms.ChoiceField(
        label=_("哪一类"),
        choices=[(t.value, TIER_LABELS[t]) for t in Tier],
        error_messages={"required": _("请选是家、站、室、点还是专业站。")},
    )
    name = forms.CharField(
        label=_("名称"),
        max_length=60,
        help_text=_("全称，例如“鹿城镇人大代表工作站”。"),
        widget=forms.TextInput(_PLAIN),
        error_messages={"required": _("请填阵地名称。")},
    )
    division_code = forms.CharField(
        label=_("地方编码"),
        max_length=12,
        help_text=_("可以点“选地方”来填。"),
        widget=forms.TextInput({"inputmode": "numeric", **_PLAIN}),
        error_messages={"required": _("请填地方编码，或者点“选地方”。")},
    )
    parent_id = forms.TypedChoiceField(
        label=_("上级阵地"), required=False, coerce=int, empty_value=None,
        error_messages={"invalid_choice": _("这个上级阵地不在本地或上级地方，请重新选择。")},
    )  # fmt: skip
    address = forms.CharField(label=_("地址"), required=False, max_length=120, widget=forms.TextInput(_PLAIN))
    phone = forms.CharField(
        label=_("公开电话"), required=False, max_length=20,
        help_text=_("印在牌子上，给不会扫码的群众打。"),
        widget=forms.TextInput({"inputmode": "tel", **_PLAIN}),
    )  # fmt: skip
    opening_hours = forms.CharField(
        label=_("开放时间"), required=False, max_length=80, help_text=_("例如“周一至周五 8:30–17:30”。")
    )
    reception_rule = forms.CharField(
        label=_("代表接待日"), required=False, max_length=80, help_text=_("例如“每月 15 日 9:00–11:30”。")
    )
    liaison_name = forms.CharField(
        label=_("联络员"), required=False, max_length=60,
        help_text=_("会公开；联络员的登录岗位在“岗位和账号”里授予。"),
        widget=forms.TextInput(_PLAIN),
    )  # fmt: skip
    committee = forms.CharField(
        label=_("对应的专（工）委"), required=False, max_length=60, help_text=_("专业代表工作站必填。")
    )
    field = forms.CharField(
        label=_("专业领域"),
        required=False,
        max_length=40,
        help_text=_("专业代表工作站必填，例如“生态环境”。"),
    )
    also_serves = forms.CharField(
        label=_("联合的其他村（社区）"),
        required=False,
        max_length=1000,
        help_text=_("几个村合用一个阵地时填。一行一个，填村名（同一乡镇）或 12 位编码。"),
        widget=forms.Textarea,
    )

    def __init__(
        self,
        data: Mapping[str, object] | None = None,
        *,
        venue: VenueFile | None = None,
        place: str = "",
        may_build: bool = True,
    ) -> None:
        first = _first(venue) if venue else {"division_code": place, "tier": Tier.ROOM}
        if place:
            first["division_code"] = place
        super().__init__(data, initial=first)
        typed = str(data.get("division_code", "")).strip() if data else ""
        code = typed or str(first["division_code"])
        choices = parent_choices(code, without=venue.id if venue else None)
        self.fields["parent_id"].choices = [("", _now("没有上级阵地")), *choices]  # type: ignore[attr-defined]
        if not may_build:
            for name in ("tier", "name", "division_code", "parent_id", "committee", "field", "also_serves"):
                self.fields[name].disabled = True

    def clean_division_code(self) -> str:
        """A place that exists."""
        code: str = self.cleaned_data["division_code"].strip()
        try:
            divisions.get(code)
        except NotFound:
            raise forms.ValidationError(_("没有这个编码的地方，请点“选地方”重新选择。")) from None
        return code

    def clean_also_serves(self) -> tuple[str, ...]:
        """Codes of the villages typed by name or code."""
        township = at_level(str(self.cleaned_data.get("division_code", "")), 4)
        lines = [line.strip() for line in str(self.cleaned_data["also_serves"]).splitlines() if line.strip()]
        if not lines:
            return ()
        known = {
            name: p.code for p in divisions.children(township) for name in (p.name, p.short_name, p.code)
        }
        unknown = [line for line in lines if line not in known and not divisions.name_of(line)]
        if unknown:
            raise forms.ValidationError(
                _now("没有找到“%(line)s”。请填同一乡镇的村（社区）名，或者 12 位编码。")
                % {"line": unknown[0][:30]}
            )
        codes = dict.fromkeys(known.get(line, line) for line in lines)
        return tuple(code for code in codes if code != self.cleaned_data.get("division_code"))

    def clean(self) -> dict[str, object]:
        """A professional station names its committee and field. Source: domain.md §2.1."""
        facts: dict[str, object] = super().clean() or self.cleaned_data
        if facts.get("tier") == Tier.PROFESSIONAL:
            for name in ("committee", "field"):
                if not facts.get(name):
                    self.add_error(name, _("专业代表工作站要写明这一项。"))
        return facts

    def facts(self) -> VenueFacts:
        """What was filled in."""
        given = self.cleaned_data | {"tier": Tier(self.cleaned_data["tier"])}
        return VenueFacts(**given)


def _first(venue: VenueFile) -> dict[str, object]:
    names = set(VenueForm.base_fields) - {"also_serves"}
    return {name: getattr(venue, name) for name in names} | {"also_serves": "\n".join(venue.also_serves)}


class ReasonForm(forms.Form):
    """Why something ends."""

    reason = forms.CharField(
        label=_("原因"),
        max_length=120,
        widget=forms.TextInput(_PLAIN),
        error_messages={"required": _("请写一句原因。"), "max_length": _("原因请写在 120 字以内。")},
    )
