"""Answers and claims in a real browser: drafted, returned and signed; undone in time; a position given."""

from __future__ import annotations

import re

import pytest
from support.browser import DESK, PHONE, Visitor, Visitors
from support.journeys import citizen_reports, follow, signed_in, take_step

pytestmark = pytest.mark.browser
READING_MS = 2100  # the form's time trap


def _order(visitor: Visitors, words: str) -> tuple[Visitor, str, str]:
    """A reported matter that the deputy has taken: the deputy, the case's address, the query code."""
    code = citizen_reports(visitor, True, words)
    deputy = signed_in(visitor, "ligf", "/my/voices", PHONE)
    deputy.page.locator("article.order", has_text=words).get_by_role("button", name="接单").click()
    deputy.page.wait_for_url(re.compile(r"/voices/\d+$"))
    return deputy, re.sub(r"^https?://[^/]+", "", deputy.page.url), code


def test_an_answer_is_drafted_returned_changed_and_signed(visitor: Visitors) -> None:
    deputy, address, code = _order(visitor, "灌溉渠的闸门锈死了，田里放不进水")
    assert "待领单" in take_step(deputy, "assign", unit_id="水务局")
    handler = signed_in(visitor, "yangjg", address)
    assert "办理中" in take_step(handler, "accept")
    page = handler.page
    page.get_by_role("link", name="写答复").click()
    page.wait_for_url("**/draft")
    page.locator("textarea[name=text]").fill("闸门已经除锈上油，能开关")
    page.locator("#saved", has_text="杨建国").wait_for(timeout=15_000)  # saved by itself
    handler.assert_well()
    page.reload()
    assert page.locator("textarea[name=text]").input_value() == "闸门已经除锈上油，能开关"
    page.get_by_role("button", name="提交审签").click()
    assert "请选一下办理结果" in page.locator("main").inner_text()
    page.locator("textarea[name=text]").fill("闸门已经除锈上油，现在能开能关。")
    page.locator("label.choice", has_text=re.compile("^已解决$")).click()
    page.get_by_role("button", name="提交审签").click()
    assert "已送负责人审签" in page.locator("body").inner_text()
    leader = signed_in(visitor, "guozq")
    assert leader.page.url.endswith("/unit")
    assert "答复：待签发" in leader.page.locator("main").inner_text()
    _leader_returns(leader, address)
    handler.go(f"{address}/draft")
    assert "要改的是：写上是哪天修的" in page.locator("main").inner_text()
    page.locator("textarea[name=text]").fill("昨天闸门已经除锈上油，现在能开能关。")
    page.get_by_role("button", name="提交审签").click()
    leader.go(f"{address}/draft")
    leader.page.get_by_role("button", name="签发").click()
    assert "待核实" in leader.page.locator("main").inner_text()
    leader.assert_well()
    deputy.go(address)
    assert "待评价" in take_step(deputy, "confirm")
    seen = follow(visitor, code)
    assert "昨天闸门已经除锈上油，现在能开能关。" in seen.page.locator("main").inner_text()
    assert "写上是哪天修的" not in seen.page.locator("main").inner_text()
    seen.assert_well()


def _leader_returns(leader: Visitor, address: str) -> None:
    leader.go(f"{address}/draft")
    assert "现在能开能关" in leader.page.locator("main").inner_text()
    leader.page.locator("summary", has_text="退回修改").click()
    form = leader.page.locator("form[action$='/draft/return']")
    form.locator("textarea").fill("写上是哪天修的")
    form.locator("button").click()
    leader.page.wait_for_url(re.compile(r"/unit"))
    leader.assert_well()


def test_an_answer_is_drafted_without_scripts_from_a_template(visitor: Visitors) -> None:
    deputy, address, _code = _order(visitor, "水塘的护栏倒了两根，小孩爱去玩水")
    take_step(deputy, "assign", unit_id="水务局")
    handler = visitor(size=DESK, javascript=False)
    handler.sign_in("yangjg")
    handler.go("/voices/templates/new")
    page = handler.page
    page.locator("input[name=name]").fill("护栏修好了")
    page.locator("textarea[name=text]").fill("您好，您反映的“{群众说的}”，护栏已经修好，请您看看。")
    page.get_by_role("button", name="保存").click()
    assert "护栏修好了" in page.locator("main").inner_text()
    handler.go(address)
    page.locator("form[action$='/accept'] button").click()
    page.get_by_role("link", name="写答复").click()
    page.locator("select[name=template]").select_option(label="护栏修好了")
    page.get_by_role("button", name="用这个模板").click()
    assert (
        "“水塘的护栏倒了两根，小孩爱去玩水”，护栏已经修好"
        in page.locator("textarea[name=text]").input_value()
    )
    page.get_by_role("button", name="先存着").click()
    assert "存好了，只有本单位看得到" in page.locator("body").inner_text()


def test_a_claim_undone_in_time_is_never_seen_by_the_citizen(visitor: Visitors) -> None:
    deputy, _address, code = _order(visitor, "广场的长椅断了一条腿，老人坐不成")
    citizen = follow(visitor, code)
    assert "已经收到，等代表接单" in citizen.page.locator("h1").inner_text()
    deputy.page.get_by_role("button", name="撤回").click()
    deputy.page.wait_for_url("**/my/voices")
    citizen.page.reload()
    text = citizen.page.locator("main").inner_text()
    assert "已经收到，等代表接单" in text
    assert "代表接单了" not in text
    assert "李桂芳" not in text


def test_from_a_notice_an_order_is_taken_in_two_taps(visitor: Visitors) -> None:
    """Budget: two taps from the notification. Source: shared design paper §1.6 flow 4."""
    citizen_reports(visitor, True, "学校门口没有减速带，车开得太快")
    deputy = signed_in(visitor, "ligf", "/notices", PHONE)
    page, taps = deputy.page, 0
    for _ in range(20):  # the worker tells the deputy a moment later
        if page.locator("main a, main button", has_text="新的民情待接单").count():
            break
        page.wait_for_timeout(500)
        page.reload()
    page.locator("main a, main button", has_text="新的民情待接单").first.click()
    page.wait_for_url(re.compile(r"/voices/\d+$"))
    taps += 1
    page.locator("form[action$='/claim'] button").click()
    page.locator("main", has_text="已接单").wait_for()
    taps += 1
    assert taps == 2


def test_a_position_is_given_by_a_button_and_seen_by_the_deputy(visitor: Visitors) -> None:
    citizen = visitor(size=PHONE)
    context = citizen.page.context
    context.grant_permissions(["geolocation"], origin=citizen.site.url)
    context.set_geolocation({"latitude": 25.03612, "longitude": 101.54589})
    citizen.go("/demo/")
    page = citizen.page
    page.locator("main a[href^='/q/']").first.click()
    page.locator("main a[href*='/voices/new']").first.click()
    page.locator("textarea[name=what]").fill("山脚的引水管被落石砸断了，家里没有水")
    page.get_by_role("button", name="我就在那里，附上位置").click()
    page.get_by_text("位置记下了").wait_for()
    citizen.assert_well()
    page.wait_for_timeout(READING_MS)
    page.locator("main form[method=post] button[type=submit]").last.click()
    page.wait_for_url("**/voices/received/**")
    deputy = signed_in(visitor, "ligf", "/my/voices", PHONE)
    order = deputy.page.locator("article.order", has_text="山脚的引水管")
    order.get_by_role("link", name="看详情").click()
    assert "25.036, 101.546" in deputy.page.locator("main").inner_text()
