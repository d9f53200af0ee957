"""`lianxin import KIND [FILE]`: bring data in from a file."""

from __future__ import annotations

import argparse
import os
from pathlib import Path

from lianxin.project import prepare
from lianxin.project.console import CommandFailed, say

# What an office's own files hold; the rooms' engine for them is `exchange`.
_FILES = {
    "deputies": "代表和资格",
    "units": "承办单位和经办人",
    "venues": "家站室",
    "members": "代表入驻",
    "cases": "历年民情（已经办结的）",
    "suggestions": "历年代表建议（已经办结的）",
}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What and from where."""
    told = "、".join(f"{kind}（{words}）" for kind, words in {"divisions": "行政区划", **_FILES}.items())
    parser.add_argument("kind", choices=sorted({"divisions", *_FILES}), help=f"导入什么：{told}")
    parser.add_argument("file", nargs="?", type=Path, help="数据文件（行政区划不给则用随附的云南省数据）")
    parser.add_argument("--place", help="导入到哪个地方：区划代码，例如 532301")
    parser.add_argument("--term", type=int, help="第几届（用于代表和建议；不写就看文件和已登记的届次）")
    parser.add_argument("--dry-run", action="store_true", help="只核对，不写入")
    parser.add_argument("--rows", type=Path, help="把每一行的规范结果写到这个 .jsonl 文件")
    parser.add_argument("--rejected", type=Path, help="把退回的行连同原因写到这个 .xlsx 文件")
    parser.add_argument("--json", action="store_true", help="以 JSON 输出结果")


def run(args: argparse.Namespace) -> int:
    """Hand the file to the room's own command; running it again changes nothing."""
    if args.file is not None and not args.file.is_file():
        message = f"找不到文件 {args.file}。"
        raise CommandFailed(message)
    environment = prepare.base_environment()
    if owner := os.environ.get("LIANXIN_OWNER_DATABASE_URL"):
        environment |= {"LIANXIN_OWNER_DATABASE_URL": owner}
    command = ["load_divisions"] if args.kind == "divisions" else ["import_file", args.kind]
    options = [str(args.file.resolve())] if args.file else []
    options += _file_options(args) if args.kind != "divisions" else []
    options += ["--json"] if args.json else []
    say(prepare.manage(*command, *options, environment=environment, doing="导入").strip())
    return 0


def _file_options(args: argparse.Namespace) -> list[str]:
    if args.file is None or not args.place:
        message = f"请写明文件和地方，例如：./lianxin import {args.kind} 名册.xlsx --place 532301"
        raise CommandFailed(message)
    options = ["--place", args.place]
    options += ["--term", str(args.term)] if args.term is not None else []
    options += ["--dry-run"] if args.dry_run else []
    options += ["--rows", str(args.rows.resolve())] if args.rows else []
    options += ["--rejected", str(args.rejected.resolve())] if args.rejected else []
    return options
