"""Which lines are data: not blank, no total, no remark, not the heading again on the next page."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from lianxin.exchange.sheets.columns import Column
from lianxin.exchange.sheets.headers import Header, is_whole_word
from lianxin.exchange.sheets.reading import Sheet, Value
from lianxin.exchange.sheets.text import label, text_of

_TOTAL = re.compile(
    r"^(?:总计|合计|小计|共计|累计|总数|人数合计|本页小计|本页合计|总人数|合\s*计|小\s*计|总\s*计)(?=$|[\s:：\d(（])"
)
_COUNT = re.compile(
    r"^(?:以上)?(?:共|共计|合计|总共)\s*[\d一二三四五六七八九十百千]+\s*(?:名|人|位|个|件|条|户|家)"
)
_REMARK = re.compile(
    r"^(?:备\s*注|注|附注|说\s*明|填表说明|填报说明|填表人|填报人|制表人?|制表时间|审核人?|经办人|负责人|"
    r"联系人|单位负责人|填报单位|填表单位|填报日期|填表日期|打印日期|第\s*\d+\s*页)\s*[:：\d(（]"
)
_NOTE_MARK = re.compile(r"^(?:[*※★]|注[\d一二三四])")
_SECTION = re.compile(
    r"^(?:[（(]?[一二三四五六七八九十]{1,3}[)）]?[、.．\s]|第[一二三四五六七八九十]+(?:组|团))\s*(.+)$"
)
_HEADS = re.compile(r"[（(【]\s*(?:共)?\s*\d+\s*(?:名|人|位|个|件)?\s*[)）】]\s*$")
_SAME = frozenset({"同上", "同前", "〃", "″", '"', "“", "”", "''", "同 上", "..", "同右"})


@dataclass(frozen=True, slots=True)
class Line:
    """A line of data: number in the file (from 1) and its cells by field."""

    number: int
    cells: dict[str, tuple[int, Value]]
    section: str


@dataclass(frozen=True, slots=True)
class Skipped:
    """A line that is not data, and why."""

    number: int
    reason: str


def lines(sheet: Sheet, header: Header, columns: Sequence[Column]) -> Iterator[Line | Skipped]:
    """Every line below the heading as data or as skipped; blank ones are left out."""
    order = [c.field for c in columns if c.fills_down]
    above: dict[str, tuple[int, Value]] = {}
    section = ""
    for at in range(header.first_data_row, len(sheet.rows)):
        row = sheet.rows[at]
        if not any(text_of(value) for value in row):
            continue
        reason, heading = _not_data(row, header, columns)
        if heading:
            section, above = heading, {}
        if reason:
            yield Skipped(at + 1, reason)
            continue
        cells = _cells(row, header)
        _fill(cells, above, order)
        yield Line(at + 1, cells, section)


def _not_data(row: list[Value], header: Header, columns: Sequence[Column]) -> tuple[str, str]:
    """Why a line is not data ("" when it is), and the section it opens."""
    texts = [text_of(v) for v in row]
    filled = [t for t in texts if t]
    first = filled[0]
    named = {name: texts[at] for at, name in header.fields.items() if at < len(texts) and texts[at]}
    required = {c.field for c in columns if c.is_required}
    leading = [t for t in filled[:3] if _TOTAL.match(t)]
    if leading and (
        len(named) <= 2 or not required & named.keys() or _TOTAL.match(_first_of(named, required))
    ):
        return "total", ""
    if len(set(filled)) == 1:
        if _COUNT.match(first):
            return "total", ""
        if _REMARK.match(first) or _NOTE_MARK.match(first) or len(first) > 40:
            return "remark", ""
        found = _SECTION.match(first)
        if found or _HEADS.search(first) or first.endswith("代表团"):
            return "section", _HEADS.sub("", found.group(1) if found else first).strip()
    if (
        _REMARK.match(first)
        and len(filled) <= 4
        and not _REMARK.match(_first_of(named, required) or first + "x")
    ):
        return ("remark", "") if not required & named.keys() else ("", "")
    if _REMARK.match(first) and len(filled) <= 4:
        return "remark", ""
    if _is_heading_again(row, header, columns):
        return "heading", ""
    return "", ""


def _first_of(named: dict[str, str], fields: set[str]) -> str:
    return next((text for name, text in named.items() if name in fields), "")


def _is_heading_again(row: list[Value], header: Header, columns: Sequence[Column]) -> bool:
    hits = 0
    for at, name in header.fields.items():
        text = row[at] if at < len(row) else ""
        # Most cells are no heading: numbers never, and long texts are not looked at twice.
        if isinstance(text, str) and 0 < len(text) < 30 and is_whole_word(label(text), name, columns):
            hits += 1
    return hits >= 2 and hits * 2 >= len(header.fields)


def _cells(row: list[Value], header: Header) -> dict[str, tuple[int, Value]]:
    """Cells by field; of several columns of one field the first that is filled."""
    cells: dict[str, tuple[int, Value]] = {}
    for at, name in header.fields.items():
        value = row[at] if at < len(row) else ""
        if name not in cells or (not text_of(cells[name][1]) and text_of(value)):
            cells[name] = (at, value)
    return cells


def _fill(cells: dict[str, tuple[int, Value]], above: dict[str, tuple[int, Value]], order: list[str]) -> None:
    """Blank means as above, unless a wider group changes in this line; 同上 means so in every column."""
    given = False
    for name in order:
        if name not in cells:
            continue
        text = text_of(cells[name][1])
        if text and text not in _SAME:
            given = given or (name in above and text != text_of(above[name][1]))
            if given:
                for narrower in order[order.index(name) + 1 :]:
                    above.pop(narrower, None)
        elif name in above:
            cells[name] = above[name]
    for name, (_at, value) in list(cells.items()):
        if text_of(value) in _SAME and name in above:
            cells[name] = above[name]
        if text_of(cells[name][1]):
            above[name] = cells[name]
