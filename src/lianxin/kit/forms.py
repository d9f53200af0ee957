"""What forms of every room share."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from django import forms
from django.utils.translation import gettext_lazy as _

from lianxin.kernel.errors import DomainError

T = TypeVar("T")


def attempt(form: forms.Form, act: Callable[[], T]) -> T | None:
    """Run an action; a refusal becomes the form's error, so that nothing typed is lost."""
    try:
        return act()
    except DomainError as error:
        if error.status != DomainError.status:
            raise
        form.add_error(None, str(error))
        return None


class StepForm(forms.Form):
    """Which version of the record the page showed, and a key that makes a double click one step."""

    use_required_attribute = False

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    once = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)

    def facts(self) -> dict[str, Any]:
        """What the action is called with."""
        return {name: value for name, value in self.cleaned_data.items() if name != "once"}

    def body(self) -> dict[str, str]:
        """What tells a repeat from another step."""
        return {name: str(value) for name, value in self.cleaned_data.items() if name != "once"}


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
