"""The rest of the loop in a real browser: the counter, an arbitration, done again, and many with one matter."""

from __future__ import annotations

import re
import time
from pathlib import Path

import pytest
from playwright.sync_api import expect
from python_calamine import CalamineWorkbook
from support.browser import PHONE, Visitor, Visitors
from support.journeys import (
    citizen_reports,
    deputy_takes_and_assigns,
    signed_in,
    take_step,
    unit_answers,
)

pytestmark = pytest.mark.browser


def test_a_walk_in_is_written_down_with_the_keyboard_alone(visitor: Visitors) -> None:
    """Budget: ninety seconds, Tab and Enter only. Source: shared design paper §1.6 flow 3."""
    liaison = signed_in(visitor, "zhaoym", "/voices/intake")
    keyboard, started = liaison.page.keyboard, time.monotonic()
    keyboard.type("村口的水井盖子坏了，孩子容易掉下去")  # the first field has the focus
    for words in ("", "村口大榕树下", "老杨", "138 0000 0002"):
        keyboard.press("Tab")
        keyboard.type(words)
    for _ in range(4):
        keyboard.press("Tab")
    keyboard.press("Enter")
    liaison.page.wait_for_url("**/slip")
    assert time.monotonic() - started < 90
    assert re.fullmatch(r"\d{4} \d{4} \d{4} \d{4}", liaison.page.locator(".code").inner_text().strip())
    liaison.assert_well()
    liaison.page.emulate_media(media="print")
    assert liaison.page.locator(".code").is_visible()
    assert not liaison.page.get_by_role("link", name="登记下一件").is_visible()  # buttons stay off the paper
    liaison.page.emulate_media(media="screen")
    liaison.page.get_by_role("link", name="登记下一件").click()
    assert liaison.page.url.endswith("/voices/intake")


def test_two_objections_go_to_the_office_which_decides(visitor: Visitors) -> None:
    words = "通村公路边坡塌了一块，车子只能单边过"
    citizen_reports(visitor, True, words)
    address = deputy_takes_and_assigns(visitor, True, words)
    unit = signed_in(visitor, "duangq", address)
    assert "已接单" in take_step(unit, "object", reason="这一段归镇里养护")
    deputy = signed_in(visitor, "ligf", address, PHONE)
    assert "待领单" in take_step(deputy, "assign", unit_id="交通运输局")
    unit.go(address)
    assert "待裁定" in take_step(unit, "object_again", reason="请镇里养护，已经说明过")
    office = signed_in(visitor, "yangxm", address)
    assert "待领单" in take_step(office, "arbitrate", unit_id="交通运输局", note="这一段是县道，由你局办")
    unit.go(address)
    assert unit.page.locator("form[action$='/object']").count() == 0
    assert "办理中" in take_step(unit, "accept")
    assert "等设备进场" in take_step(unit, "progress", text="已经围挡，等设备进场")
    assert "督办" in _seen(office, address, "supervise", note="请汛期前完成")


def _seen(person: Visitor, address: str, verb: str, **fields: str) -> str:
    person.go(address)
    return take_step(person, verb, **fields)


def test_answered_on_the_spot_done_again_and_supervised(visitor: Visitors) -> None:
    words = "办老年卡要跑三趟，能不能一次说清"
    code = citizen_reports(visitor, True, words)
    deputy = signed_in(visitor, "ligf", "/my/voices", PHONE)
    deputy.page.locator("article.order", has_text=words).get_by_role("button", name="接单").click()
    deputy.page.wait_for_url(re.compile(r"/voices/\d+$"))
    assert "待评价" in take_step(deputy, "answer_on_spot", text="带身份证和一张照片，到镇便民中心一次办好。")
    citizen = visitor(size=PHONE)
    citizen.go("/voices/follow")
    citizen.page.locator("input[name=code]").fill(code)
    citizen.page.locator("main form button[type=submit]").click()
    rating = citizen.page.locator("form[action$='/rate']")
    rating.locator("label.choice", has_text=re.compile("^没解决$")).click()
    rating.locator("label.choice", has_text=re.compile("^不满意$")).click()
    rating.locator("button[type=submit]").click()
    citizen.page.locator("form[action$='/reopen'] textarea").fill("去了还是说要再来一趟")
    citizen.page.locator("form[action$='/reopen'] button").click()
    expect(citizen.page.locator("main")).to_contain_text("人大在催办")
    citizen.page.locator("summary", has_text="补充情况").click()
    citizen.page.locator("form[action$='/fact'] textarea").fill("窗口的人姓名没问到")
    citizen.page.locator("form[action$='/fact'] button").click()
    expect(citizen.page.locator("main")).to_contain_text("您补充了情况")
    citizen.assert_well()


def test_who_reports_the_same_joins_it(visitor: Visitors) -> None:
    words = "文化广场的健身器材断了两根，小孩容易受伤"
    citizen_reports(visitor, True, words)
    address = deputy_takes_and_assigns(visitor, True, words)
    liaison = signed_in(visitor, "zhaoym", address)
    take_step(liaison, "announce", title="文化广场的健身器材断了")
    second = visitor(size=PHONE)
    second.go("/demo/")
    page = second.page
    page.locator("main a[href^='/q/']").first.click()
    page.locator("main a[href*='/voices/new']").first.click()
    page.locator("textarea[name=what]").fill("文化广场健身器材断了一根，没有人修")
    page.wait_for_timeout(2100)
    page.locator("main form[method=post] button[type=submit]").last.click()
    expect(page.locator("h1")).to_contain_text("是不是同一件事")
    expect(page.locator("main")).to_contain_text("文化广场的健身器材断了")
    second.assert_well()
    page.get_by_role("button", name="也是我的事，加入").first.click()
    page.wait_for_url("**/voices/received/**")
    page.get_by_role("link", name="看看办到哪里了").click()
    expect(page.locator("h1")).to_contain_text("和别人反映的同一件事一起办")
    second.assert_well()
    _both_get_the_answer(visitor, address, second)


def _both_get_the_answer(visitor: Visitors, address: str, second: Visitor) -> None:
    """The main matter's answer reaches who joined it, and they rate for themselves."""
    unit_answers(visitor, address, "断了的两根器材已经换新，螺丝都拧紧了。")
    deputy = signed_in(visitor, "ligf", address, PHONE)
    take_step(deputy, "confirm")
    for _ in range(30):  # a job carries the answer over
        second.page.reload()
        if second.page.locator("form[action$='/rate']").count():
            break
        second.page.wait_for_timeout(500)
    assert "断了的两根器材已经换新" in second.page.locator("main").inner_text()
    assert second.page.locator("form[action$='/rate']").count() == 1


def test_a_list_is_taken_out_for_a_purpose(visitor: Visitors, tmp_path: Path) -> None:
    office = signed_in(visitor, "yangxm", "/voices")
    rows = office.page.locator("tbody tr").count()
    office.page.get_by_role("link", name="导出表格").click()
    office.page.get_by_role("button", name="导出").click()
    expect(office.page.locator("main")).to_contain_text("请写明用途")
    office.assert_well()
    office.page.get_by_label("导出来做什么用？").fill("主任会议材料")
    with office.page.expect_download() as waiting:
        office.page.get_by_role("button", name="导出").click()
    waiting.value.save_as(tmp_path / "list.xlsx")
    table = CalamineWorkbook.from_path(tmp_path / "list.xlsx").get_sheet_by_index(0).to_python()
    assert len(table) >= rows + 1
    assert ["用途", "主任会议材料"] in [row[:2] for row in table]
