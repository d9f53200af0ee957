"""Closed sets of the suggestion room and their words."""

from __future__ import annotations

from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from lianxin.suggestions.workflow import Duty

Words = dict[str, str | Promise]


class Phase(StrEnum):
    """When it was raised. Source: LAW-DEPUTIES-2025 §24, §36."""

    IN_SESSION = "in_session"
    INTER_SESSION = "inter_session"


PHASE_LABELS: Words = {Phase.IN_SESSION: _("大会期间"), Phase.INTER_SESSION: _("闭会期间")}


class Proposer(StrEnum):
    """Who raises it. Source: domain.md §1.3."""

    ONE = "one"
    JOINT = "joint"
    DELEGATION = "delegation"


PROPOSER_LABELS: Words = {
    Proposer.ONE: _("代表个人"),
    Proposer.JOINT: _("代表联名"),
    Proposer.DELEGATION: _("代表团"),
}

# Chuxiong's list of 2025; a place adds its own by profile. Source: domain.md §1.3 [S13].
CATEGORIES: Words = {
    "transport": _("交通电力"),
    "farming": _("农林水"),
    "building": _("城建土地"),
    "culture": _("科教文卫"),
    "village": _("乡村建设"),
    "ethnic": _("民族民政"),
    "labour": _("劳动社保"),
    "market": _("市场监管"),
    "finance": _("财政金融"),
    "law": _("政法综治"),
    "industry": _("工业信息"),
    "other": _("其他"),
}


class DeclineReason(StrEnum):
    """Why it is not accepted. Source: domain.md §1.4."""

    PERSONAL = "personal"
    FORWARDED_LETTER = "forwarded_letter"
    CASE = "case"
    COMPLAINT = "complaint"
    ACADEMIC_AD = "academic_ad"
    BIDDING = "bidding"
    INTEREST = "interest"
    EMPTY = "empty"
    OUT_OF_SCOPE = "out_of_scope"
    ILLEGAL = "illegal"
    OTHER = "other"


DECLINE_LABELS: Words = {
    DeclineReason.PERSONAL: _("解决代表本人或亲属个人的问题"),
    DeclineReason.FORWARDED_LETTER: _("转交群众来信或信访材料"),
    DeclineReason.CASE: _("涉及具体司法、监察案件或仲裁"),
    DeclineReason.COMPLAINT: _("属于检举、控告、申诉"),
    DeclineReason.ACADEMIC_AD: _("属于学术探讨、产品推介"),
    DeclineReason.BIDDING: _("为正在招标的项目指定中标人"),
    DeclineReason.INTEREST: _("与本人利益有关，影响公平竞争"),
    DeclineReason.EMPTY: _("没有具体内容"),
    DeclineReason.OUT_OF_SCOPE: _("不属于本行政区域的职权"),
    DeclineReason.ILLEGAL: _("内容违反法律规定"),
    DeclineReason.OTHER: _("其他原因"),
}


class Organ(StrEnum):
    """Which system answers for it, on the first of two levels. Source: domain.md §1.6."""

    GOVERNMENT = "government"
    SUPERVISION = "supervision"
    COURT = "court"
    PROCURATORATE = "procuratorate"
    PARTY = "party"
    CONGRESS = "congress"
    OTHER = "other"


ORGAN_LABELS: Words = {
    Organ.GOVERNMENT: _("人民政府"),
    Organ.SUPERVISION: _("监察委员会"),
    Organ.COURT: _("人民法院"),
    Organ.PROCURATORATE: _("人民检察院"),
    Organ.PARTY: _("党委部门"),
    Organ.CONGRESS: _("人大机关"),
    Organ.OTHER: _("其他机关、组织"),
}

DUTY_LABELS: Words = {
    Duty.LEAD: _("主办"),
    Duty.CO: _("协办"),
    Duty.SEPARATE: _("分办"),
    Duty.SOLE: _("独办"),
}


class Stage(StrEnum):
    """When of handling a talk takes place (三次面商). Source: domain.md §1.7."""

    BEFORE = "before"
    DURING = "during"
    AFTER = "after"


STAGE_LABELS: Words = {Stage.BEFORE: _("办前"), Stage.DURING: _("办中"), Stage.AFTER: _("办后")}


class Mode(StrEnum):
    """How deputy and unit talked. Source: domain.md §1.7."""

    VISIT = "visit"
    MEETING = "meeting"
    SITE = "site"
    JOINT = "joint"
    PHONE = "phone"
    ONLINE = "online"


