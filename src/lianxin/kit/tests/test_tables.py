"""What leaves as CSV runs nothing in a spreadsheet and comes back as it was."""

from __future__ import annotations

import csv
from io import StringIO

import pytest

from lianxin.kit.tables import BOM, csv_line, csv_lines, inert


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠"])
def test_a_cell_that_begins_like_a_formula_goes_out_as_text(start: str) -> None:
    assert inert(f"{start}1+1") == f"'{start}1+1"


@pytest.mark.parametrize("cell", ["", "三组的路灯", "12", "a=b", "“=”", "13800000000"])
def test_everything_else_stays_as_it_is(cell: str) -> None:
    assert inert(cell) == cell


def test_rows_come_back_as_they_were() -> None:
    rows = [["名称", "说明"], ["龙江村", "有“引号”，有逗号, 有\n换行"]]
    text = BOM + csv_lines(rows)
    assert list(csv.reader(StringIO(text.removeprefix(BOM), newline=""))) == rows
    assert csv_line(rows[0]) + csv_line(rows[1]) == text.removeprefix(BOM)
