"""`lianxin bench --profile`: asks each page in one process inside Django and says where its CPU time goes."""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import asdict
from pathlib import Path
from typing import Any, cast

from lianxin.project import prepare
from lianxin.project.bench import workloads
from lianxin.project.bench.site import Site
from lianxin.project.bench.workloads import PAGES

# Of the whole: queries, the database's share and the program's, which the others make up.
COLUMNS = (
    "queries", "database", "program", "session", "driver", "orm", "templates", "translation", "hashing",
    "rest",
)  # fmt: skip
# Requests of a page: some warm it, half of the others are timed and half looked into.
_ASKED = 420
_POSTED = 220


def profiled(site: Site, wanted: Collection[str]) -> list[dict[str, Any]]:
    """One line of figures for each page that is wanted: queries, and CPU milliseconds of one request."""
    sends = {page.name: [page.request(site)] * _ASKED for page in PAGES if page.name in wanted}
    if workloads.POST in wanted:
        sends[workloads.POST] = workloads.submissions(site, _POSTED)
    asked = Path(site.environment["LIANXIN_DATA"]) / "profile.json"
    asked.write_text(json.dumps({name: [asdict(send) for send in all_] for name, all_ in sends.items()}))
    code = f"from lianxin.project.bench.profile import tell; tell({str(asked)!r})"
    told = prepare.manage(
        "shell", "--no-imports", "-v0", "-c", code, environment=site.environment, doing="分析页面"
    )
    return cast("list[dict[str, Any]]", json.loads(told))
