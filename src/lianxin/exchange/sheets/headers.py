"""Where the heading stands and which column is what, found by scoring the first lines."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from lianxin.exchange.sheets.columns import Column
from lianxin.exchange.sheets.reading import Sheet, Value
from lianxin.exchange.sheets.text import label, text_of

_SEARCHED = 40
_EXACT, _PART = 2, 1


@dataclass(frozen=True, slots=True)
class Header:
    """The heading of one sheet: first line (from nought), number of lines, the field of each column."""

    row: int
    height: int
    fields: dict[int, str]
    labels: dict[int, str]

    @property
    def first_data_row(self) -> int:
        """The line (from nought) below the heading."""
        return self.row + self.height


class Columns(tuple[Column, ...]):
    """Columns of a kind, told apart by which object they are: comparing them cell by cell takes seconds."""

    __slots__ = ()
    __hash__ = object.__hash__

    def __eq__(self, other: object) -> bool:
        """Whether it is this very object."""
        return self is other


def _as_columns(columns: Sequence[Column]) -> Columns:
    return columns if isinstance(columns, Columns) else Columns(columns)


@lru_cache(maxsize=32)
def _words(columns: Columns) -> tuple[dict[str, str], list[tuple[str, str]]]:
    """Field by whole word, and every (word, field) with the longest words first."""
    words: dict[str, str] = {}
    for column in columns:
        for word in (column.head, *column.synonyms):
            words.setdefault(label(word), column.field)
    return words, sorted(words.items(), key=lambda pair: -len(pair[0]))


def field_of(text: str, columns: Sequence[Column]) -> tuple[str, int]:
    """The field a heading means, and how surely: a whole word 2, a part of it 1, nothing ("", 0)."""
    whole, parts = _words(_as_columns(columns))
    if text in whole:
        return whole[text], _EXACT
    for word, name in parts if len(text) > 1 else ():
        fits = (len(word) >= 3 and word in text) or (len(word) >= 2 and text.endswith(word))
        if fits and len(text) <= len(word) + 8:
            return name, _PART
    return "", 0


def is_whole_word(text: str, name: str, columns: Sequence[Column]) -> bool:
    """Whether the text is exactly a heading of this field."""
    return _words(_as_columns(columns))[0].get(text) == name


def _meant(value: Value, columns: Sequence[Column]) -> tuple[str, int]:
    """A heading with its notes: 性别 on one line and 1男2女 below it, or 性别1男2女."""
    whole = label(value)
    first = label(value.strip().splitlines()[0]) if isinstance(value, str) and value.strip() else ""
    before_digit = re.split(r"\d", whole, maxsplit=1)[0]
    tries = [field_of(text, columns) for text in dict.fromkeys((whole, first, before_digit))]
    return max(tries, key=lambda t: t[1])


def find_header(sheet: Sheet, columns: Sequence[Column]) -> Header | None:
    """The most likely heading, of one line or of two; None when no line looks like one."""
    required = {c.field for c in columns if c.is_required}
    best: tuple[tuple[int, int, int], Header] | None = None
    for row in range(min(len(sheet.rows), _SEARCHED)):
        for height in (1, 2):
            header, score = _tried(sheet, row, height, columns)
            if header is None or not required <= set(header.fields.values()) or len(header.fields) < 2:
                continue
            rank = (score, -row, -height)
            if best is None or rank > best[0]:
                best = rank, header
    return best[1] if best else None


def _tried(sheet: Sheet, row: int, height: int, columns: Sequence[Column]) -> tuple[Header | None, int]:
    if row + height > len(sheet.rows):
        return None, 0
    upper = _spread(sheet, row) if height == 2 else []
    lower = sheet.rows[row + height - 1]
    if height == 2 and not _is_second_line(sheet.rows[row], lower, columns):
        return None, 0
    fields: dict[int, str] = {}
    labels: dict[int, str] = {}
    score = 0
    for at in range(max(len(lower), len(upper))):
        top = upper[at] if at < len(upper) else ""
        low = lower[at] if at < len(lower) else ""
        name, sure = _best(top, low, columns)
        labels[at] = " ".join(dict.fromkeys(t for t in (text_of(top), text_of(low)) if t))
        if name:
            score += sure if name not in fields.values() else 0
            fields[at] = name
    return Header(row, height, fields, labels), score


def _best(top: Value, low: Value, columns: Sequence[Column]) -> tuple[str, int]:
    above, below = label(top), label(low)
    tries = [_meant(low, columns), field_of(above + below, columns) if above else ("", 0)]
    if not below or below == above:
        tries.append(_meant(top, columns))
    return max(tries, key=lambda t: t[1])


def _spread(sheet: Sheet, row: int) -> list[Value]:
    """The upper line with its merged cells written out to the right."""
    line = list(sheet.rows[row])
    for (top, left), (bottom, right) in sheet.merged:
        if top <= row <= bottom and left < len(line):
            for at in range(left, min(right + 1, len(line))):
                line[at] = line[left]
    return line


def _is_second_line(upper: list[Value], lower: list[Value], columns: Sequence[Column]) -> bool:
    """Whether the line below holds headings too: none of its cells is data, and one at least is a heading."""
    words = [v for v in lower if text_of(v)]
    known = sum(_meant(w, columns)[1] > 0 for w in words)
    above = sum(_meant(v, columns)[1] > 0 for v in upper)
    return len(words) > 1 and above > 0 and known >= max(1, (len(words) + 1) // 2)


def required_missing(header: Header, columns: Sequence[Column]) -> list[str]:
    """Headings of required columns that the sheet has not."""
    there = set(header.fields.values())
    return [c.head for c in columns if c.is_required and c.field not in there]
