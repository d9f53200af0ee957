"""`lianxin nightly [NAME…]`: the security paper's tests at their full figures; keeps the last results.

The tests are those of the suite; LIANXIN_NIGHTLY makes them large (tests/support/scale.py).
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

from lianxin.project import postgres, prepare
from lianxin.project.console import CommandFailed, complain, say, say_json
from lianxin.project.paths import ROOT

RESULTS = ROOT / "docs" / "quality" / "nightly.json"
PAGE = RESULTS.with_suffix(".md")
_LIMIT_S = 3 * 3600
_COUNT = re.compile(r"(\d+) (failed|passed|skipped|errors?)\b")


@dataclass(frozen=True, slots=True)
class Item:
    """One row of the programme: what is tried, when it counts as passed, and which tests try it."""

    title: str
    passes: str
    tests: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Result:
    """How the last run of an item ended."""

    name: str
    date: str
    outcome: str
    figures: list[str]
    tests: str
    part: int
    seconds: int
    load: float
    commit: str


_FAULTS, _SECURITY, _FILES = "tests/faults", "tests/security", "src/lianxin/attachments/tests"
ITEMS: dict[str, Item] = {
    "T01": Item(
        "kill -9 of the database and its sessions during submissions",
        "200 kills: none acknowledged is lost, none twice, works again < 15 s",
        (f"{_FAULTS}/test_kill.py",),
    ),
    "T02": Item(
        "kill -9 of web workers in the middle of requests",
        "1,000 submissions make exactly 1,000 cases",
        (f"{_FAULTS}/test_web.py::test_web_workers_that_die_at_any_moment_make_each_matter_once",),
    ),
    "T03": Item(
        "kill -9 of the job worker while it sends",
        "5,000 notices, 500 kills: one effect each at the gateway, none lost",
        (f"{_FAULTS}/test_notice_kill.py",),
    ),
    "T08": Item(
        "database sessions are cut every 200 ms for two minutes",
        "no half step: no broken invariant",
        (f"{_FAULTS}/test_web.py::test_sessions_cut_five_times_a_second_leave_no_half_step",),
    ),
    "T09": Item(
        "the database cannot be reached for a minute while a citizen sends",
        "nothing typed is lost; one case, by itself, when it is back",
        ("tests/browser/test_cut_off.py",),
    ),
    "T10": Item(
        "eight people at one matter at once; random acts of eleven people with stale pages",
        "no lost update, no deadlock; no broken invariant in more than 50,000 acts",
        ("tests/test_races.py", "tests/test_loop_stateful.py", "tests/test_suggestions_stateful.py"),
    ),
    "T12": Item(
        "one form fifty times in parallel; its key with other words",
        "one case; 409",
        (f"{_FAULTS}/test_web.py::test_a_form_sent_fifty_times_at_once_is_one_case_and_other_words_are_refused",),
    ),
    "T13": Item(
        "the clock jumps by a second, ten minutes, a day, a year, and lies in another zone",
        "nobody late too early or too late; nothing that has ended opens again",
        (f"{_SECURITY}/test_clocks.py",),
    ),
    "T14": Item(
        "deadlines over holidays and make-up days, against a second implementation", "all equal",
        ("src/lianxin/kernel/tests/test_workdays.py", "src/lianxin/kernel/tests/test_workdays_properties.py"),
    ),
    "T27": Item(
        "session fixation, cookies, signing out", "new key; marked cookies; ended on the server",
        ("src/lianxin/accounts/tests/test_sign_in.py",),
    ),
    "T28": Item("forms from elsewhere, frames, CORS", "all refused", (f"{_SECURITY}/test_forms.py",)),
    "T29": Item(
        "guessing plate codes, case tokens and query codes",
        "10^6 at the engine, 10^4 over HTTP: none opens; hit and miss take the same time",
        (f"{_SECURITY}/test_guesses.py", f"{_SECURITY}/test_tries.py"),
    ),
    "T30": Item(
        "ways around the limit of tries, bursts included", "never more than the limit",
        (f"{_SECURITY}/test_tries.py", f"{_SECURITY}/test_bursts.py"),
    ),
    "T31": Item(
        "which accounts exist, by words or time", "same words; same time",
        (
            f"{_SECURITY}/test_guesses.py::test_a_known_and_an_unknown_name_take_the_same_time",
            "src/lianxin/accounts/tests/test_sign_in.py",
        ),
    ),
    "T36": Item(
        "scripts, templates, redirects and paths as input", "text stays text",
        (f"{_SECURITY}/test_texts.py",),
    ),
    "T38": Item(
        "bombs: archives, workbooks, entities, nesting, JSON, pictures",
        "refused in < 2 s with < 300 MB",
        (f"{_SECURITY}/test_bombs.py",),
    ),
    "T39": Item(
        "a corpus of more than 500 hostile files, then an hour of spoilt ones through every reader",
        "each ends in a clean derivative or a sentence; the process that asked lives on",
        (
            f"{_SECURITY}/test_hostile_files.py", f"{_FILES}/test_decoding.py", f"{_FILES}/test_documents.py",
        ),
    ),
    "T41": Item(
        "what photos, sounds and documents tell about place, phone and person",
        "gone from every derivative",
        (f"{_FILES}/test_decoding.py", f"{_SECURITY}/test_metadata.py"),
    ),
    "T42": Item(
        "cells that begin like a formula, in CSV and workbooks", "stored unchanged, exported inert",
        (f"{_SECURITY}/test_texts.py::test_no_exported_cell_is_a_formula",),
    ),
    "T43": Item(
        "2,000 odd texts: form, database, page, table, workbook, PDF, .docx and back",
        "byte-equal or a clear refusal; in a PDF the character or a visible box, never nothing",
        (f"{_SECURITY}/test_texts.py", f"{_SECURITY}/test_texts_on_paper.py"),
    ),
    "T45": Item(
        "500 slow connections for a minute", "others: p95 < 1 s; slow headers cut within 30 s",
        (f"{_FAULTS}/test_slow.py",),
    ),
    "T60": Item(
        "personal data in logs, error pages, cookies, addresses; a forced 500 of every view", "no canary",
        (f"{_SECURITY}/test_private.py",),
    ),
}  # fmt: skip


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Which items; output for scripts."""
    parser.add_argument("names", nargs="*", help=f"只运行这些（默认全部）：{' '.join(ITEMS)}")
    parser.add_argument(
        "--part", type=int, default=100, metavar="1-100", help="只做完整次数的百分之几（默认 100）"
    )
    parser.add_argument("--minutes", type=float, default=60, help="T39 用随机改坏的文件试多少分钟（默认 60）")
    parser.add_argument("--json", action="store_true", help="以 JSON 输出结果")


