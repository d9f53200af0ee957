"""An office writes to the deputies of a township, a deputy reads and confirms, the office chases those who have not."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
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
    kept = tmp_path / "unread.csv"
    download.value.save_as(kept)
    lines = kept.read_text(encoding="utf-8-sig").splitlines()
    assert (lines[0], len(lines)) == ("姓名,职务,电话", total)
    page.get_by_role("link", name="打印电话单").click()
    page.wait_for_url("**/calls")
    assert page.locator("tbody tr").count() == total - 1
    assert "李桂芳" not in page.locator("tbody").inner_text()
    office.assert_well()
