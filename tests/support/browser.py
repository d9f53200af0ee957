"""A running site, and people who visit it with a browser."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Page, expect

from lianxin.project import prepare

PHONE = {"width": 390, "height": 844}
DESK = {"width": 1440, "height": 900}
# A click does not wait for the page it leads to; what is expected there is waited for, on a busy machine too.
expect.set_options(timeout=20_000)


@dataclass(frozen=True)
class Site:
    """A running site and how to ask about it."""

    url: str
    accounts: list[dict[str, Any]]
    environment: dict[str, str]

    def shell(self, code: str) -> str:
        """Run Python inside the site's own settings and return what it prints."""
        return prepare.manage(
            "shell", "--no-imports", "-v0", "-c", code, environment=self.environment, doing="询问"
        ).strip()


@dataclass
class Visitor:
    """One person's browser window; collects what went wrong in it."""

    page: Page
    site: Site
    problems: list[str] = field(default_factory=list)

    def go(self, path: str) -> None:
        """Open a page and insist that it answers."""
        response = self.page.goto(self.site.url + path)
        assert response is not None and response.status < 400, f"{path}: {response and response.status}"

    def sign_in(self, login: str) -> None:
        """Sign in as one of the demo's people, by the form."""
        self.go("/accounts/sign-in")
        self.page.get_by_label("登录名").fill(login)
        self.page.get_by_label("密码").fill(self.site.accounts[0]["password"])
        with self.page.expect_navigation():
            self.page.locator("main form button[type=submit]").first.click()

    def assert_well(self) -> None:
        """No script error, no refused style or script, no sideways scroll."""
        assert not self.problems, self.problems
        wide = self.page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
        assert wide <= 0, f"{self.page.url} scrolls sideways by {wide} px"


class Visitors:
    """Opens windows and closes them at the end of a test."""

    def __init__(self, browser: Browser, site: Site) -> None:
        self.browser, self.site = browser, site
        self.contexts: list[BrowserContext] = []

    def __call__(
        self,
        *,
        size: dict[str, int] | None = None,
        javascript: bool = True,
        scheme: str = "light",
        mode: str = "",
        lang: str = "",
    ) -> Visitor:
        context = self.browser.new_context(
            viewport=size or PHONE, java_script_enabled=javascript, color_scheme=scheme, locale="zh-CN"
        )
        cookies = [("mode", mode), ("lang", lang)]
        context.add_cookies([{"name": n, "value": v, "url": self.site.url} for n, v in cookies if v])
        page = context.new_page()
        visitor = Visitor(page, self.site)
        page.on("console", lambda m: visitor.problems.append(m.text) if m.type == "error" else None)
        page.on("pageerror", lambda e: visitor.problems.append(str(e)))
        self.contexts.append(context)
        return visitor

    def close(self) -> None:
        for context in self.contexts:
            context.close()
