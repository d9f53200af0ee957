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


class PointKind(StrEnum):
    """Where a contact point is. Source: ADR-0030 §1 (大理: villager groups, companies, schools)."""

    GROUP = "group"
    COMPANY = "company"
    SCHOOL = "school"
    OTHER = "other"
    LEGISLATIVE = "legislative"


POINT_LABELS: dict[str, str | Promise] = {
    PointKind.GROUP: _("村（居）民小组联系点"),
    PointKind.COMPANY: _("企业联系点"),
    PointKind.SCHOOL: _("学校联系点"),
    PointKind.OTHER: _("其他联系点"),
    PointKind.LEGISLATIVE: _("基层立法联系点"),
}


class Use(StrEnum):
    """What counts as real use of a venue. Opening a page, a scan and an edit do not. Source: ADR-0030 §3."""

    RAISED = "raised"
    HANDLED = "handled"


USE_LABELS: dict[str, str | Promise] = {
    Use.RAISED: _("群众来反映事情"),
    Use.HANDLED: _("代表或联络员办事"),
}


class OpinionFrom(StrEnum):
    """Who spoke on a draft, as a kind of people and never as a person. Source: ADR-0030 §5."""

    CITIZEN = "citizen"
    DEPUTY = "deputy"
    COMPANY = "company"
    EXPERT = "expert"


OPINION_FROM_LABELS: dict[str, str | Promise] = {
    OpinionFrom.CITIZEN: _("群众"),
    OpinionFrom.DEPUTY: _("人大代表"),
    OpinionFrom.COMPANY: _("企业或单位"),
    OpinionFrom.EXPERT: _("专家或律师"),
}
