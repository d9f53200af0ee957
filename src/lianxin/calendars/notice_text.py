"""Reads the official holiday notice as it is published, so that nobody types dates by hand.

Each paragraph names a festival, its days off and the weekend days that are worked instead.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta

from django.utils.translation import gettext as _

from lianxin.kernel.errors import DomainError
from lianxin.kernel.text import clean

_ASIDE = re.compile(r"[（(][^（()）]*[)）]")
_NUMBER = r"(?:[一二三四五六七八九十]+、|\d+[.、．])"
_HEAD = re.compile(rf"^\s*{_NUMBER}?\s*([\u4e00-\u9fff、]{{2,12}})\s*[：:]\s*(.+)$")
_SPAN = re.compile(
    r"(?:(?P<year>\d{4})年)?(?:(?P<month>\d{1,2})月)?(?P<day>\d{1,2})日"
    r"(?:\s*[至到—－-]\s*(?:(?P<to_year>\d{4})年)?(?:(?P<to_month>\d{1,2})月)?(?P<to_day>\d{1,2})日)?"
)


def _day(year: int, month: int, day: int, line: str) -> date:
    try:
        return date(year, month, day)
    except ValueError as error:
        wrong = _("“%(line)s”里有不存在的日期，请对照通知改正。") % {"line": line[:40]}
        raise DomainError(wrong) from error


def _days(text: str, year: int, line: str) -> Iterator[date]:
    month = 0
    for found in _SPAN.finditer(text):
        month = int(found["month"] or month)
        if not month:
            raise DomainError(_("“%(line)s”里的日期没有写月份，请对照通知改正。") % {"line": line[:40]})
        first = _day(int(found["year"] or year), month, int(found["day"]), line)
        yield first
        if found["to_day"]:
            month = int(found["to_month"] or month)
            last = _day(int(found["to_year"] or year), month, int(found["to_day"]), line)
            if not 0 <= (last - first).days <= 15:
                raise DomainError(_("“%(line)s”的起止日期不对，请对照通知改正。") % {"line": line[:40]})
            yield from (first + timedelta(days=n) for n in range(1, (last - first).days + 1))


def notice_body(text: str, *, year: int) -> dict[str, object]:
    """Holidays and make-up days of a notice's text, in the format of `kernel/data/holidays.json`.

    Lines that name no festival are passed over. Raises DomainError when no festival is found, or a date
    cannot be.
    """
    holidays: list[dict[str, object]] = []
    make_up: list[date] = []
    for line in clean(text).splitlines():
        plain = _ASIDE.sub("", line)
        head = _HEAD.match(plain)
        if head is None or "放假" not in head[2]:
            continue
        off, _word, rest = head[2].partition("放假")
        holidays.append({"name": head[1], "dates": [d.isoformat() for d in _days(off, year, line)]})
        for sentence in re.split(r"[。；;]", rest):
            if "上班" in sentence:
                make_up += _days(sentence.partition("上班")[0], year, line)
    if not holidays:
        raise DomainError(_("没有读到节日。请把通知里“一、元旦：……放假”这样的各条都粘贴进来，每个节日一行。"))
    return {"year": year, "holidays": holidays, "make_up": sorted(d.isoformat() for d in make_up)}
