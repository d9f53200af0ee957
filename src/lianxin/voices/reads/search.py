"""Finding words in cases: the newest few thousand first, then an index for rare words, the list for others.

Source: shared performance paper, workload 4; ADR-0017.
"""

from __future__ import annotations

import re
import unicodedata
from itertools import pairwise
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import Func, Q, QuerySet, TextField, Value
from django.db.models.functions import StrIndex
from django.db.models.lookups import GreaterThan

from lianxin.kit.paging import Cursor
from lianxin.voices.models import Case

# So many cases next to where a page starts are read word by word; the index answers beyond them.
NEAREST = 2000
# The index hands over at most so many.
_MOST = 2000
# Said by one of a hundred of the nearest cases: the index would hand over a large part of the table.
_COMMON = 100
_SEARCHED = ("id", "number", "text", "place_text", "answer")
_HIGHEST = 2**63 - 1
_GAP = frozenset(" \t\r\n，。、；：？！“”（）《》")
# Characters that have one form only: texts need no folding to be compared with them.
_ONE_FORM = re.compile(r"[\u3400-\u9fff\s]+")


def folded(text: str) -> str:
    """Small letters, full-width forms made plain: as the index has them."""
    return unicodedata.normalize("NFKC", text).lower()


def says(text: str) -> Q:
    """Whether number, words, place or answer contain every word as it was typed."""
    said = Q()
    for word in text.split():
        said &= (
            Q(number__icontains=word)
            | Q(text__contains=word)
            | Q(place_text__contains=word)
            | Q(answer__contains=word)
        )
    return said


class _Folded(Func):
    """All that is searched of a case, as the index has it."""

    template = "lower(normalize(%(expressions)s, NFKC))"
    arg_joiner = " || ' ' || "
    output_field = TextField()


def _says_folded(text: str) -> Q:
    """As `says`, with small letters and full-width forms made plain on both sides, as the index compares."""
    if _ONE_FORM.fullmatch(text):
        return says(text)
    said = Q()
    for word in folded(text).split():
        said &= Q(GreaterThan(StrIndex(_Folded(*_SEARCHED[1:]), Value(word)), 0))
    return said


def _query(words: str) -> str:
    """Every pair of neighbouring characters must be there; "" when there is no pair to ask for."""
    pairs = {a + b for a, b in pairwise(words) if not {a, b} & _GAP and (a + b).isalnum()}
    return " & ".join("'" + pair.replace("'", "''").replace("\\", "\\\\") + "'" for pair in sorted(pairs))


def found(cases: QuerySet[Case], seen: QuerySet[Case], text: str, cursor: Cursor) -> QuerySet[Case]:
    """Of these filtered cases, in page order, those that say the text: at most three queries before theirs.

    `seen` is everything the reader sees, `cases` what is left of it by the other filters: the same one when
    nothing else was asked for.
    """
    way = "asc" if cursor.after is not None else "desc"
    order = "id" if way == "asc" else "-id"
    near = _beyond(seen.order_by(order), cursor).values_list(*_SEARCHED)[:NEAREST]
    is_narrowed = seen is not cases
    hits = ids = _said(near, text, way, most=NEAREST if is_narrowed else cursor.size + 1)
    if hits and is_narrowed:
        left = cases.filter(pk__any=hits).order_by(order)
        ids = list(left.values_list("id", flat=True)[: cursor.size + 1])
    wanted = _query(folded(text))
    if not wanted or len(ids) > cursor.size:
        return cases.filter(pk__any=ids)
    if len(hits) < max(1, NEAREST // _COMMON):
        rare = _indexed(wanted, folded(text).split(), cursor)
        if len(rare) < _MOST:
            return cases.filter(pk__any=rare)
    # The list itself, read until the page is full: a common word fills it soon.
    return cases.filter(_says_folded(text))


def _said(near: QuerySet[Case, Any], text: str, way: str, most: int) -> list[int]:
    """Ids of those that contain every word as it was typed, as `says`, in the order of `near` (`way`).

    Words are looked for in what `near` reads, once: asked as "id in (near)", each case was read twice.
    """
    try:
        inner, facts = near.query.sql_with_params()
    except EmptyResultSet:
        return []
    said, words = [], []
    for word in text.split():
        said.append("(upper(number) like upper(%s) or text like %s or place_text like %s or answer like %s)")
        words += [f"%{connection.ops.prep_for_like_query(word)}%"] * 4
    # Constants of this function around what Django wrote; words travel beside it.
    query = (
        f"select id from ({inner}) as near({', '.join(_SEARCHED)}) "
        f"where {' and '.join(said) or 'true'} order by id {way} limit %s"
    )
    with connection.cursor() as asked:
        asked.execute(query, [*facts, *words, most])
        return [row[0] for row in asked.fetchall()]


def _beyond(cases: QuerySet[Case], cursor: Cursor) -> QuerySet[Case]:
    if cursor.after is not None:
        return cases.filter(id__gt=cursor.after)
    return cases if cursor.before is None else cases.filter(id__lt=cursor.before)


def _indexed(wanted: str, words: list[str], cursor: Cursor) -> list[int]:
    """Ids from the index, tested by the function against the reader's sight."""
    above = cursor.after or 0
    below = _HIGHEST if cursor.after is not None or cursor.before is None else cursor.before
    with connection.cursor() as asked:
        asked.execute(
            "select voices_search(%s, %s, %s, %s, %s, %s)",
            [wanted, words, above, below, cursor.after is None, _MOST],
        )
        return [row[0] for row in asked.fetchall()]
