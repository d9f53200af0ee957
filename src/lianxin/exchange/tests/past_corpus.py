"""Ledgers of matters and of suggestions as offices have them, one file per defect, each with its report."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from lianxin.exchange.tests.corpus import book

CASE_HEADS = ["编号", "阵地名称", "收到日期", "来源", "类别", "反映内容", "接单代表", "承办单位", "交办日期", "答复日期",
              "答复内容", "满意度", "办结日期", "办理状态"]  # fmt: skip
LAMP = ["2023-015", "西城社区人大代表联络室", "2023-05-12", "来访", "道路照明", "村口的路灯坏了，晚上看不见路。", "王芳",
        "楚雄市交通运输局", "2023-05-15", "2023-05-26", "已经换了灯泡和线路。", "满意", "2023-05-30", "已办结"]  # fmt: skip
WELL = ["2023-016", "西城社区人大代表联络室", "2023-06-01", "来电", "用水排水", "水井盖子坏了，怕孩子掉下去。", "王芳",
        None, None, "2023-06-02", "当天换了井盖。", "基本满意", "2023-06-03", "已办结"]  # fmt: skip
LAMP_FACTS = {
    "number": "2023-015", "received_on": "2023-05-12", "channel": "counter", "topic": "road", "state": "closed",
    "satisfaction": "satisfied", "closed_on": "2023-05-30",
}  # fmt: skip

SUGGESTION_HEADS = ["建议编号", "届", "会次", "标题", "类别", "领衔代表", "附议代表", "建议内容", "提出日期", "交办日期",
                    "主办单位", "协办单位", "答复日期", "办理结果类别", "答复内容", "满意度", "办结日期", "办理状态"]  # fmt: skip
SLOPE = ["12", "17", "2", "关于整治通村公路边坡的建议", "交通电力", "王芳", "李明", "雨季边坡多处塌方。", "2023-02-15",
         "2023-03-10", "楚雄市交通运输局", "楚雄市水务局", "2023-06-20", "A", "三处边坡已经加固。", "满意", "2023-07-01",
         "已办结"]  # fmt: skip
PIPE = ["13", "17", "2", "关于更换老旧供水管的建议", "农林水", "李明", None, "管子漏水。", "2023-02-16", "2023-03-10",
        "楚雄市水务局", None, "2023-05-20", "B", "列入明年计划。", "基本满意", "2023-06-01", "已办结"]  # fmt: skip
SLOPE_FACTS = {
    "number": "12", "term": "17", "session": "2", "phase": "in_session", "category": "transport",
    "submitted_on": "2023-02-15", "result_class": "A", "result": "satisfied", "state": "closed",
}  # fmt: skip


@dataclass(frozen=True)
class Ledger:
    """A file and its expected report. `facts` are those of the first row."""

    kind: str
    name: str
    make: Callable[[], bytes]
    rows: int = 2
    rejected: int = 0
    created: int = 2
    unchanged: int = 0
    skipped: int = 0
    codes: tuple[str, ...] = ()
    facts: dict[str, str] = field(default_factory=dict)
    file: str = "台账.xlsx"


def cases(*rows: list[Any], heads: list[str] = CASE_HEADS) -> bytes:
    return book(("台账", [heads, *rows]))


def suggestions(*rows: list[Any], heads: list[str] = SUGGESTION_HEADS) -> bytes:
    return book(("建议", [heads, *rows]))


def _changed(row: list[Any], heads: list[str], column: str, value: Any) -> list[Any]:
    return [value if head == column else cell for head, cell in zip(heads, row, strict=True)]


def case(name: str, column: str, value: Any, *codes: str, refused: bool = False, **facts: str) -> Ledger:
    row = _changed(LAMP, CASE_HEADS, column, value)
    return Ledger(
        "cases", name, lambda: cases(row), rows=1, created=int(not refused), rejected=int(refused), codes=codes,
        facts={} if refused else LAMP_FACTS | facts,
    )  # fmt: skip


def suggestion(
    name: str, column: str, value: Any, *codes: str, refused: bool = False, **facts: str
) -> Ledger:
    row = _changed(SLOPE, SUGGESTION_HEADS, column, value)
    return Ledger(
        "suggestions", name, lambda: suggestions(row), rows=1, created=int(not refused), rejected=int(refused),
        codes=codes, facts={} if refused else SLOPE_FACTS | facts,
    )  # fmt: skip


def _headed(heads: list[str], old: str, new: str) -> list[str]:
    return [new if head == old else head for head in heads]


CORPUS = [
    Ledger("cases", "a plain ledger", lambda: cases(LAMP, WELL), facts=LAMP_FACTS),
    Ledger(
        "cases", "a title, a unit and a total",
        lambda: book(("台账", [["楚雄市人大代表联络室民情台账（2023 年）"], ["填报单位：鹿城镇"], CASE_HEADS, LAMP, WELL, ["合计", 2]])),
        skipped=1, facts=LAMP_FACTS,
    ),
    *(
        Ledger("cases", f"heading {new}", lambda old=old, new=new: cases(LAMP, WELL, heads=_headed(CASE_HEADS, old, new)), facts=LAMP_FACTS)
        for old, new in (("反映内容", "群众诉求"), ("收到日期", "受理时间"), ("接单代表", "代表姓名"), ("答复内容", "办理情况"),
                         ("办结日期", "销号时间"), ("满意度", "群众评价"), ("编号", "办件号"), ("承办单位", "责任单位"))
    ),
    case("a date as Excel counts days", "收到日期", 45058),
    case("a date of Excel", "收到日期", datetime(2023, 5, 12)),  # noqa: DTZ001 - a cell has no zone
    case("a date in Chinese", "收到日期", "2023年5月12日"),
    case("a month alone", "收到日期", "2023.05", received_on="2023-05"),
    case("no date", "收到日期", None, "missing", refused=True),
    case("a date that was not", "收到日期", "2023-02-30", "no_such_day", refused=True),
    case("answered before it was received", "答复日期", "2023-04-01", "days_backwards", refused=True),
    case("ended tomorrow", "办结日期", "2030-01-01", "future_day", refused=True),
    case("no day of its end", "办结日期", None, "closed_on_guessed", closed_on="2023-05-26"),
    case("still in work", "办理状态", "正在办理", "not_ended", refused=True),
    case("an unknown state", "办理状态", "差不多了", "not_a_state", refused=True),
    case("no state, but an end", "办理状态", None),
    case("no text", "反映内容", None, "missing", refused=True),
    case("no answer", "答复内容", None, "missing", refused=True),
    case("no deputy", "接单代表", None, "missing", refused=True),
    case("a padded name", "接单代表", "王　芳"),
    case("a deputy nobody registered", "接单代表", "赵刚", "no_such_person", refused=True),
    case("two deputies of one name", "接单代表", "杨梅", "several_people", refused=True),
    case("the unit in short", "承办单位", "市交通局"),
    case("a unit nobody registered", "承办单位", "宇航局", "no_such_unit", refused=True),
    case("a venue nobody registered", "阵地名称", "月球联络室", "no_such_venue", refused=True),
    case("no venue", "阵地名称", None),
    case("a number with blanks", "编号", "2023 - 015"),
    case("an unknown satisfaction", "满意度", "还行吧", "not_a_satisfaction", refused=True),
    case("very satisfied", "满意度", "非常满意"),
    case("an unknown source", "来源", "托梦", "not_a_channel", refused=True),
    case("no source", "来源", None),
    case("an unknown topic", "类别", "星际旅行", "not_a_topic", refused=True),
    Ledger(
        "cases", "names and phones of citizens are read by no column",
        lambda: cases([*LAMP, "陈居民", "13800000009"], heads=[*CASE_HEADS, "反映人", "联系电话"]),
        rows=1, created=1, facts=LAMP_FACTS,
    ),
    Ledger(
        "cases", "no number", lambda: cases([None, *LAMP[1:]], [None, *WELL[1:]]),
        facts={k: v for k, v in LAMP_FACTS.items() if k != "number"},
    ),
    Ledger("cases", "the same matter twice", lambda: cases(LAMP, LAMP), created=1, unchanged=1, codes=("repeated",), facts=LAMP_FACTS),
    Ledger(
        "cases", "one number for two matters", lambda: cases(LAMP, _changed(WELL, CASE_HEADS, "编号", "2023-015")),
        created=1, rejected=1, codes=("number_twice",), facts=LAMP_FACTS,
    ),
    Ledger(
        "cases", "declined with a reason",
        lambda: cases([*_changed(_changed(LAMP, CASE_HEADS, "办理状态", "不予受理"), CASE_HEADS, "接单代表", None), "信访"],
                      heads=[*CASE_HEADS, "不受理原因"]),
        rows=1, created=1, facts={"state": "declined", "decline_reason": "petition"},
    ),
    case("declined without a reason", "办理状态", "不予受理", "missing", refused=True),
    Ledger("suggestions", "a plain ledger", lambda: suggestions(SLOPE, PIPE), facts=SLOPE_FACTS),
    Ledger(
        "suggestions", "a title and a total",
        lambda: book(("建议", [["楚雄市第十七届人大二次会议代表建议办理情况表"], SUGGESTION_HEADS, SLOPE, PIPE, ["合计", 2]])),
        skipped=1, facts=SLOPE_FACTS,
    ),
    *(
        Ledger("suggestions", f"heading {new}",
               lambda old=old, new=new: suggestions(SLOPE, PIPE, heads=_headed(SUGGESTION_HEADS, old, new)), facts=SLOPE_FACTS)
        for old, new in (("标题", "案由"), ("领衔代表", "提出人"), ("附议代表", "联名代表"), ("主办单位", "承办单位"),
                         ("办理结果类别", "答复分类"), ("满意度", "代表意见"), ("建议编号", "案号"))
    ),
    suggestion("the number in words", "建议编号", "十七届二次第12号"),
    suggestion("the number with a year", "建议编号", "2023-012"),
    suggestion("no number", "建议编号", None, "missing", refused=True),
    suggestion("a number that is none", "建议编号", "甲", "not_a_number", refused=True),
    suggestion("the session in words", "会次", "第二次会议"),
    suggestion("the class with its word", "办理结果类别", "Ａ类"),
    suggestion("a class that is none", "办理结果类别", "优", "not_a_class", refused=True),
    suggestion("still in work", "办理状态", "在办", "not_ended", refused=True),
    suggestion("a co-signer nobody registered", "附议代表", "李明、赵刚", "cosigner_unsure"),
    suggestion("a lead nobody registered", "领衔代表", "赵刚", "no_such_person", refused=True),
    suggestion("a unit nobody registered", "主办单位", "宇航局", "no_such_unit", refused=True),
    suggestion("no unit", "主办单位", None, "missing", refused=True),
    suggestion("not satisfied and no reason", "满意度", "不满意", "missing", refused=True),
    suggestion("replied before it was raised", "答复日期", "2023-01-01", "days_backwards", refused=True),
    suggestion("no title", "标题", None, "missing", refused=True),
    suggestion("an unknown category", "类别", "玄学", "not_a_category", refused=True),
    Ledger(
        "suggestions", "the same suggestion twice", lambda: suggestions(SLOPE, SLOPE), created=1, unchanged=1,
        codes=("repeated",), facts=SLOPE_FACTS,
    ),
    Ledger(
        "suggestions", "one number for two", lambda: suggestions(SLOPE, _changed(PIPE, SUGGESTION_HEADS, "建议编号", "12")),
        created=1, rejected=1, codes=("number_twice",), facts=SLOPE_FACTS,
    ),
    Ledger(
        "suggestions", "declined with a reason",
        lambda: suggestions([*_changed(SLOPE, SUGGESTION_HEADS, "办理状态", "不予立案"), "没有具体内容"],
                            heads=[*SUGGESTION_HEADS, "不立案原因"]),
        rows=1, created=1, facts={"state": "declined", "decline_code": "empty"},
    ),
]  # fmt: skip
