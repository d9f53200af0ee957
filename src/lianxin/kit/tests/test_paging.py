from __future__ import annotations

from dataclasses import dataclass

from django.test import RequestFactory

from lianxin.kit.paging import Cursor, with_cursor


@dataclass(frozen=True)
class Row:
    id: int


def fetch(cursor: Cursor, total: int) -> list[Row]:
    ids = list(range(1, total + 1))
    if cursor.after is not None:
        return [Row(i) for i in ids if i > cursor.after][: cursor.size + 1]
    newest = [i for i in reversed(ids) if cursor.before is None or i < cursor.before]
    return [Row(i) for i in newest][: cursor.size + 1]


def test_walking_forth_and_back_shows_every_row_once() -> None:
    seen, cursor = [], Cursor(size=3)
    while True:
        page = cursor.page(fetch(cursor, 8))
        seen += [row.id for row in page.rows]
        if page.older_than is None:
            break
        cursor = Cursor(before=page.older_than, size=3)
    assert seen == [8, 7, 6, 5, 4, 3, 2, 1]
    back = Cursor(after=page.newer_than, size=3)
    assert [row.id for row in back.page(fetch(back, 8)).rows] == [5, 4, 3]


def test_the_first_page_has_no_newer_one_and_an_empty_list_no_neighbour() -> None:
    first = Cursor(size=3)
    assert first.page(fetch(first, 8)).newer_than is None
    assert first.page([]).older_than is None


def test_an_id_of_nineteen_digits_is_read_and_what_no_database_holds_is_not() -> None:
    """Ids made from the moment of receipt are that long."""
    request = RequestFactory().get("/x?before=7434611851264000000&after=9223372036854775808")
    cursor = Cursor.of(request)
    assert (cursor.before, cursor.after) == (7434611851264000000, None)


def test_junk_in_the_address_is_ignored() -> None:
    request = RequestFactory().get("/x?before=abc&after=99999999999999999999&q=灯")
    cursor = Cursor.of(request)
    assert (cursor.before, cursor.after) == (None, None)
    assert with_cursor(request, before=5) == "?q=%E7%81%AF&before=5"
    assert with_cursor(request, before=None) is None
