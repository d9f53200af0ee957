"""A choice in the filter bar of a list, as `kit/ui/lists.html` draws it."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise


def select(
    name: str, label: str, choices: Mapping[str, str | Promise], chosen: str, *, none: str = ""
) -> dict[str, object]:
    """The select `name`, its choices in order, `chosen` marked; `none`: the words for choosing nothing."""
    words = {"": none, **choices} if none else choices
    options = [{"value": value, "label": word, "selected": value == chosen} for value, word in words.items()]
    return {"name": name, "label": label, "options": options}
