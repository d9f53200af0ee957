"""One form for any rulebook: its fields, the day it begins and the paper it rests on."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from lianxin.localrules.books import Rulebook, RuleField, Values


class RulesForm(forms.Form):
    """`values()` holds what was typed, by the names of the rulebook's fields."""

    use_required_attribute = False
    valid_from = forms.DateField(
        label=_("从哪天起用"),
        help_text=_("最早明天。已经算好的期限不变，那天起新来的按新规则算。"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": _("请选从哪天起用。"), "invalid": _("日期写成 2027-01-01 这样。")},
    )
    source = forms.CharField(
        label=_("依据的文件"),
        help_text=_("写文件名和文号，例如：《楚雄市代表联系群众工作办法》楚市人发〔2026〕12 号"),
        max_length=200,
        error_messages={"required": _("请写明依据的文件，以便别人核对。")},
    )

    def __init__(self, data: Any, *, rules: Rulebook, now: Values, today: date) -> None:
        first = {"valid_from": today + timedelta(days=1), **now}
        super().__init__(data, initial=first)
        self.rules = rules
        for field in rules.fields:
            self.fields[field.name] = _field(field)

    def numbers(self) -> list[forms.BoundField]:
        """The rulebook's own fields, in their order."""
        return [self[field.name] for field in self.rules.fields]

    def values(self) -> Values:
        """What was typed, by field name."""
        return {field.name: self.cleaned_data[field.name] for field in self.rules.fields}


def _field(field: RuleField) -> forms.Field:
    label = f"{field.label}（{field.unit}）" if field.unit else str(field.label)
    hint = str(field.law or field.hint)
    if field.kind is bool:
        return forms.BooleanField(label=label, help_text=hint, required=False)
    if isinstance(field.kind, tuple):
        return forms.ChoiceField(
            label=label, help_text=hint, required=False, choices=[(code, word) for code, word in field.kind]
        )
    if field.kind is int:
        words = {"least": field.least, "most": field.most}
        wrong = _now("请填 %(least)d 到 %(most)d 之间的整数。") % words
        return forms.IntegerField(
            label=label, help_text=hint, min_value=field.least, max_value=field.most,
            error_messages=dict.fromkeys(("required", "invalid", "min_value", "max_value"), wrong),
        )  # fmt: skip
    return forms.TimeField(
        label=label, help_text=hint, widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        error_messages={
            "required": _now("请填几点，例如 21:00。"), "invalid": _now("几点写成 21:00 这样。"),
        },
    )  # fmt: skip
