"""Taps, screens and seconds of the everyday flows, counted. Source: shared design paper §1.6 flows 1, 2, 4 and 5.

A tap is a touch after the page is open; typing is one touch a field. Seconds are a script's, not a person's: they show
that nothing makes a person wait.
"""

from __future__ import annotations

import re
import time

import pytest
from playwright.sync_api import Frame, Locator, expect
from support.browser import PHONE, Visitor, Visitors
from support.journeys import citizen_reports, signed_in, take_step

pytestmark = pytest.mark.browser
# The form's time trap: a program is quicker than a person.
_READING_MS = 2100


class Counted:
    """One person's touches, screens and seconds. A page of another address is another screen."""

    def __init__(self, person: Visitor) -> None:
        self.person, self.taps, self.started = person, 0, time.monotonic()
        self.addresses = [person.page.url]
        person.page.on("framenavigated", self._look)

    def _look(self, frame: Frame) -> None:
        if frame == self.person.page.main_frame and frame.url != self.addresses[-1]:
            self.addresses.append(frame.url)

    def tap(self, what: Locator) -> None:
        """Touch once."""
        what.click()
        self.person.page.wait_for_load_state()
        self.taps += 1

    @property
    def screens(self) -> int:
        """Pages seen so far, the first included."""
        return len(self.addresses)

    @property
    def seconds(self) -> float:
        """Since the first page was open."""
        return time.monotonic() - self.started


def test_a_citizen_reports_in_four_taps_and_three_screens(visitor: Visitors) -> None:
    citizen = visitor(size=PHONE)
    citizen.go("/demo/")
    page = citizen.page
    page.goto(citizen.site.url + page.locator("main a[href^='/q/']").first.get_attribute("href"))
    counted = Counted(citizen)
    counted.tap(page.locator("main a[href*='/voices/new']").first)
    counted.tap(page.locator("textarea[name=what]"))
    page.keyboard.type("卫生室的药品柜钥匙丢了，看病拿不到药")
    counted.tap(
        page.locator("label.choice", has_text="医疗卫生").or_(page.locator("label.choice").first).first
    )
    page.wait_for_timeout(_READING_MS)
    counted.tap(page.locator("main form[method=post] button[type=submit]").last)
    page.wait_for_url("**/voices/received/**")
    assert (counted.taps, counted.screens) == (4, 3)
    assert counted.seconds < 60
    citizen.assert_well()


def test_a_deputy_takes_an_order_in_one_tap_and_answers_in_four_more(visitor: Visitors) -> None:
    words = "村委会门口的台阶滑，老人摔过两次"
    code = citizen_reports(visitor, True, words)
    deputy = signed_in(visitor, "ligf", "/my/voices", PHONE)
    page, counted = deputy.page, Counted(deputy)
    counted.tap(page.locator("article.order", has_text=words).get_by_role("button", name="接单"))
    page.wait_for_url(re.compile(r"/voices/\d+$"))
    assert counted.taps == 1
    form = page.locator("form[action$='/answer_on_spot']")
    if not form.is_visible():
        counted.tap(page.locator("details", has=form).locator("summary"))
    counted.tap(form.locator("textarea"))
    page.keyboard.type("今天已经铺了防滑垫，扶手下周装好。")
    counted.tap(form.locator("button[type=submit]"))
    expect(page.locator("main")).to_contain_text("待评价")
    assert counted.taps <= 5
    assert counted.seconds < 60
    _rated(visitor, code)


def _rated(visitor: Visitors, code: str) -> None:
    citizen = visitor(size=PHONE)
    citizen.go("/voices/follow")
    citizen.page.locator("input[name=code]").fill(code)
    citizen.page.locator("main form button[type=submit]").click()
    counted, rating = Counted(citizen), citizen.page.locator("form[action$='/rate']")
    counted.tap(rating.locator("label.choice", has_text=re.compile("^解决了$")))
    counted.tap(rating.locator("label.choice", has_text=re.compile("^基本满意$")))
    counted.tap(rating.locator("button[type=submit]"))
    expect(citizen.page.locator("h1")).to_contain_text("已经办结")
    assert counted.taps == 3
    assert counted.seconds < 30


def test_lifted_twice_and_assigned_each_level_sees_what_the_lower_did(visitor: Visitors) -> None:
    words = "水库大坝下面有渗水，怕汛期出事"
    citizen_reports(visitor, True, words)
    deputy = signed_in(visitor, "ligf", "/my/voices", PHONE)
    deputy.page.locator("article.order", has_text=words).get_by_role("button", name="接单").click()
    deputy.page.wait_for_url(re.compile(r"/voices/\d+$"))
    address = re.sub(r"^https?://[^/]+", "", deputy.page.url)
    take_step(deputy, "visit", text="到坝脚看过，渗水点有两处")
    take_step(deputy, "lift", reason="村里没有能力检测大坝")
    town = signed_in(visitor, "pujh", address)
    seen = town.page.locator("main").inner_text()
    assert "到坝脚看过，渗水点有两处" in seen
    assert "村里没有能力检测大坝" in seen
    take_step(town, "lift", reason="要请县水务局来检测")
    county = signed_in(visitor, "yangxm", address)
    seen = county.page.locator("main").inner_text()
    for line in ("到坝脚看过，渗水点有两处", "村里没有能力检测大坝", "要请县水务局来检测"):
        assert line in seen
    deputy.go(address)  # she sits in the county's congress too
    take_step(deputy, "claim")
    assert "待领单" in take_step(deputy, "assign", unit_id="水务局")
    county.go(address)
    expect(county.page.locator("main")).to_contain_text("待领单")
    town.go(address)
    expect(town.page.locator("main")).to_contain_text("待领单")


def test_a_matter_sent_without_a_signal_waits_and_goes_out_once(visitor: Visitors) -> None:
    """The words and the chosen kind stay; with the signal back one matter is made. Source: T09."""
    citizen = visitor(size=PHONE)
    citizen.go("/demo/")
    page = citizen.page
    page.locator("main a[href^='/q/']").first.click()
    page.locator("main a[href*='/voices/new']").first.click()
    page.locator("textarea[name=what]").fill("山上没有信号的地方，界桩倒了三根")
    page.wait_for_timeout(_READING_MS)
    page.context.set_offline(True)
    send = page.locator("main form[method=post] button[type=submit]").last
    send.click()
    note = page.locator("[data-signal-note]")
    note.wait_for(state="visible")
    send.click(force=True)
    page.wait_for_timeout(1000)
    assert page.locator("textarea[name=what]").input_value() == "山上没有信号的地方，界桩倒了三根"
    page.context.set_offline(False)
    page.wait_for_url("**/voices/received/**", timeout=20_000)
    assert len(re.sub(r"\D", "", page.locator(".code").inner_text())) == 16
    asked = "from lianxin.kernel.actor import *; from lianxin.kit.scope import scope; from lianxin.voices.models import Case\n"
    asked += "with scope(Actor(role=Role.DEPUTY_AFFAIRS, place='532301', user_id=1, grant_id=1)): "
    asked += "print(Case.objects.filter(text__contains='界桩倒了三根').count())"
    assert citizen.site.shell(asked) == "1"
