"""Closed sets of the case room and their words: topics, channels, satisfaction, reasons, deadlines."""

from __future__ import annotations

from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext, gettext_noop
from django.utils.translation import gettext_lazy as _


class Topic(StrEnum):
    """What a matter is about. Source: domain.md §1.3 (Chuxiong's list, in citizens' words)."""

    ROAD = "road"
    WATER = "water"
    POWER = "power"
    HOUSING = "housing"
    ENVIRONMENT = "environment"
    SCHOOL = "school"
    HEALTH = "health"
    FARMING = "farming"
    SAFETY = "safety"
    WELFARE = "welfare"
    WORK = "work"
    OTHER = "other"


TOPICS: dict[str, str | Promise] = {
    Topic.ROAD: _("道路照明"),
    Topic.WATER: _("用水排水"),
    Topic.POWER: _("用电通信"),
    Topic.HOUSING: _("住房建设"),
    Topic.ENVIRONMENT: _("环境卫生"),
    Topic.SCHOOL: _("上学教育"),
    Topic.HEALTH: _("看病医保"),
    Topic.FARMING: _("种地养殖"),
    Topic.SAFETY: _("安全出行"),
    Topic.WELFARE: _("养老救助"),
    Topic.WORK: _("就业工资"),
    Topic.OTHER: _("其他的事"),
}


class Channel(StrEnum):
    """How the matter came in. Source: domain.md §3.1."""

    VENUE_PLATE = "venue_plate"
    DEPUTY_PLATE = "deputy_plate"
    WEB = "web"
    COUNTER = "counter"
    PHONE = "phone"
    PAPER = "paper"
    VISIT = "visit"


CHANNEL_LABELS: dict[str, str | Promise] = {
    Channel.VENUE_PLATE: _("扫站码"),
    Channel.DEPUTY_PLATE: _("扫代表码"),
    Channel.WEB: _("网上反映"),
    Channel.COUNTER: _("当面登记"),
    Channel.PHONE: _("来电登记"),
    Channel.PAPER: _("来信登记"),
    Channel.VISIT: _("走访登记"),
}
# What is written down by somebody at a desk. Source: domain.md §3.1; shared design paper §1.6 flow 3.
INTAKE_CHANNELS = (Channel.COUNTER, Channel.PHONE, Channel.PAPER, Channel.VISIT)


class Referral(StrEnum):
    """Where a matter goes that no handling unit here can settle. Source: domain.md §3.2 (exits)."""

    HOTLINE_12345 = "hotline_12345"
    SUGGESTION = "suggestion"
    HIGHER_DEPUTY = "higher_deputy"


REFERRAL_LABELS: dict[str, str | Promise] = {
    Referral.HOTLINE_12345: _("12345 热线"),
    Referral.SUGGESTION: _("写成代表建议"),
    Referral.HIGHER_DEPUTY: _("上级人大代表"),
}


class Satisfaction(StrEnum):
    """What the citizen says of the result. Source: domain.md §3.4."""

    SATISFIED = "satisfied"
    BASICALLY = "basically"
    DISSATISFIED = "dissatisfied"


SATISFACTION_LABELS: dict[str, str | Promise] = {
    Satisfaction.SATISFIED: _("满意"),
    Satisfaction.BASICALLY: _("基本满意"),
    Satisfaction.DISSATISFIED: _("不满意"),
}


class AnswerResult(StrEnum):
    """How far a unit's answer solves the matter, in the unit's own view. Source: ADR-0021 §4."""

    SOLVED = "solved"
    PARTLY = "partly"
    PLANNED = "planned"
    CANNOT = "cannot"


RESULT_LABELS: dict[str, str | Promise] = {
    AnswerResult.SOLVED: _("已解决"),
    AnswerResult.PARTLY: _("部分解决"),
    AnswerResult.PLANNED: _("列入计划，以后办"),
    AnswerResult.CANNOT: _("暂时不能解决"),
}


# What a template may leave open: the first six are filled in from the matter, the others by the handler.
# Source: ADR-0021 §5.
FILLED_IN = ("编号", "群众说的", "地点", "代表", "单位", "日期")
PLACEHOLDERS = (*FILLED_IN, "办理结果", "办了什么", "下一步")


