"""`lianxin import KIND [FILE]`: bring data in from a file."""

from __future__ import annotations

import argparse
import os
from pathlib import Path

from lianxin.project import prepare
from lianxin.project.console import CommandFailed, say

# What can be imported → the Django command that does it.
_KINDS = {"divisions": "load_divisions"}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What and from where."""
    parser.add_argument("kind", choices=sorted(_KINDS), help="导入什么：divisions（行政区划）")
    parser.add_argument("file", nargs="?", type=Path, help="数据文件（不给则用随附的云南省数据）")
    parser.add_argument("--json", action="store_true", help="以 JSON 输出结果")


def run(args: argparse.Namespace) -> int:
    """Hand the file to the room's own command; running it again changes nothing."""
    if args.file is not None and not args.file.is_file():
        message = f"找不到文件 {args.file}。"
        raise CommandFailed(message)
    environment = prepare.base_environment()
    if owner := os.environ.get("LIANXIN_OWNER_DATABASE_URL"):
        environment |= {"LIANXIN_OWNER_DATABASE_URL": owner}
    options = [str(args.file.resolve())] if args.file else []
    options += ["--json"] if args.json else []
    say(prepare.manage(_KINDS[args.kind], *options, environment=environment, doing="导入").strip())
    return 0
