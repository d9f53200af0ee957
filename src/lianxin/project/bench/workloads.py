"""Which requests are measured, and what they may cost.

Source: shared performance paper (workloads and targets).
"""

from __future__ import annotations

import time
from dataclasses import asdict, dataclass
from itertools import count

from lianxin.project.bench.client import Send, ask, cookie_header, form_with
from lianxin.project.bench.site import Site

HELLO = "hello"
_TEXT = "三组到小学的路灯坏了半个月，晚上老人孩子走路不方便，请来看一看。"
# A form younger than this is refused as a program's.
_FORM_AGE_S = 2.3
_address = count(1)


@dataclass(frozen=True, slots=True)
class Workload:
    """One kind of page. `number` is its place in the paper; pages of the same kind share a target."""

    name: str
    number: int
    role: str
    # With names of the world's facts in braces.
    path: str
    target: float
    against: str = HELLO

    def request(self, site: Site) -> Send:
        """The request as this role sends it."""
        return Send(self.path.format(**asdict(site.world)), dict(site.cookies[self.role]))


# View "done" is the fullest of the staff's list: closed, declined and withdrawn cases.
PAGES: tuple[Workload, ...] = (
    Workload("public_list", 1, "", "/cases", 5),
    Workload("home", 1, "", "/", 5),
    Workload("venue", 1, "", "/venues/{venue_id}", 5),
    Workload("staff_list", 2, "staff", "/voices?view=done", 9),
    Workload("deputy_list", 2, "deputy", "/my/voices?view=done", 9),
    Workload("staff_list_deep", 3, "staff", "/voices?view=done&before={deep_id}", 1.1, "staff_list"),
    Workload("staff_case", 5, "staff", "/voices/{case_id}", 7),
    Workload("public_case", 5, "", "/cases/{published_id}", 7),
    Workload("suggestions", 2, "staff", "/suggestions?view=done", 2, "staff_list"),
    Workload("suggestion_figures", 5, "staff", "/suggestions/figures", 40, "staff_list"),
    Workload("report_form", 6, "", "/voices/new?q={plate}", 4),
)
POST = "report_post"
POST_TARGET = 10.0
# Against one raw INSERT, in CPU time of the database alone.
POST_DATABASE = "report_post_database"
POST_DATABASE_TARGET = 6.0
# Pages of the database touched by the deep page, against the first page.
BUFFERS = "staff_list_deep_buffers"
BUFFERS_TARGET = 1.1
NUMBERS: dict[str, int] = {page.name: page.number for page in PAGES} | {
    BUFFERS: 3,
    POST: 7,
    POST_DATABASE: 7,
}


def submissions(site: Site, wanted: int) -> list[Send]:
    """Forms opened and filled in by as many citizens, old enough to be accepted."""
    path = f"/voices/new?q={site.world.plate}"
    sends = []
    for _ in range(wanted):
        number = next(_address)
        address = {"X-Forwarded-For": f"10.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}"}
        page = ask(site.port, Send(path, address))
        form = form_with(page.text, "what")
        headers = address | cookie_header(page.cookies)
        sends.append(Send(form.action or "/voices/new", headers, form.filled(what=_TEXT)))
    time.sleep(_FORM_AGE_S)
    return sends
