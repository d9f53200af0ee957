"""Every kind of page in every look: answers, one heading, no script error, no sideways scroll, axe content.

Screenshots are written to `var/screenshots/`, to be looked at.
"""

from __future__ import annotations

import gzip
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Request
from support.browser import DESK, PHONE, Visitor, Visitors

from lianxin.project.paths import ROOT

pytestmark = pytest.mark.browser
SHOTS = ROOT / "var" / "screenshots"
LOOKS = {"light": {}, "dark": {"scheme": "dark"}, "elder": {"mode": "elder"}}


@dataclass(frozen=True)
class Group:
    """Pages that one person opens: addresses, or `page > selector` for the first link found there."""

    login: str
    paths: tuple[str, ...]


GROUPS = {
    "citizen": Group(
        "",
        (
            "/",
            "/demo/",
            "/demo/ > a[href^='/q/']",
            "/demo/ > a[href^='/q/'] > a[href*='/voices/new']",
            "/voices/follow",
            "/venues",
            "/venues?place=532301 > a[href^='/venues/']",
            "/people",
            "/people > main a[href^='/people/']",
            "/cases",
            "/cases > a[href^='/cases/']",
            "/open-suggestions",
            "/open-suggestions > a[href^='/open-suggestions/']",
            "/divisions/pick?next=/venues&param=place",
            "/help",
            "/help/citizen",
            "/help/privacy",
            "/help/accessibility",
            "/settings",
            "/accounts/sign-in",
            "/demo/components",
        ),
    ),
    "deputy": Group(
        "ligf",
        ("/my", "/my/voices", "/my/voices?view=mine", "/my/voices?view=mine > a[href^='/voices/']", "/notices",
         "/accounts/me", "/demo/components?shell=deputy", "/notices/settings", "/bulletins", "/my/suggestions",
         "/my/suggestions > article a", "/my/suggestions?view=rate > article a", "/suggestions/new",
         "/suggestions/new > main a[href*='congress=']", "/suggestions/from-cases", "/suggestions/promises",
         "/suggestions/import", "/motions", "/motions/new", "/my/links", "/my/links > a[href^='/my/links/']",
         "/notices/calendar"),
    ),
    "unit": Group(
        "duangq",
        ("/unit", "/unit?view=working > a.ttl", "/voices?view=", "/notices", "/unit/suggestions",
         "/unit/suggestions > a.ttl"),
    ),
    "leader": Group("guozq", ("/unit", "/unit > a.ttl", "/unit > a.ttl > a[href$='/draft']", "/voices/templates", "/voices/templates/new")),
    "office": Group(
        "yangxm",
        ("/desk", "/voices", "/voices?view=late", "/voices?view=done > a.ttl", "/voices?view=working > a.ttl",
         "/voices > a.ttl > a[href$='/deadlines']", "/voices/overdue", "/insights", "/notices", "/manage/venues",
         "/manage/venues > main a[href^='/manage/venues/']", "/manage/people/", "/manage/calendar",
         "/demo/components?shell=desk"),
    ),
    "office_rooms": Group(
        "yangxm",
        ("/suggestions", "/suggestions > a.ttl", "/suggestions?view=replied > a.ttl", "/insights/topics", "/insights/definitions",
         "/bulletins", "/bulletins/new", "/manage/upkeep", "/manage/upkeep/gaps",
         "/manage/upkeep/honours", "/manage/upkeep/standards", "/manage/upkeep/assessments",
         "/manage/upkeep/assessments > a.ttl", "/manage/upkeep/honours > a.ttl", "/manage/import/"),
    ),
    "office_venues": Group(
        "yangxm",
        ("/manage/points", "/manage/points > a.ttl", "/manage/points/new", "/manage/upkeep/health",
         "/manage/local-rules/venues", "/manage/rules", "/manage/rules > a.ttl", "/manage/rules/new",
         "/manage/rules > a[href$='/missing']", "/manage/upkeep/health > a.ttl > a[href$='/wall']",
         "/manage/law-drafts", "/manage/law-drafts > a.ttl", "/manage/law-drafts/new", "/points", "/rules/chart"),
     ),
    "office_session": Group(
        "yangxm",
        ("/suggestions/handovers", "/suggestions/handovers > a.ttl", "/suggestions/sessions", "/motions",
         "/motions > a.ttl", "/suggestions?view=done > a.ttl > a[href$='/publication']",
          "/manage/local-rules", "/manage/local-rules/voices", "/manage/local-rules/voices/new"),
    ),
    "office_people": Group(
        "yangxm",
        ("/manage/people/terms", "/manage/people/terms > a.ttl", "/manage/people/terms > a.ttl > a[href*='organs']",
         "/manage/people/terms > a.ttl > a[href*='organs'] > a.ttl", "/manage/people/terms > a.ttl > a[href$='/structure']",
         "/manage/people/terms > a.ttl > a[href$='/close']", "/manage/people/terms > a.ttl > a.ttl",
         "/links", "/links > a.ttl", "/links/new/deputy_voters"),
    ),
    "office_year": Group(
        "yangxm",
        ("/suggestions/figures", "/suggestions/figures > a[href*='/figures/list']", "/suggestions/board", "/suggestions/rules",
         "/suggestions/lookback", "/suggestions/year", "/suggestions/year/inspections", "/suggestions/year/reports",
         "/suggestions/year/praise"),
    ),
    "liaison": Group("zhaoym", ("/desk", "/voices?view= > a.ttl", "/voices/intake", "/manage/venues")),
    "admin": Group("zhouw", ("/desk", "/accounts/grants", "/accounts/posts", "/manage/calendar")),
    "system": Group("majg", ("/desk", "/notices/outbox")),
    "auditor": Group("daoyw", ("/desk", "/journal")),
}  # fmt: skip