MODE_LABELS: Words = {
    Mode.VISIT: _("登门走访"),
    Mode.MEETING: _("座谈"),
    Mode.SITE: _("现场察看"),
    Mode.JOINT: _("联合调研"),
    Mode.PHONE: _("电话"),
    Mode.ONLINE: _("网上"),
}


class Leader(StrEnum):
    """Who came from the unit. Source: domain.md §1.7 (leader_level)."""

    HEAD = "head"
    DEPUTY_HEAD = "deputy_head"
    SECTION = "section"
    STAFF = "staff"


LEADER_LABELS: Words = {
    Leader.HEAD: _("主要负责人"),
    Leader.DEPUTY_HEAD: _("分管负责人"),
    Leader.SECTION: _("科室负责人"),
    Leader.STAFF: _("经办人"),
}


class Satisfaction(StrEnum):
    """What the deputy says of attitude and of result, apart. Source: domain.md §1.9."""

    SATISFIED = "satisfied"
    BASICALLY = "basically"
    DISSATISFIED = "dissatisfied"


SATISFACTION_LABELS: Words = {
    Satisfaction.SATISFIED: _("满意"),
    Satisfaction.BASICALLY: _("基本满意"),
    Satisfaction.DISSATISFIED: _("不满意"),
}


class Outcome(StrEnum):
    """How a closed one ended. Silence is no rating. Source: domain.md §1.9."""

    RATED = "rated"
    SILENT = "silent"
    JOINT_MEETING = "joint_meeting"


class ReplyState(StrEnum):
    """A reply on its way through the unit: drafted, sent back, signed and out. Source: domain.md §1.8."""

    DRAFTED = "drafted"
    SENT_BACK = "sent_back"
    ISSUED = "issued"


REPLY_STATE_LABELS: Words = {
    ReplyState.DRAFTED: _("待签发"),
    ReplyState.SENT_BACK: _("退回修改"),
    ReplyState.ISSUED: _("已签发"),
}


class PromiseState(StrEnum):
    """A promise of a reply. Late is no state: it is open past its day. Source: domain.md §1.8."""

    OPEN = "open"
    REPORTED = "reported"
    KEPT = "kept"
    BROKEN = "broken"


PROMISE_LABELS: Words = {
    PromiseState.OPEN: _("办理中"),
    PromiseState.REPORTED: _("待代表复核"),
    PromiseState.KEPT: _("已兑现"),
    PromiseState.BROKEN: _("没有兑现"),
}


class ClockKind(StrEnum):
    """The clocks of a suggestion and of its units. Source: domain.md §1.5."""

    REVIEW = "review"
    ASSIGN = "assign"
    RECEIVE = "receive"
    REASSIGN = "reassign"
    CONTACT = "contact"
    OPINION = "opinion"
    REPLY = "reply"
    EXTENDED = "extended"
    FEEDBACK = "feedback"
    REHANDLE = "rehandle"


CLOCK_LABELS: Words = {
    ClockKind.REVIEW: _("审查"),
    ClockKind.ASSIGN: _("交办"),
    ClockKind.RECEIVE: _("接收或提出异议"),
    ClockKind.REASSIGN: _("改派"),
    ClockKind.CONTACT: _("第一次联系代表"),
    ClockKind.OPINION: _("提出协办意见"),
    ClockKind.REPLY: _("答复代表"),
    ClockKind.EXTENDED: _("延期后答复代表"),
    ClockKind.FEEDBACK: _("代表评价"),
    ClockKind.REHANDLE: _("重新办理"),
}


class HandoverState(StrEnum):
    """Where a batch hand-over stands. Source: ADR-0032 §1."""

    REVIEW = "review"
    RUNNING = "running"
    DONE = "done"
    CANCELLED = "cancelled"
    STOPPED = "stopped"


HANDOVER_LABELS: Words = {
    HandoverState.REVIEW: _("核对中"),
    HandoverState.RUNNING: _("正在交办"),
    HandoverState.DONE: _("已经交办"),
    HandoverState.CANCELLED: _("已经取消"),
    HandoverState.STOPPED: _("岗位失效，已停下"),
}


class LineResult(StrEnum):
    """What became of one suggestion of a batch hand-over."""

    DONE = "done"
    REFUSED = "refused"


class Basis(StrEnum):
    """Why a unit is proposed, or why none is. Source: ADR-0032 §2."""

    HISTORY = "history"
    WORDS = "words"
    WISH = "wish"
    # The deputy's wish and history point to two units.
    DOUBT = "doubt"
    NONE = "none"
