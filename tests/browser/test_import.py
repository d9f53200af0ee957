"""An ugly workbook goes in on the web: columns, preview, repair, import, result, undo; without a reload by hand."""

from __future__ import annotations

import pytest
from support.browser import DESK, Visitors

from lianxin.exchange.tests.corpus import HEADS, LI, WANG, book

pytestmark = pytest.mark.browser
BAD = [3, "赵铁柱", "男", "傈粟族", "1970.03", "群众", "鹿城镇", None, "13800000003"]


def ugly() -> bytes:
    """Titles, a heading with line breaks, a total, and a slip in an ethnic group."""
    heads = [h.replace("联系电话", "联系\n电话").replace("政治面貌", "甲") for h in HEADS]
    rows = [[*row[:6], "鹿城镇", None, row[8]] for row in (WANG, LI)]
    return book(("名册", [["楚雄市第十七届人民代表大会代表名册"], [], heads, *rows, BAD, ["合计", 3]]))


def test_a_workbook_is_uploaded_adjusted_repaired_imported_and_undone(visitor: Visitors) -> None:
    office = visitor(size=DESK)
    office.sign_in("yangxm")
    office.go("/manage/import/")
    page = office.page
    page.set_input_files(
        "input[type=file]", {"name": "名册.xlsx", "mimeType": "application/octet-stream", "buffer": ugly()}
    )
    page.get_by_role("button", name="上传并核对").click()
    page.wait_for_url("**/columns")
    office.assert_well()
    page.locator("select[name='c-0-5']").select_option("party")
    page.get_by_role("button", name="列对了").click()
    page.get_by_role("button", name="采纳全部 1 处修改建议").click(timeout=90_000)
    page.get_by_role("button", name="导入这 3 行").click(timeout=90_000)
    page.locator("summary", has_text="整批撤销").click(timeout=90_000)
    assert "已导入" in page.locator("h1").inner_text()
    office.assert_well()
    office.go("/manage/people/?q=赵铁柱")
    assert "傈僳族" in page.locator("main").inner_text()
    page.go_back()
    page.locator("summary", has_text="整批撤销").click()
    page.get_by_role("button", name="撤销这次导入").click()
    assert "已撤销" in page.locator("h1").inner_text()
    office.go("/manage/people/?q=赵铁柱")
    assert "没有找到代表" in page.locator("main").inner_text()
