"""Why somebody may open a sealed item: a closed list, shown to the citizen word for word."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Purpose(StrEnum):
    """Purposes of a reveal. Source: LAW-PIPL §6 (definite, reasonable purpose), shared security paper §3."""

    VERIFY = "verify"
    TELL_RESULT = "tell_result"
    VISIT = "visit"
    SAFETY = "safety"


class Errands(StrEnum):
    """What the vault does by itself when the owner agreed to it; nobody can ask to look. ADR-0035 §1."""

    TELL_PROGRESS = "tell_progress"


_LABELS: Mapping[Purpose, Promise] = MappingProxyType(
    {
        Purpose.VERIFY: _("联系群众核实情况"),
        Purpose.TELL_RESULT: _("告知办理结果"),
        Purpose.VISIT: _("上门走访"),
        Purpose.SAFETY: _("紧急安全"),
    }
)


def label_of(purpose: str) -> str:
    """The purpose as the citizen reads it."""
    return str(_LABELS[Purpose(purpose)])


def choices() -> list[tuple[str, str]]:
    """Values and labels in the order a form shows them."""
    return [(purpose.value, label_of(purpose)) for purpose in Purpose]
