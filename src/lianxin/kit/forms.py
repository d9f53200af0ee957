"""What forms of every room share."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from django.forms import Form

from lianxin.kernel.errors import DomainError

T = TypeVar("T")


def attempt(form: Form, act: Callable[[], T]) -> T | None:
    """Run an action; a refusal becomes the form's error, so that nothing typed is lost."""
    try:
        return act()
    except DomainError as error:
        if error.status != DomainError.status:
            raise
        form.add_error(None, str(error))
        return None
