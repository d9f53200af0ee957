from __future__ import annotations

import os
from types import SimpleNamespace
from urllib.parse import parse_qs

import pytest

from lianxin.project.bench import cpu, run
from lianxin.project.bench.client import form_with
from lianxin.project.bench.extra import _MIX, EXTRA
from lianxin.project.bench.profile import PARTS, part_of
from lianxin.project.bench.profiling import COLUMNS
from lianxin.project.bench.run import _figure, _wanted
from lianxin.project.bench.workloads import NUMBERS, PAGES
from lianxin.project.console import CommandFailed

PAGE = """
<form method="get" action="/search"><input name="what"></form>
<form method="post"><input type="hidden" name="csrf" value="x"><input name="place" value="">
<textarea name="what">old</textarea>
<input type="radio" name="topic" value="road"><input type="radio" name="topic" value="water">
<input type="checkbox" name="may_publish"><select name="village"><option value="">-</option></select>
<input type="submit" name="go" value="1"></form>
"""


def test_an_unknown_name_is_refused_in_one_line_before_anything_starts(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert run(["staff_list", "nonsense"], as_json=True) == 2
    output = capsys.readouterr()
    assert output.out == ""
    assert len(output.err.splitlines()) == 1
    assert all(name in output.err for name in NUMBERS)


def test_a_number_names_all_its_workloads() -> None:
    assert _wanted(["3"]) == {"staff_list_deep", "staff_list_deep_buffers", "people"}
    assert _wanted([]) == set(NUMBERS) | set(EXTRA)
    assert _wanted(["4", "13"]) == {"search", "mixed"}
    assert {NUMBERS[name] for name in NUMBERS} == {1, 2, 3, 5, 6, 7}
    assert {number for number, _measure in EXTRA.values()} == {3, 4, 10, 12, 13}


def test_a_page_is_compared_with_hello_or_with_another_page() -> None:
    assert {page.against for page in PAGES} <= {"hello", *(page.name for page in PAGES)}


def test_the_mixed_load_is_seventy_pages_fifteen_searches_ten_reports_and_five_dashboards() -> None:
    shares = {name: share for share, name in _MIX}
    assert sum(shares.values()) == 100
    assert (shares["search"], shares["report_post"], shares["dashboard"]) == (15, 10, 5)


def test_the_verdict_is_the_printed_ratio_against_the_target() -> None:
    assert _figure("a", 2.0, 0.4, 5).within_target
    assert not _figure("a", 2.01, 0.4, 5).within_target


def test_a_form_is_sent_as_a_browser_sends_it() -> None:
    sent = parse_qs(form_with(PAGE, "what").filled(what="路灯坏了"), keep_blank_values=True)
    assert sent == {"csrf": ["x"], "place": [""], "what": ["路灯坏了"], "topic": ["road"], "village": [""]}


def test_a_page_without_the_form_says_so() -> None:
    with pytest.raises(CommandFailed, match="password"):
        form_with(PAGE, "password")


def test_the_cpu_time_of_a_tree_holds_its_own_process_and_grows() -> None:
    assert os.getpid() in cpu.tree(os.getpid())
    before = cpu.seconds(os.getpid())
    while cpu.seconds(os.getpid()) - before < 0.02:
        sum(range(10_000))


def test_a_stack_belongs_to_its_innermost_known_part_and_who_acts_to_the_session() -> None:
    def stack(*files: tuple[str, str]) -> SimpleNamespace | None:
        frame = None
        for path, name in files:
            frame = SimpleNamespace(f_code=SimpleNamespace(co_filename=path, co_name=name), f_back=frame)
        return frame

    view = ("src/lianxin/voices/views/case.py", "show")
    orm = ("site-packages/django/db/models/sql/compiler.py", "as_sql")
    driver = ("site-packages/psycopg/cursor.py", "execute")
    session = ("src/lianxin/accounts/sessions.py", "load_row")
    assert part_of(stack(view)) == "rest"  # type: ignore[arg-type]  # stands for a frame
    assert part_of(stack(view, orm)) == "orm"  # type: ignore[arg-type]
    assert part_of(stack(view, orm, driver)) == "driver"  # type: ignore[arg-type]
    assert part_of(stack(session, orm, driver)) == "session"  # type: ignore[arg-type]


def test_every_part_of_the_profile_is_a_column() -> None:
    assert set(COLUMNS) == {"queries", "database", "program", *PARTS}
