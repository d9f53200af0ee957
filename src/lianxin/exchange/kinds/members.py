# ruff: noqa: E501 - a column with its synonyms is read as one line, and Chinese counts double
"""Deputies placed in venues (入驻): both must be recorded already, and neither is guessed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date

from django.utils import timezone

from lianxin.exchange.kinds.base import Context, Kind, Made
from lianxin.exchange.kinds.venues import venue_name
from lianxin.exchange.sheets import cleaners as clean
from lianxin.exchange.sheets.columns import Cleaned, Column, Row, Weight
from lianxin.exchange.sheets.reading import Value
from lianxin.exchange.sheets.text import closed
from lianxin.people import reads as people
from lianxin.venues import actions, reads
from lianxin.venues.actions import withdraw
from lianxin.venues.words import Placement


def placement(value: Value) -> Cleaned:
    """属地 or 专业."""
    text = closed(value)
    if "专业" in text or "行业" in text:
        return Cleaned(Placement.PROFESSIONAL.value)
    return Cleaned(Placement.HOME.value if text else "")


# fmt: off
COLUMNS = (
    Column("township", "乡镇（街道）", ("乡镇街道", "乡镇", "所属乡镇", "街道"), clean.place, fills_down=True),
    Column("village", "村（社区）", ("村社区", "所在村", "所属村", "村", "社区"), clean.place, fills_down=True),
    Column("venue", "阵地名称", ("家站室名称", "家站室", "阵地", "入驻阵地", "入驻站点", "站点", "站点名称", "所属阵地", "名称",
           "代表活动阵地", "联络室", "工作站", "代表之家"), venue_name, is_required=True, fills_down=True, most=60),
    Column("name", "代表姓名", ("姓名", "入驻代表", "代表", "进站代表", "进站代表姓名", "入驻代表姓名"), clean.name, is_required=True),
    Column("birth", "出生年月", ("出生日期", "出生"), clean.day),
    Column("phone", "联系电话", ("手机", "电话", "手机号", "电话号码", "手机号码", "联系方式"), clean.phone),
    Column("kind", "入驻方式", ("入驻类别", "类别", "方式"), placement),
    Column("since", "入驻日期", ("入驻时间", "进站时间", "进站日期"), clean.day),
)
# fmt: on
EXAMPLE = ({"venue": "西城社区人大代表联络室", "name": "王芳", "phone": "13800000001", "kind": "属地"},)


def match(rows: Sequence[Row], context: Context) -> None:
    """Find the venue by its name and place, the deputy by name, phone and birth."""
    venues: dict[str, list[reads.KnownVenue]] = defaultdict(list)
    for venue in reads.known_venues(context.place):
        venues[venue.name].append(venue)
    persons: dict[str, list[people.KnownPerson]] = defaultdict(list)
    for person in people.known_people(context.actor, {row.get("name") for row in rows}):
        persons[person.name].append(person)
    seen: dict[tuple[str, int], Row] = {}
    for row in rows:
        match_venue(row, venues[row.get("venue")], context)
        _match_person(row, persons[row.get("name")], context)
        if not row.is_valid:
            continue
        key = row.get("venue_id"), row.match_id or 0
        if key in seen:
            row.status = "repeated"
            row.add("name", "repeated", value=str(seen[key].number), weight=Weight.WARNING)
        else:
            seen[key] = row


def match_venue(row: Row, known: list[reads.KnownVenue], context: Context) -> None:
    """Set `venue_id` and `home_code` from the venue's name and place; note what is not found."""
    if not row.get("venue"):
        return
    able = list(known)
    if len(able) > 1:
        for name, level in (("village", 5), ("township", 4)):
            codes = context.places.find(row.get(name), level).codes if row.get(name) else ()
            able = [v for v in able if not codes or v.division_code.startswith(codes)] or able
    open_ones = [v for v in able if v.is_open]
    if not able:
        row.add("venue", "no_such_venue")
    elif not open_ones:
        row.add("venue", "venue_closed")
    elif len(open_ones) > 1:
        row.add("venue", "several_venues")
    else:
        row.values["venue_id"] = str(open_ones[0].id)
        row.values["home_code"] = open_ones[0].division_code


def _match_person(row: Row, known: list[people.KnownPerson], context: Context) -> None:
    if not row.get("name"):
        return
    decided = context.decisions.get((row.sheet, row.number))
    able = (
        [p for p in known if not _differs(row, p)]
        if decided is None
        else [p for p in known if p.id == decided]
    )
    sure = [p for p in able if row.get("phone") and p.phone == row.get("phone")] or able
    if not sure:
        row.add("name", "no_such_person")
    elif len(sure) > 1:
        near = [p for p in sure if any(s.home_code == row.get("home_code") for s in p.seats)]
        if len(near) != 1:
            row.add("name", "several_people", value="；".join(_text(p) for p in sure))
            row.candidates = [(p.id, _text(p)) for p in sure]
            return
        sure = near
    if sure:
        row.match_id, row.match_text = sure[0].id, _text(sure[0])


def _differs(row: Row, person: people.KnownPerson) -> bool:
    day = row.get("birth")
    return bool(day and person.birth) and day[:7] != person.birth[:7]


def _text(person: people.KnownPerson) -> str:
    return "，".join(t for t in (person.name, person.occupation, person.birth) if t)


def apply(rows: Sequence[Row], context: Context) -> list[Made]:
    """Place them; who is there already stays as they are."""
    placed = {(v.id, person) for v in reads.known_venues(context.place) for person in v.members}
    made: list[Made] = []
    for row in rows:
        if row.status == "repeated":
            row.status = "unchanged"
        elif row.is_valid:
            made += _place(row, placed, context)
    return made


def _place(row: Row, placed: set[tuple[int, int]], context: Context) -> list[Made]:
    venue, person = int(row.get("venue_id")), row.match_id or 0
    if (venue, person) in placed:
        row.status = "unchanged"
        return []
    day = row.get("since")
    since = (
        date.fromisoformat(day if len(day) == 10 else f"{day}-01") if day else timezone.localdate(context.at)
    )
    membership = actions.place_deputy(
        venue_id=venue, person_id=person, kind=Placement(row.get("kind") or Placement.HOME), since=since,
        actor=context.actor, at=context.at,
    )  # fmt: skip
    row.status = "created"
    return [Made("membership", membership.pk, {})]


def undo(made: Sequence[Made], context: Context, reason: str) -> None:
    """Remove placements nobody was given a plate for."""
    withdraw.withdraw_placements(
        membership_ids=[m.id for m in made], actor=context.actor, at=context.at, reason=reason
    )


def export(context: Context) -> list[dict[str, str]]:
    """Who is placed where."""
    names = context.places.names
    venues = [v for v in reads.known_venues(context.place) if v.is_open and v.members]
    persons = {p.id: p for p in people.known_people(context.actor)}
    return [
        {
            "township": names.get(v.division_code[:9], "") if len(v.division_code) >= 9 else "",
            "village": names.get(v.division_code, "") if len(v.division_code) == 12 else "",
            "venue": v.name, "name": persons[m].name, "birth": persons[m].birth, "phone": persons[m].phone,
        }
        for v in venues
        for m in v.members
        if m in persons
    ]  # fmt: skip


_TOLD = {"kind": {Placement.HOME.value: "属地", Placement.PROFESSIONAL.value: "专业"}}
KIND = Kind("members", COLUMNS, match, apply, undo, export, EXAMPLE, told=_TOLD)
