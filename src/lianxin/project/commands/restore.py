"""`lianxin restore FILE`: an archive back into an empty database, verified."""

from __future__ import annotations

import argparse
import os
from pathlib import Path

from lianxin.project.archive import read_archive
from lianxin.project.console import CommandFailed, say, say_json
from lianxin.project.paths import data_dir


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Where from."""
    parser.add_argument("file", type=Path, help="备份文件")
    parser.add_argument("--json", action="store_true", help="以 JSON 输出结果")


def run(args: argparse.Namespace) -> int:
    """Check sums, restore in one transaction, compare the rows of every table with the manifest."""
    owner, url = os.environ.get("LIANXIN_OWNER_DATABASE_URL"), os.environ.get("LIANXIN_BACKUP_DATABASE_URL")
    if not owner or not url:
        message = "请先设置 LIANXIN_OWNER_DATABASE_URL 和 LIANXIN_BACKUP_DATABASE_URL，见 docs/zh/deploy.md。"
        raise CommandFailed(message)
    if not args.file.is_file():
        message = f"找不到备份文件 {args.file}。"
        raise CommandFailed(message)
    manifest = read_archive(args.file.absolute(), owner_url=owner, url=url, data=data_dir())
    if args.json:
        say_json({"ok": True, "rows": manifest.row_count, "tables": len(manifest.rows)})
    else:
        say(f"已恢复并核对：{len(manifest.rows)} 张表，{manifest.row_count} 行，与清单一致。")
        say("请接着运行 ./lianxin migrate，再启动服务。")
    return 0