def run(args: argparse.Namespace) -> int:
    """Run the items in turn and write the page after each; 1 if one failed, 2 for an unknown name."""
    if unknown := [name for name in args.names if name not in ITEMS]:
        complain(f"没有这一项：{' '.join(unknown)}。可选：{' '.join(ITEMS)}")
        return 2
    prepare.compile_messages()
    done = []
    for name in args.names or ITEMS:
        complain(f"{name} {ITEMS[name].title} ……")
        done.append(_try(name, ITEMS[name], min(100, max(1, args.part)), args.minutes))
        _keep(done[-1])
        if not args.json:
            say(f"{name}  {done[-1].outcome}  {done[-1].seconds} s  {'; '.join(done[-1].figures)}")
    if args.json:
        say_json([asdict(result) for result in done])
    return int(any(result.outcome == "FAILED" for result in done))


def _try(name: str, item: Item, part: int, minutes: float) -> Result:
    """One pytest run, at `part` per cent of the full figures."""
    server = postgres.locate(ROOT / "var" / "test-embedded")
    was_running = postgres.status(server) is postgres.State.RUNNING
    began, at, load = time.monotonic(), datetime.now(UTC), os.getloadavg()[0]
    commit = _commit()
    with tempfile.TemporaryDirectory() as folder:
        figures = Path(folder) / "figures"
        environment = prepare.base_environment() | {
            "LIANXIN_NIGHTLY": str(part),
            "LIANXIN_FIGURES": str(figures),
            "LIANXIN_FUZZ_MINUTES": str(minutes),
        }
        for variable in ("LIANXIN_DEMO", "LIANXIN_DEBUG"):
            environment.pop(variable, None)
        command = [sys.executable, "-P", "-m", "pytest", "-q", "-p", "no:xdist", *item.tests]
        try:
            ended = subprocess.run(
                command, cwd=ROOT, env=environment, stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, timeout=_LIMIT_S, check=False,
            )  # fmt: skip
        except subprocess.TimeoutExpired as late:
            raise CommandFailed(f"{name} 没有在 {_LIMIT_S} 秒内完成。") from late
        finally:
            if not was_running:
                postgres.stop(server)
        notes = figures.read_text(encoding="utf-8").splitlines() if figures.exists() else []
    if ended.returncode:
        complain(ended.stdout[-6000:])
    counts = _counts(ended.stdout)
    return Result(
        name=name,
        date=f"{at:%Y-%m-%d %H:%M} UTC",
        outcome=_outcome(ended.returncode, counts),
        figures=[note["figures"] for note in map(json.loads, notes) if note["item"] == name],
        tests=", ".join(f"{number} {word}" for word, number in counts.items()),
        part=part,
        seconds=int(time.monotonic() - began),
        load=round(load, 1),
        commit=commit,
    )


