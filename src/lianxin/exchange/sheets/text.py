"""Text as it stands in cells: full width, no-break spaces, line breaks, numbers that are words."""

from __future__ import annotations

import re
import unicodedata
from datetime import date, datetime, time, timedelta

from lianxin.exchange.sheets.reading import Value
from lianxin.kernel.text import clean

_SPACES = re.compile(r"\s+")
_BRACKETS = re.compile(r"[(（\[【〔][^)）\]】〕]*[)）\]】〕]?")
_MARKS = re.compile(r"[\s:：*＊、，,/／\\|.。·\-—_~～\"'“”]+")


def text_of(value: Value) -> str:
    """A cell as one line of text: 13800000001.0 -> 13800000001, dates as 1975-03-02, spaces folded."""
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, float):
        if value != value or value in {float("inf"), float("-inf")}:  # noqa: PLR0124 - NaN differs from itself
            return ""
        return str(int(value)) if value == int(value) and abs(value) < 1e18 else repr(value)
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date | int):
        return str(value)
    if isinstance(value, time | timedelta):
        return str(value)
    return _SPACES.sub(" ", clean(value.replace("\u00a0", " ").replace("\u3000", " "))).strip()


def plain(value: Value) -> str:
    """Text in half width, for what is not a name: １３８ -> 138, ② stays what NFKC makes of it."""
    return _SPACES.sub(" ", unicodedata.normalize("NFKC", text_of(value))).strip()


def closed(value: Value) -> str:
    """Plain text without any space."""
    return plain(value).replace(" ", "")


def label(value: Value) -> str:
    r"""A heading as it is compared: no spaces, line breaks, notes in brackets or marks."""
    folded = unicodedata.normalize("NFKC", text_of(value))
    without = _MARKS.sub("", _BRACKETS.sub("", folded))
    return without or _MARKS.sub("", folded.strip("()"))
