"""Words for standards, assessments, honours and who is in charge."""

from __future__ import annotations

from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class StandardKind(StrEnum):
    """What a standard is for. Source: domain.md §2.2; "informatised" is apart from having a page (§0)."""

    BUILDING = "building"
    INFORMATISED = "informatised"


STANDARD_LABELS: dict[str, str | Promise] = {
    StandardKind.BUILDING: _("建设标准"),
    StandardKind.INFORMATISED: _("信息化标准"),
}


class Mode(StrEnum):
    """How the team looked. Source: domain.md §2.4 (昭通: online and on site)."""

    ONLINE = "online"
    ON_SITE = "on_site"


MODE_LABELS: dict[str, str | Promise] = {Mode.ONLINE: _("线上查看"), Mode.ON_SITE: _("现场查看")}


class HonourKind(StrEnum):
    """A demonstration venue, or a contact point where something new is tried. Source: domain.md §0."""

    DEMONSTRATION = "demonstration"
    INNOVATION = "innovation"


HONOUR_LABELS: dict[str, str | Promise] = {
    HonourKind.DEMONSTRATION: _("示范阵地"),
    HonourKind.INNOVATION: _("实践创新联系点"),
}


class HonourLevel(StrEnum):
    """Who named it."""

    COUNTY = "county"
    PREFECTURE = "prefecture"
    PROVINCE = "province"


LEVEL_LABELS: dict[str, str | Promise] = {
    HonourLevel.COUNTY: _("县级"),
    HonourLevel.PREFECTURE: _("州市级"),
    HonourLevel.PROVINCE: _("省级"),
}
# How long a division code is of the place that may name on a level.
LEVEL_LENGTH: dict[str, int] = {HonourLevel.COUNTY: 6, HonourLevel.PREFECTURE: 4, HonourLevel.PROVINCE: 2}


class Duty(StrEnum):
    """What somebody is in charge of a venue for. Source: domain.md §0 (昭通: 包片挂联)."""

    SUPERVISOR = "supervisor"
    RESPONSIBLE = "responsible"


DUTY_LABELS: dict[str, str | Promise] = {
    Duty.SUPERVISOR: _("包片挂联"),
    Duty.RESPONSIBLE: _("责任人"),
}


class Measure(StrEnum):
    """What the platform itself can say about an item, beside what people say."""

    NONE = ""
    PAGE = "page"
    PLATE = "plate"
    SCANS = "scans"
    MEMBERS = "members"


MEASURE_LABELS: dict[str, str | Promise] = {
    Measure.NONE: "",
    Measure.PAGE: _("公开页面上地址、电话、开放时间齐全"),
    Measure.PLATE: _("有在用的二维码牌"),
    Measure.SCANS: _("近 90 天有人扫过牌子"),
    Measure.MEMBERS: _("有代表入驻"),
}
