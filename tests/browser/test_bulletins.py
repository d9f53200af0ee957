"""An office writes to the deputies of a township, a deputy reads and confirms, the office chases those who have not."""

from __future__ import annotations

import io
import re
from pathlib import Path

import pytest
from docx import Document
from python_calamine import CalamineWorkbook
from support.browser import PHONE, Visitors
from support.journeys import signed_in

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("javascript", [True, False], ids=["with JavaScript", "without"])
def test_an_office_writes_a_deputy_confirms_and_the_unread_are_chased(
    visitor: Visitors, javascript: bool, tmp_path: Path
) -> None:
    title = f"汛期巡查安排{'一' if javascript else '二'}"
    office = visitor(size={"width": 1440, "height": 900}, javascript=javascript)
    office.sign_in("yangxm")
    office.go("/bulletins/new")
    page = office.page
    page.get_by_label("标题").fill(title)
    page.get_by_label("正文").fill("汛期到了，请到联系的村走一走，看看河道和边坡。")
    page.locator("label", has_text="要收到的人确认").click()
    group = page.get_by_role("group", name="哪里的人大代表")
    group.locator("label", has_text="鹿城镇").click()
    page.get_by_role("button", name="看看发给多少人").click()
    page.wait_for_load_state()
    assert re.search(r"将发给 \d+ 人：鹿城镇", page.locator("main").inner_text())
    page.get_by_role("button", name="确认发出").click()
    page.wait_for_url(re.compile(r"/bulletins/\d+$"))
    address = page.url.removeprefix(office.site.url)
    total = int(re.search(r"已读 0 / (\d+)", page.locator("main").inner_text())[1])  # type: ignore[index]
    assert total > 1
    office.assert_well()

    deputy = signed_in(visitor, "ligf", "/notices", PHONE)
    deputy.page.locator("a.rowlink", has_text=f"通知：{title}").first.click()
    deputy.page.wait_for_url("**" + address)
    assert "您已于" in deputy.page.locator("main").inner_text()
    deputy.page.get_by_role("button", name="确认收到").click()
    deputy.page.wait_for_load_state()
    assert "已确认" in deputy.page.locator("main").inner_text()
    deputy.assert_well()

    office.go(address)
    assert f"已读 1 / {total}" in page.locator("main").inner_text()
    page.get_by_role("link", name=re.compile("^已确认")).click()
    assert "李桂芳" in page.locator("table").inner_text()
    page.get_by_role("button", name=f"提醒未读 {total - 1} 人").click()
    page.wait_for_load_state()
    text = page.locator("main").inner_text()
    assert f"已提醒 {total - 1} 人。" in text
    assert "以后可以再提醒" in text
    with page.expect_download() as download:
        page.get_by_role("button", name="导出未读").click()
    kept = tmp_path / "unread.xlsx"
    download.value.save_as(kept)
    lines = CalamineWorkbook.from_path(str(kept)).get_sheet_by_index(0).to_python()
    assert (lines[0], len(lines)) == (["姓名", "职务", "电话"], total)
    page.get_by_role("link", name="打印电话单").click()
    page.wait_for_url("**/calls")
    assert page.locator("tbody tr").count() == total - 1
    assert "李桂芳" not in page.locator("tbody").inner_text()
    office.assert_well()


def _report() -> bytes:
    out = io.BytesIO()
    text = Document()
    text.add_paragraph("农村饮水工程情况")
    text.save(out)
    return out.getvalue()


@pytest.mark.parametrize("javascript", [True, False], ids=["with JavaScript", "without"])
def test_a_notice_with_a_file_is_read_and_signed_up_for_on_a_phone_and_the_answers_come_as_a_workbook(
    visitor: Visitors, javascript: bool, tmp_path: Path
) -> None:
    title = f"视察饮水工程{'一' if javascript else '二'}"
    office = visitor(size={"width": 1440, "height": 900}, javascript=javascript)
    office.sign_in("yangxm")
    office.go("/bulletins/new")
    page = office.page
    page.get_by_label("标题").fill(title)
    page.get_by_label("正文").fill("半天时间，看三个点，请先看附件。")
    page.set_input_files(
        "input[name=attached]", {"name": "情况 报告.docx", "mimeType": "application/x", "buffer": _report()}
    )
    page.locator("label", has_text="要报名").first.click()
    page.locator("input[name=places]").fill("5")
    page.locator("input[name=q1_text]").fill("坐什么车")
    page.locator("select[name=q1_kind]").select_option("one")
    page.locator("input[name=q1_options]").fill("班车、自己开车")
    page.locator("input[name=q2_text]").fill("带几个人")
    page.locator("select[name=q2_kind]").select_option("number")
    page.get_by_role("group", name="哪里的人大代表").locator("label", has_text="鹿城镇").click()
    page.get_by_role("button", name="看看发给多少人").click()
    page.wait_for_load_state()
    assert "带 1 个附件" in page.locator("main").inner_text()
    office.assert_well()
    page.get_by_role("button", name="确认发出").click()
    page.wait_for_url(re.compile(r"/bulletins/\d+$"))
    address = page.url.removeprefix(office.site.url)

    deputy = signed_in(visitor, "ligf", "/notices", PHONE)
    phone = deputy.page
    phone.locator("a.rowlink", has_text=f"通知：{title}").first.click()
    phone.wait_for_url("**" + address)
    with phone.expect_download() as download:
        phone.get_by_role("button", name="情况 报告.docx").click()
    file = tmp_path / "report.docx"
    download.value.save_as(file)
    assert download.value.suggested_filename == "情况 报告.docx"
    assert Document(str(file)).paragraphs[0].text == "农村饮水工程情况"
    phone.locator("label", has_text="班车").first.click()
    phone.get_by_label("带几个人").fill("1")
    phone.get_by_role("button", name="交上去").click()
    phone.wait_for_load_state()
    text = phone.locator("main").inner_text()
    assert "已报名" in text
    assert "还剩 4 个" in text
    deputy.assert_well()

    office.go(address + "?list=answered")
    assert "下载过附件" in page.locator("table").inner_text()
    with page.expect_download() as download:
        page.get_by_role("button", name="导出回执和回答").click()
    kept = tmp_path / "answers.xlsx"
    download.value.save_as(kept)
    rows = CalamineWorkbook.from_path(str(kept)).get_sheet_by_index(0).to_python()
    assert (rows[0][-2:], rows[1][-2:]) == (["坐什么车", "带几个人"], ["班车", 1.0])
    with page.expect_download():
        page.get_by_role("button", name="导出未读").click()
    office.assert_well()
