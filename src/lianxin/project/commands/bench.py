"""`lianxin bench [NAMES]`: measures the workloads and compares them with their targets."""

from __future__ import annotations

import argparse

from lianxin.project import bench
from lianxin.project.bench.run import ROWS, SECONDS


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Which workloads, how many cases, and output for scripts."""
    parser.add_argument("names", nargs="*", help="只测这些（默认全部）；也可写工作负载的编号")
    parser.add_argument("--rows", type=int, default=ROWS, help=f"先写入多少件民情（默认 {ROWS}）")
    parser.add_argument(
        "--seconds", type=int, default=SECONDS, help=f"混合负载测多少秒（默认 {SECONDS}，正式的是 300）"
    )
    parser.add_argument("--profile", action="store_true", help="不比目标，看每个页面的 CPU 时间花在哪里")
    parser.add_argument("--json", action="store_true", help="以 JSON 输出结果")


def run(args: argparse.Namespace) -> int:
    """Measure; status 2 for an unknown name. Whether a target is met stands in the result."""
    return bench.run(
        args.names, as_json=args.json, rows=args.rows, seconds=args.seconds, profile=args.profile
    )
