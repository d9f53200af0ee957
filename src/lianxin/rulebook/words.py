"""The kinds of rules a venue puts on its wall. Source: ADR-0030 §2 (玉溪 "4+N+1")."""

from __future__ import annotations

from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Slot(StrEnum):
    """Four rules that every venue has, and any number of a place's own."""

    VENUE = "venue"
    CONTACT = "contact"
    ACTIVITY = "activity"
    OPINION = "opinion"
    LOCAL = "local"


CORE = (Slot.VENUE, Slot.CONTACT, Slot.ACTIVITY, Slot.OPINION)
SLOT_LABELS: dict[str, str | Promise] = {
    Slot.VENUE: _("阵地管理制度"),
    Slot.CONTACT: _("联系群众制度"),
    Slot.ACTIVITY: _("代表活动制度"),
    Slot.OPINION: _("意见收集办理反馈制度"),
    Slot.LOCAL: _("本地的其他制度"),
}
