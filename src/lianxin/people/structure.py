"""Structure of the deputies of a term: women, groups, parties, ages, schooling, identity.

Every number opens its list. Party, age, schooling and identity come from the roster and are read by those who
record in the place; what may not be read counts as "not filled in".
Source: LAW-ELECTION §7; domain.md §7; ADR-0029.
"""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lianxin.kernel.actor import Actor
from lianxin.kernel.errors import NotFound
from lianxin.kit.tables import BOM, csv_lines
from lianxin.people import access
from lianxin.people.models import Mandate, RosterFacts
from lianxin.people.term_reads import TermRow, term_row
from lianxin.people.words import MandateState

_IN_OFFICE = (MandateState.ACTIVE, MandateState.SUSPENDED)
BLANK = gettext_lazy("未填")
_AGES = (
    (35, gettext_lazy("35 岁及以下")), (45, gettext_lazy("36—45 岁")), (55, gettext_lazy("46—55 岁")),
    (60, gettext_lazy("56—60 岁")), (200, gettext_lazy("61 岁及以上")),
)  # fmt: skip
# Words by which a roster names those who count as front-line. Source: LAW-ELECTION §7 (工人、农民和知识分子).
_FRONT_LINE = ("一线", "工人", "农民", "专业技术")
_SCHOOLS = (
    (gettext_lazy("研究生"), ("研究生", "硕士", "博士")),
    (gettext_lazy("大学本科"), ("本科", "大学", "学士")),
    (gettext_lazy("大学专科"), ("专科", "大专")),
    (gettext_lazy("高中（中专）"), ("高中", "中专", "职高", "技校")),
    (gettext_lazy("初中及以下"), ("初中", "小学", "文盲")),
)


@dataclass(frozen=True, slots=True)
class Sitting:
    """One deputy in office, with what may be counted."""

    person_id: int
    name: str
    sort_key: str
    sex: str
    ethnic_group: str
    occupation: str
    district: str
    birth: str
    party: str
    education: str
    identity: str
    sat_before: bool


@dataclass(frozen=True, slots=True)
class Cell:
    """One number of the table."""

    value: str
    label: str
    count: int
    share: str


@dataclass(frozen=True, slots=True)
class Dimension:
    """One part of the table; its cells add up to everybody."""

    code: str
    label: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Structure:
    """The whole table of a term on a day."""

    term: TermRow
    on: date
    total: int
    dimensions: tuple[Dimension, ...]


def _age_band(person: Sitting, on: date) -> str:
    if len(person.birth) < 7:
        return str(BLANK)
    year, month = int(person.birth[:4]), int(person.birth[5:7])
    day = int(person.birth[8:10]) if len(person.birth) == 10 else 1
    age = on.year - year - ((on.month, on.day) < (month, day))
    return str(next(label for most, label in _AGES if age <= most))


def _party(person: Sitting, _on: date) -> str:
    text = person.party
    if not text:
        return str(BLANK)
    if "中共" in text:
        return _("中共党员")
    if "共青团" in text:
        return _("共青团员")
    if text.startswith("群众"):
        return _("群众")
    return _("无党派人士") if "无党派" in text else _("民主党派")


def _school(person: Sitting, _on: date) -> str:
    if not person.education:
        return str(BLANK)
    # "大学专科" names the college before the university, so the narrower words are asked first.
    for label, words in (_SCHOOLS[0], _SCHOOLS[2], _SCHOOLS[1], *_SCHOOLS[3:]):
        if any(word in person.education for word in words):
            return str(label)
    return _("其他")


def _front_line(person: Sitting, _on: date) -> str:
    if not person.identity:
        return str(BLANK)
    return _("一线工人、农民、专业技术人员") if any(w in person.identity for w in _FRONT_LINE) else _("其他")


def _sex(person: Sitting, _on: date) -> str:
    return {"f": _("女"), "m": _("男")}.get(person.sex, str(BLANK))


def _minority(person: Sitting, _on: date) -> str:
    if not person.ethnic_group:
        return str(BLANK)
    return _("汉族") if person.ethnic_group in {"汉", "汉族"} else _("少数民族")


_Sort = Callable[[Sitting, date], str]
DIMENSIONS: dict[str, tuple[str | Promise, _Sort]] = {
    "sex": (gettext_lazy("性别"), _sex),
    "minority": (gettext_lazy("汉族和少数民族"), _minority),
    "ethnic": (gettext_lazy("民族"), lambda p, _on: p.ethnic_group or str(BLANK)),
    "party": (gettext_lazy("政治面貌"), _party),
    "age": (gettext_lazy("年龄"), _age_band),
    "education": (gettext_lazy("文化程度"), _school),
    "front_line": (gettext_lazy("基层一线"), _front_line),
    "identity": (gettext_lazy("代表结构类别"), lambda p, _on: p.identity or str(BLANK)),
    "again": (gettext_lazy("连任"), lambda p, _on: _("连任") if p.sat_before else _("新当选")),
}


