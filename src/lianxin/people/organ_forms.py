"""What staff fill in about terms, sessions and organs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from lianxin.people.actions.facts import Facts
from lianxin.people.actions.organs import OrganFacts
from lianxin.people.organ_rules import kinds_at
from lianxin.people.words import BASIS_LABELS, ORGAN_LABELS, POST_LABELS, GroupBasis, OrganKind, OrganPost

_DATE = forms.DateInput({"type": "date"}, format="%Y-%m-%d")
_WRONG_DAY = {"required": _("请填日期。"), "invalid": _("日期请填成 2026-03-01 这样。")}


def day_field(label: Any, **more: Any) -> forms.DateField:
    """A day, told how to be written when it is not one."""
    return forms.DateField(label=label, widget=_DATE, error_messages=_WRONG_DAY, **more)


class TermForm(forms.Form):
    """A new term of a congress. Source: LAW-DEPUTIES-2025 §2."""

    congress_id = forms.TypedChoiceField(
        label=_("哪一级人大"), coerce=int, error_messages={"required": _("请选哪一级人大。")}
    )
    number = forms.IntegerField(
        label=_("第几届"), min_value=1, max_value=99,
        error_messages={"required": _("请填第几届。"), "invalid": _("请填数字，例如 19。")},
    )  # fmt: skip
    starts_on = day_field(_("开始日期"), help_text=_("本届第一次会议开始的那一天。"))

    def __init__(
        self, data: Mapping[str, object] | None = None, *, congresses: Iterable[tuple[str, str]]
    ) -> None:
        super().__init__(data)
        self.fields["congress_id"].choices = [("", "—"), *congresses]  # type: ignore[attr-defined]


class SessionForm(forms.Form):
    """A session and its days."""

    number = forms.IntegerField(
        label=_("第几次会议"), min_value=1, max_value=30,
        error_messages={"required": _("请填第几次会议。"), "invalid": _("请填数字，例如 5。")},
    )  # fmt: skip
    name = forms.CharField(
        label=_("会议名称"), max_length=60, error_messages={"required": _("请写会议的名称。")},
        help_text=_("例如“第十八届人民代表大会第五次会议”。"),
    )  # fmt: skip
    starts_on = day_field(_("开始日期"), help_text=_("这几天提的建议编入本次会议的序号。"))
    ends_on = day_field(_("结束日期"))
    motions_until = forms.DateTimeField(
        label=_("提议案的截止时间"), required=False,
        help_text=_("由主席团确定，可以不填。过了这个时间就不能再提议案。"),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        error_messages={"invalid": _("请按 2026-03-03 12:00 这样填时间。")},
    )  # fmt: skip

    def __init__(
        self,
        data: Mapping[str, object] | None = None,
        *,
        initial: dict[str, Any] | None = None,
        known: bool = False,
    ) -> None:
        super().__init__(data, initial=initial)
        if known:
            del self.fields["number"]


class AbsenceForm(forms.Form):
    """Who was not there, with leave or without."""

    mandate_id = forms.IntegerField(widget=forms.HiddenInput)
    has_leave = forms.TypedChoiceField(
        label=_("请假了吗"), coerce=lambda value: value == "yes", widget=forms.RadioSelect,
        choices=[("yes", _("请了假，已批准")), ("no", _("没有批准"))],
        error_messages={"required": _("请选有没有请假。")},
    )  # fmt: skip
    note = forms.CharField(label=_("说明"), required=False, max_length=120)


class OrganForm(forms.Form):
    """An organ of a term."""

    kind = forms.TypedChoiceField(
        label=_("是什么组织"), coerce=OrganKind, error_messages={"required": _("请选是什么组织。")}
    )
    name = forms.CharField(
        label=_("名称"), max_length=80, error_messages={"required": _("请写名称。")},
        widget=forms.TextInput({"autocomplete": "off"}),
    )  # fmt: skip
    basis = forms.ChoiceField(
        label=_("代表小组按什么成立"), required=False,
        choices=[("", _("不是代表小组")), *((b.value, BASIS_LABELS[b]) for b in GroupBasis)],
    )  # fmt: skip
    seats = forms.IntegerField(
        label=_("应选代表名额"), required=False, min_value=1, max_value=99,
        help_text=_("只有选区和选举单位要填。"), error_messages={"invalid": _("请填数字，例如 3。")},
    )  # fmt: skip
    starts_on = day_field(_("成立日期"))
    note = forms.CharField(
        label=_("说明"),
        required=False,
        max_length=200,
        help_text=_("例如小组的地域或领域、委员会的职责。会公开。"),
    )

    def __init__(
        self,
        data: Mapping[str, object] | None = None,
        *,
        level: int,
        initial: dict[str, Any],
        known: OrganKind | None = None,
    ) -> None:
        super().__init__(data, initial=initial)
        self.known = known
        if known is not None:
            del self.fields["kind"]
        else:
            choices = [(k.value, ORGAN_LABELS[k]) for k in kinds_at(level)]
            self.fields["kind"].choices = choices  # type: ignore[attr-defined]
        self._fit(known or OrganKind(initial.get("kind") or OrganKind.GROUP), settled=known is not None)

    def _fit(self, kind: OrganKind, *, settled: bool) -> None:
        """Once the kind is settled, ask only what it has."""
        if settled and kind != OrganKind.GROUP:
            del self.fields["basis"]
        if settled and kind != OrganKind.DISTRICT:
            del self.fields["seats"]

    def clean(self) -> dict[str, Any]:
        """What belongs to another kind is left out."""
        data = super().clean() or self.cleaned_data
        kind = self.known or data.get("kind")
        if kind != OrganKind.DISTRICT:
            data["seats"] = None
        if kind == OrganKind.GROUP and not data.get("basis"):
            self.add_error("basis", _("请选代表小组是按地域还是按领域成立的。"))
        if kind != OrganKind.GROUP:
            data["basis"] = ""
        return data

    def facts(self) -> OrganFacts:
        """What was filled in."""
        data = self.cleaned_data
        return OrganFacts(
            self.known or data["kind"], data["name"], data["starts_on"], data["basis"], data["note"],
            data["seats"],
        )  # fmt: skip


class EndOrganForm(forms.Form):
    """When and why an organ or a membership ends."""

    on = day_field(_("结束日期"))
    reason = forms.CharField(
        label=_("原因"), max_length=120, error_messages={"required": _("请写一句原因。")}
    )


class JoinForm(forms.Form):
    """Who joins, as what, from when."""

    person_ids = forms.TypedMultipleChoiceField(
        label=_("选人"), coerce=int, widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": _("请先勾选要加入的人。"), "invalid_choice": _("名单变了，请重新勾选。"),
        },
    )  # fmt: skip
    post = forms.TypedChoiceField(label=_("职务"), coerce=OrganPost)
    since = day_field(_("从哪天起"))

    def __init__(
        self,
        data: Mapping[str, object] | None = None,
        *,
        kind: str,
        people: Iterable[tuple[int, str]],
        today: date,
    ) -> None:
        super().__init__(data, initial={"post": OrganPost.MEMBER, "since": today})
        posts = [(post.value, label) for post, label in POST_LABELS[kind].items()]
        self.fields["post"].choices = posts  # type: ignore[attr-defined]
        self.fields["person_ids"].choices = list(people)  # type: ignore[attr-defined]


class FactsForm(forms.Form):
    """What the roster says of a deputy and the law does not publish."""

    birth = forms.CharField(
        label=_("出生年月"), required=False, max_length=10, help_text=_("写成 1975-03 或者 1975-03-02。")
    )
    phone = forms.CharField(
        label=_("电话"), required=False, max_length=20, widget=forms.TextInput({"inputmode": "tel"})
    )
    party = forms.CharField(
        label=_("政治面貌"), required=False, max_length=20, help_text=_("例如“中共党员”“民盟盟员”“群众”。")
    )
    education = forms.CharField(
        label=_("文化程度"), required=False, max_length=20, help_text=_("例如“大学本科”“高中”。")
    )
    identity = forms.CharField(
        label=_("代表结构类别"),
        required=False,
        max_length=20,
        help_text=_("当选时按什么身份，例如“一线工人”“农民”“专业技术人员”“党政领导干部”。"),
    )

    def facts(self) -> Facts:
        """What was filled in."""
        return Facts(**self.cleaned_data)
