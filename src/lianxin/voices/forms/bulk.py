"""What is asked for before a step is taken with many cases: the words of the step, and what was shown."""

from __future__ import annotations

from typing import Any

from django import forms

from lianxin.voices.forms import steps
from lianxin.voices.forms.steps import StepForm


class _Shown(StepForm):
    """The list as the page showed it: another one is shown again before anything is done."""

    mark = forms.CharField(widget=forms.HiddenInput, required=False, max_length=16)


class BulkAssignForm(_Shown, steps.AssignForm):
    """One unit for all."""


class BulkLiftForm(_Shown, steps.LiftForm):
    """One reason for all."""


class BulkSuperviseForm(_Shown, steps.SuperviseForm):
    """One wish for all."""


class BulkCloseForm(_Shown, steps.CloseForm):
    """One explanation for all."""


class BulkDeclineForm(_Shown, steps.DeclineForm):
    """One reason for all."""


class BulkAcceptForm(_Shown):
    """Nothing to say."""


class BulkProgressForm(_Shown):
    """How far many cases have come; photos are for one case."""

    text = steps.ProgressForm.base_fields["text"]


BULK_FORMS: dict[str, type[StepForm]] = {
    "assign": BulkAssignForm,
    "lift": BulkLiftForm,
    "supervise": BulkSuperviseForm,
    "close": BulkCloseForm,
    "decline": BulkDeclineForm,
    "accept": BulkAcceptForm,
    "progress": BulkProgressForm,
}


def facts_of(form: StepForm) -> dict[str, Any]:
    """What the action of each case is called with, as plain values."""
    left_out = {"version", "mark"}
    return {name: value for name, value in form.facts().items() if name not in left_out}
