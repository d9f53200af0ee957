"""A corpus of workbooks as offices have them: one file per kind of defect, each with what must come of it.

Every file is generated here; names and numbers are invented.
"""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import xlsxwriter

Grid = list[list[Any]]
HEADS = ["序号", "姓名", "性别", "民族", "出生年月", "政治面貌", "乡镇（街道）", "村（社区）", "联系电话"]
WANG = [1, "王芳", "女", "彝族", "1975-03", "中共党员", "鹿城镇", "西城社区居委会", "13800000001"]
LI = [2, "李明", "男", "汉族", "1980-11-02", "群众", "东瓜镇", "东瓜社区居委会", "13800000002"]
WANG_FACTS = {
    "name": "王芳", "sex": "f", "ethnic_group": "彝族", "birth": "1975-03", "party": "中共党员",
    "phone": "13800000001", "township_code": "532301101", "village_code": "532301101001",
}  # fmt: skip


def book(
    *sheets: tuple[str, Grid], merges: tuple[tuple[int, int, int, int], ...] = (), hide: str = ""
) -> bytes:
    out = io.BytesIO()
    work = xlsxwriter.Workbook(out, {"in_memory": True, "default_date_format": "yyyy-mm-dd"})
    for name, rows in sheets:
        sheet = work.add_worksheet(name)
        if name == hide:
            sheet.hide()
        for at, row in enumerate(rows):
            for column, value in enumerate(row):
                if value is not None:
                    sheet.write(at, column, value)
        for top, left, bottom, right in merges:
            sheet.merge_range(top, left, bottom, right, rows[top][left])
    work.close()
    return out.getvalue()


@dataclass(frozen=True)
class Ugly:
    """A file and its expected report. `facts` are those of the first row."""

    name: str
    make: Callable[[], bytes]
    rows: int = 2
    rejected: int = 0
    created: int = 2
    unchanged: int = 0
    codes: tuple[str, ...] = ()
    facts: dict[str, str] = field(default_factory=lambda: WANG_FACTS)
    file: str = "名册.xlsx"
    skipped: int = 0


def plain(*rows: list[Any]) -> bytes:
    return book(("名册", [HEADS, *rows]))


def with_cell(column: str, value: Any) -> Callable[[], bytes]:
    def make() -> bytes:
        row = list(WANG)
        row[HEADS.index(column)] = value
        return plain(row)

    return make


def headed(column: str, head: str) -> Callable[[], bytes]:
    return lambda: book(("名册", [[head if h == column else h for h in HEADS], WANG, LI]))


def one(what: str, column: str, value: Any, **facts: str) -> Ugly:
    """A single cell that is written otherwise and means what `facts` say."""
    return Ugly(what, with_cell(column, value), rows=1, created=1, facts=WANG_FACTS | facts)


def refused(name: str, column: str, value: Any, code: str) -> Ugly:
    return Ugly(name, with_cell(column, value), rows=1, created=0, rejected=1, codes=(code,), facts={})


def text(grid: Grid, separator: str = ",") -> str:
    return "\r\n".join(separator.join("" if v is None else str(v) for v in row) for row in grid)


def _two_row() -> bytes:
    top = ["序号", "基本情况", None, None, None, None, "所在地", None, "联系电话"]
    low = [None, *HEADS[1:8], None]
    return book(
        ("名册", [top, low, WANG, LI]),
        merges=((0, 0, 1, 0), (0, 1, 0, 5), (0, 6, 0, 7), (0, 8, 1, 8)),
    )


def _merged_down() -> bytes:
    more = [2, "李明", "男", "汉族", "1980-11-02", "群众", None, None, "13800000002"]
    return book(("名册", [HEADS, WANG, more]), merges=((1, 6, 2, 6), (1, 7, 2, 7)))


def _blank_above() -> bytes:
    return plain(WANG, [2, "李明", "男", "汉族", "1980-11-02", "群众", None, None, "13800000002"])


