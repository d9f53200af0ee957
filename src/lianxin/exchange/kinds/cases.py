# ruff: noqa: E501 - a column with its synonyms is read as one line, and Chinese counts double
"""Matters of citizens of earlier years (历年民情): ended ones, with stages and days, and without who raised them.

Nobody's name, phone or identity number is read from a ledger: no column takes them. Source: ADR-0031 §5.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Sequence
from datetime import date

from lianxin.exchange.kinds.base import Context, Kind, Made, first_words, resolve_place
from lianxin.exchange.kinds.past import Register, check_days, day_of, number, one_of, words
from lianxin.exchange.kinds.venues import venue_name
from lianxin.exchange.sheets import cleaners as clean
from lianxin.exchange.sheets.columns import Column, Row, Weight
from lianxin.kernel.actor import Role
from lianxin.people import reads as people
from lianxin.venues import reads as venues
from lianxin.voices import actions as voices
from lianxin.voices.actions import PastCase
from lianxin.voices.reads import past as past_reads
from lianxin.voices.reads.past import EndedCase
from lianxin.voices.words import Channel, DeclineReason, Satisfaction, Topic
from lianxin.voices.workflow import CaseState, Outcome

_TOPICS: dict[str, Sequence[str]] = {
    Topic.ROAD: ("道路照明", "道路", "道路交通", "交通", "交通运输", "路灯", "公路"),
    Topic.WATER: ("用水排水", "用水", "饮水", "水利", "供水", "农田水利", "排水"),
    Topic.POWER: ("用电通信", "用电", "供电", "电力", "通信"),
    Topic.HOUSING: ("住房建设", "住房", "城乡建设", "城建", "物业", "城市建设"),
    Topic.ENVIRONMENT: ("环境卫生", "环境", "环保", "生态环境", "环境保护", "垃圾"),
    Topic.SCHOOL: ("上学教育", "教育", "上学"),
    Topic.HEALTH: ("看病医保", "医疗", "卫生健康", "医疗卫生", "医保"),
    Topic.FARMING: ("种地养殖", "农业", "农业农村", "三农", "养殖"),
    Topic.SAFETY: ("安全出行", "安全", "公共安全", "治安", "交通安全", "安全生产"),
    Topic.WELFARE: ("养老救助", "民政", "养老", "社会救助", "低保", "社会保障"),
    Topic.WORK: ("就业工资", "就业", "劳动", "工资", "劳动社保"),
    Topic.OTHER: ("其他的事", "其他", "其它"),
}
_CHANNELS: dict[str, Sequence[str]] = {
    Channel.COUNTER: ("当面登记", "来访", "接待", "当面", "接待日", "现场接待"),
    Channel.PHONE: ("来电登记", "来电", "电话"),
    Channel.PAPER: ("来信登记", "来信", "信件", "书面", "意见箱"),
    Channel.VISIT: ("走访登记", "走访", "入户", "调研"),
    Channel.WEB: ("网上反映", "网上", "网络", "微信", "网络平台"),
    Channel.VENUE_PLATE: ("扫站码", "扫码", "二维码"),
    Channel.DEPUTY_PLATE: ("扫代表码",),
}
_STATES: dict[str, Sequence[str]] = {
    CaseState.CLOSED: ("已办结", "办结", "已完成", "完成", "已解决", "已答复", "结案", "销号", "已销号"),
    CaseState.DECLINED: ("不予受理", "未受理", "不受理"),
    CaseState.WITHDRAWN: ("已撤回", "撤回", "撤销", "群众撤回"),
    # Known, and refused with a sentence: what runs on is entered as a matter of today.
    "open": ("办理中", "在办", "未办结", "待办", "办理之中", "正在办理", "跟踪督办", "未完成", "已交办"),
}
_SATISFACTIONS: dict[str, Sequence[str]] = {
    Satisfaction.SATISFIED: ("满意", "非常满意", "很满意"),
    Satisfaction.BASICALLY: ("基本满意", "较满意", "比较满意", "一般"),
    Satisfaction.DISSATISFIED: ("不满意", "很不满意"),
}
_SOLVED: dict[str, Sequence[str]] = {
    "yes": ("是", "已解决", "解决", "√", "有"),
    "no": ("否", "未解决", "没有解决", "没有", "×"),
}
_REASONS: dict[str, Sequence[str]] = {
    DeclineReason.LITIGATION: ("涉法涉诉", "诉讼", "打官司", "司法程序"),
    DeclineReason.PETITION: ("信访事项", "信访"),
    DeclineReason.EMPTY: ("没有具体内容", "无具体内容", "内容不清", "说不清"),
    DeclineReason.ILLEGAL: ("违反法律规定", "违法"),
}

# fmt: off
COLUMNS = (
    Column("number", "编号", ("办件号", "办件编号", "件号", "受理编号", "民情编号", "登记编号", "事项编号", "台账编号"), number, most=40),
    Column("county", "县（市、区）", ("县市区", "所属县"), clean.place, fills_down=True),
    Column("township", "乡镇（街道）", ("乡镇街道", "乡镇", "所属乡镇", "街道"), clean.place, fills_down=True),
    Column("village", "村（社区）", ("村社区", "所在村", "所属村", "村", "社区"), clean.place),
    Column("venue", "阵地名称", ("家站室", "家站室名称", "受理阵地", "联络室", "工作站", "代表之家", "收集阵地", "受理站点", "站点", "阵地"), venue_name, most=60),
    Column("received_on", "收到日期", ("反映日期", "反映时间", "受理日期", "受理时间", "登记日期", "登记时间", "收集时间", "收集日期", "接待时间", "接待日期", "日期", "时间", "收到时间"), clean.day, is_required=True),
    Column("channel", "来源", ("渠道", "来源渠道", "反映方式", "收集方式", "反映渠道"), one_of(_CHANNELS, "not_a_channel")),
    Column("topic", "类别", ("事项类别", "问题类别", "类型", "分类", "领域", "民情类别"), one_of(_TOPICS, "not_a_topic")),
    Column("text", "反映内容", ("内容", "反映问题", "问题", "主要内容", "反映的问题", "意见建议", "民情内容", "诉求", "群众诉求", "诉求内容", "反映事项", "事项"), words, is_required=True, most=2000),
    Column("place_text", "地点", ("事发地点", "发生地点", "具体地点", "问题地点"), clean.line, most=120),
    Column("deputy", "接单代表", ("代表", "代表姓名", "接待代表", "办理代表", "责任代表", "受理代表", "跟办代表", "收集代表"), clean.name),
    Column("claimed_on", "接单日期", ("接单时间",), clean.day),
    Column("unit", "承办单位", ("办理单位", "责任单位", "承办部门", "交办单位", "主办单位", "转办单位", "责任部门"), number, most=60),
    Column("assigned_on", "交办日期", ("交办时间", "转办时间", "转办日期", "派单时间"), clean.day),
    Column("answered_on", "答复日期", ("答复时间", "回复时间", "反馈时间", "反馈日期", "回复日期"), clean.day),
    Column("answer", "答复内容", ("办理情况", "办理结果", "处理结果", "处理情况", "答复", "回复内容", "办结情况", "办理答复", "落实情况"), words, most=4000),
    Column("solved", "是否解决", ("解决与否", "问题是否解决"), one_of(_SOLVED, "not_yes_or_no")),
    Column("satisfaction", "满意度", ("群众评价", "评价", "是否满意", "满意情况", "群众满意度", "测评"), one_of(_SATISFACTIONS, "not_a_satisfaction")),
    Column("closed_on", "办结日期", ("办结时间", "完成时间", "销号时间", "销号日期", "完成日期", "结案时间"), clean.day),
    Column("state", "办理状态", ("状态", "办理进度", "是否办结", "进度", "办结状态"), one_of(_STATES, "not_a_state")),
    Column("decline_reason", "不予受理原因", ("不受理原因", "未受理原因"), one_of(_REASONS, "not_a_reason")),
)
# fmt: on
EXAMPLE = (
    {
        "number": "2023-015",
        "township": "鹿城镇",
        "venue": "西城社区人大代表联络室",
        "received_on": "2023-05-12",
        "channel": "来访",
        "topic": "道路照明",
        "text": "村口的路灯坏了一个多月，晚上看不见路。",
        "deputy": "王芳",
        "unit": "交通运输局",
        "assigned_on": "2023-05-15",
        "answered_on": "2023-05-26",
        "answer": "已经换了灯泡和线路，5 月 25 日晚亮灯。",
        "satisfaction": "满意",
        "closed_on": "2023-05-30",
        "state": "已办结",
    },
)  # fmt: skip
_DAYS = ("received_on", "claimed_on", "assigned_on", "answered_on", "closed_on")
# What an export hands out at most, newest first.
_MOST = 50_000


def match(rows: Sequence[Row], context: Context) -> None:
    """Find place, venue, deputy and unit of each; a matter met before is left as it is."""
    register = Register(context, (row.get("deputy") for row in rows))
    halls = _Venues(context)
    for row in rows:
        _complete(row)
        check_days(row, _DAYS, context)
        resolve_place(row, context)
        halls.find(row)
        person = register.person(row, "deputy", near=row.get("home_code")) if row.get("deputy") else None
        unit = register.unit(row, "unit", row.get("unit")) if row.get("unit") else None
        row.values |= {"person_id": str(person or ""), "unit_id": str(unit or "")}
        row.values["unit_place"] = register.unit_places.get(unit or 0, "")
        if not row.get("number") and row.get("text"):
            row.values["number"] = _number(row)
    _meet(rows, context)


def _complete(row: Row) -> None:
    """What an ended matter must say, by how it ended."""
    state = row.get("state") or (CaseState.CLOSED.value if row.get("closed_on") else "open")
    if not any(p.field == "state" for p in row.problems):
        row.values["state"] = state
        if state == "open":
            row.add("state", "not_ended")
    if state == CaseState.CLOSED:
        for field in ("deputy", "answer"):
            if not row.get(field):
                row.add(field, "missing")
    if state == CaseState.DECLINED and not row.get("decline_reason"):
        row.add("decline_reason", "missing")
    if state != "open" and not row.get("closed_on") and not any(p.field == "closed_on" for p in row.problems):
        last = max((row.get(field) for field in _DAYS if row.get(field)), default="")
        row.values["closed_on"] = last
        row.add("closed_on", "closed_on_guessed", value=last, weight=Weight.WARNING)
    for field, blank in (("topic", Topic.OTHER), ("channel", Channel.COUNTER)):
        if not row.get(field) and not any(p.field == field for p in row.problems):
            row.values[field] = blank.value


def _number(row: Row) -> str:
    """A number for a ledger without one: the day, and four signs of the words, so that it comes out again the same."""
    digest = hashlib.sha256(f"{row.get('text')}|{row.get('home_code')}".encode()).hexdigest()
    return f"往年{row.get('received_on').replace('-', '')}-{digest[:6]}"


class _Venues:
    """The venues of the place by name, and which one a place without a name means."""

    def __init__(self, context: Context) -> None:
        self._by_name: dict[str, list[venues.KnownVenue]] = defaultdict(list)
        self._by_place: dict[str, list[venues.KnownVenue]] = defaultdict(list)
        for venue in venues.known_venues(context.place):
            self._by_name[venue.name].append(venue)
            self._by_place[venue.division_code].append(venue)

    def find(self, row: Row) -> None:
        """Set the venue, its place and so the matter's: named, else the nearest of the row's place upwards."""
        code = row.get("home_code")
        if name := row.get("venue"):
            known = self._by_name.get(name, [])
            known = [
                v for v in known if v.division_code.startswith(code) or code.startswith(v.division_code)
            ] or known
            if not known:
                row.add("venue", "no_such_venue")
            elif len(known) > 1:
                row.add("venue", "several_venues")
        else:
            known = next(
                (
                    self._by_place[code[:n]]
                    for n in (12, 9, 6)
                    if len(code) >= n and self._by_place.get(code[:n])
                ),
                [],
            )
            if not known:
                row.add("venue", "no_venue_here")
        if known:
            hall = known[0].division_code
            place = code if code.startswith(hall) else hall
            row.values |= {"venue_id": str(known[0].id), "division_code": place}


def _meet(rows: Sequence[Row], context: Context) -> None:
    """Tell repeats within the file, and matters that are recorded already."""
    known = past_reads.cases_by_number(context.actor, (row.get("number") for row in rows))
    seen: dict[tuple[str, str], Row] = {}
    for row in rows:
        if not row.is_valid:
            continue
        key = row.get("venue_id"), row.get("number")
        before = known.get((int(key[0]), key[1]))
        if key in seen:
            same = all(row.get(field) == seen[key].get(field) for field in ("text", "answer", "received_on"))
            row.status = "repeated" if same else ""
            row.add("number", "repeated" if same else "number_twice", value=str(seen[key].number),
                    weight=Weight.WARNING if same else Weight.ERROR)  # fmt: skip
            continue
        seen[key] = row
        if before is not None:
            row.match_id, row.match_text = before.id, before.number
            if (before.text, before.received_on) != (row.get("text"), day_of(row, "received_on")):
                row.add("number", "number_taken", value=before.number)


def apply(rows: Sequence[Row], context: Context) -> list[Made]:
    """Keep what is new, all in a few statements; nothing recorded is changed."""
    new = [row for row in rows if row.is_valid and row.status != "repeated" and not row.match_id]
    for row in rows:
        if row.is_valid:
            row.status = "unchanged" if row.status == "repeated" or row.match_id else "created"
    if not new:
        return []
    ids = voices.record_past_cases(cases=[_past(row) for row in new], actor=context.actor, at=context.at)
    for row, pk in zip(new, ids, strict=True):
        row.match_id = pk
    return [Made("case", pk, {}) for pk in ids]


def _past(row: Row) -> PastCase:
    state, unit = CaseState(row.get("state")), row.get("unit_id")
    reason = DeclineReason(row.get("decline_reason")) if state == CaseState.DECLINED else None
    received = day_of(row, "received_on") or date.min
    solved = {"yes": True, "no": False}.get(row.get("solved"))
    return PastCase(
        number=row.get("number"), venue_id=int(row.get("venue_id")), division_code=row.get("division_code"),
        topic=Topic(row.get("topic")), channel=Channel(row.get("channel")), text=row.get("text"), received_on=received,
        closed_on=day_of(row, "closed_on") or received, state=state, outcome=_outcome(state, row.get("unit_place"), reason),
        place_text=row.get("place_text"), claimed_by=int(row.get("person_id")) if row.get("person_id") else None,
        claimed_on=day_of(row, "claimed_on"), deputy_name=row.get("deputy"), unit_id=int(unit) if unit else None,
        unit_name=row.get("unit"), assigned_on=day_of(row, "assigned_on"), answer=row.get("answer"),
        answered_on=day_of(row, "answered_on"), is_solved=solved, decline_reason=reason,
        satisfaction=Satisfaction(row.get("satisfaction")) if row.get("satisfaction") else None,
    )  # fmt: skip


def _outcome(state: CaseState, unit_place: str, reason: DeclineReason | None) -> Outcome:
    if state == CaseState.WITHDRAWN:
        return Outcome.WITHDRAWN
    if state == CaseState.DECLINED:
        return Outcome.TO_PETITION_OFFICE if reason == DeclineReason.PETITION else Outcome.NOT_ACCEPTED
    by_place = {
        9: Outcome.TOWNSHIP_DEPT,
        6: Outcome.COUNTY_UNIT,
        4: Outcome.HIGHER_UNIT,
        2: Outcome.HIGHER_UNIT,
    }
    return by_place.get(len(unit_place), Outcome.ANSWERED_ON_SPOT)


def undo(made: Sequence[Made], context: Context, reason: str) -> None:
    """Take them back while nobody has touched one."""
    voices.withdraw_past_cases(
        case_ids=[m.id for m in made], actor=context.actor, at=context.at, reason=reason
    )


def export(context: Context) -> list[dict[str, str]]:
    """Ended matters of the place, newest first: as a ledger, without who raised them."""
    cases = list(past_reads.ended_cases(context.actor, most=_MOST))
    halls = {v.id: v.name for v in venues.known_venues(context.place)}
    persons = people.names_of({case.claimed_by for case in cases if case.claimed_by})
    units = people.unit_names({case.unit_id for case in cases if case.unit_id})
    wide = len(context.place) < 6
    return [_record(case, halls, persons, units, context.places.names, wide=wide) for case in cases]


def _record(
    case: EndedCase,
    halls: dict[int, str],
    persons: dict[int, str],
    units: dict[int, str],
    places: dict[str, str],
    *,
    wide: bool,
) -> dict[str, str]:
    code = case.division_code
    return {
        "number": case.number, "county": places.get(code[:6], "") if wide else "",
        "township": places.get(code[:9], "") if len(code) >= 9 else "",
        "village": places.get(code, "") if len(code) == 12 else "", "venue": halls.get(case.venue_id, ""),
        "received_on": str(case.received_on), "channel": _CHANNELS[case.channel][0], "topic": _TOPICS[case.topic][0],
        "text": case.text, "place_text": case.place_text, "deputy": persons.get(case.claimed_by or 0, ""),
        "claimed_on": _iso(case.claimed_on), "unit": units.get(case.unit_id or 0, ""),
        "assigned_on": _iso(case.assigned_on), "answered_on": _iso(case.answered_on), "answer": case.answer,
        "solved": {True: "是", False: "否", None: ""}[case.is_solved],
        "satisfaction": _first(_SATISFACTIONS, case.satisfaction), "closed_on": _iso(case.closed_on),
        "state": _STATES[case.state][0], "decline_reason": _first(_REASONS, case.decline_reason),
    }  # fmt: skip


def _first(told: dict[str, Sequence[str]], value: str) -> str:
    return told[value][0] if value in told else ""


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""


_TOLD = {
    "channel": first_words(_CHANNELS),
    "topic": first_words(_TOPICS),
    "solved": first_words(_SOLVED),
    "satisfaction": first_words(_SATISFACTIONS),
    "state": first_words(_STATES),
    "decline_reason": first_words(_REASONS),
}
KIND = Kind("cases", COLUMNS, match, apply, undo, export, EXAMPLE, Role.DEPUTY_AFFAIRS, told=_TOLD)
