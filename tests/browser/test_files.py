"""Photos and a voice clip in a real browser: sent from a phone, seen and heard again by citizen and deputy."""

from __future__ import annotations

import re

import pytest
from support.browser import DESK, PHONE, Visitor, Visitors

from lianxin.attachments.testing import phone_photo, tone

pytestmark = pytest.mark.browser

WORDS = "二组桥头的护栏断了一截"


def _assert_seen(visitor: Visitor) -> None:
    """Both thumbnails are drawn; the clip is really decoded where scripts may ask it."""
    page = visitor.page
    assert page.locator(".shots audio").count() == 1
    for shot in page.locator(".shots img").all():
        shot.scroll_into_view_if_needed()
        page.wait_for_function("shot => shot.complete && shot.naturalWidth > 0", arg=shot.element_handle())
    heard = page.evaluate(
        "() => new Promise(done => { const a = document.querySelector('.shots audio');"
        "a.onerror = () => done(-1); a.onloadedmetadata = () => done(a.duration); a.preload = 'metadata'; a.load(); })"
    )
    assert 1.8 < heard < 2.4
    visitor.assert_well()


@pytest.mark.parametrize("javascript", [True, False], ids=["with-scripts", "without-scripts"])
def test_photos_and_a_clip_are_sent_from_a_phone(visitor: Visitors, javascript: bool) -> None:
    citizen = visitor(size=PHONE, javascript=javascript)
    citizen.go("/demo/")
    page = citizen.page
    page.locator("main a[href^='/q/']").first.click()
    page.locator("main a[href*='/voices/new']").first.click()
    words = f"{WORDS}（{'有' if javascript else '无'}脚本）"
    page.locator("textarea[name=what]").fill(words)
    files = [
        {"name": f"IMG_{number}.jpg", "mimeType": "image/jpeg", "buffer": phone_photo(orientation=6)}
        for number in (1, 2)
    ]
    page.locator("input[name=photos]").set_input_files(files)
    clip = {"name": "录音.m4a", "mimeType": "audio/mp4", "buffer": tone("ipod", "aac", rate=44_100)}
    page.locator("input[name=recording]").set_input_files(clip)
    page.wait_for_timeout(2100)  # a program is quicker than a person: the form's time trap
    citizen.assert_well()
    page.locator("main form[method=post] button[type=submit]").last.click()
    page.wait_for_url("**/voices/received/**")
    mine = page.url.replace("/received/", "/mine/")
    looking = visitor(size=PHONE)
    looking.page.goto(mine)
    _assert_seen(looking)
    deputy = visitor(size=DESK if javascript else PHONE)
    deputy.sign_in("ligf")
    deputy.go("/my/voices")
    order = deputy.page.locator("article.order", has_text=words[:20]).first
    order.get_by_role("button", name="接单").click()
    deputy.page.wait_for_url(re.compile(r"/voices/\d+$"))
    _assert_seen(deputy)