class DeclineReason(StrEnum):
    """Why a matter is not taken here. Source: domain.md §2.3 (not accepted)."""

    LITIGATION = "litigation"
    PETITION = "petition"
    EMPTY = "empty"
    ILLEGAL = "illegal"


DECLINE_LABELS: dict[str, str | Promise] = {
    DeclineReason.LITIGATION: _("已经在打官司、复议或仲裁，请走法律程序"),
    DeclineReason.PETITION: _("属于信访事项，请到信访部门反映"),
    DeclineReason.EMPTY: _("没有说清是什么事，也联系不上反映人"),
    DeclineReason.ILLEGAL: _("内容违反法律规定"),
}


class CardColour(StrEnum):
    """How grave a warning to a unit is. Source: domain.md §3.4."""

    YELLOW = "yellow"
    RED = "red"


class CardReason(StrEnum):
    """Why a card was given. Source: domain.md §3.4 [REC]."""

    OVERDUE = "overdue"
    TWO_YELLOW = "two_yellow"
    UNSOLVED = "unsolved"


CARD_REASONS: dict[str, str | Promise] = {
    CardReason.OVERDUE: _("超期五个工作日以上"),
    CardReason.TWO_YELLOW: _("一年里第二张黄牌"),
    CardReason.UNSOLVED: _("重办以后群众还是不满意"),
}


class DeadlineKind(StrEnum):
    """The clocks of a case."""

    CLAIM = "claim"
    TRIAGE = "triage"
    ACCEPT = "accept"
    HANDLE = "handle"
    CONFIRM = "confirm"
    RATE = "rate"
    ARBITRATE = "arbitrate"
    RESULT = "result"
    TIER = "tier"


DEADLINE_LABELS: dict[str, str | Promise] = {
    DeadlineKind.CLAIM: _("代表接单"),
    DeadlineKind.TRIAGE: _("研判交办"),
    DeadlineKind.ACCEPT: _("部门领单"),
    DeadlineKind.HANDLE: _("部门办理"),
    DeadlineKind.CONFIRM: _("核实反馈"),
    DeadlineKind.RATE: _("群众评价"),
    DeadlineKind.ARBITRATE: _("裁定承办单位"),
    DeadlineKind.RESULT: _("等待结果"),
    DeadlineKind.TIER: _("本级办理"),
}

# Who did it and what was said when no person did: stored in the source language, read in the reader's.
CITIZEN = gettext_noop("反映人")
SYSTEM = gettext_noop("系统")
CLOSED_BY_RATING = gettext_noop("群众认可，自动办结。")
LIFTED_BY_TIME = gettext_noop("超过本级办理期限，自动上交。")
ANSWERED_WITH_MAIN = gettext_noop("同一件事有了结果，一并答复您。")
SPLIT_FROM_MAIN = gettext_noop("一起办的那件事没有办成，这件事单独接着办。")
_OURS = frozenset({CITIZEN, SYSTEM, CLOSED_BY_RATING, LIFTED_BY_TIME, ANSWERED_WITH_MAIN, SPLIT_FROM_MAIN})


def spoken(stored: str) -> str:
    """A stored name or sentence as the reader reads it: our own words translated, people's as they are."""
    return gettext(stored) if stored in _OURS else stored


class RunState(StrEnum):
    """Where a bulk run is. Source: ADR-0020."""

    RUNNING = "running"
    DONE = "done"
    CANCELLED = "cancelled"
    STOPPED = "stopped"


RUN_LABELS: dict[str, str | Promise] = {
    RunState.RUNNING: _("正在办"),
    RunState.DONE: _("办完了"),
    RunState.CANCELLED: _("已停下"),
    RunState.STOPPED: _("岗位失效，已停下"),
}


class RunResult(StrEnum):
    """What became of one case of a run."""

    DONE = "done"
    REFUSED = "refused"


RUN_RESULT_LABELS: dict[str, str | Promise] = {
    "": _("没有办"),
    RunResult.DONE: _("办好了"),
    RunResult.REFUSED: _("没有办成"),
}
