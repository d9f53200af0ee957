"""One small form per verb of an office. Field names are the action's own arguments."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from lianxin.kit.forms import line, words
from lianxin.suggestions.actions import Given
from lianxin.suggestions.forms.fields import StepForm, one_of, unit_choices
from lianxin.suggestions.reads import Proposed, SuggestionPage
from lianxin.suggestions.words import (
    DECLINE_LABELS,
    ORGAN_LABELS,
    DeclineReason,
    Organ,
)
from lianxin.suggestions.workflow import Duty


class ReturnForm(StepForm):
    """What is to be revised."""

    reason = words(_("要补什么、改什么？"), _("代表会看到，改好以后再提。"), most=500)


class AdviseForm(StepForm):
    """Why withdrawing would be better."""

    reason = words(_("为什么建议撤回？"), _("代表会看到，由代表自己决定。"), most=500)


class LetterForm(StepForm):
    """Why it is a letter."""

    reason = words(_("为什么按来信处理，转给谁？"), _("代表会看到。"), most=500)


class AcceptForm(StepForm):
    """Take it on; the number comes by itself."""

    def facts(self) -> dict[str, Any]:
        """The deputy's own category stands."""
        return super().facts() | {"category": ""}


class DeclineForm(StepForm):
    """Why it is not taken on."""

    code = one_of(_("为什么不立案？"), DeclineReason, DECLINE_LABELS)
    note = words(_("给代表的说明"), _("代表会看到，请告诉代表还可以走什么途径。"), most=500, required=False)


class MergeForm(StepForm):
    """Which one it goes with."""

    main_id = forms.TypedChoiceField(
        label=_("和哪一件一起办？"),
        coerce=int,
        widget=forms.RadioSelect,
        error_messages={"required": _("请选一件。"), "invalid_choice": _("请从列表里选一件。")},
    )

    def offer(self, page: SuggestionPage) -> None:
        """Accepted ones of the same category."""
        field = self.fields["main_id"]
        if isinstance(field, forms.TypedChoiceField):
            field.choices = [(str(pk), words) for pk, words in page.like]


class UnmergeForm(StepForm):
    """Why it goes its own way again."""

    reason = words(_("为什么拆开？"), _("两边的代表都会看到。"), most=500)


class HandOverForm(StepForm):
    """Which system."""

    organ = one_of(_("交给哪个系统？"), Organ, ORGAN_LABELS)
    note = words(_("交办说明"), _("可以不写。"), most=500, required=False)


OTHERS = ("2", "3", "4", "5")


class AssignForm(StepForm):
    """Who leads, who helps, or who does which part."""

    mode = forms.ChoiceField(
        label=_("怎么分工？"),
        choices=[
            (Duty.SOLE, _("独办：一个单位办")),
            (Duty.LEAD, _("主办和协办：第一个单位主办，其他协办")),
            (Duty.SEPARATE, _("分办：各办一部分，各自答复")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": _("请选一种分工。")},
    )
    unit_1 = forms.TypedChoiceField(
        label=_("第一个单位"),
        coerce=int,
        error_messages={"required": _("请选一个单位。"), "invalid_choice": _("请从列表里选一个单位。")},
    )
    part_1 = line(_("办哪一部分"), _("分办才要写。"), most=200)
    note = words(_("交办说明"), _("可以不写。"), most=500, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for n in OTHERS:
            self.fields[f"unit_{n}"] = forms.TypedChoiceField(
                label=_("第 %(n)s 个单位") % {"n": n}, coerce=int, empty_value=None, required=False
            )
            self.fields[f"part_{n}"] = line(_("办哪一部分"), most=200)
        self.order_fields(
            ["version", "once", "mode", *(f"{k}_{n}" for n in ("1", *OTHERS) for k in ("unit", "part"))]
        )

    def offer(self, page: SuggestionPage) -> None:
        """Units that serve the place; the deputy's wish stands in the facts of the page."""
        for n in ("1", *OTHERS):
            field = self.fields[f"unit_{n}"]
            if isinstance(field, forms.TypedChoiceField):
                field.choices = unit_choices(page.units, _("请选择") if n == "1" else _("没有了"))

    def facts(self) -> dict[str, Any]:
        """Units with their duties."""
        data = self.cleaned_data
        rest = Duty.CO if data["mode"] == Duty.LEAD else Duty(data["mode"])
        given = [
            Given(data[f"unit_{n}"], Duty(data["mode"]) if n == "1" else rest, data[f"part_{n}"])
            for n in ("1", *OTHERS)
            if data[f"unit_{n}"]
        ]
        return {"given": given, "note": data["note"], "version": data["version"]}


def filled(proposed: Proposed) -> dict[str, object]:
    """The form as it is proposed; empty when nobody is."""
    if proposed.unit_id is None:
        return {}
    units = (proposed.unit_id, *proposed.co_ids)
    mode = Duty.LEAD if proposed.co_ids else Duty.SOLE
    return {"mode": mode} | {f"unit_{n}": unit for n, unit in enumerate(units, start=1)}


class ReassignForm(StepForm):
    """Whose it is."""

    unit_id = forms.TypedChoiceField(
        label=_("由哪个单位办？"),
        help_text=_("选原来的单位，就是维持交办。"),
        coerce=int,
        error_messages={"required": _("请选一个单位。"), "invalid_choice": _("请从列表里选一个单位。")},
    )
    note = words(_("理由"), _("几个单位都会看到。"), most=500)

    def offer(self, page: SuggestionPage) -> None:
        """Units that serve the place."""
        field = self.fields["unit_id"]
        if isinstance(field, forms.TypedChoiceField):
            field.choices = unit_choices(page.units, _("请选择"))


class ConcludeForm(StepForm):
    """What the meeting settled."""

    text = words(_("会议结论"), _("什么时候开的、谁参加、结论是什么。代表会看到。"))


class SuperviseForm(StepForm):
    """What is expected."""

    note = words(_("督办要求"), _("承办单位和代表会看到。"), most=500)


class KeyForm(StepForm):
    """Who decided and who leads."""

    decided_by = line(_("由哪次会议确定"), _("例如：第十二次主任会议"), required=True)
    leader = line(_("领衔督办的领导"), most=40)