def _sections() -> bytes:
    heads = [h for h in HEADS if h not in {"乡镇（街道）", "村（社区）"}]
    short = [v for h, v in zip(HEADS, WANG, strict=True) if h in heads]
    other = [v for h, v in zip(HEADS, LI, strict=True) if h in heads]
    return book(("名册", [heads, ["一、鹿城镇代表团（1名）"], short, ["二、东瓜镇代表团（1名）"], other]))


def _sheets_by_township() -> bytes:
    heads = [h for h in HEADS if h not in {"乡镇（街道）", "村（社区）"}]
    rows = {
        "鹿城镇": [v for h, v in zip(HEADS, WANG, strict=True) if h in heads],
        "东瓜镇": [v for h, v in zip(HEADS, LI, strict=True) if h in heads],
    }
    return book(*((name, [heads, row]) for name, row in rows.items()), ("填表说明", [["请如实填写。"]]))


TOWNSHIP_ONLY = {**{k: v for k, v in WANG_FACTS.items() if k != "village_code"}, "village_code": ""}

CORPUS = [
    Ugly("clean", lambda: plain(WANG, LI)),
    Ugly(
        "title rows",
        lambda: book(("名册", [["楚雄市第十七届人民代表大会代表名册"], [], ["填报单位：代工委"], HEADS, WANG, LI])),
    ),
    Ugly(
        "merged title",
        lambda: book(("名册", [["代表名册", *[None] * 8], HEADS, WANG, LI]), merges=((0, 0, 0, 8),)),
    ),
    Ugly("two-row heading", _two_row),
    Ugly("line breaks in headings", headed("联系电话", "联系\n电话")),
    Ugly("spaces in headings", headed("姓名", "姓　　名")),
    Ugly("notes in headings", headed("出生年月", "出生年月\n（格式：1980.01）")),
    Ugly("codes in headings", headed("性别", "性别\n1男2女")),
    *(Ugly(f"synonym {w}", headed("联系电话", w)) for w in ("手机", "电话号码", "手机号码", "联系方式", "移动电话")),
    *(Ugly(f"synonym {w}", headed("乡镇（街道）", w)) for w in ("乡镇", "所属乡镇", "乡镇/街道", "所在乡镇（街道）")),
    Ugly("merged downwards", _merged_down),
    Ugly("blank means as above", _blank_above),
    Ugly(
        "ditto marks",
        lambda: plain(WANG, [2, "李明", "男", "同上", "1980-11-02", "〃", "同上", "同上", "13800000002"]),
    ),
    Ugly(
        "total and remark rows",
        lambda: plain(
            WANG, LI, ["合计", 2], ["小计", None, None, None, None, None, None, None, 2],
            ["备注：本表由代工委填报"], ["填表人：张三", None, None, "审核人：李四"],
        ),
        skipped=4,
    ),
    Ugly("blank rows between", lambda: plain(WANG, [], [None, " "], LI)),
    Ugly("heading on every page", lambda: plain(WANG, HEADS, LI), skipped=1),
    Ugly("sections by township", _sections, facts=TOWNSHIP_ONLY, skipped=2),
    Ugly("a sheet for each township", _sheets_by_township, facts=TOWNSHIP_ONLY),
    Ugly("hidden sheet", lambda: book(("名册", [HEADS, WANG, LI]), ("旧", [HEADS, WANG]), hide="旧")),
    one("phone as a float", "联系电话", 13800000001.0),
    one("phone with dashes", "联系电话", "138-0000-0001"),
    one("phone with +86", "联系电话", "+86 138 0000 0001"),
    one("phone in full width", "联系电话", "１３８００００００ ０１"),
    one("landline", "联系电话", "（0878）3123456", phone="08783123456"),
    Ugly(
        "two phones", with_cell("联系电话", "13800000001/08783123456"), rows=1, created=1,
        codes=("several_phones",),
    ),
    refused("phone too short", "联系电话", "1380000001", "phone_too_short"),
    refused("phone in scientific notation", "联系电话", "1.38E+10", "phone_lost_digits"),
    *(one(f"middle dot U+{ord(d):04X}", "姓名", f"阿普{d}小明", name="阿普·小明") for d in "·•・･‧∙．"),
    one("padded two-character name", "姓名", "王　芳"),
    one("padded with two spaces", "姓名", " 王  芳 "),
    one("no-break space", "姓名", "王\u00a0芳"),
    one("zero-width space", "姓名", "王\u200b芳"),
    one("name with a note", "姓名", "王芳（女，彝族）"),
    refused("two people in one cell", "姓名", "王芳、李明", "several_names"),
    refused("digits for a name", "姓名", "13800000001", "not_a_name"),
    refused("no name", "姓名", None, "missing"),
    *(
        one(f"birth {value!r}", "出生年月", value, birth=birth)
        for value, birth in (
            ("1975-03-02", "1975-03-02"), ("1975/3/2", "1975-03-02"), ("1975.3.2", "1975-03-02"),
            ("1975年3月2日", "1975-03-02"), ("19750302", "1975-03-02"), (27455, "1975-03-02"),
            (datetime(1975, 3, 2), "1975-03-02"),  # noqa: DTZ001 - a cell has no zone ("1975.03", "1975-03"), (1975.03, "1975-03"),
            ("197503", "1975-03"), ("75.3", "1975-03"), ("一九七五年三月", "1975-03"), ("1975年03月", "1975-03"),
        )
    ),
    Ugly(
        "October that lost its nought", with_cell("出生年月", 1975.1), rows=1, created=1,
        codes=("january_or_october",), facts=WANG_FACTS | {"birth": "1975-10"},
    ),
    refused("no such day", "出生年月", "1975-02-30", "no_such_day"),
    refused("month and day swapped", "出生年月", "1975-13-02", "no_such_day"),
    refused("only a year", "出生年月", "1975", "only_a_year"),
    one("ethnic group without its last character", "民族", "彝"),
    one("ethnic group with a space", "民族", "彝 族"),
    refused("a slip in an ethnic group", "民族", "傈粟族", "not_a_group"),
    one("sex as 2", "性别", 2),
    one("sex as text 2", "性别", "2"),
    refused("sex as 3", "性别", 3, "not_a_sex"),
    one("party in short", "政治面貌", "党员"),
    *(one(f"village as {v}", "村（社区）", v) for v in ("西城社区", "西城", "西城居委会", "鹿城镇西城社区")),
    *(one(f"township as {t}", "乡镇（街道）", t) for t in ("鹿城", "楚雄市鹿城镇")),
    refused("unknown village", "村（社区）", "西域社区居委会", "unknown_village"),
    refused("unknown township", "乡镇（街道）", "鹿域镇", "unknown_township"),
    Ugly("the same row twice", lambda: plain(WANG, WANG), created=1, unchanged=1, codes=("repeated",)),
    Ugly(
        "the same person spelled otherwise",
        lambda: plain(WANG, [2, "王　芳", 2, "彝", "1975.3", "党员", "鹿城", "西城", "+86 13800000001"]),
        created=1, unchanged=1, codes=("repeated",),
    ),
    Ugly(
        "two people of one name",
        lambda: plain(WANG, [2, "王芳", "女", "汉族", "1980-11", "群众", "东瓜镇", "东瓜社区", "13800000002"]),
        codes=("same_name_in_file",),
    ),
    Ugly("csv in UTF-8 with a mark", lambda: text([HEADS, WANG, LI]).encode("utf-8-sig"), file="a.csv"),
    Ugly("csv in UTF-8", lambda: text([HEADS, WANG, LI]).encode(), file="a.csv"),
    Ugly("csv in GB18030", lambda: text([HEADS, WANG, LI]).encode("gb18030"), file="a.csv"),
    Ugly("csv in UTF-16", lambda: text([HEADS, WANG, LI], "\t").encode("utf-16"), file="a.csv"),
    Ugly("csv with semicolons", lambda: text([HEADS, WANG, LI], ";").encode(), file="a.csv"),
    Ugly("pasted", lambda: text([HEADS, WANG, LI], "\t").encode(), file="粘贴"),
    Ugly("a workbook named .csv", lambda: plain(WANG, LI), file="a.csv"),
    Ugly(
        "formula in a cell", with_cell("姓名", "=1+1"), rows=1, created=0, rejected=1, codes=("not_a_name",),
        facts={},
    ),
]  # fmt: skip
