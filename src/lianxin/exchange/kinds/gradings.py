# ruff: noqa: E501 - a column with its synonyms is read as one line, and Chinese counts double
"""Results of assessments made on paper (评估结果): the venue must be recorded, and what the platform graded stays."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date

from lianxin.assessments import reads
from lianxin.assessments.actions import take_over
from lianxin.assessments.words import MODE_LABELS, STANDARD_LABELS, Mode, StandardKind
from lianxin.exchange.kinds.base import Context, Kind, Made
from lianxin.exchange.kinds.members import match_venue
from lianxin.exchange.kinds.venues import venue_name
from lianxin.exchange.sheets import cleaners as clean
from lianxin.exchange.sheets.columns import Cleaned, Column, Row, Weight
from lianxin.exchange.sheets.reading import Value
from lianxin.exchange.sheets.text import closed
from lianxin.kernel.actor import Role
from lianxin.kernel.errors import DomainError
from lianxin.venues import reads as venues


def standard(value: Value) -> Cleaned:
    """信息化 or 建设."""
    text = closed(value)
    if "信息" in text:
        return Cleaned(StandardKind.INFORMATISED.value)
    if "建设" in text or "十有" in text or "八有" in text:
        return Cleaned(StandardKind.BUILDING.value)
    return Cleaned("", "not_a_standard" if text else "")


def mode(value: Value) -> Cleaned:
    """线上 or 现场."""
    return Cleaned(Mode.ONLINE.value if "线上" in closed(value) else Mode.ON_SITE.value)


def points(value: Value) -> Cleaned:
    """达标 means all points; else a number."""
    text = closed(value)
    if text in {"达标", "是", "满分", "√", "全部达标"}:
        return Cleaned("full")
    return clean.number(value)


# fmt: off
COLUMNS = (
    Column("county", "县（市、区）", ("县市区", "所属县"), clean.place, fills_down=True),
    Column("township", "乡镇（街道）", ("乡镇街道", "乡镇", "所属乡镇", "街道"), clean.place, fills_down=True),
    Column("village", "村（社区）", ("村社区", "所在村", "所属村", "村", "社区"), clean.place),
    Column("venue", "阵地名称", ("名称", "家站室名称", "站点名称", "阵地", "代表活动阵地"), venue_name, is_required=True, most=60),
    Column("kind", "标准", ("评估标准", "标准类别", "评估类别", "评估项目"), standard, is_required=True),
    Column("points", "得分", ("分数", "总分", "结果", "是否达标", "评估结果"), points, is_required=True),
    Column("graded_on", "定级日期", ("评估日期", "定级时间", "评估时间", "达标日期"), clean.day, is_required=True),
    Column("mode", "查看方式", ("评估方式", "方式"), mode),
)
# fmt: on
EXAMPLE = (
    {"venue": "西城社区人大代表联络室", "kind": "信息化标准", "points": "达标", "graded_on": "2026-03-02"},
)


def match(rows: Sequence[Row], context: Context) -> None:
    """Find the venue by its name and place; one result a venue, standard and year."""
    known: dict[str, list[venues.KnownVenue]] = defaultdict(list)
    for venue in venues.known_venues(context.place):
        known[venue.name].append(venue)
    seen: dict[tuple[str, str, str], Row] = {}
    for row in rows:
        match_venue(row, known[row.get("venue")], context)
        if row.get("graded_on") and len(row.get("graded_on")) != 10:
            row.add("graded_on", "not_a_day")
        if not row.is_valid:
            continue
        key = row.get("venue_id"), row.get("kind"), row.get("graded_on")[:4]
        if key in seen:
            row.status = "repeated"
            row.add("venue", "repeated", value=str(seen[key].number), weight=Weight.WARNING)
        else:
            seen[key] = row


def apply(rows: Sequence[Row], context: Context) -> list[Made]:
    """Take the results over; what was graded on the platform in that year keeps its row out, with the reason."""
    made: list[Made] = []
    for row in rows:
        if row.status == "repeated":
            row.status = "unchanged"
        elif row.is_valid:
            made += _taken(row, context)
    return made


def _taken(row: Row, context: Context) -> list[Made]:
    given = row.get("points")
    grading = take_over.Grading(
        venue_id=int(row.get("venue_id")),
        kind=StandardKind(row.get("kind")),
        graded_on=date.fromisoformat(row.get("graded_on")),
        points=None if given == "full" else int(given),
        mode=Mode(row.get("mode") or Mode.ON_SITE),
    )
    try:
        one, is_new = take_over.take_over_grading(grading=grading, actor=context.actor, at=context.at)
    except DomainError as error:
        row.add("venue", "refused", value=str(error))
        return []
    row.match_id, row.status = one.pk, "created" if is_new else "unchanged"
    return [Made("grading", one.pk, {})] if is_new else []


def undo(made: Sequence[Made], context: Context, reason: str) -> None:
    """Results that were taken over no longer count; the record stays."""
    take_over.withdraw_gradings(
        assessment_ids=[m.id for m in made], actor=context.actor, at=context.at, reason=reason
    )


def export(context: Context) -> list[dict[str, str]]:
    """The results in force, of the platform and taken over alike."""
    names = context.places.names
    return [
        {
            "county": names.get(r.division_code[:6], "") if len(context.place) < 6 <= len(r.division_code) else "",
            "township": names.get(r.division_code[:9], "") if len(r.division_code) >= 9 else "",
            "village": names.get(r.division_code, "") if len(r.division_code) == 12 else "",
            "venue": r.venue_name, "kind": str(STANDARD_LABELS[r.kind]), "points": str(r.points),
            "graded_on": r.graded_on.isoformat(), "mode": str(MODE_LABELS[r.mode]),
        }
        for r in reads.gradings(context.actor, context.place)
    ]  # fmt: skip


_TOLD = {
    "kind": {code: str(label) for code, label in STANDARD_LABELS.items()},
    "points": {"full": "达标"},
    "mode": {code: str(label) for code, label in MODE_LABELS.items()},
}
KIND = Kind("gradings", COLUMNS, match, apply, undo, export, EXAMPLE, Role.DEPUTY_AFFAIRS, told=_TOLD)
