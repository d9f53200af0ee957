"""`lianxin bench [NAMES]`: measures the workloads and compares them with their targets."""

from __future__ import annotations

import argparse

from lianxin.project import bench


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Which workloads, and output for scripts."""
    parser.add_argument("names", nargs="*", help="只测这些（默认全部）")
    parser.add_argument("--json", action="store_true", help="以 JSON 输出结果")


def run(args: argparse.Namespace) -> int:
    """Measure; status 1 when a target is missed."""
    return bench.run(args.names, as_json=args.json)
