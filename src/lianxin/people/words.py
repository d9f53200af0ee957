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


class OrganKind(StrEnum):
    """Bodies in which deputies work. Source: LAW-DEPUTIES-2025 §14, §26, §27; LAW-LOCAL-ORGANIC."""

    DELEGATION = "delegation"
    GROUP = "group"
    DISTRICT = "district"
    STANDING_COMMITTEE = "standing_committee"
    CHAIRPERSONS = "chairpersons"
    SPECIAL_COMMITTEE = "special_committee"
    WORKING_COMMITTEE = "working_committee"
    PRESIDIUM = "presidium"


ORGAN_LABELS: dict[str, str | Promise] = {
    OrganKind.DELEGATION: _("代表团"),
    OrganKind.GROUP: _("代表小组"),
    OrganKind.DISTRICT: _("选区（选举单位）"),
    OrganKind.STANDING_COMMITTEE: _("常务委员会"),
    OrganKind.CHAIRPERSONS: _("主任会议"),
    OrganKind.SPECIAL_COMMITTEE: _("专门委员会"),
    OrganKind.WORKING_COMMITTEE: _("工作委员会"),
    OrganKind.PRESIDIUM: _("主席团"),
}
# A township's congress has a presidium; standing committees and their organs begin at the county.
ABOVE_TOWNSHIPS = frozenset(
    {
        OrganKind.STANDING_COMMITTEE,
        OrganKind.CHAIRPERSONS,
        OrganKind.SPECIAL_COMMITTEE,
        OrganKind.WORKING_COMMITTEE,
    }
)
# A term has one of these at a time.
SINGLE = frozenset({OrganKind.STANDING_COMMITTEE, OrganKind.CHAIRPERSONS, OrganKind.PRESIDIUM})


class GroupBasis(StrEnum):
    """What a deputy group is formed by. Source: LAW-DEPUTIES-2025 §27 (地域、领域)."""

    REGION = "region"
    FIELD = "field"


BASIS_LABELS: dict[str, str | Promise] = {
    GroupBasis.REGION: _("按地域"),
    GroupBasis.FIELD: _("按领域"),
}


class OrganPost(StrEnum):
    """What somebody is in an organ; how it is called depends on the kind of organ."""

    HEAD = "head"
    VICE = "vice"
    SECRETARY = "secretary"
    MEMBER = "member"


_CHAIRED = {
    OrganPost.HEAD: _("主任"),
    OrganPost.VICE: _("副主任"),
    OrganPost.SECRETARY: _("秘书长"),
    OrganPost.MEMBER: _("委员"),
}
_SPECIAL = {
    OrganPost.HEAD: _("主任委员"),
    OrganPost.VICE: _("副主任委员"),
    OrganPost.SECRETARY: _("秘书"),
    OrganPost.MEMBER: _("委员"),
}
POST_LABELS: dict[str, dict[OrganPost, str | Promise]] = {
    OrganKind.DELEGATION: {
        OrganPost.HEAD: _("团长"),
        OrganPost.VICE: _("副团长"),
        OrganPost.SECRETARY: _("联络员"),
        OrganPost.MEMBER: _("成员"),
    },
    OrganKind.GROUP: {
        OrganPost.HEAD: _("组长"),
        OrganPost.VICE: _("副组长"),
        OrganPost.SECRETARY: _("联络员"),
        OrganPost.MEMBER: _("组员"),
    },
    OrganKind.DISTRICT: {OrganPost.MEMBER: _("代表")},
    OrganKind.STANDING_COMMITTEE: {**_CHAIRED},
    OrganKind.CHAIRPERSONS: {**_CHAIRED, OrganPost.MEMBER: _("成员")},
    OrganKind.SPECIAL_COMMITTEE: {**_SPECIAL},
    OrganKind.WORKING_COMMITTEE: {**_CHAIRED, OrganPost.SECRETARY: _("秘书")},
    OrganKind.PRESIDIUM: {
        OrganPost.HEAD: _("主席"),
        OrganPost.VICE: _("副主席"),
        OrganPost.SECRETARY: _("秘书长"),
        OrganPost.MEMBER: _("成员"),
    },
}


class SuspensionGround(StrEnum):
    """Why a deputy does not act for a time. Source: LAW-DEPUTIES-2025 §61–63."""

    DETAINED = "detained"
    SERVING = "serving"


SUSPENSION_LABELS: dict[str, str | Promise] = {
    SuspensionGround.DETAINED: _("因刑事案件被羁押，正在受侦查、起诉、审判"),
    SuspensionGround.SERVING: _("被判管制、拘役或者有期徒刑，没有附加剥夺政治权利，正在服刑"),
}


class EndGround(StrEnum):
    """Why a seat ends before its term does. Source: LAW-DEPUTIES-2025 §61–63."""

    MOVED = "moved"
    RESIGNED = "resigned"
    ABSENT = "absent"
    RECALLED = "recalled"
    NATIONALITY = "nationality"
    RIGHTS = "rights"
    CAPACITY = "capacity"
    DEATH = "death"


END_LABELS: dict[str, str | Promise] = {
    EndGround.MOVED: _("迁出或者调离本行政区域"),
    EndGround.RESIGNED: _("辞职被接受（含责令辞职）"),
    EndGround.ABSENT: _("未经批准两次不出席本级人民代表大会会议"),
    EndGround.RECALLED: _("被罢免"),
    EndGround.NATIONALITY: _("丧失中华人民共和国国籍"),
    EndGround.RIGHTS: _("依法被剥夺政治权利"),
    EndGround.CAPACITY: _("丧失行为能力"),
    EndGround.DEATH: _("去世"),
}
# So many sessions missed without leave end a seat. Source: LAW-DEPUTIES-2025 §61–63; ADR-0029.
ABSENCES_THAT_END = 2


class Tag(StrEnum):
    """What deputies can be told apart by."""

    WOMEN = "women"
    MINORITY = "minority"
