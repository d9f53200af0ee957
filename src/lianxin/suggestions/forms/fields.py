"""What the small forms of the verbs share: kinds of fields, and the form that carries version and key."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from lianxin.kit import forms as kit_forms
from lianxin.people.reads import UnitRow
from lianxin.suggestions.reads import SuggestionPage
from lianxin.suggestions.words import (
    Words,
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


class StepForm(kit_forms.StepForm):
    """A step of a suggestion, with what is to be chosen from on its page."""

    def offer(self, page: SuggestionPage) -> None:
        """Fill what is to be chosen from."""
