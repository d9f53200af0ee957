"""Workload 4: Chinese words found among the cases; runs inside Django and prints what each search took.

Source: shared performance paper, workload 4.
"""

from __future__ import annotations

import random
import re
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from itertools import islice

from django.db import connection
from django.utils import timezone

from lianxin.kernel.actor import Actor, Role
from lianxin.kit.paging import Cursor
from lianxin.kit.scope import scope
from lianxin.project.bench.world import COUNTY
from lianxin.project.console import CommandFailed, say_json
from lianxin.voices.reads import Filters, case_list
from lianxin.voices.reads.lists import STAFF_VIEWS
from lianxin.voices.words import Topic
from lianxin.voices.workflow import CaseState

_STAFF = Actor(user_id=1, name="测量", role=Role.DEPUTY_AFFAIRS, place=COUNTY, grant_id=1)
_LENGTHS = (2, 3, 4, 6)
_EACH = 60
# Said in every twelfth case or in every one; and words that nobody said.
_COMMON = (
    "路灯",
    "水压",
    "班车",
    "老人",
    "小孩",
    "代表",
    "三十几户",
    "高龄津贴",
    "灌溉沟渠",
    "没有护栏",
    "晚上出门",
)
_ABSENT = ("飞机", "火箭发射", "海水倒灌")
_SAMPLE = "select text from voices_case tablesample bernoulli (%s) repeatable (7) limit 400"
_WORDS = re.compile(r"[\u4e00-\u9fff]{6,}")


def tell(rows: int) -> None:
    """Search for words of every length, and print the milliseconds each spent in the database."""
    with scope(_STAFF):
        terms = _terms(rows)
    for term in terms[:20]:
        _spent(Filters(text=term))
    if not _found(Filters(text=_COMMON[0])):
        message = "搜索什么也没有找到，无法测量。"
        raise CommandFailed(message)
    say_json(
        {
            "plain": [round(_spent(Filters(text=term)), 3) for term in terms],
            "narrowed": [round(_spent(filters), 3) for filters in _narrowed(terms)],
        }
    )


def _terms(rows: int) -> list[str]:
    """Words from the texts, as many of each length; the same ones for the same rows."""
    with connection.cursor() as cursor:
        cursor.execute(_SAMPLE, [min(100.0, 100_000 / rows)])
        texts = [text for (text,) in cursor.fetchall()]
    draw = random.Random(7)  # noqa: S311  a sample, no secret
    found = [draw.choice(_WORDS.findall(text)) for text in texts]
    terms = [*_COMMON, *_ABSENT]
    for length in _LENGTHS:
        for words in islice(found, _EACH):
            start = draw.randrange(len(words) - length + 1)
            terms.append(words[start : start + length])
        draw.shuffle(found)
    draw.shuffle(terms)
    return terms


def _narrowed(terms: list[str]) -> list[Filters]:
    """Searches among what a filter leaves: common words said there and not, rare ones, absent ones."""
    long_ago = timezone.localdate() - timedelta(days=400)
    filters = [
        *(Filters(topic=topic) for topic in (Topic.ROAD, Topic.WATER, Topic.SCHOOL)),
        *(Filters(state=state) for state in (CaseState.DECLINED, CaseState.WITHDRAWN, CaseState.HANDLING)),
        *(Filters(view=view) for view in STAFF_VIEWS),
        Filters(until=long_ago),
        Filters(since=timezone.localdate() - timedelta(days=7)),
    ]
    words = [*_COMMON, *_ABSENT, *terms[:: max(1, len(terms) // 12)]]
    return [replace(kind, text=word) for kind in filters for word in words]


def _spent(filters: Filters) -> float:
    """Milliseconds in the database for the first fifty cases that say this."""
    spent = 0.0

    def timed(execute: Callable[..., object], *asked: object) -> object:
        nonlocal spent
        before = time.perf_counter()
        try:
            return execute(*asked)
        finally:
            spent += time.perf_counter() - before

    with connection.execute_wrapper(timed):
        _found(filters)
    return spent * 1000


def _found(filters: Filters) -> int:
    """How many cases the first page of a search holds."""
    with scope(_STAFF):
        return len(case_list(_STAFF, filters, Cursor(), today=timezone.localdate()).rows)
