"""What the small forms of the verbs share: kinds of fields, and the form that carries version and key."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from lianxin.people.reads import UnitRow
from lianxin.suggestions.reads import SuggestionPage
from lianxin.suggestions.words import (
    Words,
)


def words(label: Any, hint: Any = "", *, most: int = 2000, required: bool = True) -> forms.CharField:
    """A box of several lines."""
    return forms.CharField(
        label=label,
        help_text=hint,
        max_length=most,
        required=required,
        widget=forms.Textarea,
        error_messages={"required": _("请写几句话再提交。"), "max_length": _("写得太长了，请缩短一些。")},
    )


def line(label: Any, hint: Any = "", *, most: int = 80, required: bool = False) -> forms.CharField:
    """One line."""
    return forms.CharField(
        label=label,
        help_text=hint,
        max_length=most,
        required=required,
        error_messages={"required": _("请填写这一项。"), "max_length": _("写得太长了，请缩短一些。")},
    )


def one_of(label: Any, kind: Any, labels: Words, *, radio: bool = False) -> forms.TypedChoiceField:
    """One of a closed set, as a list or as radio buttons."""
    none = [] if radio else [("", _("请选择"))]
    return forms.TypedChoiceField(
        label=label,
        coerce=kind,
        choices=[*none, *labels.items()],
        widget=forms.RadioSelect if radio else forms.Select,
        error_messages={"required": _("请选一项。"), "invalid_choice": _("请从列表里选一项。")},
    )


def unit_choices(units: Sequence[UnitRow], none: Any) -> list[tuple[Any, Any]]:
    """Units to choose from, with a first choice that is none."""
    return [("", none), *((str(unit.id), unit.name) for unit in units)]


class StepForm(forms.Form):
    """Which version the page showed, and a key that makes a double click one step."""

    use_required_attribute = False

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    once = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)

    def offer(self, page: SuggestionPage) -> None:
        """Fill what is to be chosen from."""

    def facts(self) -> dict[str, Any]:
        """What the action is called with."""
        return {name: value for name, value in self.cleaned_data.items() if name != "once"}

    def body(self) -> dict[str, str]:
        """What tells a repeat from another step."""
        return {name: str(value) for name, value in self.cleaned_data.items() if name != "once"}