def sitting(actor: Actor, term_id: int) -> list[Sitting]:
    """Deputies of a term in office, by pinyin; of a closed term those who sat to its end. Three queries."""
    row = term_row(actor, term_id)
    states = [*_IN_OFFICE, MandateState.EXPIRED] if row.is_closed else _IN_OFFICE
    seats = list(
        Mandate.objects.filter(term_id=term_id, state__in=states)
        .select_related("person")
        .order_by("person__sort_key", "person_id")
    )
    facts = access.roster_visible_to(actor).in_bulk([s.person_id for s in seats])
    earlier = Mandate.objects.filter(
        person_id__in=[s.person_id for s in seats], term__congress__division_code=row.division_code,
        term__number__lt=row.number,
    )  # fmt: skip
    before = set(earlier.values_list("person_id", flat=True))
    return [_sitting(seat, facts.get(seat.person_id), sat_before=seat.person_id in before) for seat in seats]


def _sitting(seat: Mandate, facts: RosterFacts | None, *, sat_before: bool) -> Sitting:
    person = seat.person
    return Sitting(
        person.pk, person.name, person.sort_key, person.sex, person.ethnic_group, person.occupation,
        seat.electoral_district, facts.birth if facts else "", facts.party if facts else "",
        facts.education if facts else "", facts.identity if facts else "", sat_before,
    )  # fmt: skip


def structure(actor: Actor, term_id: int, *, on: date) -> Structure:
    """The whole table. Raises NotFound. Four queries, whatever the number of deputies."""
    row = term_row(actor, term_id)
    day = row.ends_on if row.is_closed and row.ends_on else on
    people = sitting(actor, term_id)
    parts = tuple(
        Dimension(code, str(label), _cells([sort(p, day) for p in people]))
        for code, (label, sort) in DIMENSIONS.items()
    )
    return Structure(row, day, len(people), parts)


def _cells(values: list[str]) -> tuple[Cell, ...]:
    counted = Counter(values)
    order = sorted(counted, key=lambda value: (value == str(BLANK), -counted[value], value))
    return tuple(
        Cell(value, value, counted[value], f"{100 * counted[value] / len(values):.1f}%") for value in order
    )


@dataclass(frozen=True, slots=True)
class Listed:
    """The deputies behind one number, a page at a time."""

    term: TermRow
    dimension: str
    value: str
    total: int
    rows: tuple[Sitting, ...]
    next_after: str


def listed(
    actor: Actor, term_id: int, code: str, value: str, *, on: date, after: str = "", size: int = 100
) -> Listed:
    """Who is counted in one cell. Raises NotFound for a part the table does not have. Four queries."""
    if code not in DIMENSIONS:
        raise NotFound(_("没有这一项统计，请回到结构统计再点。"))
    row = term_row(actor, term_id)
    day = row.ends_on if row.is_closed and row.ends_on else on
    label, sort = DIMENSIONS[code]
    people = [p for p in sitting(actor, term_id) if sort(p, day) == value]
    rest = [p for p in people if f"{p.sort_key}~{p.person_id:019}" > after]
    last = rest[size - 1] if len(rest) > size else None
    next_after = f"{last.sort_key}~{last.person_id:019}" if last else ""
    return Listed(row, str(label), value, len(people), tuple(rest[:size]), next_after)


def _lines(table: Structure) -> list[list[str]]:
    lines = [
        [_("项目"), _("类别"), _("人数"), _("占比")],
        [_("全部"), _("在任代表"), str(table.total), "100.0%" if table.total else "—"],
    ]
    for part in table.dimensions:
        lines += [[part.label, cell.label, str(cell.count), cell.share] for cell in part.cells]
    note = _("%(term)s，截至 %(day)s。代表中一人一席。") % {
        "term": table.term.name,
        "day": table.on.isoformat(),
    }
    return [*lines, [note, "", "", ""]]


def as_csv(table: Structure) -> bytes:
    """The table as CSV that Excel opens; what looks like a formula gets an apostrophe before it."""
    return (BOM + csv_lines(_lines(table))).encode()


def as_workbook(table: Structure) -> bytes:
    """The same as a workbook, counts as numbers."""
    import xlsxwriter  # 20 MB that most processes never need

    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False})
    sheet, bold = book.add_worksheet(_("代表结构")[:31]), book.add_format({"bold": True})
    sheet.set_column(0, 1, 26)
    sheet.freeze_panes(1, 0)
    for at, line in enumerate(_lines(table)):
        for column, cell in enumerate(line):
            if column == 2 and cell.isdecimal():
                sheet.write_number(at, column, int(cell))
            else:
                sheet.write_string(at, column, cell, bold if at == 0 else None)
    book.close()
    return out.getvalue()
