"""`lianxin import KIND FILE`: bring data in from a file."""

from __future__ import annotations

import argparse
import os
from pathlib import Path

from lianxin.project import prepare
from lianxin.project.console import CommandFailed, say, say_json

_KINDS = {"divisions": "行政区划"}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What and from where."""
    parser.add_argument("kind", choices=sorted(_KINDS), help="导入什么：divisions(行政区划)")
    parser.add_argument("file", type=Path, help="数据文件")
    parser.add_argument("--json", action="store_true", help="以 JSON 输出结果")


def run(args: argparse.Namespace) -> int:
    """Hand the file to the room's own import command."""
    if not args.file.is_file():
        message = f"找不到文件 {args.file}。"
        raise CommandFailed(message)
    environment = prepare.base_environment()
    if owner := os.environ.get("LIANXIN_OWNER_DATABASE_URL"):
        environment |= {"LIANXIN_OWNER_DATABASE_URL": owner}
    told = prepare.manage(
        f"import_{args.kind}",
        str(args.file.resolve()),
        environment=environment,
        doing=f"导入{_KINDS[args.kind]}",
    )
    if args.json:
        say_json({"ok": True, "told": told.strip()})
    else:
        say(told.strip())
    return 0
