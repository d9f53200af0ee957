"""Words for levels, mandate states and unit kinds."""

from __future__ import annotations

from enum import IntEnum, StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class CongressLevel(IntEnum):
    """The five levels of congresses. Source: LAW-ELECTION §2; domain.md §7."""

    NATIONAL = 0
    PROVINCE = 1
    PREFECTURE = 2
    COUNTY = 3
    TOWNSHIP = 4


LEVEL_LABELS: dict[int, str | Promise] = {
    CongressLevel.NATIONAL: _("全国人大代表"),
    CongressLevel.PROVINCE: _("省人大代表"),
    CongressLevel.PREFECTURE: _("州（市）人大代表"),
    CongressLevel.COUNTY: _("县（市、区）人大代表"),
    CongressLevel.TOWNSHIP: _("乡镇人大代表"),
}


class MandateState(StrEnum):
    """Where a mandate stands. Source: LAW-DEPUTIES-2025 §61-63."""

    ACTIVE = "active"
    SUSPENDED = "suspended"
    TERMINATED = "terminated"
    EXPIRED = "expired"


MANDATE_STATE_LABELS: dict[str, str | Promise] = {
    MandateState.ACTIVE: _("在任"),
    MandateState.SUSPENDED: _("暂停执行职务"),
    MandateState.TERMINATED: _("资格终止"),
    MandateState.EXPIRED: _("任期届满"),
}


class UnitKind(StrEnum):
    """What sort of organ a handling unit is. Source: domain.md §1.6."""

    GOVERNMENT = "government"
    TOWNSHIP = "township"
    PARTY = "party"
    COURT = "court"
    PROCURATORATE = "procuratorate"
    SUPERVISION = "supervision"
    ENTERPRISE = "enterprise"


UNIT_KIND_LABELS: dict[str, str | Promise] = {
    UnitKind.GOVERNMENT: _("政府部门"),
    UnitKind.TOWNSHIP: _("乡镇（街道）"),
    UnitKind.PARTY: _("党群部门"),
    UnitKind.COURT: _("法院"),
    UnitKind.PROCURATORATE: _("检察院"),
    UnitKind.SUPERVISION: _("监察机关"),
    UnitKind.ENTERPRISE: _("企事业单位"),
}


class Tag(StrEnum):
    """What deputies are told apart by: facts that the register publishes. Source: LAW-ELECTION §7."""

    WOMEN = "women"
    MINORITY = "minority"
