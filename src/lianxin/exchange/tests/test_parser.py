"""The reader and the cleaners never break, never lose a row, and say the same of what they said."""

from __future__ import annotations

import contextlib
import io
import string
from datetime import date, datetime

import pytest
import xlsxwriter
from hypothesis import example, given, settings
from hypothesis import strategies as st

from lianxin.divisions.reads import Place
from lianxin.exchange.kinds.registry import KINDS
from lianxin.exchange.places import PlaceIndex
from lianxin.exchange.sheets import cleaners
from lianxin.exchange.sheets.headers import Header
from lianxin.exchange.sheets.parsing import parse
from lianxin.exchange.sheets.reading import Sheet, Unreadable, read, read_text

COLUMNS = KINDS["deputies"].columns
HEADS = [c.head for c in COLUMNS]
CELL = st.one_of(
    st.text(max_size=30),
    st.text(alphabet="王芳李明·• 　\u00a0（）女彝族0123456789+-./年月日１３８", max_size=16),
    st.floats(),
    st.integers(-(10**12), 10**12),
    st.booleans(),
    st.dates(),
    st.datetimes(),
    st.times(),
    st.timedeltas(),
)
GRID = st.lists(st.lists(CELL, max_size=12), max_size=14)
CLEANERS = sorted({c.clean for kind in KINDS.values() for c in kind.columns}, key=lambda f: f.__name__)


@settings(max_examples=300, deadline=None)
@example(cleaners.day, float("inf"))
@example(cleaners.day, float("nan"))
@given(st.sampled_from(CLEANERS), CELL)
def test_a_cleaner_answers_to_anything_and_stays_with_its_answer(clean, value) -> None:
    first = clean(value)
    assert isinstance(first.value, str)
    if first.value and not first.code and clean not in {
        cleaners.sex, KINDS["units"].columns[4].clean, KINDS["venues"].columns[4].clean, KINDS["members"].columns[6].clean,
    }:  # fmt: skip
        assert clean(first.value).value == first.value


@settings(max_examples=200, deadline=None)
@given(GRID)
def test_a_sheet_of_anything_is_read_or_refused(grid) -> None:
    with contextlib.suppress(Unreadable):
        parsed = parse([Sheet("x", grid)], COLUMNS)
        assert all(row.number <= len(grid) for row in parsed.rows)


@settings(max_examples=200, deadline=None)
@given(GRID)
def test_below_a_heading_every_line_is_a_row_or_skipped_once(grid) -> None:
    fields = {at: c.field for at, c in enumerate(COLUMNS)}
    header = Header(0, 1, fields, dict(enumerate(HEADS)))
    parsed = parse([Sheet("x", [HEADS, *grid])], COLUMNS, mapping={"x": header})
    seen = [r.number for r in parsed.rows] + [s.number for _n, s in parsed.skipped]
    assert len(seen) == len(set(seen))
    from lianxin.exchange.sheets.text import text_of

    blank = {at + 2 for at, row in enumerate(grid) if not any(text_of(v) for v in row)}
    assert set(seen) | blank == set(range(2, len(grid) + 2)) and not set(seen) & blank
    assert all(row.get("name") or not row.is_valid for row in parsed.rows)


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=400))
def test_bytes_of_anything_are_read_or_refused(data: bytes) -> None:
    for start in (b"", b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"\xff\xfe"):
        with contextlib.suppress(Unreadable):
            read(start + data)


@settings(max_examples=100, deadline=None)
@given(
    st.lists(st.lists(st.text(string.printable + "王芳鹿城，、\u3000"), min_size=1, max_size=5), max_size=8)
)
def test_pasted_text_of_anything_is_read_or_refused(rows) -> None:
    with contextlib.suppress(Unreadable):
        read_text("\n".join("\t".join(row) for row in rows))


@settings(max_examples=200, deadline=None)
@given(st.dates(min_value=date(1930, 1, 1), max_value=date(2010, 12, 31)))
def test_every_way_of_writing_a_day_means_that_day(day) -> None:
    serial = (day - date(1899, 12, 30)).days
    ways = [
        day, day.isoformat(), f"{day.year}/{day.month}/{day.day}", f"{day.year}.{day.month}.{day.day}",
        f"{day.year}年{day.month}月{day.day}日", f"{day:%Y%m%d}", serial, float(serial), f"{day:%Y-%m-%d} 00:00:00",
    ]  # fmt: skip
    assert {cleaners.day(way).value for way in ways} == {day.isoformat()}
    months = [f"{day:%Y.%m}", f"{day:%Y%m}", f"{day.year}年{day.month}月", f"{day:%Y-%m}"]
    assert {cleaners.day(way).value for way in months} == {f"{day:%Y-%m}"}


