"""One run of `lianxin bench`: measures in turns, keeps the lowest, compares with the targets."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from lianxin.project.bench import workloads
from lianxin.project.bench.client import send_all
from lianxin.project.bench.extra import EXTRA
from lianxin.project.bench.profiling import COLUMNS, profiled
from lianxin.project.bench.site import Cost, Site, running
from lianxin.project.bench.workloads import NUMBERS, PAGES, Workload
from lianxin.project.console import complain, say, say_json

ROWS = 1_000_000
SECONDS = 60
_ROUNDS = 3
_HELLOS = 3000
# As many requests as make so much CPU time: the kernel counts it in hundredths of a second.
_CPU_MS = 1200
_FEWEST, _MOST = 60, 1000
_POSTS = 150
_INSERTS = 2000
_WARM_UP = 60
_TOUCHES = 200
_CPU, _BUFFERS = "CPU ms", "buffers"


@dataclass(frozen=True, slots=True)
class Figure:
    """One line of the result."""

    name: str
    value: float
    unit: str
    reference: float
    ratio: float
    target: float
    within_target: bool


_ALL = NUMBERS | {name: number for name, (number, _measure) in EXTRA.items()}


def run(
    names: Sequence[str],
    as_json: bool,  # noqa: FBT001  the command's own switch
    rows: int = ROWS,
    seconds: int = SECONDS,
    *,
    profile: bool = False,
) -> int:
    """Measure the named workloads (all without names) and print them; 2 for a name that does not exist.

    With `profile`, say instead where the CPU time of the pages goes.
    """
    wanted = _wanted(names)
    if wanted is None:
        complain(f"没有这项测量 (unknown name)。可选：{' '.join(_ALL)}，或编号 1 至 7、10、12、13。")
        return 2
    if profile:
        with running(rows) as site:
            told = profiled(site, wanted)
        say_json(told) if as_json else _print_profile(told)
        return 0
    with running(rows) as site:
        figures = _measured(site, wanted) + _extra(site, wanted, seconds)
    if as_json:
        say_json([asdict(figure) for figure in figures])
    else:
        _print(figures)
    return 0


def _wanted(names: Sequence[str]) -> set[str] | None:
    """The names asked for, numbers of the paper spelled out; None when one is unknown."""
    if not names:
        return set(_ALL)
    found: set[str] = set()
    for name in names:
        same = {known for known, number in _ALL.items() if name in {known, str(number)}}
        if not same:
            return None
        found |= same
    return found


def _measured(site: Site, wanted: set[str]) -> list[Figure]:
    pages = _pages_for(wanted)
    if not pages and wanted <= set(EXTRA):
        return []
    posts = bool(wanted & {workloads.POST, workloads.POST_DATABASE})
    hello: list[float] = []
    inserts: list[float] = []
    costs: dict[str, list[Cost]] = {name: [] for name in [*(page.name for page in pages), workloads.POST]}
    counts = {page.name: _count(site, page) for page in pages}
    for number in range(1, _ROUNDS + 1):
        complain(f"正在测量（{number}/{_ROUNDS}）……")
        hello.append(site.hello(_HELLOS))
        for page in pages:
            costs[page.name].append(site.cost([page.request(site)] * counts[page.name], 200))
        if posts:
            costs[workloads.POST].append(site.cost(workloads.submissions(site, _POSTS), 302))
            inserts.append(site.raw_insert(_INSERTS))
    lowest = {name: min(cost.total for cost in found) for name, found in costs.items() if found}
    lowest[workloads.HELLO] = min(hello)
    figures = [_figure(p.name, lowest[p.name], lowest[p.against], p.target) for p in pages]
    if posts:
        database = min(cost.database for cost in costs[workloads.POST])
        figures += [
            _figure(workloads.POST, lowest[workloads.POST], lowest[workloads.HELLO], workloads.POST_TARGET),
            _figure(workloads.POST_DATABASE, database, min(inserts), workloads.POST_DATABASE_TARGET),
        ]
    if workloads.BUFFERS in wanted:
        figures.append(_buffers(site))
    return [figure for figure in figures if figure.name in wanted]


def _extra(site: Site, wanted: set[str], seconds: int) -> list[Figure]:
    figures = []
    for name, (_number, measure) in EXTRA.items():
        if name in wanted:
            complain(f"正在测量 {name}……")
            lines = measure(site, seconds)
            figures += [
                _figure(of, value, against, target, unit) for of, value, unit, against, target in lines
            ]
    return figures


def _count(site: Site, page: Workload) -> int:
    """How many requests a round takes, after the first ones have warmed everything."""
    send_all(site.port, [page.request(site)] * _WARM_UP, expect=200)
    cost = site.cost([page.request(site)] * _WARM_UP, 200).total
    return min(_MOST, max(_FEWEST, int(_CPU_MS / max(cost, 0.1))))


def _pages_for(wanted: set[str]) -> list[Workload]:
    """The pages asked for, and those they are compared with."""
    asked = [page for page in PAGES if page.name in wanted]
    compared = {page.against for page in asked}
    return [page for page in PAGES if page in asked or page.name in compared]


def _buffers(site: Site) -> Figure:
    first, deep = (next(p for p in PAGES if p.name == name) for name in ("staff_list", "staff_list_deep"))
    touched, reference = (site.buffers(page.request(site), _TOUCHES) for page in (deep, first))
    return _figure(workloads.BUFFERS, touched, reference, workloads.BUFFERS_TARGET, _BUFFERS)


def _figure(name: str, value: float, reference: float, target: float, unit: str = _CPU) -> Figure:
    ratio = round(value / reference, 2)
    return Figure(name, round(value, 3), unit, round(reference, 3), ratio, target, ratio <= target)


def _print_profile(lines: Sequence[dict[str, Any]]) -> None:
    say(f"{'CPU ms':<18}" + "".join(f"{column:>12}" for column in COLUMNS))
    for line in lines:
        say(f"{line['name']:<18}" + "".join(f"{line[column]:>12}" for column in COLUMNS))


def _print(figures: Sequence[Figure]) -> None:
    width = max(len(figure.name) for figure in figures)
    for f in figures:
        verdict = "ok" if f.within_target else "OVER"
        say(
            f"{f.name:<{width}}  {f.value:9.3f} {f.unit:<8} / {f.reference:8.3f} = {f.ratio:6.2f}"
            f"  (<= {f.target:g})  {verdict}"
        )
