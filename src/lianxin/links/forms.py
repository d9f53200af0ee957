"""What is filled in about links and visits."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from django import forms
from django.utils.translation import gettext_lazy as _

from lianxin.kit.once import new_key
from lianxin.links.actions import VisitFacts
from lianxin.links.words import MODE_LABELS, LinkKind, Mode

_DATE = forms.DateInput({"type": "date"}, format="%Y-%m-%d")
_WRONG_DAY = {"required": _("请填日期。"), "invalid": _("日期请填成 2026-03-01 这样。")}


class LinkForm(forms.Form):
    """Who keeps in touch with whom."""

    source = forms.TypedChoiceField(
        label=_("由谁联系"), coerce=int,
        error_messages={"required": _("请选由谁联系。"), "invalid_choice": _("名单变了，请重新选。")},
    )  # fmt: skip
    people = forms.TypedMultipleChoiceField(
        label=_("联系哪些代表"), coerce=int, widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": _("请先勾选要联系的代表。"), "invalid_choice": _("名单变了，请重新勾选。"),
        },
    )  # fmt: skip
    voters = forms.CharField(
        label=_("联系哪里的选民"), max_length=80,
        help_text=_("写地方或者单位，例如“彩云村三组”“工业园区青年职工”。不要写个人姓名。"),
        error_messages={"required": _("请写联系哪里的选民。")},
    )  # fmt: skip
    since = forms.DateField(label=_("从哪天起"), widget=_DATE, error_messages=_WRONG_DAY)

    def __init__(
        self,
        data: Mapping[str, object] | None = None,
        *,
        kind: LinkKind,
        sources: Iterable[tuple[int, str]],
        people: Iterable[tuple[int, str]],
        today: date,
    ) -> None:
        super().__init__(data, initial={"since": today})
        self.fields["source"].choices = [("", "—"), *sources]  # type: ignore[attr-defined]
        self.fields["people"].choices = list(people)  # type: ignore[attr-defined]
        del self.fields["people" if kind == LinkKind.DEPUTY_VOTERS else "voters"]


class VisitForm(forms.Form):
    """A visit, on one screen of a phone."""

    once = forms.CharField(widget=forms.HiddenInput, max_length=60)
    mode = forms.TypedChoiceField(
        label=_("怎样联系的"), coerce=Mode, widget=forms.RadioSelect,
        choices=[(m.value, MODE_LABELS[m]) for m in Mode],
        error_messages={"required": _("请选怎样联系的。")},
    )  # fmt: skip
    held_on = forms.DateField(label=_("哪一天"), widget=_DATE, error_messages=_WRONG_DAY)
    note = forms.CharField(
        label=_("做了什么"), max_length=500, widget=forms.Textarea,
        error_messages={"required": _("请写一句走访做了什么，例如“看了灌溉渠，聊了农资价格”。")},
    )  # fmt: skip
    raised = forms.CharField(
        label=_("反映了什么"), required=False, max_length=500, widget=forms.Textarea,
        help_text=_("要办的事，请再到“登记来访”或者“建议”里提，这里只作记录。不要写个人姓名、电话。"),
    )  # fmt: skip
    place = forms.CharField(label=_("地点"), required=False, max_length=80)

    def __init__(self, data: Mapping[str, object] | None = None, *, today: date) -> None:
        super().__init__(data, initial={"held_on": today, "mode": Mode.HOME, "once": new_key()})

    def facts(self) -> VisitFacts:
        """What was filled in."""
        return VisitFacts(**{name: value for name, value in self.cleaned_data.items() if name != "once"})

    def body(self) -> dict[str, str]:
        """What was filled in, for telling a repeat from another visit."""
        return {name: str(value) for name, value in self.cleaned_data.items() if name != "once"}


class EndForm(forms.Form):
    """When and why a link ends."""

    on = forms.DateField(label=_("结束日期"), widget=_DATE, error_messages=_WRONG_DAY)
    reason = forms.CharField(
        label=_("原因"), max_length=120, error_messages={"required": _("请写一句原因。")}
    )
