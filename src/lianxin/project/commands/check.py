"""`lianxin check`: everything a machine can judge about the code, each a step in one table."""

from __future__ import annotations

import argparse
import subprocess
import sys
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from lianxin.project import prepare
from lianxin.project.console import say, say_json
from lianxin.project.paths import ROOT

_AT_ONCE = 2
_STEP_LIMIT_S = 300
_PYTHON = (sys.executable, "-P")
_LINT_IMPORTS = "import sys; from importlinter.cli import lint_imports_command; lint_imports_command()"
_DJANGO = ("-W", "ignore::RuntimeWarning", "-m", "lianxin", "manage")

# The longest first: two run at a time.
STEPS: dict[str, Sequence[str]] = {
    "mypy": ("-m", "mypy", "src"),
    "djlint": ("-m", "djlint", "src", "--lint", "--quiet"),
    "makemigrations": (*_DJANGO, "makemigrations", "--check", "--dry-run"),
    "django check": (*_DJANGO, "check", "--fail-level", "WARNING"),
    "import-linter": ("-c", _LINT_IMPORTS),
    "ruff check": ("-m", "ruff", "check", "."),
    "ruff format": ("-m", "ruff", "format", "--check", "."),
    "generated docs": ("-m", "lianxin", "docs", "--check"),
    "translations": ("-m", "lianxin", "translate", "--check"),
}


@dataclass(frozen=True, slots=True)
class Outcome:
    """How one step ended."""

    name: str
    ok: bool
    seconds: float
    output: str


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Single steps, and output for scripts."""
    parser.add_argument("steps", nargs="*", choices=[*STEPS, []], help="只运行这些步骤（默认全部）")
    parser.add_argument("--json", action="store_true", help="以 JSON 输出结果")


def run(args: argparse.Namespace) -> int:
    """Run the steps, two at a time; reports all failures, status 1 if any."""
    outcomes = run_steps(args.steps or list(STEPS), quiet=args.json)
    if args.json:
        steps = [
            {"name": o.name, "ok": o.ok, "seconds": round(o.seconds, 1), "output": o.output} for o in outcomes
        ]
        say_json({"ok": all(o.ok for o in outcomes), "steps": steps})
    return 0 if all(outcome.ok for outcome in outcomes) else 1


def run_steps(names: Sequence[str], *, quiet: bool = False) -> list[Outcome]:
    """Run the named steps and print the table, then the output of each that failed."""
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        outcomes = list(pool.map(_run_step, names))
    if not quiet:
        width = max(map(len, names))
        for outcome in outcomes:
            say(f"{outcome.name:<{width}}  {'ok    ' if outcome.ok else 'FAILED'}  {outcome.seconds:6.1f} s")
        for outcome in outcomes:
            if not outcome.ok:
                say(f"\n--- {outcome.name} ---\n{outcome.output}")
    return outcomes


def _run_step(name: str) -> Outcome:
    started = time.monotonic()
    try:
        done = subprocess.run(
            [*_PYTHON, *STEPS[name]],
            cwd=ROOT,
            env=prepare.base_environment(),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            timeout=_STEP_LIMIT_S,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return Outcome(name, ok=False, seconds=_STEP_LIMIT_S, output=f"没有在 {_STEP_LIMIT_S} 秒内完成")
    return Outcome(name, done.returncode == 0, time.monotonic() - started, done.stdout.strip())
