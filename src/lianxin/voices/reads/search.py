"""Finding words in cases: the newest few thousand first, then an index over pairs of characters.

Source: shared performance paper, workload 4; ADR-0017.
"""

from __future__ import annotations

import unicodedata
from itertools import pairwise

from django.db import connection
from django.db.models import Q, QuerySet

from lianxin.kit.paging import Cursor
from lianxin.voices.models import Case

# So many cases next to where a page starts are read word by word; the index answers beyond them.
NEAREST = 2000
# The index hands over at most so many, for further filters to choose from.
_MOST = 2000
_HIGHEST = 2**63 - 1
_GAP = frozenset(" \t\r\n，。、；：？！“”（）《》")


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


def _query(words: str) -> str:
    """Every pair of neighbouring characters must be there; "" when there is no pair to ask for."""
    pairs = {a + b for a, b in pairwise(words) if not {a, b} & _GAP and (a + b).isalnum()}
    return " & ".join("'" + pair.replace("'", "''").replace("\\", "\\\\") + "'" for pair in sorted(pairs))


def found(cases: QuerySet[Case], seen: QuerySet[Case], text: str, cursor: Cursor) -> QuerySet[Case]:
    """Of these filtered cases, in page order, those that say the text: one query, two for what is rare.

    `seen` is everything the reader sees, `cases` what is left of it by the other filters.
    """
    order = "id" if cursor.after is not None else "-id"
    near = _beyond(seen.order_by(order), cursor).values("id")[:NEAREST]
    nearest = _beyond(cases.filter(says(text), pk__in=near), cursor).order_by(order)
    # Read once: the words of these thousands are what a search costs.
    ids = list(nearest.values_list("id", flat=True)[: cursor.size + 1])
    wanted = _query(folded(text))
    if wanted and len(ids) <= cursor.size:
        ids = _indexed(wanted, folded(text).split(), cursor)
    return cases.filter(pk__any=ids)


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