def opened(visitor: Visitor, path: str) -> None:
    """Open an address; every ` > selector` follows the first such link of the page before."""
    first, *selectors = path.split(" > ")
    visitor.go(first)
    for selector in selectors:
        link = visitor.page.locator(selector).first.get_attribute("href")
        assert link, f"{path}: no link"
        visitor.go(re.sub(r"^https?://[^/]+", "", link))


def shot_name(group: str, path: str, look: str) -> Path:
    words = re.sub(r"[^a-z0-9]+", "-", path.lower()).strip("-") or "home"
    return SHOTS / f"{group}-{words[:60]}-{look}"


@pytest.fixture(scope="module")
def axe() -> Axe:
    return Axe()


def serious(axe: Axe, visitor: Visitor) -> list[str]:
    found = axe.run(visitor.page).response["violations"]
    return [
        f"{v['id']} ({v['impact']}): {v['nodes'][0]['html'][:160]}"
        for v in found
        if v["impact"] in {"serious", "critical"}
    ]


@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize("group", GROUPS)
def test_pages_are_well(visitor: Visitors, axe: Axe, group: str, look: str) -> None:
    person = visitor(size=PHONE, **LOOKS[look])
    if GROUPS[group].login:
        person.sign_in(GROUPS[group].login)
    SHOTS.mkdir(parents=True, exist_ok=True)
    wrong: list[str] = []
    for path in GROUPS[group].paths:
        person.page.set_viewport_size(PHONE)
        opened(person, path)
        name = shot_name(group, path, look)
        for check in (_one_heading, _well):
            wrong += [f"{path}: {problem}" for problem in check(person)]
        wrong += [f"{path}: {problem}" for problem in serious(axe, person)]
        person.page.screenshot(path=f"{name}-390.png", full_page=True)
        if look == "light":
            person.page.set_viewport_size(DESK)
            wrong += [f"{path} at 1440: {problem}" for problem in _well(person)]
            person.page.screenshot(path=f"{name}-1440.png", full_page=True)
    assert not wrong, "\n".join(wrong)


def _one_heading(person: Visitor) -> Iterator[str]:
    if person.page.locator("h1").count() != 1:
        yield f"{person.page.locator('h1').count()} headings of the first level"
    if not person.page.title().strip(" -"):
        yield "no title"


def _well(person: Visitor) -> Iterator[str]:
    try:
        person.assert_well()
    except AssertionError as error:
        person.problems.clear()
        yield str(error).splitlines()[0]


# Gzip bytes of a first visit: page, styles, scripts, pictures. Source: shared design paper §2.4.
KB = 1024
BUDGETS: dict[str, tuple[str, str, int]] = {
    "home": ("", "/", 20 * KB),
    "plate": ("", "/demo/ > a[href^='/q/']", 20 * KB),
    "report": ("", "/demo/ > a[href^='/q/'] > a[href*='/voices/new']", 20 * KB),
    "follow": ("", "/voices/follow", 20 * KB),
    "deputy": ("ligf", "/my", 45 * KB),
    "list": ("yangxm", "/voices", 60 * KB),
    "case": ("yangxm", "/voices > a.ttl", 60 * KB),
}


@pytest.mark.parametrize("page", BUDGETS)
def test_pages_weigh_little(visitor: Visitors, page: str) -> None:
    login, path, budget = BUDGETS[page]
    guide = visitor(size=PHONE)
    if login:
        guide.sign_in(login)
    opened(guide, path)
    address = guide.page.url.removeprefix(guide.site.url)
    fresh = visitor(size=PHONE)
    fresh.page.context.add_cookies(
        [cookie for cookie in guide.page.context.cookies() if "session" in cookie["name"]]
    )
    weighed: dict[str, int] = {}
    fresh.page.on("requestfinished", _weigher(weighed))
    fresh.go(address)
    fresh.page.wait_for_load_state("networkidle")
    total = sum(weighed.values())
    assert total <= budget, f"{total / KB:.1f} KB of {budget / KB:.0f}: {weighed}"


def _weigher(weighed: dict[str, int]) -> Callable[[Request], None]:
    def weigh(request: Request) -> None:
        response = request.response()
        if response is not None and response.status == 200:
            weighed[request.url.rpartition("/")[2][:40] or "page"] = len(gzip.compress(response.body()))

    return weigh
