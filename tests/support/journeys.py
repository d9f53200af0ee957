"""Steps that several journeys begin with, as a person does them."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from support.browser import DESK, PHONE, Visitor, Visitors


def citizen_reports(visitor: Visitors, javascript: bool, words: str) -> str:
    """Scan the plate, say it, send it; returns the query code."""
    citizen = visitor(size=PHONE, javascript=javascript)
    citizen.go("/demo/")
    page = citizen.page
    page.locator("main a[href^='/q/']").first.click()
    page.locator("main a[href*='/voices/new']").first.click()
    page.locator("textarea[name=what]").fill(words)
    page.locator("label.choice", has_text="道路照明").click()
    page.locator("input[name=place]").fill("三组小学门口")
    page.locator("input[name=name]").fill("王奶奶")
    page.locator("input[name=phone]").fill("138 0000 0001")
    page.locator("input[name=may_publish]").check()
    page.wait_for_timeout(2100)  # a program is quicker than a person: the form's time trap
    page.locator("main form[method=post] button[type=submit]").last.click()
    page.wait_for_url("**/voices/received/**")
    citizen.assert_well()
    digits = re.sub(r"\D", "", page.locator(".code").inner_text())
    assert len(digits) == 16
    return digits


def deputy_takes_and_assigns(visitor: Visitors, javascript: bool, words: str) -> str:
    """Take the order and hand it to the transport bureau; returns the case's address."""
    deputy = visitor(size=PHONE, javascript=javascript)
    deputy.sign_in("ligf")
    page = deputy.page
    assert page.url.endswith("/my")
    deputy.go("/my/voices")
    order = page.locator("article.order", has_text=words[:20]).filter(has_text="三组小学门口").first
    order.get_by_role("button", name="接单").click()
    page.wait_for_url(re.compile(r"/voices/\d+$"))
    expect(page.locator("main")).to_contain_text(words)
    step = page.locator("form[action$='/assign']")
    if not step.is_visible():
        page.locator("summary", has_text="交给部门办").click()
    option = step.locator("option", has_text="交通运输局").first.get_attribute("value")
    step.locator("select[name=unit_id]").select_option(option)
    step.locator("button[type=submit]").click()
    expect(page.locator("main")).to_contain_text("待领单")
    deputy.assert_well()
    return re.sub(r"^https?://[^/]+", "", page.url)


def take_step(person: Visitor, verb: str, **fields: str) -> str:
    """Open the step if it is folded, fill it in, send it; returns what the page says then."""
    form = person.page.locator(f"form[action$='/{verb}']")
    if not form.is_visible():
        person.page.locator("details", has=form).locator("summary").click()
    for name, words in fields.items():
        field = form.locator(f"[name={name}]")
        if field.evaluate("node => node.tagName") == "SELECT":
            option = field.locator("option", has_text=words).first.get_attribute("value")
            field.select_option(option)
        else:
            field.fill(words)
    with person.page.expect_navigation():
        form.locator("button[type=submit]").click()
    person.assert_well()
    return person.page.locator("main").inner_text()


def unit_answers(visitor: Visitors, address: str, text: str, *, javascript: bool = True) -> None:
    """The transport bureau accepts and writes the answer, 已解决; its leader signs it."""
    handler = visitor(size=PHONE, javascript=javascript)
    handler.sign_in("duangq")
    page = handler.page
    assert page.url.endswith("/unit")
    page.locator(f"a[href='{address}']").click()
    with page.expect_navigation():
        page.locator("form[action$='/accept'] button").click()
    page.get_by_role("link", name="写答复").click()
    page.wait_for_url("**/draft")
    page.locator("textarea[name=text]").fill(text)
    page.locator("label.choice", has_text=re.compile("^已解决$")).click()
    page.get_by_role("button", name="提交审签").click()
    expect(page.locator("body")).to_contain_text("已送负责人审签")
    handler.assert_well()
    leader = visitor(size=PHONE, javascript=javascript)
    leader.sign_in("guojz")
    leader.page.locator(f"a[href='{address}']").click()
    leader.page.get_by_role("link", name="去签发或退回").click()
    leader.page.get_by_role("button", name="签发").click()
    expect(leader.page.locator("main")).to_contain_text("待核实")
    leader.assert_well()


def signed_in(visitor: Visitors, login: str, address: str = "", size: dict[str, int] = DESK) -> Visitor:
    person = visitor(size=size)
    person.sign_in(login)
    if address:
        person.go(address)
    return person


def follow(visitor: Visitors, code: str) -> Visitor:
    """The citizen opens their case with the query code."""
    citizen = visitor(size=PHONE)
    citizen.go("/voices/follow")
    citizen.page.locator("input[name=code]").fill(code)
    citizen.page.locator("main form button[type=submit]").click()
    citizen.page.wait_for_url("**/voices/mine/**")
    return citizen
