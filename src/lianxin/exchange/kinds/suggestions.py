# ruff: noqa: E501 - a column with its synonyms is read as one line, and Chinese counts double
"""Suggestions of deputies of earlier years (历年代表建议): ended ones, with their days, reply and rating.

A session that the ledger names and nobody has registered is registered with it, on the days its suggestions were
submitted: their numbers would otherwise meet those of other sessions. Source: ADR-0031 §5.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from datetime import date

from lianxin.exchange.kinds.base import Context, Kind, Made, first_words
from lianxin.exchange.kinds.past import Register, check_days, day_of, names, number, one_of, unit_names, words
from lianxin.exchange.sheets import cleaners as clean
from lianxin.exchange.sheets.columns import Cleaned, Column, Row, Weight
from lianxin.exchange.sheets.reading import Value
from lianxin.exchange.sheets.text import closed
from lianxin.kernel.actor import Role
from lianxin.people import reads as people
from lianxin.people.words import UnitKind
from lianxin.suggestions import actions
from lianxin.suggestions.actions import PastSuggestion
from lianxin.suggestions.reads import past as past_reads
from lianxin.suggestions.reads.past import EndedSuggestion, Key
from lianxin.suggestions.words import DECLINE_LABELS, DeclineReason, Organ, Phase, Satisfaction
from lianxin.suggestions.workflow import SuggestionState

_STATES: dict[str, Sequence[str]] = {
    SuggestionState.CLOSED: ("已办结", "办结", "已答复", "已完成", "办理完毕", "结案"),
    SuggestionState.DECLINED: ("不予立案", "未立案", "不立案"),
    SuggestionState.LETTER: ("转为来信", "转来信", "作来信处理"),
    SuggestionState.WITHDRAWN: ("已撤回", "撤回", "代表撤回"),
    "open": ("办理中", "在办", "未办结", "正在办理", "待答复", "已交办", "未答复"),
}
_PHASES: dict[str, Sequence[str]] = {
    Phase.IN_SESSION: ("大会期间", "会议期间", "大会", "会上", "大会建议"),
    Phase.INTER_SESSION: ("闭会期间", "闭会", "平时", "闭会建议"),
}
_CATEGORIES: dict[str, Sequence[str]] = {
    "transport": ("交通电力", "交通", "电力", "交通运输"), "farming": ("农林水", "农业", "水利", "林业", "农业农村", "农林水利"),
    "building": ("城建土地", "城建", "城乡建设", "城建环保", "土地", "自然资源"),
    "culture": ("科教文卫", "教科文卫", "教育", "卫生", "科教文卫体", "文化"), "village": ("乡村建设", "乡村振兴"),
    "ethnic": ("民族民政", "民政", "民族", "民族宗教"), "labour": ("劳动社保", "社保", "社会保障", "人社", "劳动人事"),
    "market": ("市场监管",), "finance": ("财政金融", "财政", "财经", "金融", "财政经济"),
    "law": ("政法综治", "政法", "法制", "监察司法"), "industry": ("工业信息", "工业", "工交", "信息"), "other": ("其他", "其它"),
}  # fmt: skip
_SATISFACTIONS: dict[str, Sequence[str]] = {
    Satisfaction.SATISFIED: ("满意", "非常满意", "很满意"),
    Satisfaction.BASICALLY: ("基本满意", "较满意", "比较满意"),
    Satisfaction.DISSATISFIED: ("不满意", "很不满意"),
}
_REASONS: dict[str, Sequence[str]] = {
    reason.value: (str(DECLINE_LABELS[reason]),) for reason in DeclineReason
}
_ORGANS = {
    UnitKind.COURT: Organ.COURT, UnitKind.PROCURATORATE: Organ.PROCURATORATE, UnitKind.SUPERVISION: Organ.SUPERVISION,
    UnitKind.PARTY: Organ.PARTY,
}  # fmt: skip


def serial(value: Value) -> Cleaned:
    """第12号, 2023-012, 十八届二次第12号 -> 12: the last digits are the number within its series."""
    text = closed(value)
    if clean.is_blank(value):
        return Cleaned()
    found = re.findall(r"\d+", text)
    if found and len(found[-1]) < 7 and int(found[-1]):
        return Cleaned(str(int(found[-1])))
    return Cleaned("", "not_a_number")


def session(value: Value) -> Cleaned:
    """第二次会议, 2, 十八届二次 -> 2."""
    text = re.sub(r"^.*届", "", closed(value)).replace("会议", "")
    return clean.number(text)


def result_class(value: Value) -> Cleaned:
    """A类, Ａ, a -> A."""
    text = re.sub(r"[类级等]+.*$", "", closed(value)).upper()
    if clean.is_blank(value):
        return Cleaned()
    return Cleaned(text) if re.fullmatch(r"[A-F][1-9]?", text) else Cleaned("", "not_a_class")


# fmt: off
COLUMNS = (
    Column("number", "建议编号", ("编号", "建议号", "件号", "案号", "建议件号"), serial),
    Column("term", "届", ("届次", "届别", "第几届"), clean.number, fills_down=True),
    Column("session", "会次", ("次会议", "会议次数", "第几次会议", "会议"), session, fills_down=True),
    Column("phase", "提出时段", ("会内会外", "时段", "提出时期", "大会或闭会"), one_of(_PHASES, "not_a_phase"), fills_down=True),
    Column("title", "标题", ("建议标题", "建议名称", "题目", "案由", "建议题目", "名称", "建议"), clean.line, is_required=True, most=60),
    Column("category", "类别", ("建议类别", "分类", "类型", "所属类别"), one_of(_CATEGORIES, "not_a_category")),
    Column("lead", "领衔代表", ("提出人", "代表姓名", "提建议人", "领衔人", "建议人", "提出代表", "代表"), clean.name, is_required=True),
    Column("cosigners", "附议代表", ("联名代表", "附议人", "附议", "联名人", "署名代表"), names),
    Column("delegation", "代表团", ("所在代表团", "提出代表团"), clean.line, most=40),
    Column("situation", "情况", ("建议内容", "内容", "主要内容", "存在问题", "情况和问题", "正文"), words, most=8000),
    Column("proposal", "建议事项", ("具体建议", "意见建议", "建议措施"), words, most=8000),
    Column("submitted_on", "提出日期", ("提出时间", "提交日期", "提交时间", "收到日期", "日期", "时间"), clean.day, is_required=True),
    Column("handed_on", "交办日期", ("交办时间",), clean.day),
    Column("unit", "主办单位", ("承办单位", "办理单位", "独办单位", "主办", "责任单位"), number, most=60),
    Column("co_units", "协办单位", ("会办单位", "协办", "会办"), unit_names),
    Column("replied_on", "答复日期", ("答复时间", "回复日期", "回复时间"), clean.day),
    Column("document_number", "答复文号", ("文号", "发文字号"), number, most=40),
    Column("result_class", "办理结果类别", ("结果类别", "答复类别", "办理类别", "办理结果", "答复分类", "结果分类"), result_class),
    Column("reply", "答复内容", ("答复意见", "答复", "办理情况", "答复正文", "复函内容"), words, most=20000),
    Column("attitude", "对办理态度", ("态度评价", "办理态度"), one_of(_SATISFACTIONS, "not_a_satisfaction")),
    Column("result", "对办理结果", ("满意度", "代表评价", "评价", "是否满意", "满意情况", "代表意见", "结果评价"), one_of(_SATISFACTIONS, "not_a_satisfaction")),
    Column("rating_text", "评价意见", ("不满意原因", "评价理由", "意见"), words, most=1000),
    Column("closed_on", "办结日期", ("办结时间", "完成时间", "结案时间"), clean.day),
    Column("state", "办理状态", ("状态", "是否办结", "办理进度", "进度"), one_of(_STATES, "not_a_state")),
    Column("decline_code", "不予立案原因", ("不立案原因",), one_of(_REASONS, "not_a_reason")),
)
# fmt: on
EXAMPLE = (
    {
        "number": "12",
        "term": "17",
        "session": "2",
        "phase": "大会期间",
        "title": "关于整治通村公路边坡的建议",
        "category": "交通电力",
        "lead": "王芳",
        "cosigners": "李明",
        "situation": "雨季边坡多处塌方，车辆只能单边通行。",
        "proposal": "请在汛期前加固三处边坡。",
        "submitted_on": "2023-02-15",
        "handed_on": "2023-03-10",
        "unit": "交通运输局",
        "replied_on": "2023-06-20",
        "result_class": "A",
        "reply": "三处边坡已于 5 月底加固完毕。",
        "result": "满意",
        "closed_on": "2023-07-01",
        "state": "已办结",
    },
)  # fmt: skip
_DAYS = ("submitted_on", "handed_on", "replied_on", "closed_on")


def match(rows: Sequence[Row], context: Context) -> None:
    """Find lead, co-signers and units of each; a suggestion met before is left as it is."""
    everybody = {row.get("lead") for row in rows} | {
        n for row in rows for n in row.get("cosigners").split("、")
    }
    register = Register(context, everybody)
    terms = [term.number for term in people.terms_of(context.place)]
    for row in rows:
        _complete(row, context, max(terms, default=0))
        check_days(row, _DAYS, context)
        lead = register.person(row, "lead") if row.get("lead") else None
        others = _cosigners(row, register, lead)
        unit = register.unit(row, "unit", row.get("unit")) if row.get("unit") else None
        co_units = [register.unit(row, "co_units", name) for name in row.get("co_units").split("、") if name]
        row.values |= {
            "lead_id": str(lead or ""), "cosigner_ids": ",".join(map(str, others)), "unit_id": str(unit or ""),
            "co_unit_ids": ",".join(str(pk) for pk in dict.fromkeys(co_units) if pk and pk != unit),
        }  # fmt: skip
    _meet(rows, context)


def _complete(row: Row, context: Context, newest_term: int) -> None:
    """What an ended suggestion must say, by how it ended."""
    state = row.get("state") or (
        SuggestionState.CLOSED.value if row.get("replied_on") or row.get("closed_on") else "open"
    )
    if not any(p.field == "state" for p in row.problems):
        row.values["state"] = state
        if state == "open":
            row.add("state", "not_ended")
    needed = {
        SuggestionState.CLOSED: ("number", "unit", "replied_on", "result_class"),
        SuggestionState.DECLINED: ("decline_code",),
    }
    for field in needed.get(SuggestionState(state), ()) if state != "open" else ():
        if not row.get(field) and not any(p.field == field for p in row.problems):
            row.add(field, "missing")
    if state != "open" and not row.get("closed_on") and not any(p.field == "closed_on" for p in row.problems):
        last = max((row.get(field) for field in _DAYS if row.get(field)), default="")
        row.values["closed_on"] = last
        row.add("closed_on", "closed_on_guessed", value=last, weight=Weight.WARNING)
    term = row.get("term") or str(context.term or newest_term or "")
    row.values["term"] = term
    if not term:
        row.add("term", "missing")
    if not row.get("phase"):
        row.values["phase"] = Phase.IN_SESSION if row.get("session") else Phase.INTER_SESSION
    row.values["category"] = row.get("category") or (
        "other" if not any(p.field == "category" for p in row.problems) else ""
    )
    if Satisfaction.DISSATISFIED in (row.get("result"), row.get("attitude")) and not row.get("rating_text"):
        row.add("rating_text", "missing")


def _cosigners(row: Row, register: Register, lead: int | None) -> list[int]:
    """Those who are sure; the others are named in a warning, and the suggestion is kept without them."""
    found, unsure = [], []
    for name in (n for n in row.get("cosigners").split("、") if n):
        known = register.persons.get(name, [])
        if len(known) == 1:
            found.append(known[0].id)
        else:
            unsure.append(name)
    if unsure:
        row.add("cosigners", "cosigner_unsure", value="、".join(unsure), weight=Weight.WARNING)
    return [pk for pk in dict.fromkeys(found) if pk != lead]


def _key(row: Row) -> Key | None:
    if not row.get("number"):
        return None
    # The session counts only for what was raised in it.
    session_number = int(row.get("session") or 0) if row.get("phase") == Phase.IN_SESSION else 0
    return int(row.get("term")), row.get("phase"), session_number, int(row.get("number"))


def _meet(rows: Sequence[Row], context: Context) -> None:
    known = past_reads.ended_suggestions(context.actor)
    by_key = {s.key: s for s in known if s.key is not None}
    given = past_reads.titles_by_key(context.actor)
    by_words = {(s.title, s.submitted_on, s.lead_person_id): s for s in known if s.key is None}
    seen: dict[object, Row] = {}
    for row in (row for row in rows if row.is_valid):
        key = _key(row)
        said = row.get("title"), day_of(row, "submitted_on"), int(row.get("lead_id"))
        mark: object = key or said
        before = by_key.get(key) if key else by_words.get(said)  # type: ignore[arg-type]  # a valid row has its day
        if mark in seen:
            same = seen[mark].get("title") == row.get("title")
            row.status = "repeated" if same else ""
            row.add("number", "repeated" if same else "number_twice", value=str(seen[mark].number),
                    weight=Weight.WARNING if same else Weight.ERROR)  # fmt: skip
            continue
        seen[mark] = row
        if before is None and key in given:
            row.add("number", "number_taken", value=given[key])
        if before is not None:
            row.match_id, row.match_text = before.id, before.title
            if before.title != row.get("title"):
                row.add("number", "number_taken", value=before.title)


def apply(rows: Sequence[Row], context: Context) -> list[Made]:
    """Keep what is new, all in a few statements; nothing recorded is changed."""
    new = [row for row in rows if row.is_valid and row.status != "repeated" and not row.match_id]
    for row in rows:
        if row.is_valid:
            row.status = "unchanged" if row.status == "repeated" or row.match_id else "created"
    if not new:
        return []
    sessions = _sessions(new, context)
    organs = {
        unit.id: _ORGANS.get(UnitKind(unit.kind), Organ.GOVERNMENT)
        for unit in people.known_units(context.place)
    }
    ids = actions.record_past_suggestions(
        suggestions=[_past(row, sessions, organs) for row in new], actor=context.actor, at=context.at
    )
    for row, pk in zip(new, ids, strict=True):
        row.match_id = pk
    return [Made("suggestion", pk, {}) for pk in ids]


def _sessions(rows: Sequence[Row], context: Context) -> dict[tuple[int, int], int]:
    """Sessions by term and number; one that nobody registered is, on the days of what was submitted in it."""
    congress = people.congress_at(context.place)
    found = people.session_ids(congress[0]) if congress else {}
    days: dict[tuple[int, int], list[date]] = defaultdict(list)
    for row in rows:
        day = day_of(row, "submitted_on")
        if row.get("phase") == Phase.IN_SESSION and row.get("session") and day is not None:
            days[int(row.get("term")), int(row.get("session"))].append(day)
    for (term, session_number), on in sorted(days.items()):
        if congress and (term, session_number) not in found:
            found[term, session_number] = actions.open_session(
                division_code=context.place, term_number=term, number=session_number,
                name=f"第{term}届人民代表大会第{session_number}次会议", starts_on=min(on), ends_on=max(on),
                actor=context.actor, at=context.at,
            ).pk  # fmt: skip
    return found


def _past(row: Row, sessions: dict[tuple[int, int], int], organs: dict[int, Organ]) -> PastSuggestion:
    state, phase = SuggestionState(row.get("state")), Phase(row.get("phase"))
    in_session = phase == Phase.IN_SESSION and row.get("session")
    unit = int(row.get("unit_id") or 0) or None
    submitted = day_of(row, "submitted_on") or date.min
    return PastSuggestion(
        term_number=int(row.get("term")), phase=phase,
        session_id=sessions.get((int(row.get("term")), int(row.get("session")))) if in_session else None,
        number=int(row.get("number")) if row.get("number") else None, lead_person_id=int(row.get("lead_id")),
        title=row.get("title"), category=row.get("category"), situation=row.get("situation") or row.get("title"),
        submitted_on=submitted, closed_on=day_of(row, "closed_on") or submitted, state=state,
        cosigners=_ids(row.get("cosigner_ids")), delegation=row.get("delegation"), proposal=row.get("proposal"),
        organ=organs.get(unit or 0, Organ.GOVERNMENT), handed_on=day_of(row, "handed_on"), lead_unit_id=unit,
        co_unit_ids=_ids(row.get("co_unit_ids")), unit_name=row.get("unit"), replied_on=day_of(row, "replied_on"),
        document_number=row.get("document_number"), result_class=row.get("result_class"), reply=row.get("reply"),
        attitude=_satisfaction(row.get("attitude")), result=_satisfaction(row.get("result")),
        rating_text=row.get("rating_text"), decline_code=row.get("decline_code"),
    )  # fmt: skip


def _ids(text: str) -> tuple[int, ...]:
    return tuple(int(part) for part in text.split(",") if part)


def _satisfaction(text: str) -> Satisfaction | None:
    return Satisfaction(text) if text else None


def undo(made: Sequence[Made], context: Context, reason: str) -> None:
    """Take them back while nobody has touched one; a session they brought stays, for others may stand in it."""
    actions.withdraw_past_suggestions(
        suggestion_ids=[m.id for m in made], actor=context.actor, at=context.at, reason=reason
    )


def export(context: Context) -> list[dict[str, str]]:
    """Ended suggestions of the congress, newest first."""
    found = past_reads.ended_suggestions(context.actor)
    persons = people.names_of({p for s in found for p in (s.lead_person_id, *s.cosigners)})
    units = people.unit_names({u for s in found for u in (s.lead_unit_id, *s.co_unit_ids) if u})
    return [_record(s, persons, units) for s in found]


def _record(s: EndedSuggestion, persons: dict[int, str], units: dict[int, str]) -> dict[str, str]:
    return {
        "number": str(s.key[3]) if s.key else "", "term": str(s.term_number),
        "session": str(s.session_number or ""), "phase": _first(_PHASES, s.phase), "title": s.title,
        "category": _first(_CATEGORIES, s.category), "lead": persons.get(s.lead_person_id, ""),
        "cosigners": "、".join(persons[p] for p in s.cosigners if p in persons), "delegation": s.delegation,
        "situation": s.situation, "proposal": s.proposal, "submitted_on": str(s.submitted_on),
        "handed_on": _iso(s.handed_on), "unit": units.get(s.lead_unit_id or 0, ""),
        "co_units": "、".join(units[u] for u in s.co_unit_ids if u in units), "replied_on": _iso(s.replied_on),
        "document_number": s.document_number, "result_class": s.result_class, "reply": s.reply,
        "attitude": _first(_SATISFACTIONS, s.attitude), "result": _first(_SATISFACTIONS, s.result),
        "rating_text": s.rating_text, "closed_on": _iso(s.closed_on), "state": _first(_STATES, s.state),
        "decline_code": _first(_REASONS, s.decline_code),
    }  # fmt: skip


def _first(told: dict[str, Sequence[str]], value: str) -> str:
    return told[value][0] if value in told else ""


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""


_TOLD = {
    "phase": first_words(_PHASES),
    "category": first_words(_CATEGORIES),
    "attitude": first_words(_SATISFACTIONS),
    "result": first_words(_SATISFACTIONS),
    "state": first_words(_STATES),
    "decline_code": first_words(_REASONS),
}
KIND = Kind("suggestions", COLUMNS, match, apply, undo, export, EXAMPLE, Role.DEPUTY_AFFAIRS, told=_TOLD)
