# ruff: noqa: E501 - a column with its synonyms is read as one line, and Chinese counts double
"""Venues (家站室) with their place, hours and liaison; through the venue room's own actions, one by one."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from lianxin.exchange.kinds import dependants
from lianxin.exchange.kinds.base import Context, Kind, Made, first_words, resolve_place
from lianxin.exchange.sheets import cleaners as clean
from lianxin.exchange.sheets.columns import Cleaned, Column, Row, Weight
from lianxin.exchange.sheets.reading import Value
from lianxin.exchange.sheets.text import closed
from lianxin.kernel.errors import DomainError
from lianxin.venues import actions, reads
from lianxin.venues.actions import VenueFacts, withdraw
from lianxin.venues.words import Tier

_TIER_WORDS = {
    Tier.PROFESSIONAL: ("专业代表工作站", "专业站", "专业代表站", "专业工作站", "行业站"),
    Tier.HOME: ("人大代表之家", "代表之家", "家", "代表家"),
    Tier.STATION: ("人大代表工作站", "代表工作站", "工作站", "站", "代表站"),
    Tier.ROOM: ("人大代表联络室", "代表联络室", "联络室", "室", "代表工作室", "工作室", "代表室"),
    Tier.POINT: ("人大代表联络点", "代表联络点", "联络点", "点", "代表联系点"),
}
_TIER_OF = {word: tier for tier, words in _TIER_WORDS.items() for word in words}


def tier(value: Value) -> Cleaned:
    """工作站 -> station."""
    if clean.is_blank(value):
        return Cleaned()
    text = re.sub(r"[“”\"'（(].*?[”\"'）)]?$", "", closed(value)) or closed(value)
    found = _TIER_OF.get(text)
    return Cleaned(found.value) if found else Cleaned("", "not_a_tier", _tier_of_name(text))


def _tier_of_name(name: str) -> str:
    """The word a name ends with: 鹿城镇人大代表工作站 -> 人大代表工作站."""
    fits = [(len(word), words[0]) for words in _TIER_WORDS.values() for word in words if name.endswith(word)]
    return max(fits, default=(0, ""))[1]


def venue_name(value: Value) -> Cleaned:
    """The name without spaces."""
    return Cleaned(clean.line(value).value.replace(" ", ""))


# fmt: off
COLUMNS = (
    Column("county", "县（市、区）", ("县市区", "所属县"), clean.place, fills_down=True),
    Column("township", "乡镇（街道）", ("乡镇街道", "乡镇", "所属乡镇", "所在乡镇", "街道", "所在乡镇街道"), clean.place, fills_down=True),
    Column("village", "村（社区）", ("村社区", "所在村", "所属村", "村", "社区", "村居", "所在村社区"), clean.place),
    Column("name", "阵地名称", ("名称", "家站室名称", "站点名称", "代表活动阵地", "家站名称", "阵地", "联络站名称", "站室名称"),
           venue_name, is_required=True, most=60),
    Column("tier", "类别", ("阵地类别", "类型", "级别", "阵地类型", "家站室类别", "层级"), tier),
    Column("address", "地址", ("详细地址", "所在地址", "阵地地址", "位置"), clean.line, most=120),
    Column("phone", "电话", ("联系电话", "值班电话", "办公电话", "电话号码", "手机", "联系人电话", "联络员电话"), clean.phone),
    Column("opening_hours", "开放时间", ("开放时段", "工作时间"), clean.line, most=80),
    Column("reception_rule", "接待日", ("接待时间", "接待安排", "代表接待日", "接待群众时间"), clean.line, most=80),
    Column("liaison_name", "联络员", ("联络员姓名", "负责人", "管理员", "联系人", "站长"), clean.name, most=60),
    Column("committee", "对应专（工）委", ("专工委", "对应专委会", "专委会", "专门委员会", "对应专工委"), clean.line, most=60),
    Column("field", "专业领域", ("领域", "行业", "行业领域"), clean.line, most=40),
    Column("parent", "上级阵地", ("所属阵地", "上级站", "上级"), venue_name),
    Column("opened_on", "建成日期", ("建成时间", "挂牌时间", "成立时间", "建立时间", "设立时间", "挂牌日期"), clean.day),
)
# fmt: on
EXAMPLE = (
    {
        "name": "西城社区人大代表联络室",
        "tier": "人大代表联络室",
        "address": "西城社区服务中心一楼",
        "phone": "0878-3000001",
        "reception_rule": "每月 15 日",
        "liaison_name": "王芳",
    },
)  # fmt: skip
_FACTS = ("tier", "address", "phone", "opening_hours", "reception_rule", "liaison_name", "committee", "field")


def match(rows: Sequence[Row], context: Context) -> None:
    """A venue is the one of the same name in the same place."""
    known = {(v.division_code, v.name): v for v in reads.known_venues(context.place)}
    names = {v.name for v in known.values()} | {row.get("name") for row in rows}
    seen: dict[tuple[str, str], Row] = {}
    for row in rows:
        resolve_place(row, context)
        if not row.get("tier") and not any(p.field == "tier" for p in row.problems):
            row.values["tier"] = tier(_tier_of_name(row.get("name"))).value
            if not row.get("tier"):
                row.add("tier", "not_a_tier")
        if row.get("tier") == Tier.PROFESSIONAL and not (row.get("committee") and row.get("field")):
            row.add("tier", "professional_incomplete")
        if row.get("parent") and row.get("parent") not in names:
            row.add("parent", "no_such_parent", weight=Weight.WARNING)
        if not row.is_valid:
            continue
        key = row.get("home_code"), row.get("name")
        if key in seen:
            row.status = "repeated"
            row.add("name", "repeated", value=str(seen[key].number), weight=Weight.WARNING)
            continue
        seen[key] = row
        if key in known:
            if not known[key].is_open:
                row.add("name", "venue_closed")
            row.match_id, row.match_text = known[key].id, known[key].name


def apply(rows: Sequence[Row], context: Context) -> list[Made]:
    """Open new venues, change what differs; parents first, so that a child finds its own in the same file."""
    known = reads.known_venues(context.place)
    by_id, by_name = {v.id: v for v in known}, {v.name: v.id for v in known if v.is_open}
    order = [Tier.HOME, Tier.STATION, Tier.ROOM, Tier.POINT, Tier.PROFESSIONAL]
    made: list[Made] = []
    for row in rows:
        row.status = "unchanged" if row.status == "repeated" else row.status
    todo = [row for row in rows if row.is_valid and not row.status]
    for row in sorted(todo, key=lambda r: order.index(Tier(r.get("tier")))):
        parent = by_name.get(row.get("parent")) if row.get("parent") else None
        made += _venue(row, by_id.get(row.match_id or 0), parent, context)
        by_name[row.get("name")] = row.match_id or 0
    return made


def _venue(row: Row, known: reads.KnownVenue | None, parent: int | None, context: Context) -> list[Made]:
    if known is None:
        facts = VenueFacts(
            name=row.get("name"),
            division_code=row.get("home_code"),
            parent_id=parent,
            **_as_facts(_texts(row, {})),
        )
        venue = actions.open_venue(
            facts=facts, opened_on=_opened(row, context), actor=context.actor, at=context.at
        )
        row.status, row.match_id = "created", venue.pk
        return [Made("venue", venue.pk, {"division_code": row.get("home_code")})]
    before = {name: str(getattr(known, name)) for name in _FACTS}
    texts = _texts(row, before)
    after = {name: str(value) for name, value in texts.items()}
    parent = parent if parent is not None and parent != known.id else known.parent_id
    row.status = "unchanged" if after == before and parent == known.parent_id else "updated"
    if row.status == "updated":
        facts = VenueFacts(
            name=known.name, division_code=known.division_code, parent_id=parent,
            also_serves=known.also_serves, **_as_facts(texts),
        )  # fmt: skip
        actions.change_venue(venue_id=known.id, facts=facts, actor=context.actor, at=context.at)
        return [
            Made("venue", known.id, after | {"parent_id": str(parent or "")},
                 before | {"parent_id": str(known.parent_id or "")})
        ]  # fmt: skip
    return []


def _texts(row: Row, before: dict[str, str]) -> dict[str, str]:
    """What the row gives, and what was there where it gives nothing."""
    return {name: row.get(name) or before.get(name, "") for name in _FACTS}


def _as_facts(texts: dict[str, str]) -> dict[str, Any]:
    """The same with the tier as the venue room's own word."""
    return texts | {"tier": Tier(texts["tier"])}