def _counts(output: str) -> dict[str, int]:
    """The runner's own last line."""
    lines = [line for line in output.splitlines() if _COUNT.search(line) and " in " in line]
    return {word: int(number) for number, word in _COUNT.findall(lines[-1])} if lines else {}


def _outcome(status: int, counts: dict[str, int]) -> str:
    if status:
        return "FAILED"
    return "passed" if counts.get("passed") else "SKIPPED"


def _commit() -> str:
    asked = ["git", "rev-parse", "--short=10", "HEAD"]
    return subprocess.run(asked, cwd=ROOT, capture_output=True, text=True, check=False).stdout.strip()


def _machine() -> str:
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    kind = f"{platform.system()} {platform.machine()}, Python {platform.python_version()}"
    return f"{os.cpu_count()} cores, {memory:.0f} GB, {kind}"


def _kept() -> dict[str, Result]:
    if not RESULTS.exists():
        return {}
    return {row["name"]: Result(**row) for row in json.loads(RESULTS.read_text(encoding="utf-8"))}


def _keep(result: Result) -> None:
    """The last result of each item, as data and as a page."""
    kept = _kept() | {result.name: result}
    rows = [kept[name] for name in ITEMS if name in kept]
    RESULTS.parent.mkdir(parents=True, exist_ok=True)
    text = json.dumps([asdict(row) for row in rows], ensure_ascii=False, indent=1)
    RESULTS.write_text(text + "\n", encoding="utf-8")
    PAGE.write_text(page(rows), encoding="utf-8")


def page(rows: Sequence[Result]) -> str:
    """The results for readers."""
    lines = [
        "# Faults and attacks at full size: the last results",
        "",
        "Written by `./lianxin nightly [NAME…]`; each row is the last run of `./lianxin nightly NAME`.",
        "The same tests are in every CI run at a smaller size. T39 searches for `--minutes`, 60 unless said.",
        f"Machine: {_machine()}; others may have worked on it, so the load at the start is given.",
        "",
        "| item | what is tried | passes when | last result | figures | when, how long, load, commit |",
        "|---|---|---|---|---|---|",
    ]
    for row in rows:
        item = ITEMS[row.name]
        lines.append(
            f"| {row.name} | {item.title} | {item.passes} | **{row.outcome}** at {row.part} % ({row.tests}) "
            f"| {'; '.join(row.figures) or '—'} | {row.date}, {row.seconds} s, {row.load}, {row.commit} |"
        )
    return "\n".join([*lines, ""])
