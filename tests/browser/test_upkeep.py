"""建管用 in a real browser: a venue is assessed to its stars; rules go on its wall; a contact point is registered."""

from __future__ import annotations

import re

import pytest
from support.browser import DESK, PHONE, Visitor, Visitors
from support.journeys import signed_in

from lianxin.attachments.testing import phone_photo

pytestmark = pytest.mark.browser


def _main(person: Visitor) -> str:
    return person.page.locator("main").inner_text()


def _press(person: Visitor, name: str) -> str:
    """Press the one button of that name and read the page it leads to."""
    with person.page.expect_navigation():
        person.page.locator("main").get_by_role("button", name=name, exact=True).click()
    person.assert_well()
    return person.page.locator("body").inner_text()


def _say_item_by_item(liaison: Visitor) -> int:
    """Answer every item, with a photo where one is asked for; returns how many there are."""
    page = liaison.page
    fields = page.locator("input[type=radio][name^=met_][value=yes]")
    for number in range(fields.count()):
        fields.nth(number).check(force=True)
    photos = page.locator("input[type=file][name^=photo_]")
    for number in range(photos.count()):
        photo = {"name": f"{number}.jpg", "mimeType": "image/jpeg", "buffer": phone_photo(orientation=1)}
        photos.nth(number).set_input_files(photo)
    return fields.count()


def test_a_venue_is_assessed_put_right_looked_at_again_and_graded(visitor: Visitors) -> None:
    liaison = signed_in(visitor, "zhaoym", "/manage/venues", PHONE)
    liaison.page.locator("main a.ttl").first.click()
    liaison.page.locator("main").get_by_role("link", name="建管用").click()
    liaison.page.wait_for_url("**/manage/upkeep/venues/*")
    liaison.assert_well()
    _press(liaison, "今年的建设标准评估")
    address = re.sub(r"^https?://[^/]+", "", liaison.page.url)
    assert _say_item_by_item(liaison) == 10
    assert "自评交上去了" in _press(liaison, "提交自评")
    assert "待评分" in _main(liaison)

    team = signed_in(visitor, "yangxm", address)
    page = team.page
    page.locator("input[name^=points_]").nth(3).fill("4")
    page.locator("input[name^=remark_]").nth(3).fill("四项制度只上墙了两项")
    page.locator("input[name^=must_]").nth(3).check(force=True)
    page.locator("input[name=mode][value=on_site]").check(force=True)
    assert "评分存好了" in _press(team, "存评分")
    assert "94 / 100" in _main(team)
    page.locator("summary", has_text="有要整改的").click()
    assert "已经要求整改" in _press(team, "要求整改")
    assert "整改中" in _main(team)

    liaison.go(address)
    assert "四项制度只上墙了两项" in _main(liaison)
    assert "请写明怎么整改的" in _press(liaison, "整改好了，请来复查")
    liaison.page.locator("input[name^=done_], textarea[name^=done_]").first.fill("另外两项昨天挂上了")
    assert "整改报上去了" in _press(liaison, "整改好了，请来复查")

    team.go(address)
    assert "另外两项昨天挂上了" in _main(team)
    page.locator("input[name^=points_]").nth(3).fill("10")
    page.locator("input[name^=must_]").nth(3).uncheck(force=True)
    page.locator("input[name=mode][value=online]").check(force=True)
    assert "复查的分数存好了" in _press(team, "存复查的分数")
    assert "定级完成" in _press(team, "定级")
    told = _main(team)
    assert "100 / 100" in told and "已定级" in told
    kept = page.content()  # the history is folded in
    for line in ("提交自评", "评分", "要求整改", "报告整改", "复查", "定级"):
        assert line in kept
    liaison.go(address)
    assert "已定级" in _main(liaison)
    liaison.assert_well()


@pytest.mark.parametrize("javascript", [True, False], ids=["with-scripts", "without-scripts"])
def test_a_rule_goes_on_the_wall_and_everybody_reads_it(visitor: Visitors, javascript: bool) -> None:
    office = visitor(size=DESK, javascript=javascript)
    office.sign_in("yangxm")
    office.go("/manage/rules/new?slot=local")
    title = f"代表接待日办法{'一' if javascript else '二'}"
    page = office.page
    page.locator("input[name=title]").fill(title)
    page.locator("textarea[name=body]").fill("一、每月十五日接待。\n二、提前三天公布代表姓名。")
    page.locator("input[name=source]").fill("楚市人办〔2026〕9 号")
    assert "制度定好了" in _press(office, "定下来")
    liaison = visitor(size=PHONE, javascript=javascript)
    liaison.sign_in("zhaoym")
    liaison.go("/manage/venues")
    liaison.page.locator("main a.ttl").first.click()
    liaison.page.locator("main").get_by_role("link", name="建管用").click()
    liaison.page.locator("main").get_by_role("link", name="墙上的制度").click()
    liaison.page.wait_for_url("**/wall")
    liaison.assert_well()
    assert title in _main(liaison)
    assert "登记好了" in _press(liaison, "勾选的已经上墙")
    venue = re.search(r"/manage/venues/(\d+)/wall", liaison.page.url)
    assert venue is not None
    citizen = visitor(size=PHONE, javascript=javascript)
    citizen.go(f"/venues/{venue[1]}")
    citizen.page.locator("main").get_by_role("link", name=title).click()
    assert "提前三天公布代表姓名" in _main(citizen)
    citizen.page.get_by_role("link", name="看意见办理流程图").click()
    citizen.page.wait_for_url("**/rules/chart")
    assert citizen.page.locator("main svg text", has_text="待接单").count() >= 1
    citizen.assert_well()


def test_a_contact_point_is_registered_changed_and_closed(visitor: Visitors) -> None:
    office = signed_in(visitor, "yangxm", "/manage/points/new")
    page = office.page
    page.locator("select[name=kind]").select_option("legislative")
    page.locator("input[name=name]").fill("商会立法联系点")
    page.locator("input[name=address]").fill("彝人古镇二楼")
    page.locator("input[name=responsible_name]").fill("李会长")
    assert "哪个机关确定" in _press(office, "登记")
    page.locator("input[name=named_by]").fill("楚雄州人大常委会")
    assert "联系点登记好了" in _press(office, "登记")
    page.get_by_role("link", name="改资料").click()
    page.locator("input[name=opening_hours]").fill("周一至周五")
    assert "改好了" in _press(office, "保存")
    citizen = visitor(size=PHONE)
    citizen.go("/points")
    assert "商会立法联系点" in _main(citizen) and "李会长" in _main(citizen)
    citizen.assert_well()
    page.get_by_role("link", name="撤销这个联系点").click()
    page.locator("input[name=reason]").fill("企业搬走了")
    assert "联系点已撤销" in _press(office, "撤销联系点")
    citizen.go("/points")
    assert "商会立法联系点" not in _main(citizen)
