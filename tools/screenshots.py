"""Takes the pictures of the guides from a running demo: `tools/screenshots.py [http://127.0.0.1:8000]`.

They are written to `src/lianxin/portal/static/portal/guide/`, where the guides in `docs/zh`, the READMEs and
the help pages of the product find them. Needs Debian's chromium and the development requirements.
"""

from __future__ import annotations

import re
import shutil
import sys
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

FOLDER = Path(__file__).resolve().parents[1] / "src/lianxin/portal/static/portal/guide"
PHONE, DESK = {"width": 390, "height": 844}, {"width": 1280, "height": 860}
# Picture → who is signed in, how wide, and the way there: addresses, or links to follow on the page before.
PICTURES: dict[str, tuple[str, dict[str, int], tuple[str, ...]]] = {
    "plate": ("", PHONE, ("/demo/", "a[href^='/q/']")),
    "report": ("", PHONE, ("/demo/", "a[href^='/q/']", "a[href*='/voices/new']")),
    "follow": ("", PHONE, ("/voices/follow",)),
    "published": ("", PHONE, ("/cases", "a[href^='/cases/']")),
    "deputy": ("ligf", PHONE, ("/my",)),
    "order": ("ligf", PHONE, ("/my/voices?view=mine", "a[href^='/voices/']")),
    "unit": ("duangq", DESK, ("/unit?view=working",)),
    "desk": ("yangxm", DESK, ("/desk",)),
    "list": ("yangxm", DESK, ("/voices",)),
    "case": ("yangxm", DESK, ("/voices?view=rated", "a.ttl")),
    "deadlines": ("yangxm", DESK, ("/voices?view=rated", "a.ttl", "a[href$='/deadlines']")),
    "publish": ("luoay", DESK, ("/voices?view=to_publish", "a.ttl")),
    "bulletin-new": ("yangxm", DESK, ("/bulletins/new",)),
    "bulletin": ("yangxm", DESK, ("/bulletins?box=sent", "a.rowlink")),
    "venues": ("yangxm", DESK, ("/manage/venues",)),
    "suggestion": ("ligf", PHONE, ("/my/suggestions",)),
    "suggestions": ("yangxm", DESK, ("/suggestions",)),
    "suggestion-case": ("duangq", DESK, ("/unit/suggestions", "a.ttl")),
    "suggestion-figures": ("yangxm", DESK, ("/suggestions/figures",)),
    "import": ("yangxm", DESK, ("/manage/import/",)),
    "term": ("yangxm", DESK, ("/manage/people/terms", "a.ttl")),
    "structure": ("yangxm", DESK, ("/manage/people/terms", "a.ttl", "a[href$='/structure']")),
    "links": ("yangxm", DESK, ("/links",)),
    "upkeep": ("yangxm", DESK, ("/manage/upkeep",)),
    "coverage-map": ("yangxm", DESK, ("/manage/upkeep/coverage-map",)),
    "health": ("yangxm", DESK, ("/manage/upkeep/health",)),
    "insights": ("yangxm", DESK, ("/insights",)),
    "below": ("heyl", DESK, ("/insights/below",)),
    "calendar": ("zhouw", DESK, ("/manage/calendar",)),
    "grants": ("zhouw", DESK, ("/accounts/grants",)),
    "journal": ("daoyw", DESK, ("/journal",)),
    "tour": ("", DESK, ("/demo/",)),
}


def follow(page: Page, base: str, way: tuple[str, ...]) -> None:
    """Walk the addresses and links; raises when a page does not answer or a link is missing."""
    for step in way:
        address = step if step.startswith("/") else page.locator(step).first.get_attribute("href") or ""
        response = page.goto(base + re.sub(r"^https?://[^/]+", "", address))
        if response is None or response.status >= 400:
            raise SystemExit(f"{step}: {response and response.status}")


def take(browser: Browser, base: str, name: str) -> None:
    """One picture."""
    login, size, way = PICTURES[name]
    context = browser.new_context(viewport=size, locale="zh-CN", color_scheme="light")
    page = context.new_page()
    if login:
        page.goto(f"{base}/demo/")
        page.locator(f"form[action$='/sign-in/{login}'] button").click()
        page.wait_for_load_state()
    follow(page, base, way)
    page.screenshot(path=FOLDER / f"{name}.jpg", type="jpeg", quality=82)
    context.close()


def main() -> None:
    """Take all pictures, or those named after the address."""
    base = next((word for word in sys.argv[1:] if word.startswith("http")), "http://127.0.0.1:8000")
    names = [word for word in sys.argv[1:] if not word.startswith("http")] or list(PICTURES)
    FOLDER.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        for name in names:
            take(browser, base, name)
            print(name)
        browser.close()


if __name__ == "__main__":
    main()
