"""Words for tiers, memberships and plates."""

from __future__ import annotations

from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Tier(StrEnum):
    """The five kinds of venue in Yunnan. Source: domain.md §2.1."""

    HOME = "home"
    STATION = "station"
    ROOM = "room"
    POINT = "point"
    PROFESSIONAL = "professional"


TIER_LABELS: dict[str, str | Promise] = {
    Tier.HOME: _("人大代表之家"),
    Tier.STATION: _("人大代表工作站"),
    Tier.ROOM: _("人大代表联络室"),
    Tier.POINT: _("人大代表联络点"),
    Tier.PROFESSIONAL: _("专业代表工作站"),
}


class Placement(StrEnum):
    """Why a deputy belongs to a venue."""

    HOME = "home"
    PROFESSIONAL = "professional"


class PlateKind(StrEnum):
    """What a QR plate stands for."""

    VENUE = "venue"
    DEPUTY = "deputy"
