"""A citizen's matter, end to end, on a phone, in a real browser: once with scripts and once without."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect
from support.browser import DESK, PHONE, Visitors
from support.journeys import citizen_reports, deputy_takes_and_assigns, unit_answers

pytestmark = pytest.mark.browser

WORDS = "三组到小学的路灯坏了半个月，晚上孩子放学看不清路"


@pytest.mark.parametrize("javascript", [True, False], ids=["with-scripts", "without-scripts"])
def test_from_the_plate_to_the_public_page(visitor: Visitors, javascript: bool) -> None:
    words = f"{WORDS}（{'有' if javascript else '无'}脚本）"
    code = citizen_reports(visitor, javascript, words)
    address = deputy_takes_and_assigns(visitor, javascript, words)
    unit_answers(
        visitor, address, "已于昨天更换三盏路灯灯头，接好线路，晚上全部亮了。", javascript=javascript
    )
    _deputy_confirms(visitor, javascript, address)
    _citizen_rates(visitor, javascript, code)
    _publisher_publishes(visitor, javascript, address)
    anybody = visitor(size=PHONE, javascript=javascript)
    anybody.go(address.replace("/voices/", "/cases/"))
    text = anybody.page.locator("main").inner_text()
    assert "路灯修好了" in text
    assert "王" not in text
    assert "13800000001" not in text
    anybody.assert_well()


def _deputy_confirms(visitor: Visitors, javascript: bool, address: str) -> None:
    deputy = visitor(size=PHONE, javascript=javascript)
    deputy.sign_in("ligf")
    deputy.go(address)
    step = deputy.page.locator("form[action$='/confirm']")
    step.locator("textarea[name=text]").fill("晚上去看过，三盏都亮")
    step.locator("button[type=submit]").click()
    expect(deputy.page.locator("main")).to_contain_text("待评价")


def _citizen_rates(visitor: Visitors, javascript: bool, code: str) -> None:
    citizen = visitor(size=PHONE, javascript=javascript)
    citizen.go("/voices/follow")
    page = citizen.page
    page.locator("input[name=code]").fill(f"{code[:4]} {code[4:8]} {code[8:12]} {code[12:]}")
    page.locator("main form button[type=submit]").click()
    assert "换三盏路灯" in page.locator("main").inner_text().replace("更换三盏路灯灯头", "换三盏路灯")
    rating = page.locator("form[action$='/rate']")
    assert rating.locator("input[type=radio]:checked").count() == 0
    rating.locator("label.choice", has_text=re.compile("^解决了$")).click()
    rating.locator("label.choice", has_text=re.compile("^满意$")).click()
    rating.locator("button[type=submit]").click()
    expect(page.locator("h1")).to_contain_text("已经办结")
    citizen.assert_well()


def _publisher_publishes(visitor: Visitors, javascript: bool, address: str) -> None:
    publisher = visitor(size=DESK, javascript=javascript)
    publisher.sign_in("luoay")
    publisher.go(address)
    step = publisher.page.locator("form[action$='/publish']")
    step.locator("input[name=title]").fill("小学门口的路灯修好了")
    step.locator("textarea[name=text]").fill("小学门口的路灯不亮。")
    step.locator("textarea[name=answer]").fill("更换三盏路灯灯头，当晚全部亮灯。")
    step.locator("button[type=submit]").click()
    expect(publisher.page.locator("main")).to_contain_text("已公开")
    publisher.assert_well()


def test_a_look_at_the_phone_is_written_down_and_shown_to_the_citizen(visitor: Visitors) -> None:
    words = "水沟被施工土堆堵住，下雨往院子里灌水"
    code = citizen_reports(visitor, True, words)
    deputy = visitor(size=PHONE)
    deputy.sign_in("ligf")
    deputy.go("/my/voices")
    page = deputy.page
    page.locator("article.order", has_text=words).get_by_role("button", name="接单").click()
    page.wait_for_url(re.compile(r"/voices/\d+$"))
    page.get_by_role("link", name="申请查看").click()
    page.locator("label.check", has_text="联系群众核实情况").click()
    page.locator("textarea[name=reason]").fill("打电话问清楚在哪一段")
    page.locator("main form button[type=submit]").click()
    page.get_by_role("button", name="现在打开").click()
    expect(page.locator("main")).to_contain_text("13800000001")
    deputy.assert_well()
    citizen = visitor(size=PHONE)
    citizen.go("/voices/follow")
    citizen.page.locator("input[name=code]").fill(code)
    citizen.page.locator("main form button[type=submit]").click()
    seen = citizen.page.locator("main").inner_text()
    assert "李桂芳" in seen
    assert "联系群众核实情况" in seen