def _opened(row: Row, context: Context) -> date:
    day = row.get("opened_on")
    if not day:
        return timezone.localdate(context.at)
    return date.fromisoformat(day if len(day) == 10 else f"{day}-01")


def undo(made: Sequence[Made], context: Context, reason: str) -> None:
    """Take venues back that nobody was placed in and no matter has reached; changed ones get their facts back."""
    new = [m.id for m in made if m.before is None]
    dependants.require_free_places(context.actor, unit_ids=[], venue_ids=new)
    known = {v.id: v for v in reads.known_venues(context.place)}
    for change in (m for m in made if m.before is not None):
        _give_back(change, known, context)
    withdraw.withdraw_venues(venue_ids=new, actor=context.actor, at=context.at, reason=reason)


def _give_back(change: Made, known: dict[int, reads.KnownVenue], context: Context) -> None:
    venue = known.get(change.id)
    before = dict(change.before or {})
    parent = before.pop("parent_id", "")
    if venue is None or any(str(getattr(venue, n) or "") != v for n, v in change.after.items()):
        raise DomainError(_("导入的资料后来有人改过，不能整批撤销了。请逐个修改。"))
    facts = VenueFacts(
        name=venue.name, division_code=venue.division_code, parent_id=int(parent) if parent else None,
        also_serves=venue.also_serves, **_as_facts(before),
    )  # fmt: skip
    actions.change_venue(venue_id=venue.id, facts=facts, actor=context.actor, at=context.at)


def export(context: Context) -> list[dict[str, str]]:
    """Open venues of the place."""
    places = context.places.names
    known = reads.known_venues(context.place)
    names = {v.id: v.name for v in known}
    return [
        {
            "county": places.get(v.division_code[:6], "") if len(context.place) < 6 <= len(v.division_code) else "",
            "township": places.get(v.division_code[:9], "") if len(v.division_code) >= 9 else "",
            "village": places.get(v.division_code, "") if len(v.division_code) == 12 else "",
            "name": v.name, "tier": _TIER_WORDS[Tier(v.tier)][0], "address": v.address, "phone": v.phone,
            "opening_hours": v.opening_hours, "reception_rule": v.reception_rule,
            "liaison_name": v.liaison_name, "committee": v.committee, "field": v.field,
            "parent": names.get(v.parent_id or 0, ""), "opened_on": v.opened_on.isoformat(),
        }
        for v in known
        if v.is_open
    ]  # fmt: skip


_TOLD = {"tier": first_words(_TIER_WORDS)}
KIND = Kind("venues", COLUMNS, match, apply, undo, export, EXAMPLE, told=_TOLD)