@settings(max_examples=200, deadline=None)
@given(st.integers(13_000_000_000, 19_999_999_999))
def test_every_way_of_writing_a_mobile_number_means_that_number(number: int) -> None:
    text = str(number)
    full = text.translate(str.maketrans("0123456789", "０１２３４５６７８９"))
    ways = [
        number, float(number), text, f"{text[:3]}-{text[3:7]}-{text[7:]}", f"+86 {text}", f"86{text}", f"0086{text}",
        full, f"'{text}", f"{text[:3]} {text[3:7]} {text[7:]}", f"{text}.0", f"\u00a0{text}\u200b",
    ]  # fmt: skip
    assert {cleaners.phone(way).value for way in ways} == {text}


def test_a_workbook_that_unpacks_to_gigabytes_is_refused_before_it_is_unpacked() -> None:
    import zipfile

    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as parts, parts.open("xl/a.xml", "w") as part:
        for _ in range(260):
            part.write(b"0" * 1_000_000)
    with pytest.raises(Unreadable) as refused:
        read(out.getvalue())
    assert refused.value.code == "too_large"


@pytest.mark.parametrize("last", ["XFD1048576", "XFD60000"])
def test_a_cell_in_the_last_corner_ends_no_process_but_the_reader_s(last: str) -> None:
    """A few kilobytes that would be half a terabyte of cells."""
    import zipfile

    plain, out = io.BytesIO(), io.BytesIO()
    book = xlsxwriter.Workbook(plain, {"in_memory": True})
    sheet = book.add_worksheet("台账")
    sheet.write_string(0, 0, "姓名")
    sheet.write_string(1, 1, "李桂芳")
    book.close()
    with zipfile.ZipFile(plain) as given, zipfile.ZipFile(out, "w") as made:
        for part in given.infolist():
            made.writestr(part.filename, given.read(part).replace(b'r="B2"', b'r="%s"' % last.encode()))
    with pytest.raises(Unreadable) as refused:
        read(out.getvalue())
    assert refused.value.code in {"too_large", "too_many_rows"}


def test_dates_times_and_numbers_come_back_from_the_limited_process_as_they_were() -> None:
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    sheet, shapes = book.add_worksheet("台账"), {"d": "yyyy-mm-dd", "m": "yyyy-mm-dd hh:mm", "t": "hh:mm:ss"}
    forms = {name: book.add_format({"num_format": shape}) for name, shape in shapes.items()}
    sheet.write_datetime(0, 0, datetime.fromisoformat("2026-03-03"), forms["d"])
    sheet.write_datetime(0, 1, datetime.fromisoformat("2026-03-03 12:30"), forms["m"])
    sheet.write_row(0, 2, ["𠮷\n村", 12.5, True, 7])
    book.close()
    [row] = read(out.getvalue())[0].rows
    assert row[1:] == [datetime.fromisoformat("2026-03-03 12:30"), "𠮷\n村", 12.5, True, 7]
    assert row[0] in {date(2026, 3, 3), datetime.fromisoformat("2026-03-03")}


def test_a_cell_far_below_does_not_fill_the_memory() -> None:
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    sheet = book.add_worksheet()
    sheet.write(0, 0, "姓名")
    sheet.write(1_048_575, 0, "王芳")
    book.close()
    with pytest.raises(Unreadable) as refused:
        read(out.getvalue())
    assert refused.value.code == "too_many_rows"


VILLAGES = [
    ("532301", "楚雄市"), ("532301101", "鹿城镇"), ("532301102", "东瓜镇"), ("532301101001", "新村村民委员会"),
    ("532301102001", "新村村民委员会"), ("532301102002", "香么㱔村民委员会"), ("532301102003", "法脿村民委员会"),
    ("532301102004", "竜山社区居民委员会"), ("532301102005", "崀峨社区居委会"), ("532301102006", "鲊石村委会"),
    ("532301102007", "法脿社区居委会"),
]  # fmt: skip


@pytest.fixture
def places() -> PlaceIndex:
    levels = {6: 3, 9: 4, 12: 5}
    return PlaceIndex("532301", [Place(c, n, n, levels[len(c)], "") for c, n in VILLAGES])


def test_a_name_that_many_villages_bear_needs_its_township(places: PlaceIndex) -> None:
    assert len(places.find("新村", 5).codes) == 2
    assert places.find("新村", 5, "532301102").one == "532301102001"


def test_rare_characters_are_found_and_a_mistaken_one_is_only_proposed(places: PlaceIndex) -> None:
    for name, code in (("香么㱔村", "002"), ("竜山", "004"), ("崀峨社区", "005"), ("鲊石村委会", "006")):
        assert places.find(name, 5).one == f"532301102{code}"
    slip = places.find("龙山社区", 5)
    assert (slip.codes, slip.near) == ((), "竜山社区居民委员会")


def test_a_stem_that_fits_a_village_and_a_community_is_not_decided(places: PlaceIndex) -> None:
    assert len(places.find("法脿", 5).codes) == 2
    assert places.find("法脿社区居委会", 5).one == "532301102007"
