"""What a batch hand-over asks: the list's name; per line a lead, two co-handlers, or not this time."""

from __future__ import annotations

from collections.abc import Iterable

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lianxin.kernel.errors import DomainError
from lianxin.kernel.text import clean
from lianxin.kit.forms import line, words
from lianxin.people.reads import UnitRow
from lianxin.suggestions.actions import Choice
from lianxin.suggestions.reads import LineRow
from lianxin.suggestions.words import CATEGORIES, PHASE_LABELS


class ListForm(forms.Form):
    """Which ones go on the list, and what it is called."""

    use_required_attribute = False

    once = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)
    title = line(
        gettext_lazy("清单的名称"), gettext_lazy("会印在交办清单上。"), most=60, required=True
    )  # fmt: skip
    note = words(
        gettext_lazy("交办说明"), gettext_lazy("每个单位都会看到，可以不写。"), most=500, required=False
    )
    phase = forms.ChoiceField(label=gettext_lazy("什么时候提的"), required=False)
    category = forms.ChoiceField(label=gettext_lazy("类别"), required=False)

    def offer(self) -> None:
        """Phases and categories, all of them first."""
        for name, none, labels in (
            ("phase", _("大会和闭会"), PHASE_LABELS), ("category", _("全部类别"), CATEGORIES),
        ):  # fmt: skip
            field = self.fields[name]
            if isinstance(field, forms.ChoiceField):
                field.choices = [("", none), *((code, str(word)) for code, word in labels.items())]


def choices_in(data: QueryDict, lines: Iterable[LineRow], units: Iterable[UnitRow]) -> dict[int, Choice]:
    """What the page says about its lines, units by name. Raises DomainError for a name that is no unit here.

    Only lines whose fields were sent count: another page's lines stay as they are.
    """
    ids = {unit.name: unit.id for unit in reversed(list(units))}
    return {
        row.id: Choice(
            _unit(data, f"lead_{row.id}", row, ids),
            tuple(
                dict.fromkeys(
                    unit for n in ("1", "2") if (unit := _unit(data, f"co{n}_{row.id}", row, ids)) is not None
                )
            ),
            is_left_out=bool(data.get(f"out_{row.id}")),
        )
        for row in lines
        if f"lead_{row.id}" in data
    }


def _unit(data: QueryDict, field: str, row: LineRow, ids: dict[str, int]) -> int | None:
    name = clean(data.get(field, ""))
    if not name:
        return None
    if name not in ids:
        raise DomainError(
            _("%(number)s：没有“%(name)s”这个单位。请写全称，或者从提示里选。")
            % {"number": row.number, "name": name[:40]}
        )
    return ids[name]
