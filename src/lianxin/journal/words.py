"""One human sentence per journal event; rooms register theirs in `apps.py`."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise

_sentences: dict[str, str | Promise] = {}


def register(sentences: Mapping[str, str | Promise]) -> None:
    """Add a room's sentences (lazy translations welcome)."""
    _sentences.update(sentences)


def sentence(event: str) -> str:
    """The sentence of `event`, or its name when a room forgot to register one."""
    return str(_sentences.get(event, event))


def registered() -> frozenset[str]:
    """Names of all events with a sentence."""
    return frozenset(_sentences)
