"""Many cases at once, and the triage board, in a real browser: without script first, then with keys."""

from __future__ import annotations

import re

import pytest
from support.browser import DESK, PHONE, Visitor, Visitors
from support.journeys import citizen_reports, signed_in

pytestmark = pytest.mark.browser


def without_script(visitor: Visitors, login: str, address: str) -> Visitor:
    person = visitor(size=DESK, javascript=False)
    person.sign_in(login)
    person.go(address)
    return person


def claimed(visitor: Visitors, words: str) -> None:
    citizen_reports(visitor, True, words)
    deputy = signed_in(visitor, "ligf", "/my/voices", PHONE)
    deputy.page.locator("article.order", has_text=words).get_by_role("button", name="接单").click()
    deputy.page.wait_for_url(re.compile(r"/voices/\d+$"))


def until_done(person: Visitor) -> str:
    """Load the page again, as somebody without script does, until the worker is through."""
    for _again in range(60):
        if "办完了" in person.page.locator("main").inner_text():
            break
        person.page.wait_for_timeout(500)
        person.page.reload()
    return person.page.locator("main").inner_text()


def test_cases_are_assigned_together_without_script(visitor: Visitors) -> None:
    claimed(visitor, "桥头护栏断了一截，晚上走路害怕")
    claimed(visitor, "桥头护栏又断了一截，孩子差点掉下去")
    office = without_script(visitor, "yangxm", "/voices?state=claimed&q=桥头护栏")
    page = office.page
    assert page.locator("tbody tr").count() == 2
    for box in page.locator("tbody input[name=case]").all():
        box.check()
    page.get_by_role("button", name="交给部门办").click()
    assert "可以办的 2 件" in page.locator("main").inner_text()
    option = page.locator("select[name=unit_id] option", has_text="交通运输局").first.get_attribute("value")
    page.locator("select[name=unit_id]").select_option(option)
    page.get_by_role("button", name="下一步").click()
    assert re.search(r"将交给.*交通运输局 2 件", page.locator("main").inner_text())
    office.assert_well()
    page.get_by_role("button", name="看好了，开始办").click()
    page.wait_for_url(re.compile(r"/voices/bulk/\d+$"))
    assert "办好 2 件，没有办成 0 件，还剩 0 件" in until_done(office)
    office.assert_well()
    office.go("/voices?state=assigned&q=桥头护栏")
    assert page.locator("tbody tr").count() == 2


def test_a_repeat_is_merged_on_the_board_without_script_and_split_again(visitor: Visitors) -> None:
    first, second = "菜市场后门的下水道堵了，污水流到街上", "菜市场后门下水道堵了三天，污水流得满街都是"
    for words in (first, second):
        citizen_reports(visitor, True, words)
    liaison = without_script(visitor, "zhaoym", "/voices?q=菜市场后门")
    page = liaison.page
    newest = page.locator("tbody a.ttl").first.get_attribute("href") or ""
    liaison.go(newest.replace("/voices/", "/voices/triage/"))
    beside = page.locator("aside[aria-label=疑似重复]")
    assert first in beside.inner_text()
    assert "同一个村（社区）" in beside.inner_text()
    liaison.assert_well()
    main = beside.locator("h3 a").first.get_attribute("href") or ""
    beside.get_by_role("button", name="并到这一件").first.click()
    page.wait_for_url(re.compile(r"/voices/triage"))
    liaison.go(newest)
    assert page.locator(f"main a[href='{main}']").count() == 1
    liaison.go(main)
    page.locator("summary", has_text="拆开单独办").click()
    page.locator("form[action$='/split'] textarea").fill("是两处不同的下水道")
    page.locator("form[action$='/split'] button").click()
    assert "待接单" in page.locator("main").inner_text()


def test_keys_move_through_the_queue_and_rest_while_somebody_types(visitor: Visitors) -> None:
    for words in ("村委会门口的广告牌歪了，怕掉下来砸人", "河边的步道板子松了，老人容易绊倒"):
        citizen_reports(visitor, True, words)
    liaison = signed_in(visitor, "zhaoym", "/voices/triage")
    page, here = liaison.page, liaison.page.url
    page.keyboard.press("j")
    page.wait_for_url(lambda url: url != here)
    there = page.url
    page.keyboard.press("l")
    assert page.locator("form[action$='/lift'] textarea").is_visible()
    page.keyboard.type("jk")
    assert page.locator("form[action$='/lift'] textarea").input_value() == "jk"
    assert page.url == there
    liaison.go(f"/settings?keys=off&next={there.removeprefix(liaison.site.url)}")
    page.keyboard.press("k")
    page.wait_for_timeout(300)
    assert page.url == there
    liaison.assert_well()


def test_the_dock_appears_with_the_first_tick_and_counts_all(visitor: Visitors) -> None:
    office = signed_in(visitor, "yangxm", "/voices?view=")
    page = office.page
    assert not page.locator(".dock").is_visible()
    page.keyboard.press("j")
    page.keyboard.press("x")
    assert page.locator(".dock [data-selected]").inner_text() == "1"
    page.locator(".dock a", has_text=re.compile(r"选中全部符合条件的 [\d,]+\+? 件")).wait_for()
    office.assert_well()
