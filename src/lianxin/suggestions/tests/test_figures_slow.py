"""The figures of a place against a slow second reckoning, suggestion by suggestion in Python. ADR-0033 §1."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from typing import Any

import pytest

from lianxin.kit.scope import scope
from lianxin.suggestions.clocks import local_day
from lianxin.suggestions.formulas import COUNTS
from lianxin.suggestions.models import Deadline, Suggestion, Talk
from lianxin.suggestions.profiles import classes_for
from lianxin.suggestions.reads import figures
from lianxin.suggestions.testing import NOON, World, make, perform, talk_facts
from lianxin.suggestions.words import Satisfaction

TODAY = date(2026, 11, 25)
_TAKEN = ("submit", "accept", "assign", "receive", "receive_co")
_REPLIED = (*_TAKEN, "meet", "confirm_talk", "give_opinion", "draft_reply", "issue_reply")
# A bit of everything: how each goes, and its category.
_ALL: tuple[tuple[tuple[str, ...], str], ...] = (
    ((), "transport"),
    (("submit", "accept"), "transport"),
    (("submit", "accept", "hand_over"), "farming"),
    (("submit", "accept", "assign", "object"), "farming"),
    (_TAKEN, "transport"),
    ((*_TAKEN, "meet"), "culture"),
    ((*_TAKEN, "meet", "deny_talk"), "culture"),
    ((*_TAKEN, "make_key", "ask_extension", "grant_extension"), "culture"),
    ((*_TAKEN, "withdraw"), "transport"),
    (_REPLIED, "transport"),
    ((*_REPLIED, "rate"), "transport"),
    ((*_REPLIED, "rate_again"), "farming"),
    ((*_REPLIED, "rate_again", "draft_reply", "issue_reply", "rate"), "farming"),
    ((*_REPLIED, "rate_again", "draft_reply", "issue_reply", "rate_escalate"), "culture"),
)
_FACE = {"visit", "meeting", "site", "joint"}
_HAPPY = {"satisfied", "basically"}


def walked(world: World, path: tuple[str, ...], category: str, days_ago: int = 0) -> int:
    """One drafted so many days before noon and walked along its path, a minute a step."""
    start = NOON - timedelta(days=days_ago)
    pk = make(world, path=(), at=start, category=category)
    for minutes, verb in enumerate(path, start=1):
        how: dict[str, Any] = {"talk": talk_facts(local_day(start))} if verb == "meet" else {}
        perform(verb, world, pk, at=start + timedelta(minutes=minutes), **how)
    return pk


@pytest.fixture
def full(world: World, monkeypatch: pytest.MonkeyPatch) -> World:
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOON)
    for days_ago in (0, 364):
        for path, category in _ALL:
            walked(world, path, category, days_ago)
    silent = walked(world, _REPLIED, "culture")
    perform("close_silent", world, silent, at=NOON + timedelta(days=60))
    pleased = walked(world, _REPLIED, "transport")
    perform("rate", world, pleased, at=NOON + timedelta(days=1), result=Satisfaction.SATISFIED)
    return world


def codes_of(it: Suggestion) -> set[str]:
    """Which numbers count this one, by the words of ADR-0033 and without the views."""
    if it.state == "withdrawn":
        return set()
    clock = Deadline.objects.filter(suggestion=it, handling=None, kind__in=["reply", "extended"]).last()
    assert clock is not None
    assert it.handed_at is not None
    answered = local_day(clock.ended_at) if it.replied_at is not None and clock.ended_at else None
    resolved = {row.code for row in classes_for(it.division_code, TODAY) if row.counts_as_resolved}
    marks = {it.attitude, it.result}
    is_rated = it.rated_at is not None
    found = {
        "handed": True,
        "met": Talk.objects.filter(suggestion=it, confirmed_at__isnull=False, mode__in=_FACE).exists(),
        "replied": answered is not None,
        "due": answered is not None or clock.due_on < TODAY,
        "on_time": answered is not None and answered <= clock.due_on,
        "resolved": answered is not None and it.result_class in resolved,
        "rated": is_rated,
        "satisfied": is_rated and marks <= _HAPPY,
        "pleased": is_rated and marks == {"satisfied"},
        "late": answered is None and clock.due_on < TODAY,
        "silent": it.outcome == "silent",
        "again": it.rehandled_count > 0,
        "key": it.is_key,
    }
    assert set(found) == set(COUNTS)
    return {code for code, counts in found.items() if counts}


def slowly(world: World) -> tuple[dict[int, Counter[str]], dict[str, Counter[str]]]:
    """Counts by year, and by category of this year."""
    years: dict[int, Counter[str]] = {}
    categories: dict[str, Counter[str]] = {}
    with scope(world.office):
        for it in Suggestion.objects.filter(handed_at__isnull=False):
            assert it.handed_at is not None
            year, codes = local_day(it.handed_at).year, codes_of(it)
            years.setdefault(year, Counter()).update(codes)
            if year == TODAY.year:
                categories.setdefault(it.category, Counter()).update(codes)
    return years, categories


def plain(found: figures.Figures) -> dict[str, int]:
    return {code: count.number for code, count in found.counts.items()}


def test_every_number_is_what_a_slow_reckoning_finds(full: World) -> None:
    years, categories = slowly(full)
    with scope(full.office):
        found = figures.overview(full.office, TODAY.year, today=TODAY)
        alone = figures.whole(full.office, TODAY.year, today=TODAY)
    every = dict.fromkeys(COUNTS, 0)
    assert {int(row.key): plain(row) for row in found.years} == {
        year: every | dict(counts) for year, counts in years.items()
    }
    assert {row.key: plain(row) for row in found.categories} == {
        name: every | dict(counts) for name, counts in categories.items()
    }
    assert plain(found.whole) == plain(alone) == every | dict(years[TODAY.year])
    assert set(years) == {2025, 2026}
    assert all(years[2026][code] for code in COUNTS)  # nothing is equal because it is nought


def test_the_largest_category_stands_first_and_the_newest_year(full: World) -> None:
    with scope(full.office):
        found = figures.overview(full.office, TODAY.year, today=TODAY)
    handed = [row.counts["handed"].number for row in found.categories]
    assert handed == sorted(handed, reverse=True)
    assert [row.key for row in found.years] == ["2026", "2025"]


def test_a_year_in_which_nothing_was_handed_over_is_all_noughts(full: World) -> None:
    with scope(full.office):
        found = figures.overview(full.office, 2019, today=TODAY)
    assert set(plain(found.whole).values()) == {0}
    assert (found.categories, found.years) == ([], [])


def test_the_overview_asks_three_questions(full: World, django_assert_max_num_queries: Any) -> None:
    with scope(full.office):
        figures.overview(full.office, TODAY.year, today=TODAY)  # rules and classes are remembered
        with django_assert_max_num_queries(3):
            figures.overview(full.office, TODAY.year, today=TODAY)
